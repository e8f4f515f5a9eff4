"""The shipped scenarios: sound, comparable, and honest about the dates kept apart for judging."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sim.cli.new import example
from sim.engine.model import TheatreModel
from sim.record.keep import ENSEMBLE
from sim.scenario.find import find_scenarios, locate, scenario_folder
from sim.scenario.load import check_file, load_scenario
from sim.scenario.loaded import Loaded
from sim.sides import GROUND, SIDES
from sim.theatre.places import places

TARGETS = [f"{one.id}:{variant}" for one in find_scenarios() for variant in one.variants]
STARTS = sorted((scenario_folder() / "starts").glob("*.yaml"))
KEPT_APART = (date(2017, 7, 1), date(2018, 12, 31))


@pytest.mark.parametrize("one", find_scenarios(), ids=lambda one: one.id)
def test_a_shipped_file_has_no_faults(one) -> None:  # type: ignore[no-untyped-def]
    assert [str(fault) for fault in check_file(str(one.path))] == []
    assert one.id == one.path.stem


@pytest.mark.parametrize("path", STARTS, ids=lambda path: path.stem)
def test_a_start_state_has_no_faults_and_is_named_by_its_date(path) -> None:  # type: ignore[no-untyped-def]
    assert [str(fault) for fault in check_file(str(path))] == []


def test_the_three_of_the_first_page_come_first() -> None:
    assert [one.id for one in find_scenarios()][:3] == ["russian_exit", "us_withdrawal", "ceasefire"]


ALONE = "outlook"
"""A scenario whose variants are compared with the record, not with each other."""


@pytest.mark.parametrize("target", [one for one in TARGETS if one.partition(":")[0] != ALONE])
def test_an_arm_names_another_to_compare_with(target: str) -> None:
    scenario = load_scenario(target).scenario
    assert scenario.compare_with
    assert scenario.compare_with != target
    path, variant = locate(scenario.compare_with)
    other = load_scenario(f"{path}:{variant}").scenario
    assert (other.start, other.weeks, other.state) == (scenario.start, scenario.weeks, scenario.state)
    assert scenario.claims


@pytest.mark.parametrize("target", TARGETS)
def test_everybody_who_acts_has_people_and_every_place_a_holder(target: str) -> None:
    loaded = load_scenario(target)
    assert set(loaded.start.sides) == set(GROUND)
    assert set(loaded.scenario.actors) == {*GROUND, "russia", "us"}
    assert loaded.control.keys() == places().keys()
    assert {row.holder for row in loaded.control.values()} <= set(SIDES)


@pytest.mark.parametrize("target", TARGETS)
def test_a_side_with_men_on_the_ground_has_ground(target: str) -> None:
    loaded = load_scenario(target)
    holders = {row.holder for row in loaded.control.values()}
    men = {side for side, people in loaded.start.sides.items() if people.garrison.value > 0}
    assert men == holders - {"us", "israel"}


@pytest.mark.parametrize("target", [t for t in TARGETS if t.startswith("russian_exit")])
def test_the_run_over_the_dates_kept_apart_scripts_nothing_but_its_question(target: str) -> None:
    """No recorded event after June 2017 stands in it; what is dated there is an assumption of its arm."""
    loaded = load_scenario(target)
    for event in loaded.scenario.events:
        assert (event.when and event.when < KEPT_APART[0]) or event.assumption == "what if"
    assert _series_after_june_2017_are_assumed(loaded)
    assert loaded.start.as_of < KEPT_APART[0]


@pytest.mark.parametrize("target", TARGETS)
def test_no_recorded_event_of_the_dates_kept_apart_is_scripted(target: str) -> None:
    """But for the two raids of May 2018 that one scenario asks about, as chances and no outcomes."""
    loaded = load_scenario(target)
    apart = [event for event in loaded.scenario.events if event.when and KEPT_APART[0] <= event.when <= KEPT_APART[1]]
    assert all(event.assumption or event.do == "opportunity" for event in apart)
    assert loaded.scenario.id == "deir_ezzor_2018" or _series_after_june_2017_are_assumed(loaded)
    assert not KEPT_APART[0] <= control_date(loaded) <= KEPT_APART[1]


def _series_after_june_2017_are_assumed(loaded: Loaded) -> bool:
    return all(
        series.assumption
        for series in loaded.scenario.series.values()
        if any(KEPT_APART[0] <= day <= KEPT_APART[1] for day, _ in series.points)
    )


def control_date(loaded: Loaded) -> date:
    """Return the date of the control table of a start state."""
    return date.fromisoformat(loaded.start.control.removeprefix("control-").removesuffix(".csv"))


FROM_OUTSIDE = {"truce", "end_truce", "hostility", "window", "contingent", "mark", "sorties", "aid"}
WORDS_AND_WISHES = {
    "plan", "departure", "settlement", "pact", "sanctions", "outrage", "budget", "strike", "patrols", "hotline",
    "policy", "valuation", "order", "opportunity", "cadre", "provokes",
}  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
def test_no_event_takes_a_place(target: str) -> None:
    """Foreign entries, agreements, enmities, posts, orders and words: who takes what is left to the model."""
    verbs = {event.do for event in load_scenario(target).scenario.events}
    assert verbs <= FROM_OUTSIDE | WORDS_AND_WISHES


@pytest.mark.parametrize("target", TARGETS)
def test_plans_of_the_recorded_campaigns_stand_only_where_they_are_asked_about(target: str) -> None:
    planned = any(event.do == "plan" for event in load_scenario(target).scenario.events)
    assert planned == target.endswith((":replay", ":hold_planned", ":none_planned"))


def test_without_russia_nothing_else_differs() -> None:
    one, other = (load_scenario(f"base_2015:{arm}").scenario for arm in ("doctrine", "no_russia"))
    assert one.events == other.events
    assert one.actors == other.actors
    differ = {name for name in one.series if one.series[name] != other.series[name]}
    assert differ == {"russia.sorties", "aid.russia.regime"}


def test_russia_leaves_by_fifths_and_its_officers_stay() -> None:
    """By the order of its policy: what can be given stays, what is given falls with the engagement."""
    phased, stuck = (load_scenario(f"russian_exit:{arm}").scenario for arm in ("phased", "stuck"))
    assert phased.series == stuck.series
    engaged = TheatreModel("russian_exit:phased", weeks=76, keep=ENSEMBLE).run().log.history().series("engaged.russia")
    assert [round(float(engaged[week]), 1) for week in (0, 12, 18, 31, 44, 57, 75)] == [1, 1, 0.8, 0.6, 0.4, 0.2, 0.2]


def test_nothing_is_dated_in_the_east_where_nothing_is_meant_to_be() -> None:
    scenario = load_scenario("us_withdrawal:undated").scenario
    west = {"idlib_truce_ends", "spring_shield", "russia_stands_aside", "lines_in_idlib", "lines_in_idlib_iran"}
    ours = [event for event in scenario.events if event.id not in west | {"idlib_truce"}]
    assert all(event.do == "contingent" and event.side == "turkey" for event in ours)
    assert {entry.side for entry in scenario.entries.values()} == {"turkey"}


def test_the_fifteen_scenarios_are_shipped_with_all_that_the_table_of_claims_needs() -> None:
    served = {claim for one in find_scenarios() for claim in one.claims}
    assert len(find_scenarios()) == 15
    wanted = {f"{letter}{number}" for letter, most in (("A", 9), ("B", 11), ("C", 16), ("D", 8), ("E", 14))
              for number in range(1, most + 1)}  # fmt: skip
    assert wanted == served


def test_later_start_states_take_over_what_they_do_not_give() -> None:
    late, early = (load_scenario(name).start for name in ("squeeze_2020", "us_withdrawal"))
    assert late.sides["regime"] == early.sides["regime"]
    assert late.sides["turkey"].garrison.value > early.sides["turkey"].garrison.value
    assert late.relations == early.relations
    assert late.truces != early.truces
    control = load_scenario("squeeze_2020").control
    assert control["tell_abyad"].holder == "turkey"
    assert load_scenario("us_withdrawal").control["tell_abyad"].holder == "sdf"


def test_totals_of_men_stay_near_the_counts() -> None:
    sides = load_scenario("base_2015").start.sides
    total = {side: people.garrison.value + people.strike.value for side, people in sides.items()}
    assert 110_000 <= total["regime"] <= 200_000
    assert 12_000 <= total["is"] <= 20_000
    assert 25_000 <= total["sdf"] <= 40_000
    assert total["hts"] == 8_000


def test_the_example_of_the_guide_is_what_new_writes_and_is_sound() -> None:
    path = scenario_folder().parent / "docs" / "how-to" / "question.yaml"
    assert path.read_text(encoding="utf-8") == example(Path("question.yaml"))
    assert check_file(str(path)) == []
