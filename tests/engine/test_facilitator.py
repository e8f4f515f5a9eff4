"""What a facilitator may do as dated events: judge battles, bring men, give land, change the luck; and replay of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter

from sim.engine.model import TheatreModel
from sim.engine.replay import Fork, fork, verify
from sim.record.manifest import manifest_of
from sim.record.moments import moments_of
from sim.record.record import Record
from sim.record.telling import DEFENDS, MODIFIERS, sentence
from sim.scenario.events import Event
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.scenario.parameters.combat import Combat
from sim.sides import INDEX
from sim.theatre.places import governorates, region_ids
from sim.world.guards import manpower

WEEKS, LATE = 14, "2015-11-30"
"""Weeks of a run, and a date in week 9 of it."""

REGIME = INDEX["regime"]
_EVENT: TypeAdapter[Any] = TypeAdapter(Event)


@lru_cache(maxsize=1)
def _base() -> Loaded:
    return load_scenario("base_2015:doctrine", weeks=WEEKS)


def _with(*events: Mapping[str, Any], **plain: Any) -> Loaded:
    made = [_EVENT.validate_json(json.dumps({"assumption": "a test", "when": LATE, **event})) for event in events]
    scenario = _base().scenario.model_copy(update={"events": [*_base().scenario.events, *made], **plain})
    return replace(_base(), scenario=scenario)


def _run(loaded: Loaded, seed: int = 1) -> TheatreModel:
    return TheatreModel(loaded, rng=seed, collect=False, guards=True).run()


def _told(model: TheatreModel, kind: str) -> list[Mapping[str, Any]]:
    return [e for e in model.log.history().events if e["rule"] == "scenario" and e["kind"] == kind]


def _weeks(loaded: Loaded, weeks: int) -> TheatreModel:
    model = TheatreModel(loaded, rng=1, collect=False, guards=True)
    for _ in range(weeks):
        model.step()
    return model


@lru_cache(maxsize=1)
def _plain() -> TheatreModel:
    return _run(_base())


def _favour(steps: int, side: str = "regime", **more: str) -> list[dict[str, Any]]:
    """Return a judgement in every governorate from the first week on."""
    day = {"when": "2015-09-28", "do": "favour", "side": side, "steps": steps, **more}
    return [{**day, "governorate": name} for name in governorates()]


def test_luck_changes_what_comes_after_and_nothing_before() -> None:
    hashes, plain = (model.log.history().hashes for model in (_run(_with({"do": "luck", "seed": 77})), _plain()))
    assert hashes[:9] == plain[:9]
    assert not set(hashes[9:]) & set(plain)


def test_luck_of_the_same_seed_is_the_same_war() -> None:
    assert _run(_with({"do": "luck", "seed": 1})).log.history().hashes == _plain().log.history().hashes


def test_the_seed_of_a_run_is_that_of_its_start() -> None:
    model = _run(_with({"do": "luck", "seed": 77}))
    assert (model.world.seed, model.log.history().seed) == (77, 1)


def test_events_of_chance_draw_from_the_new_seed_in_the_week_of_the_change() -> None:
    """Of forty seeds at even odds, about half let the event happen in the very week."""
    chance = {"when": None, "if": {"measure": "area", "of": "regime", "above": 0}, "from": LATE, "do": "mark"}
    chance["odds"] = {"value": 0.5, "assumption": "a test"}
    happened = []
    for seed in range(1, 13):
        model = _weeks(_with({"do": "luck", "seed": seed}, {**chance, "id": "chance"}, weeks=10), 10)
        happened.append(bool(_told(model, "mark")))
    assert 2 <= sum(happened) <= 10


def _taken_and_lost(steps: int) -> tuple[int, int]:
    """Return how many regions the regime took in battles of six runs, and how many it lost."""
    runs = [_run(_with(*(_favour(steps) if steps else ())), seed).log.history() for seed in range(1, 7)]
    taken = [event for history in runs for event in history.events if event["kind"] == "capture"]
    return sum(event["side"] == "regime" for event in taken), sum(event["other"] == "regime" for event in taken)


def test_a_judgement_for_a_side_helps_its_attacks_and_its_defence_and_one_against_it_harms_both() -> None:
    against, none, favoured = (_taken_and_lost(steps) for steps in (-2, 0, 2))
    assert against[0] < none[0] < favoured[0]
    assert against[1] > none[1] > favoured[1]


def test_the_card_of_a_battle_tells_the_judgement_and_its_factors_give_the_ratio() -> None:
    step = Combat().favour_step
    taken = [e for e in _run(_with(*_favour(2), *_favour(2, "iran")), 2).log.history().events if e["kind"] == "capture"]
    won = [e["inputs"] for e in taken if e["side"] in ("regime", "iran")]
    lost = [e["inputs"] for e in taken if e.get("other") == "regime"]
    assert won
    assert lost
    for told in won:
        assert told["favour_attack"] == pytest.approx(step**2, rel=1e-5)
        assert "favour_defence" not in told
        named = ["quality_attack", "quality_defence", *MODIFIERS, "attack", "defence"]
        turned = {name: float(told.get(name, 1.0)) for name in named}
        ratio = prod(1.0 / v if n in DEFENDS or n in ("quality_defence", "defence") else v for n, v in turned.items())
        assert ratio == pytest.approx(told["power_ratio"], rel=1e-4)
    assert all(told["favour_defence"] == pytest.approx(step**2, rel=1e-5) for told in lost)
    event = {"week": 1, "rule": "control", "kind": "capture", "holder": "regime", "other": "is"}
    assert "for it: the facilitator's judgement for the attackers (x 1.3)" in sentence(
        [{**event, "inputs": {"favour_attack": 1.3225}}], ["Palmyra"]
    )


def test_a_judgement_ends_on_its_date_and_two_add_up() -> None:
    twice = _with(*_favour(2, until="2015-10-12"), *_favour(1, until="2015-10-19"))
    seen = [float(_weeks(twice, weeks).world.favour[REGIME, 0]) for weeks in (1, 2, 3, 4)]
    assert seen == [3.0, 3.0, 1.0, 0.0]
    assert not _weeks(twice, 4).world.favour.any()


def test_a_judgement_of_no_steps_and_land_given_to_its_holder_change_nothing() -> None:
    own = [region for region, holder in zip(region_ids(), _weeks(_base(), 9).world.holder, strict=True) if holder == 0]
    for event in (_favour(0)[0], {"do": "overrule", "regions": own[:3], "to": "regime"}):
        assert _run(_with(event)).log.history().hashes == _plain().log.history().hashes


def test_a_judgement_is_told_with_its_ground() -> None:
    model = _run(_with({**_favour(-1)[0], "until": LATE}))
    (told,) = _told(model, "favour")
    name = next(iter(governorates().values()))
    assert (
        sentence([told], []) == f"The facilitator judged against the regime in battles (scenario: {name} until {LATE})."
    )


@pytest.mark.parametrize("men", [5000.0, -1500.0])
def test_men_come_to_a_mobile_force_or_leave_it(men: float) -> None:
    """In the first week, before any battle differs; they are booked, so no man is made or lost."""
    loaded = _with({"when": "2015-09-28", "do": "reinforcement", "side": "regime", "men": men})
    start, more, plain = _weeks(loaded, 0), _weeks(loaded, 1), _weeks(_base(), 1)
    booked = [float(model.world.received[REGIME] - model.world.handed[REGIME]) for model in (more, plain)]
    assert booked[0] - booked[1] == pytest.approx(men)
    assert more.world.strike[REGIME] - plain.world.strike[REGIME] == pytest.approx(men, rel=0.2)
    assert np.allclose(manpower(more.world), manpower(start.world), rtol=1e-6)
    (told,) = _told(more, "reinforcement")
    assert told["inputs"] == {"men": men}
    assert ("joined" in sentence([told], [])) is (men > 0)


def test_no_more_men_leave_than_there_are() -> None:
    model = _weeks(_with({"when": "2015-09-28", "do": "reinforcement", "side": "regime", "men": -900_000}), 1)
    assert 0.0 <= model.world.strike[REGIME] < 3000.0
    assert model.world.handed[REGIME] > 0.0


def test_a_reinforced_force_has_room_to_grow_and_keeps_it_when_a_window_closes() -> None:
    side = INDEX["turkey"]
    window = {
        "when": "2015-09-28", "do": "window", "side": "turkey", "men": 6000, "enter": ["azaz"], "against": ["is"],
        "boxes": [{"west": 36.0, "east": 38.0, "south": 36.3}], "until": "2015-10-19",
    }  # fmt: skip
    more = {"when": "2015-10-05", "do": "reinforcement", "side": "turkey", "men": 20_000}
    alone, closed = _weeks(_with(more), 2), _weeks(_with(window, more), 4)
    assert alone.world.strike_limit[side] >= 24_000.0
    assert not closed.desk.opened
    assert closed.world.strike_limit[side] >= 23_000.0
    assert closed.world.strike[side] > 17_000.0


def test_a_facilitator_gives_land_and_its_men_move() -> None:
    """Places and the country between them; nobody is lost, and each region is told of."""
    before = _weeks(_base(), 9)
    held = before.world.holder == INDEX["is"]
    rows = [before.ground.index["raqqa"], int(np.flatnonzero(held & ~before.ground.is_place)[0])]
    regions = [before.ground.ids[row] for row in rows]
    model = TheatreModel(_with({"do": "overrule", "regions": regions, "to": "sdf"}), rng=1, guards=True)
    for _ in range(9):
        model.step()
    men = manpower(model.world)
    model.step()
    assert np.allclose(manpower(model.world), men, rtol=1e-6)
    events = _told(model, "overrule")
    assert [e["region"] for e in events if "region" in e] == sorted(regions, key=model.ground.ids.index)
    assert {e.get("other") for e in events if "region" in e} == {"is"}
    (filler,) = [e for e in events if e.get("region") == regions[1]]
    words = sentence([filler], ["A village"])
    assert words.startswith("A village passed from IS to the SDF by decision of the facilitator (scenario)")
    assert any(
        "by decision of the facilitator" in m.words for m in moments_of(model.log.history(), _base().scenario.start)
    )


def test_a_war_with_all_of_them_is_verified_and_forked() -> None:
    start = _base().scenario.start.isoformat()
    loaded = _with(
        {"when": start, "do": "favour", "side": "is", "governorate": "homs", "steps": 2, "until": LATE},
        {"when": "2015-10-26", "do": "luck", "seed": 5},
        {"when": "2015-10-26", "do": "reinforcement", "side": "sdf", "men": 3000},
        {"when": "2015-11-23", "do": "overrule", "regions": ["raqqa", "palmyra"], "to": "sdf"},
        {"do": "luck", "seed": 2**53},
    )
    model = _run(loaded)
    manifest = manifest_of(loaded.label, weeks=WEEKS, seed=1, runs=1, command=["run"], citations=[])
    record = Record.of(loaded.resolved(), manifest, [model.log.history()], region_ids())
    assert verify(record) == WEEKS
    for week in (2, 4, 9, 11):
        (again,) = fork(record, Fork(week, ()))
        assert again.hashes == record.histories[0].hashes
        assert again.events == record.histories[0].events
