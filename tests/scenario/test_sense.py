"""What is well formed and still makes no sense: refused with the line at which it stands."""

from __future__ import annotations

from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.scenario.load import check_file, load_scenario
from sim.scenario.policies import policies, ranges
from tests.scenario.writing import GOOD, spoil, write

STARTS = Path(__file__).parents[2] / "scenarios" / "starts"

WINDOW = """\
  - when: 2016-03-07
    do: window
    side: turkey
    men: 5000
    boxes: [{west: 36.5, east: 38.5, south: 36.2}]
    against: [is]
    enter: [jarabulus]
    assumption: an example
"""


def with_event(event: str) -> str:
    """Return the good scenario with one more event."""
    return GOOD.replace("outcomes:\n", f"{event}outcomes:\n")


def told(tmp_path: Path, text: str) -> str:
    """Return the faults of a scenario, one a line."""
    return "\n".join(map(str, check_file(str(write(tmp_path, text)))))


def own_start(tmp_path: Path, old: str, new: str) -> str:
    """Return the faults of a scenario whose start state is a spoilt copy of a shipped one."""
    starts = tmp_path / "starts"
    starts.mkdir()
    text = (STARTS / "2015-09-28.yaml").read_text(encoding="utf-8")
    assert old in text
    (starts / "own.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return told(tmp_path, GOOD.replace("state: 2015-09-28", "state: own"))


LETTERS = [
    pytest.param('"Truce"', r'"Tru\u202Ece"', "U+202E is a character that cannot be seen", id="a line turned round"),
    pytest.param('"Truce"', r'"Tru\u0007ce"', "U+0007 is a control character", id="a bell"),
    pytest.param("title: A trial", r'title: "A\u200Btrial"', "U+200B is a character that cannot be", id="no width"),
    pytest.param("title: With\n", 'title: "With\\e"\n', "U+001B is a control character", id="escape in a variant"),
    pytest.param("id: deal", f"id: {'d' * 61}", "at most 60 letters must stand here, not 61", id="long id"),
    pytest.param("id: trial", f"id: {'d' * 61}", "at most 60 letters must stand here, not 61", id="long id of all"),
    pytest.param("id: trial", "id: Trial 1", "lower-case letters, digits and _ are wanted here", id="id"),
    pytest.param("  with_truce:", "  With-truce:", "lower-case letters, digits and _ are wanted", id="variant"),
    pytest.param("places: [al_waer]", "places: []", "at least 1 entry must stand here, not 0", id="empty list"),
    pytest.param("outcomes:\n", "claims: [Z99]\noutcomes:\n", "the id of a claim is wanted here", id="claim"),
]


@pytest.mark.parametrize(("old", "new", "said"), LETTERS)
def test_names_and_words_are_ones_that_can_be_shown(old: str, new: str, said: str, tmp_path: Path) -> None:
    text, line = spoil(old, new)
    (fault,) = check_file(str(write(tmp_path, text)))
    assert said in str(fault)
    assert fault.at.line == line


def test_a_label_of_two_lines_and_with_a_dollar_will_do(tmp_path: Path) -> None:
    assert not told(tmp_path, GOOD.replace('"Truce"', r'"$\\frac$\nTruce"'))


def test_a_limit_never_makes_a_side_readier(tmp_path: Path) -> None:
    said = own_start(tmp_path, "    factor: 0.05\n", "    factor: 1.5\n")
    assert "1.5 is above 1 (a share)" in said


def test_a_box_holds_ground_of_the_country(tmp_path: Path) -> None:
    assert not told(tmp_path, with_event(WINDOW))
    sea = WINDOW.replace("{west: 36.5, east: 38.5, south: 36.2}", "{west: 30.0, east: 34.0}")
    assert "holds the centre of no region" in told(tmp_path, with_event(sea))


def test_large_numbers_are_written_out(tmp_path: Path) -> None:
    assert "1,000,001 is above 1,000,000 men" in told(tmp_path, with_event(WINDOW.replace("5000", "1000001")))


OPTIONS = [
    ("policy: patron, options: {client: regime}", "policy: phased_exit, options: {floor: -5}", "-5 is out of range"),
    ("policy: patron, options: {client: regime}", "policy: patron, options: {valued: 1.5}", "between 0 and 1"),
    ("policy: ground", "policy: ground, options: {attack_above: -0.1}", "-0.1 is out of range"),
]


@pytest.mark.parametrize(("old", "new", "said"), OPTIONS)
def test_an_option_out_of_range_is_told_with_its_line(old: str, new: str, said: str, tmp_path: Path) -> None:
    text, line = spoil(old, new)
    (fault,) = check_file(str(write(tmp_path, text)))
    assert said in str(fault)
    assert fault.at.line == line


def test_an_option_out_of_range_is_refused_in_events_and_on_the_command_line(tmp_path: Path) -> None:
    event = (
        "  - {when: 2015-12-07, do: policy, actor: russia, policy: phased_exit, options: {step_weeks: 0}, "
        "assumption: an example}\n"
    )
    assert "0 is out of range: this option lies between 1 and 400" in told(tmp_path, with_event(event))
    with pytest.raises(InputError, match=r"actors\.regime\.options\.attack_above=99"):
        load_scenario("base_2015", sets=["actors.regime.options.attack_above=99"])


@pytest.mark.parametrize("name", sorted(policies()))
def test_every_number_of_a_policy_has_a_range_that_holds_its_default(name: str) -> None:
    options = import_module(f"sim.actors.policies.{name}").Options()
    numbers = {field.name: getattr(options, field.name) for field in fields(options)}
    numbers = {key: value for key, value in numbers.items() if type(value) in {int, float}}
    assert set(ranges(name)) == set(numbers)
    for key, value in numbers.items():
        assert ranges(name)[key][0] <= value <= ranges(name)[key][1]
