"""Every change of holder has one event that explains it, and every event says what led to it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from sim.engine.causes import name_holders, settle
from sim.engine.log import Log
from sim.engine.model import TheatreModel
from sim.engine.week import run_rules
from sim.record.events import Event
from sim.record.history import RunHistory
from sim.record.keep import ENSEMBLE, Keep
from sim.scenario.find import find_scenarios
from sim.scenario.load import load_scenario
from sim.sides import INDEX
from tests.engine.ground_making import HOT, grid, line, random_world, world_of

TARGETS = ("base_2015", "ceasefire:historic", "russian_exit", "us_withdrawal")
SHIPPED = tuple(listed.id for listed in find_scenarios())
MULTIPLIERS = ("quality", "morale", "supply", "air")


@lru_cache(maxsize=32)
def _war(target: str) -> tuple[RunHistory, dict[str, int]]:
    """Return a whole war and the rows of its regions."""
    model = TheatreModel(target, rng=1, collect=False).run()
    return model.log.history(), dict(model.ground.index)


@pytest.mark.parametrize("target", sorted({*TARGETS, *SHIPPED}))
def test_the_changes_of_holder_are_those_that_an_event_names(target: str) -> None:
    history, rows = _war(target)
    named = [
        (event["week"] + 1, rows[event["region"]], INDEX[event["holder"]])
        for event in history.events
        if "holder" in event
    ]
    assert len(named) == len(set(named))
    assert set(named) == {tuple(flip) for flip in history.flips.tolist()}


@pytest.mark.parametrize("target", TARGETS)
def test_an_event_names_only_earlier_events_as_its_causes(target: str) -> None:
    history, _ = _war(target)
    assert [event["id"] for event in history.events] == list(range(len(history.events)))
    for event in history.events:
        for number in event.get("because", ()):
            assert number < event["id"]
            assert history.events[number]["week"] <= event["week"]


@pytest.mark.parametrize("target", TARGETS)
def test_a_capture_says_all_that_its_power_came_from(target: str) -> None:
    """Men and modifiers of both sides give the ratio of power, and the campaign's beginning is named."""
    history, _ = _war(target)
    captures = [event for event in history.events if event["kind"] == "capture"]
    assert captures
    for event in captures:
        told = event["inputs"]
        power = told["attack"] * told["surprise"] * told["luck"]
        shield = told["defence"] * told["fort"] * told["ground"] * told["town"]
        for name in MULTIPLIERS:
            power, shield = power * told[f"{name}_attack"], shield * told[f"{name}_defence"]
        assert told["power_ratio"] == pytest.approx(power / shield, rel=1e-4)
        sent = sum(value for name, value in told.items() if name.startswith("men_"))
        assert told["attack"] == pytest.approx(sent, rel=1e-4)
        assert event["draw"] < event["probability"]
        begun = [history.events[number] for number in event["because"]]
        assert any(cause["kind"] == "begin_campaign" and cause["week"] <= event["week"] for cause in begun)


@pytest.mark.parametrize("seed", range(4))
def test_in_eventful_weeks_of_any_world_each_change_is_named_once(seed: int) -> None:
    """The same where surrenders, captures and followers come thick."""
    ground = grid(7, 6, uneven=4)
    world = random_world(ground, seed)
    log = Log(Keep(), world, ground)
    for _ in range(4):
        told = run_rules(world, ground, HOT, guarded=False)
        world.week += 1
        log.add(world, told, last=False)
    history = log.history()
    first = int(history.flips[0, 0]) - history.events[0]["week"]
    named = [
        (event["week"] + first, ground.index[event["region"]], INDEX[event["holder"]])
        for event in history.events
        if "holder" in event
    ]
    assert len(named) == len(set(named)) > 0
    assert set(named) == {tuple(flip) for flip in history.flips.tolist()}


def test_nobody_tells_what_nobody_keeps_and_the_war_is_the_same() -> None:
    loaded = load_scenario("base_2015", weeks=30)
    kept = TheatreModel(loaded, rng=3, collect=False).run().log.history()
    model = TheatreModel(loaded, rng=3, keep=ENSEMBLE, collect=False)
    assert not model.world.telling
    assert run_rules(model.world.copy(), model.ground, loaded.parameters, guarded=False) == []
    bare = model.run().log.history()
    assert bare.hashes == kept.hashes
    assert bare.events == ()
    assert len(kept.events) > 0


def test_a_rule_that_moves_land_without_a_word_is_told_all_the_same() -> None:
    ground = line(4)
    world = world_of(ground, ["regime", "regime", "is", "is"])
    before = world.holder.copy()
    world.holder[2:] = INDEX["regime"]
    root = Event(3, "pockets", "surrender", 2, INDEX["regime"], INDEX["is"], 0.5, 0.1)
    world.pocket[2:] = 2
    told = name_holders(world, before, [root], "pockets")
    assert [(event.kind, event.region, event.holder, event.draw) for event in told] == [
        ("surrender", 2, INDEX["regime"], 0.1),
        ("surrender", 3, INDEX["regime"], 0.1),
    ]
    silent = name_holders(world, before, [], "contraction")
    assert [(event.rule, event.kind, event.region, event.other) for event in silent] == [
        ("contraction", "change", 2, INDEX["is"]),
        ("contraction", "change", 3, INDEX["is"]),
    ]


def test_only_the_last_change_of_a_week_names_the_holder() -> None:
    start = np.array([0, 0])
    first = Event(1, "control", "capture", 0, 4, 0, holder=4)
    then = Event(1, "hinterland", "follow", 0, 5, 4, holder=5)
    back = Event(1, "hinterland", "follow", 0, 0, 4, holder=0)
    assert settle([first, then], start) == [replace(first, holder=-1), then]
    assert settle([first, back], start) == [replace(first, holder=-1), replace(back, holder=-1)]
