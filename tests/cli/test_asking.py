"""The commands that ask: scenarios, params, explain, check, schema, new."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli.main import main
from sim.scenario.find import find_scenarios
from sim.scenario.load import check_file
from tests.scenario.writing import GOOD, write

Said = pytest.CaptureFixture[str]


def test_check_says_good_and_exits_0(capsys: Said) -> None:
    files = [str(one.path) for one in find_scenarios()]
    assert main(["check", *files]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [f"{file}: good" for file in files]
    assert not said.err


def test_check_tells_all_faults_of_all_files_and_exits_2(tmp_path: Path, capsys: Said) -> None:
    one = write(tmp_path, GOOD.replace("palmyra", "palmira").replace("weeks: 30", "weeks: -1"))
    two = write(tmp_path, "", "two.yaml")
    good = write(tmp_path, GOOD, "good.yaml")
    assert main(["check", str(one), str(two), str(good)]) == 2
    said = capsys.readouterr()
    assert said.out == f"{good}: good\n"
    assert re.findall(r"(\w+\.yaml):?(\d*):", said.err) == [
        ("trial.yaml", "5"),
        ("trial.yaml", "32"),
        ("two.yaml", ""),
    ]
    assert said.err.endswith("3 faults in 2 files.\n")
    assert "Traceback" not in said.err


def test_check_answers_in_json(tmp_path: Path, capsys: Said) -> None:
    bad = write(tmp_path, GOOD.replace("palmyra", "palmira"))
    assert main(["check", "--json", str(bad), "ceasefire"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False
    assert [len(file["faults"]) for file in answer["files"]] == [1, 0]
    fault = answer["files"][0]["faults"][0]
    assert (fault["line"], fault["key"]) == (32, "outcomes[1].place")
    assert fault["file"].endswith("trial.yaml")


def test_scenarios_lists_them_with_their_arms(capsys: Said) -> None:
    assert main(["scenarios"]) == 0
    lines = capsys.readouterr().out.splitlines()
    heads = [line.split()[0] for line in lines if line and not line.startswith(" ")]
    assert heads[:3] == ["russian_exit", "us_withdrawal", "ceasefire"]
    assert lines[1].split(", ")[0].strip() == "stuck"
    assert max(map(len, lines)) <= 100
    assert main(["scenarios", "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["ceasefire"]["variants"][:3] == ["hold", "historic", "none"]
    assert "E3" in rows["ceasefire"]["claims"]
    assert (rows["base_2015"]["start"], rows["base_2015"]["weeks"]) == ("2015-09-28", 91)


def test_params_lists_numbers_with_their_basis(capsys: Said) -> None:
    assert main(["params", "combat"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("combat.") for line in lines[1:])
    assert any("assumption: " in line for line in lines)
    assert main(["params", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["combat.kappa"]["source"] == "calibration"
    assert rows["combat.exponent"]["basis"] == "helmbold (unverified)"
    assert main(["params", "combta"]) == 2
    assert 'did you mean "combat"?' in capsys.readouterr().err


EXPLAINED = [
    (
        ["combat.kappa"],
        ["combat.kappa = 0.01874 share/week", "sim/scenario/parameters/combat.py:", "[calibration]"],
    ),
    (["kappa"], ["combat.kappa = "]),
    (
        ["combat.kappa", "--set", "combat.kappa=0.02"],
        ["= 0.02", "declared as 0.01874", "from --set combat.kappa=0.02"],
    ),
    (["series.russia.sorties"], ["2015-09-28: 390", "base_2015.yaml:", "[interfax_2017]"]),
    (["russia.sorties", "--in", "race_east_2017:half_air"], ["2017-05-01: 132", "assumption: what if"]),
    (["start.is.garrison"], ["= 11000 men", "(range 7000 to 16000)", "2015-09-28.yaml:"]),
    (["start.siege.daraya.fort"], ["= 3.6"]),
    (["february_truce"], ["event.february_truce = truce on 2016-02-27", "[unsc_2268]"]),
    (["weeks"], ["weeks = 91 weeks"]),
    (["palmyra"], ["Palmyra, a town in Homs", "held by IS on 2015-09-28"]),
    (["cole_2016"], ["Juan Cole"]),
]


@pytest.mark.parametrize(("words", "said"), EXPLAINED, ids=lambda value: " ".join(value))
def test_explain_says_what_a_name_is_and_where_it_came_from(words: list[str], said: list[str], capsys: Said) -> None:
    assert main(["explain", *words]) == 0
    out = capsys.readouterr().out
    assert [piece for piece in said if piece not in out] == []
    assert main(["explain", *words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["name"]


def test_explain_refuses_what_is_unknown_or_could_be_many(capsys: Said) -> None:
    assert main(["explain", "combat.kapa"]) == 2
    assert 'did you mean "combat.kappa"?' in capsys.readouterr().err
    assert main(["explain", "zzzqq"]) == 2
    assert "did you mean" not in capsys.readouterr().err
    assert main(["explain", "noise_of_nothing"]) == 2
    assert "did you mean" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Deir ez-Zor", "deir_ez_zor is Deir ez-Zor"),
        ("area.regime", "area.regime is a measure [share]"),
        ("fled", "fled is kept of every region [people]"),
        ("morale", "morale is a variable of state [multiplier]"),
        ("badia west of Rukban camp 3", "badia_w_of_rukban_3 is badia west of Rukban camp 3"),
    ],
)
def test_explain_knows_places_by_name_and_measures_and_variables(name: str, says: str, capsys: Said) -> None:
    assert main(["explain", name]) == 0
    assert capsys.readouterr().out.startswith(says)


def test_new_writes_a_file_that_checks_and_never_writes_over_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "my_question"]) == 0
    assert check_file("my_question.yaml") == []
    assert "theatre check my_question.yaml" in capsys.readouterr().out
    (tmp_path / "my_question.yaml").write_text("mine", encoding="utf-8")
    assert main(["new", "my_question"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert (tmp_path / "my_question.yaml").read_text(encoding="utf-8") == "mine"
    assert main(["new", "no/such/folder.yaml"]) == 2
    assert main(["new", "Ünfit name"]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["my_question.yaml"]


def test_the_schema_names_the_keys_and_lets_a_bare_number_stand(capsys: Said) -> None:
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert "variants" in schema["properties"]
    assert "variant" not in schema["properties"]
    assert {"type": "number"} in schema["$defs"]["Truce"]["properties"]["compliance"]["anyOf"]
    assert main(["schema", "--of", "start"]) == 0
    assert "sides" in json.loads(capsys.readouterr().out)["properties"]


HEAVY = ["numpy", "numba", "mesa", "pandas", "matplotlib", "pyarrow", "rich"]


@pytest.mark.parametrize("words", [["check", "base_2015"], ["explain", "combat.kappa"], ["schema"], ["new", "a"]])
def test_asking_imports_nothing_heavy(words: list[str], tmp_path: Path) -> None:
    code = (
        "import sys; from sim.cli.main import main; code = main(sys.argv[1:]); "
        f"sys.exit(code or ','.join(name for name in {HEAVY} if name in sys.modules) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_explain_says_what_a_policy_stands_for_and_who_can_use_it(capsys: Said) -> None:
    assert main(["explain", "phased_exit"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("phased_exit is a policy\n")
    assert "for iran, turkey, us, russia" in said
    assert "step_weeks = 13: Weeks between two steps." in said
    assert "manner = " in said
    assert main(["explain", "insurgent", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["policy"]["seats"] == ["is"]
