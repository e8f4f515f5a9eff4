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
    ("policy: patron, options: {client: regime}", "policy: patron, options: {fronts: 99}", "between 0 and 14"),
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


DAY = "when: 2015-12-07, assumption: an example"
POST = f"{DAY}, do: contingent, side: russia, place: latakia"
EVENTS = [
    ("do: truce, parties: [regime, is], compliance: 0.5", "nobody negotiates with IS"),
    ("do: settlement, parties: [regime, is], compliance: 0.5", "nobody negotiates with IS"),
    ("do: pact, parties: [russia, is], terms: bargain", "nobody negotiates with IS"),
    ("do: pact, parties: [opposition, regime], terms: bargain", "by a bargain the first party leaves"),
    ("do: pact, parties: [russia, regime], terms: bargain", "the parties share a coalition"),
    ("do: pact, parties: [turkey, regime], terms: bargain", "turkey has no actor in this scenario"),
    ("do: settlement, parties: [regime, opposition], compliance: 0", "a settlement that nobody keeps"),
    ("do: sorties, side: hts, per_week: 20", "HTS has no aircraft in this war"),
    ("do: aid, patron: turkey, client: turkey, per_week: 20", "nobody is its own client"),
    ("do: aid, patron: us, client: regime, per_week: 20", "regime is of another coalition than us"),
    ("do: hotline, pair: [regime, russia], value: 0.5", "they need no hotline"),
    ("do: contingent, side: us, place: tanf, men: 0", "no contingent of us stands at tanf before 2015-12-07"),
    ("do: order, actor: russia, order: {verb: disperse}", "Russia has no underground"),
    ("do: order, actor: regime, order: {verb: engage, fifths: 0}", "The regime is no patron in this war"),
    ("do: order, actor: regime, order: {verb: offer, to: is, terms: truce}", "nobody negotiates with IS"),
    ("do: order, actor: russia, order: {verb: arm, partner: sdf}", "sdf is no partner of russia"),
    ("do: order, actor: russia, order: {verb: strike, against: regime}", "Russia and regime are on one side"),
]


@pytest.mark.parametrize(("event", "said"), EVENTS)
def test_what_a_party_can_never_do_is_refused(event: str, said: str, tmp_path: Path) -> None:
    faults = check_file(str(write(tmp_path, with_event(f"  - {{{DAY}, {event}}}\n"))))
    assert [fault.at.line for fault in faults] == [GOOD[: GOOD.index("outcomes:")].count("\n") + 1]
    assert said in str(faults[0])
    assert "events[3]" in str(faults[0])


IF = "if: {measure: area, of: regime, above: 0.2, weeks: 9}, assumption: an example"
PAIRS = [
    (f"{DAY}, do: mark", f"{IF}, once: false, do: departure, side: is, manner: abrupt", "a leader leaves once"),
    (
        "when: 2015-11-02, assumption: x, do: settlement, parties: [regime, opposition], compliance: 0.5, leader: goes",
        f"{DAY}, do: departure, side: regime, manner: abrupt",
        "the leader of regime has left already, on 2015-11-02",
    ),
    (f"{POST}, men: 0", f"{POST}, men: 90", "no contingent of russia stands"),
    (
        f"{IF}, do: contingent, side: russia, place: latakia, men: 0",
        f"{DAY}, do: mark",
        "no contingent of russia stands at latakia that",
    ),
    (f"{POST}, men: 90", f"{POST.replace('russia', 'iran')}, men: 90", "a contingent of russia stands at latakia"),
    (f"{DAY}, do: mark", f"{IF.replace('weeks: 9', 'weeks: 99')}, do: mark", "the run has 30 weeks"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "said"), PAIRS)
def test_events_that_cannot_come_in_this_order_are_refused(first: str, second: str, said: str, tmp_path: Path) -> None:
    faults = check_file(str(write(tmp_path, with_event(f"  - {{{first}}}\n  - {{{second}}}\n"))))
    assert len(faults) == 1, list(map(str, faults))
    assert said in str(faults[0])


def test_a_contingent_leaves_once(tmp_path: Path) -> None:
    come, gone = "".join(f"  - {{{POST}, men: {men}}}\n" for men in (90, 0)), POST.replace("2015-12-07", "2016-01-04")
    assert not told(tmp_path, with_event(come))
    assert "has left already, on 2015-12-07" in told(tmp_path, with_event(f"{come}  - {{{gone}, men: 0}}\n"))


TRUCE = "truces:\n  - {parties: [%s], compliance: 0.5, assumption: x}\nlimits:\n"
MORALE = "    morale: {value: 1.0"
STATES = [
    (MORALE, f"    cadre: {{value: 5, assumption: x}}\n{MORALE}", "this number stands under is"),
    (MORALE, f"    detained: {{value: 5, assumption: x}}\n{MORALE}", "this number stands under is"),
    ("limits:\n", TRUCE % "regime, is", "nobody negotiates"),
    ("limits:\n", TRUCE % "hts, turkey", "share a coalition"),
    ("\ncontrol: control-", "\ncontrol: controls-", "there is no control table controls-2015-09-30.csv"),
    ("as_of: 2015-09-28", "as_of: 2017-09-28", "more than a year from the run's start"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), STATES)
def test_a_start_state_that_makes_no_sense_is_refused(old: str, new: str, said: str, tmp_path: Path) -> None:
    answer = own_start(tmp_path, old, new)
    assert said in answer
    assert ".yaml:" in answer


PARENTS = [
    ("nowhere/else.yaml", "there is no file"),
    ("base_2015:nothing", 'has no variant "nothing"'),
    ("nothing", 'there is no scenario "nothing"'),
]


@pytest.mark.parametrize(("parent", "said"), PARENTS)
def test_a_fault_of_extends_has_its_line(parent: str, said: str, tmp_path: Path) -> None:
    (fault,) = check_file(str(write(tmp_path, GOOD.replace("weeks: 30", f"weeks: 30\nextends: {parent}"))))
    assert said in str(fault)
    assert fault.at.line == 6


def test_events_are_counted_as_in_their_own_file(tmp_path: Path) -> None:
    mark = "do: mark, assumption: an example"
    mark = f"    events: [{{when: 2015-12-07, {mark}}}, {{when: 2019-01-01, {mark}}}]\n"
    (fault,) = check_file(str(write(tmp_path, GOOD + mark)))
    assert fault.path == "events[2].when"


def test_a_wrong_setting_of_weeks_is_refused_even_if_the_call_gives_others() -> None:
    with pytest.raises(InputError, match="a run has 1 to 400 whole weeks"):
        load_scenario("base_2015", sets=["weeks=0"], weeks=8)
