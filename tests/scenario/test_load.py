"""Loading: variants, parents, settings, and a resolved form from which everything can be rebuilt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from sim.errors import InputError
from sim.scenario.faults import FaultsError
from sim.scenario.find import find_scenarios, locate, split_variant
from sim.scenario.load import check_file, load_scenario
from sim.scenario.loaded import Loaded
from tests.scenario.writing import GOOD, write


def test_without_a_variant_the_first_is_taken() -> None:
    assert load_scenario("ceasefire").scenario.variant == "hold"
    assert load_scenario("ceasefire:none").scenario.variant == "none"


def test_a_variant_adds_and_drops_events_and_replaces_series(tmp_path: Path) -> None:
    path = str(write(tmp_path))
    both, one = load_scenario(path), load_scenario(f"{path}:without")
    assert [event.id for event in both.scenario.events] == ["deal", "pause"]
    assert [event.id for event in one.scenario.events] == ["deal"]
    halved = load_scenario("race_east_2017:half_air").scenario.series
    whole = load_scenario("race_east_2017:both").scenario.series
    assert halved.keys() == whole.keys()
    assert halved["russia.sorties"].points[-1][1] == 132
    assert halved["us.strikes"] == whole["us.strikes"]


def test_a_file_that_extends_another_takes_over_all_but_its_variants(tmp_path: Path) -> None:
    write(tmp_path)
    child = "id: child\ntitle: C\nsummary: S\nextends: trial\nweeks: 5\ndrop: [deal]\n"
    loaded = load_scenario(str(write(tmp_path, child, "child.yaml")))
    assert (loaded.scenario.id, loaded.scenario.weeks, loaded.scenario.variant) == ("child", 5, None)
    assert [event.id for event in loaded.scenario.events] == ["pause"], "it lies beyond the run and is no fault"
    assert loaded.provenance["russia.sorties"].file.endswith("trial.yaml")
    grandchild = "id: g\ntitle: G\nsummary: S\nextends: child\n"
    (fault,) = check_file(str(write(tmp_path, grandchild, "g.yaml")))
    assert "one level is allowed" in str(fault)
    assert fault.at.line == 4


def test_a_bare_number_takes_the_basis_of_its_event(tmp_path: Path) -> None:
    truce = load_scenario(str(write(tmp_path))).scenario.events[1]
    assert truce.do == "truce"
    assert (truce.compliance.value, truce.compliance.assumption) == (0.6, "an example")


def test_events_come_in_order_of_their_dates(tmp_path: Path) -> None:
    days = [event.when for event in load_scenario(str(write(tmp_path))).scenario.events]
    assert days == sorted(days)


ARMS = [(one.id, variant) for one in find_scenarios() for variant in one.variants]
FIRST = [next(arm for arm in ARMS if arm[0] == name) for name in dict(ARMS)]
CHANGED = ("combat.kappa=0.02", "start.regime.strike=11000")


@pytest.mark.parametrize(("name", "variant"), ARMS)
def test_the_resolved_form_rebuilds_the_same_from_json(name: str, variant: str) -> None:
    loaded = load_scenario(f"{name}:{variant}", sets=CHANGED)
    assert Loaded.from_resolved(json.loads(json.dumps(loaded.resolved()))) == loaded


@pytest.mark.parametrize(
    ("name", "variant"), [pytest.param(*arm, marks=[pytest.mark.slow] * (arm not in FIRST)) for arm in ARMS]
)
def test_the_resolved_form_rebuilds_the_same_from_yaml(name: str, variant: str) -> None:
    """One arm of each scenario; writing YAML takes a second. The nightly run does them all."""
    loaded = load_scenario(f"{name}:{variant}", sets=CHANGED)
    assert Loaded.from_resolved(yaml.safe_load(yaml.safe_dump(loaded.resolved()))) == loaded


def test_another_form_is_refused() -> None:
    with pytest.raises(InputError, match="not a resolved scenario of form 1"):
        Loaded.from_resolved({"format": 99})


def test_settings_change_values_and_say_so() -> None:
    sets = [
        "combat.kappa=0.02",
        "start.opposition.morale=1.0",
        "series.russia.sorties.scale=0.5",
        "actors.regime.policy=idle",
        "weeks=12",
    ]
    loaded = load_scenario("base_2015", sets=sets)
    assert loaded.scenario.weeks == 12
    assert loaded.scenario.actors["regime"].policy == "idle"
    assert loaded.scenario.series["russia.sorties"].scale == 0.5
    assert loaded.start.sides["opposition"].morale.value == 1.0
    assert loaded.parameters["combat"].model_dump()["kappa"] == 0.02
    assert loaded.provenance["combat.kappa"].file == "--set combat.kappa=0.02"
    assert loaded.provenance["combat.kappa"].why == "set on the command line"
    assert loaded.provenance["start.opposition.morale"].file == "--set start.opposition.morale=1.0"
    assert loaded.provenance["start.opposition.strike"].why == "start state"
    assert loaded.provenance["combat.theta"].why == "declared value"


def test_weeks_of_the_call_win_over_weeks_of_a_setting() -> None:
    assert load_scenario("base_2015", sets=["weeks=12"], weeks=9).scenario.weeks == 9


def test_a_number_outside_its_range_must_be_forced() -> None:
    with pytest.raises(InputError, match=r'outside its range 0.0045 to 0.045 share/week .*"combat.kappa=0.5!"'):
        load_scenario("base_2015", sets=["combat.kappa=0.5"])
    forced = load_scenario("base_2015", sets=["combat.kappa=0.5!", "start.regime.strike=1!"])
    assert forced.parameters["combat"].model_dump()["kappa"] == 0.5
    assert forced.start.sides["regime"].strike.value == 1


def test_a_cost_below_zero_is_refused_though_forced() -> None:
    """A way of negative cost would have no end, and a negative rate would raise the dead."""
    with pytest.raises(InputError, match="cannot be below zero"):
        load_scenario("base_2015", sets=["campaigns.track=-1!"])
    with pytest.raises(InputError, match=r"outside its range 8,000 to 30,000"):
        load_scenario("base_2015", sets=["start.regime.strike=1"])


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("kappa", "takes key=value"),
        ("combat.kapa=1", 'did you mean "combat.kappa"?'),
        ("combat.kappa=high", "a number is wanted"),
        ("combat.kappa=.nan!", "a finite number is wanted"),
        ("start.regime.strik=9", 'did you mean "start.regime.strike"?'),
        ("series.russia.sortie.scale=0", 'did you mean "russia.sorties"?'),
        ("series.russia.sorties.scale=-1", "at least 0"),
        ("actors.regime.policy=idel", 'did you mean "idle"?'),
        ("actors.regmie.policy=idle", 'did you mean "regime"?'),
        ("weeks=0", "1 to 400 whole weeks"),
        ("weeks=2.5", "1 to 400 whole weeks"),
    ],
)
def test_a_wrong_setting_is_refused(setting: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load_scenario("base_2015", sets=[setting])
    assert said in str(caught.value)


def test_a_setting_twice_is_refused() -> None:
    with pytest.raises(InputError, match="stands twice"):
        load_scenario("base_2015", sets=["weeks=3", "weeks=4"])


def test_a_parameter_set_changes_declared_values(tmp_path: Path) -> None:
    folder = tmp_path / "sets"
    folder.mkdir()
    text = "id: bloody\ntitle: T\nassumption: an example\nvalues:\n  combat.kappa: 0.03\n"
    (folder / "bloody.yaml").write_text(text, encoding="utf-8")
    path = str(write(tmp_path, GOOD + "parameters: bloody\n"))
    loaded = load_scenario(path)
    assert loaded.parameters["combat"].model_dump()["kappa"] == 0.03
    origin = loaded.provenance["combat.kappa"]
    assert origin.file.endswith("bloody.yaml")
    assert (origin.line, origin.why) == (5, "parameter set")
    (folder / "bloody.yaml").write_text(text.replace("0.03", "3").replace("kappa", "kappa"), encoding="utf-8")
    with pytest.raises(FaultsError, match=r"bloody.yaml:5: values.combat.kappa: 3 lies outside"):
        load_scenario(path)
    (folder / "bloody.yaml").write_text(text.replace("kappa", "kapa"), encoding="utf-8")
    with pytest.raises(FaultsError, match=r'did you mean "combat\.kappa"'):
        load_scenario(path)


def test_a_target_is_a_path_or_a_shipped_name(tmp_path: Path) -> None:
    assert split_variant("a/b.yaml:hold") == ("a/b.yaml", "hold")
    assert split_variant("ceasefire") == ("ceasefire", None)
    assert split_variant("C:/x/y.yaml") == ("C:/x/y.yaml", None)
    path, variant = locate("ceasefire:hold")
    assert (path.name, variant) == ("ceasefire.yaml", "hold")
    own = write(tmp_path)
    assert locate("trial", tmp_path)[0] == own


def test_the_citations_name_every_source_in_force() -> None:
    cited = load_scenario("us_withdrawal:partial").citations()
    keys = {line.split("]")[0][1:] for line in cited}
    assert {"peace_spring_wikipedia", "lake_2019", "control_facts", "sochi_2019", "prototype"} <= keys
    assert len(cited) == len(set(cited))


def test_a_policy_set_on_the_command_line_starts_without_the_old_ones_options() -> None:
    loaded = load_scenario("base_2015:doctrine", sets=["actors.iran.policy=idle"])
    assert loaded.scenario.actors["iran"].policy == "idle"
    assert not loaded.scenario.actors["iran"].options
    chosen = ["actors.us.options.client=sdf", "actors.us.policy=reactive"]
    assert load_scenario("base_2015:doctrine", sets=chosen).scenario.actors["us"].options == {"client": "sdf"}
    same = load_scenario("base_2015:doctrine", sets=["actors.iran.policy=rump"])
    assert same.scenario.actors["iran"].options == {"client": "regime"}
