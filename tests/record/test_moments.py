"""The ten moments: heavy ones are there, sentences are plain, and unknown kinds get one too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from sim.engine.model import TheatreModel
from sim.record.chain import cards_of, led_to
from sim.record.history import RunHistory
from sim.record.moments import WEIGHT, moments_of
from sim.record.series import MEASURES
from sim.record.telling import modifiers, sentence, who
from sim.scenario.load import load_scenario
from sim.sides import NAMES
from sim.theatre.regions import load_theatre

START = date(2015, 10, 5)
GROUND = load_theatre()


def _history(*events: Mapping[str, Any], weeks: int = 20) -> RunHistory:
    nothing = np.zeros((0, 3), dtype=np.int16)
    numbered = tuple({"id": number, "rule": "control", **event} for number, event in enumerate(events))
    table = np.zeros((weeks, len(MEASURES)))
    return RunHistory(1, table, ("0",) * weeks, np.zeros(GROUND.size, dtype=np.int8), nothing, nothing, numbered)


def _capture(week: int, region: str, **more: Any) -> dict[str, Any]:
    event = {"week": week, "kind": "capture", "region": region, "side": "regime", "other": "is", "holder": "regime"}
    return {**event, "probability": 0.12, "draw": 0.08, **more}


@pytest.fixture(scope="module")
def war() -> RunHistory:
    return TheatreModel(load_scenario("base_2015"), rng=1, collect=False).run().log.history()


def test_a_run_has_ten_moments_in_order_of_time(war: RunHistory) -> None:
    told = moments_of(war, START)
    assert len(told) == 10
    assert [moment.week for moment in told] == sorted(moment.week for moment in told)
    assert len({(moment.week, moment.words) for moment in told}) == 10
    assert moments_of(war, START) == told


def test_every_event_of_a_run_can_be_told(war: RunHistory) -> None:
    """One sentence, no braces or code words left over, however little is known of the event."""
    for event in war.events:
        places = [GROUND.names[GROUND.index[event["region"]]]] if "region" in event else []
        words = sentence([event], places)
        assert re.fullmatch(r"[^{}_\n]+\.", words), words
        assert words[0].isupper() or words[0].isdigit()


@pytest.mark.parametrize("kind", sorted({*WEIGHT, "never_heard_of"}))
@pytest.mark.parametrize("more", [{}, {"side": "us"}, {"side": "is", "other": "sdf"}, {"note": "why_not"}])
def test_every_kind_has_a_sentence(kind: str, more: dict[str, str]) -> None:
    event = {"id": 1, "week": 1, "rule": "elsewhere", "kind": kind, "inputs": {"killed": 12.0}, **more}
    words = sentence([event], [])
    assert re.fullmatch(r"[^{}_\n]+\.", words), words
    assert sentence([{**event, "region": "raqqa"}], ["Raqqa"]).count("Raqqa") == 1


def test_a_city_counts_for_more_than_desert_and_what_repeats_for_less() -> None:
    deserts = [GROUND.ids[row] for row in np.flatnonzero(GROUND.thin)[:30]]
    events = [_capture(week, region) for week, region in enumerate(deserts[:12])]
    told = moments_of(_history(_capture(15, "raqqa"), *events, _capture(16, "palmyra")), START, most=2)
    assert [moment.words.partition(" from")[0] for moment in told] == [
        "The regime took Raqqa", "The regime took Palmyra",
    ]  # fmt: skip


def test_many_regions_in_a_week_are_one_moment() -> None:
    names = GROUND.ids[:12]
    events = [
        {"week": 3, "rule": "contraction", "kind": "give_up", "region": name, "side": "sdf", "other": "is"}
        | {"holder": "sdf"}
        for name in names
    ]
    (moment,) = moments_of(_history(*events), START, most=1)
    assert moment.words.startswith("IS gave up 12 regions (")
    assert moment.events == tuple(range(12))


def test_a_sentence_has_odds_modifiers_and_civilians_before_fighters() -> None:
    inputs = {"attack": 3210.0, "defence": 900.0, "fort": 1.8, "air_attack": 2.2, "town": 1.1, "luck": 1.0}
    killed = {"civilians_killed": 41.2, "fighters_killed": 210.0}
    words = sentence([_capture(1, "palmyra", inputs=inputs | killed)], ["Palmyra"])
    assert words == (
        "The regime took Palmyra from IS; 3,200 men against 900; the odds that week were 0.12, the draw was 0.08; "
        "for it: 3.6 times the men, aircraft of the attackers (x 2.2); "
        "against it: prepared defences (x 1.8), streets to hide in (x 1.1); "
        "41 civilians and 210 fighters were killed there that week."
    )


def test_modifiers_come_strongest_first_and_weak_ones_not_at_all() -> None:
    assert modifiers({"supply_defence": 0.5, "fort": 1.6, "luck": 1.01, "attack": 9000.0}) == [
        ("poor supply of the defenders", 0.5),
        ("prepared defences", 1.6),
    ]


def test_parties_have_their_neutral_names() -> None:
    assert [who("regime"), who("regime", first=True), who("is")] == ["the regime", "The regime", "IS"]
    assert {who(side, first=True) for side in NAMES} == set(NAMES.values())


def test_a_run_without_events_has_no_moments(war: RunHistory) -> None:
    assert moments_of(replace(war, events=()), START) == []


def test_a_card_shows_each_change_and_what_led_to_it(war: RunHistory) -> None:
    event = next(event for event in war.events if event["kind"] == "capture")
    text = "\n".join(line for card in cards_of(war, event["region"], START) for line in card)
    for words in ("it changed hands", "men (", "modifiers: ", "weeks needed", "the odds that week", "began a campaign"):
        assert words in text
    assert "because" in text


def test_a_chain_goes_back_and_ends_even_in_a_circle() -> None:
    history = _history(
        {"week": 0, "kind": "collapse"},
        {"week": 1, "kind": "begin_campaign", "because": [0]},
        _capture(2, "raqqa", because=[1, 0]),
        _capture(3, "raqqa", because=[3, 99]),
    )
    assert [(steps, cause["id"]) for steps, cause in led_to(history, history.events[2])] == [(1, 1), (2, 0)]
    assert led_to(history, history.events[3]) == []


def _talk(week: int, kind: str, **more: Any) -> dict[str, Any]:
    return {"week": week, "rule": "truces", "kind": kind, "side": "regime", "other": "hts", **more}


def test_a_capture_in_spite_of_a_truce_says_so() -> None:
    words = sentence([_capture(1, "palmyra", inputs={"truce_kept": 0.654})], ["Palmyra"])
    assert words.startswith("The regime took Palmyra from IS, though a truce between them was kept at 0.65; ")


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ({"kind": "contingent", "side": "us", "note": "The US left its post at Tell Abyad"}, "The US left its post"),
        ({"kind": "departure", "side": "regime", "note": "Officers take over"}, "Officers take over: the leader of"),
        ({"kind": "sanctions", "side": "regime", "inputs": {"level": 2.0}}, "Sanctions on the regime (scenario)."),
        ({"kind": "sanctions", "side": "regime", "inputs": {"level": 0.0}}, "Sanctions on the regime ended"),
        ({"kind": "window", "side": "turkey", "note": "Turkish entry"}, "Turkey sent a force in (scenario: Turkish"),
        ({"kind": "truce", "note": "Idlib (if area of regime above 0)"}, "A truce began (scenario: Idlib, if area of"),
    ],
)
def test_what_the_scenario_sets_names_who_acts_and_is_marked(event: dict[str, Any], says: str) -> None:
    words = sentence([{"week": 1, "rule": "scenario", **event}], [])
    assert words.startswith(says)
    assert "scenario" in words


@pytest.mark.parametrize(("code", "name"), [(0, "truce"), (1, "truce"), (3, "agreement on guards"), (5, "settlement")])
def test_what_collapses_is_called_what_it_was(code: int, name: str) -> None:
    words = sentence([_talk(1, "collapse", inputs={"pact": float(code)})], [])
    assert words == f"The {name} between the regime and HTS collapsed."


@pytest.mark.parametrize("kind", ["push", "encounter", "raid"])
def test_a_draw_that_picks_a_grade_is_not_told_as_odds(kind: str) -> None:
    event = {"week": 1, "rule": "incidents", "kind": kind, "side": "iran", "other": "us"}
    assert "odds" not in sentence([{**event, "probability": 0.3, "draw": 0.1}], [])
    assert "odds" in sentence([_talk(1, "collapse", probability=0.3, draw=0.1)], [])


def test_patrons_incidents_and_truces_get_three_of_ten() -> None:
    towns = [GROUND.ids[row] for row in np.flatnonzero(GROUND.is_place & ~GROUND.thin)[:30]]
    taken = [_capture(week % 20, region) for week, region in enumerate(towns)]
    small = [_talk(week, "talks_fail", side=side) for week, side in ((2, "turkey"), (9, "iran"), (12, "hts"))]
    told = moments_of(_history(*taken, *small), START)
    assert sum("failed to agree" in moment.words for moment in told) == 3
    assert len(told) == 10


def test_land_given_up_counts_as_land_alone() -> None:
    assert WEIGHT["give_up"] == 0.0
    empty = GROUND.ids[int(np.flatnonzero(GROUND.thin)[0])]
    given = {"week": 3, "rule": "contraction", "kind": "give_up", "region": empty, "side": "sdf", "other": "is"}
    history = _history({**given, "holder": "sdf"}, _capture(5, "raqqa"))
    (moment,) = moments_of(history, START, most=1)
    assert moment.week == 5
