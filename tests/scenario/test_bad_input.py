"""Bad input: every fault gets one clear message with file and line, and all are told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.scenario.faults import FaultsError
from sim.scenario.load import check_file, load_scenario
from tests.scenario.writing import GOOD, spoil, write

SPOILT = [
    pytest.param("outcomes:", "outcoms:", 'outcoms: unknown key (did you mean "outcomes"?)', 0, id="unknown key"),
    pytest.param("palmyra", "palmira", 'no place "palmira" (did you mean "palmyra"?)', 0, id="misspelt place"),
    pytest.param("  russia: {policy", "  rusia: {policy", "is not one of regime, russia", 0, id="misspelt actor"),
    pytest.param("[regime, opposition]", "[regime, oposition]", 'did you mean "opposition"?', 0, id="side"),
    pytest.param("policy: ground", "policy: grond", 'no policy "grond" (did you mean "ground"?)', 0, id="policy"),
    pytest.param("client: regime", "clinet: regime", 'no such option (did you mean "client"?)', 0, id="option"),
    pytest.param("client: regime", "client: 3", "text is wanted here, not 3", 0, id="type of an option"),
    pytest.param("interfax_2017", "interfacs_2017", 'did you mean "interfax_2017"?', 0, id="source"),
    pytest.param("  russia.sorties:", "  rusia.sorties:", 'did you mean "russia.sorties"?', 0, id="series"),
    pytest.param("state: 2015-09-28", "state: 2015-09-82", 'no start state "2015-09-82"', 0, id="state"),
    pytest.param("do: local_deal", "do: local_del", '"local_del" is unknown (did you mean', -2, id="verb"),
    pytest.param("weeks: 30", "weeks: thirty", 'a whole number is wanted here, not "thirty"', 0, id="type"),
    pytest.param("weeks: 30", "weeks: -3", "it must be at least 1", 0, id="negative weeks"),
    pytest.param("start: 2015-09-28", "start: 2014-09-28", "lies outside the years", 0, id="years"),
    pytest.param("when: 2016-02-27", "when: 2016-02-30", "is not a date of the calendar", 0, id="30 February"),
    pytest.param("when: 2016-02-27", "when: 2016-08-27", "lies outside the run", 0, id="after the run"),
    pytest.param("when: 2016-02-27", "when: 2016", "a date (YYYY-MM-DD) is wanted", 0, id="a year is no date"),
    pytest.param("[2015-09-28, 390]", "[2015-10-05, 390]", "after the run's start", 0, id="late series"),
    pytest.param("[2015-09-28, 390]", "[2015-09-28, -1]", "it must be at least 0", 0, id="negative sorties"),
    pytest.param("[2015-09-28, 390]", "[2015-09-28, .inf]", "a finite number", 0, id="infinite"),
    pytest.param("compliance: 0.6", "compliance: 1.6", "1.6 is above 1", 0, id="share over one"),
    pytest.param(
        "compliance: 0.6",
        "compliance: ON",
        'a number with a source is wanted here, not "ON"',
        0,
        id="ON is text",
    ),
    pytest.param("weeks: 30", "weeks: 12:30", 'a whole number is wanted here, not "12:30"', 0, id="12:30 is text"),
    pytest.param("weeks: 30", "weeks: yes", 'a whole number is wanted here, not "yes"', 0, id="yes is text"),
    pytest.param("weeks: 30", "weeks: 30\nweeks: 40", "this key stands twice (first in line 5)", 1, id="twice"),
    pytest.param("  regime: {policy", "\tregime: {policy", "a tab stands where spaces must", 0, id="tab"),
    pytest.param("weeks: 30", "weeks: &w 30", "anchor &w is not allowed", 0, id="anchor"),
    pytest.param("weeks: 30", "weeks: !!python/name:os.system 30", "tag", 0, id="tag"),
    pytest.param("summary: A small", "summary: [A small", "this is not YAML", 1, id="broken brackets"),
    pytest.param("compare_with: trial:without", "compare_with: trial:witout", 'did you mean "without"?', 0, id="arm"),
    pytest.param("compare_with: trial:without", "compare_with: base_2051", 'mean "base_2015"?', 0, id="other file"),
    pytest.param("drop: [pause]", "drop: [paus]", 'did you mean "pause"?', 0, id="dropped"),
    pytest.param("    source: interfax_2017\n", "", 'give either "source: KEY"', -3, id="no source"),
    pytest.param("moves_to: idlib", "moves_to: al_waer", "cannot leave for the place", 0, id="no way out"),
    pytest.param('label: "Truce"', 'label: "The long cessation"', "two lines of 14 letters", 0, id="long label"),
    pytest.param("id: deal", "id: pause", 'two events are called "pause"', 0, id="two of a name"),
    pytest.param("excludes: [hts, is]", "excludes: [regime, is]", "cannot be party and excluded", 0, id="both"),
    pytest.param("variants:\n", "variant: x\nvariants:\n", 'did you mean "variants"?', 0, id="key of ours"),
]


@pytest.mark.parametrize(("old", "new", "said", "shift"), SPOILT)
def test_a_fault_is_told_with_its_line(old: str, new: str, said: str, shift: int, tmp_path: Path) -> None:
    text, line = spoil(old, new)
    faults = check_file(str(write(tmp_path, text)))
    assert len(faults) == 1, [str(fault) for fault in faults]
    assert said in str(faults[0])
    assert faults[0].at.file.endswith("trial.yaml")
    assert faults[0].at.line == line + shift


def test_a_sound_file_has_no_faults(tmp_path: Path) -> None:
    assert check_file(str(write(tmp_path))) == []


def test_all_faults_are_told_at_once_and_in_order(tmp_path: Path) -> None:
    text = GOOD.replace("palmyra", "palmira").replace("weeks: 30", "weeks: -1").replace("0.6", "7")
    with pytest.raises(FaultsError) as caught:
        load_scenario(str(write(tmp_path, text)))
    lines = [fault.at.line for fault in caught.value.faults]
    assert len(lines) == 3
    assert lines == sorted(lines)
    assert str(caught.value).count("trial.yaml:") == 3


def test_a_number_as_010_is_ten(tmp_path: Path) -> None:
    text, _ = spoil("weeks: 30", "weeks: 030")
    assert load_scenario(str(write(tmp_path, text))).scenario.weeks == 30


def test_a_fault_in_a_variant_has_the_line_of_the_variant(tmp_path: Path) -> None:
    text, line = spoil("    drop: [pause]", "    weeks: -4")
    faults = check_file(str(write(tmp_path, text)))
    assert [(fault.at.line, fault.path) for fault in faults] == [(line, "variants.without.weeks")]


def test_a_missing_key_is_told_at_its_parent(tmp_path: Path) -> None:
    text, _ = spoil("weeks: 30\n", "")
    faults = check_file(str(write(tmp_path, text)))
    assert [(fault.at.line, fault.path, fault.text) for fault in faults] == [(1, "weeks", "this key is missing")]


def test_negative_men_are_refused_with_the_line_of_the_start_state(tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    starts.mkdir()
    shipped = Path(__file__).parents[2] / "scenarios" / "starts"
    text = (shipped / "2015-09-28.yaml").read_text(encoding="utf-8")
    old = "garrison: {value: 66000, low: 54000,"
    assert text.count(old) == 1
    (starts / "own.yaml").write_text(text.replace(old, "garrison: {value: -5, low: -9,"), encoding="utf-8")
    table = (shipped / "control-2015-09-30.csv").read_text(encoding="utf-8")
    (starts / "control-2015-09-30.csv").write_text(table.replace("damascus,regime", "damascus,regmie"), "utf-8")
    path = write(tmp_path, GOOD.replace("state: 2015-09-28", "state: own"))
    (bad,) = check_file(str(path))
    assert "-9 is below 0 men" in str(bad)
    assert bad.at.line == text[: text.index(old)].count("\n") + 1
    (starts / "own.yaml").write_text(text, encoding="utf-8")
    (bad,) = check_file(str(path))
    assert 'control-2015-09-30.csv:2: damascus: "regmie" cannot hold ground (did you mean "regime"?)' in str(bad)


BOMB = b"a: &a [x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [*%c, *%c, *%c, *%c]\n" % (letter + 1, letter + 1, *[letter] * 4) for letter in range(97, 110)
)

WHOLE = [
    pytest.param(b"", "the file is empty", id="empty"),
    pytest.param(b"# only words\n", "the file is empty", id="comments only"),
    pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", "is it a binary file?", id="binary"),
    pytest.param(b"id: x\ntitle: a\x00b\n", ":2: this is a binary file", id="zero byte"),
    pytest.param(b"- a\n- b\n", "a mapping of keys is wanted", id="list"),
    pytest.param(b"just words", "a mapping of keys is wanted", id="words"),
    pytest.param(b"id: a\n---\nid: b\n", "one document", id="two documents"),
    pytest.param(b"x: " + b"[" * 5000, "levels of nesting", id="deep nesting"),
    pytest.param(BOMB, "is not allowed", id="bomb"),
]


@pytest.mark.parametrize(("data", "said"), WHOLE)
def test_a_file_that_is_no_scenario_is_refused(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(data)
    with pytest.raises(FaultsError, match=r"odd\.yaml") as caught:
        load_scenario(str(path))
    assert said in str(caught.value)


def test_a_file_of_50_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as handle:
        handle.truncate(50_000_000)
    with pytest.raises(FaultsError, match=r"the file has 50\.0 MB; a scenario has at most 1 MB"):
        load_scenario(str(path))


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultsError, match="this is a folder"):
        load_scenario(str(tmp_path))
    with pytest.raises(FaultsError, match="there is no such file"):
        load_scenario(str(tmp_path / "none.yaml"))


def test_an_unknown_scenario_or_variant_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match='did you mean "ceasefire"'):
        load_scenario("ceasfire")
    with pytest.raises(InputError, match=r'no variant "holt" \(did you mean "hold"\?\); it has hold, historic, none'):
        load_scenario("ceasefire:holt")


def test_many_faults_are_cut_short(tmp_path: Path) -> None:
    text = GOOD + "".join(f"key{number}: 1\n" for number in range(60))
    with pytest.raises(FaultsError, match=r"\.\.\. and 20 more") as caught:
        load_scenario(str(write(tmp_path, text)))
    assert len(caught.value.faults) == 60
