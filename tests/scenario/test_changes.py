"""Settings on a scenario that has been read give what the reading of files with them gives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.errors import InputError
from sim.scenario.changes import apply, change
from sim.scenario.load import load_scenario
from sim.scenario.overrides import parse

SETTINGS = (
    "combat.kappa=0.02",
    "combat.kappa=0.9!",
    "weeks=40",
    "start.regime.strike=11000",
    "start.regime.strike=1!",
    "start.is.morale=1.05!",
    "series.russia.sorties.scale=0.5",
    "actors.regime.policy=idle",
    "actors.russia.options.careful=true",
    "event.february_truce.when=2016-04-01",
    "event.february_truce.compliance=0.5!",
    "event.february_truce.guarantee=troops",
)


@pytest.mark.parametrize("text", SETTINGS)
def test_a_setting_means_the_same_in_a_sweep_as_on_the_command_line(text: str) -> None:
    read = load_scenario("ceasefire", sets=[text])
    made = apply(load_scenario("ceasefire"), parse([text]))
    assert made.scenario == read.scenario
    assert {s: n.model_dump() for s, n in made.start.sides.items()} == {
        s: n.model_dump() for s, n in read.start.sides.items()
    }
    assert made.parameters == read.parameters
    name = text.partition("=")[0]
    if name in read.provenance and name != "weeks":
        assert made.provenance[name].file == read.provenance[name].file


def test_an_event_put_off_moves_to_its_place_in_the_calendar() -> None:
    loaded = apply(load_scenario("ceasefire"), parse(["event.february_truce.when=2016-12-01"]))
    assert [event.when for event in loaded.scenario.events] == sorted(e.when for e in loaded.scenario.events if e.when)
    assert loaded.scenario.events[2].id == "february_truce"


def test_a_policy_and_its_options_may_be_set_in_any_order() -> None:
    sets = ["actors.russia.options.careful=true", "actors.russia.policy=patron"]
    loaded = apply(load_scenario("ceasefire"), parse(sets))
    assert loaded.scenario.actors["russia"].options["careful"] is True


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("event.february_truc.when=2016-04-01", 'did you mean "february_truce"'),
        ("event.february_truce.wen=2016-04-01", 'did you mean "when"'),
        ("event.february_truce.when=2016-02-31", "not a date of the calendar"),
        ("event.february_truce.compliance=2!", "above 1"),
        ("start.regime.strik=3", 'did you mean "start.regime.strike"'),
        ("start.regime.strike=1", "lies outside its range"),
        ("start.nobody.strike=1", "no number of the start state"),
        ("actors.regime.nonsense=1", "say actors.regime.policy"),
        ("actors.regimee.policy=idle", 'did you mean "regime"'),
        ("actors.russia.options.carefull=true", 'did you mean "careful"'),
        ("combat.kapa=1", 'did you mean "combat.kappa"'),
    ],
)
def test_a_wrong_setting_is_refused_with_the_nearest_name(text: str, fault: str) -> None:
    with pytest.raises(InputError, match="(?s)" + fault.replace("(", r"\(")):
        apply(load_scenario("ceasefire"), parse([text]))


@pytest.mark.parametrize("text", ["event.february_truce.when=2016-04-01", "start.regime.strike=11000"])
def test_what_is_past_cannot_be_changed_in_a_fork(text: str) -> None:
    with pytest.raises(InputError, match="a fork cannot change it"):
        change(load_scenario("ceasefire"), [text])


def test_the_scenario_that_was_changed_stays_as_it_was() -> None:
    loaded = load_scenario("ceasefire")
    before = replace(loaded)
    apply(loaded, parse([text for text in SETTINGS if "=0.9!" not in text and "strike=1!" not in text]))
    assert loaded == before
