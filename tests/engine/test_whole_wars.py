"""Whole wars of every shipped scenario keep their accounts; chance and events change only what they should."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from sim.engine.model import TheatreModel
from sim.errors import InputError
from sim.record.series import MEASURES
from sim.scenario.events import Mark, Truce
from sim.scenario.find import find_scenarios
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.sides import HOLDERS, INDEX
from sim.world.guards import MEN_TOLERANCE, manpower
from sim.world.world import World

TARGETS = [
    f"{listed.id}:{variant}" if variant else listed.id
    for listed in find_scenarios()
    for variant in (listed.variants or ("",))
]
_COLUMN = {name: index for index, name in enumerate(MEASURES)}
_HELD = {INDEX[side] for side in HOLDERS}


def _people(world: World, killed: float) -> float:
    """Return everybody: present, abroad, and killed so far."""
    return float(world.population.sum() + world.emigrants.sum()) + killed


def _men_hold(world: World, before: np.ndarray) -> bool:
    drift = np.abs(manpower(world) - before) / np.maximum(before, 1.0)
    return bool(drift.max() <= MEN_TOLERANCE)


SHORT = 13
"""Weeks of a war that every pull request fights in each arm; the nightly run fights them all to their end."""


def _run_on_the_books(target: str, seed: int, weeks: int | None = None) -> None:
    """Run a guarded war; check the men of every side, the people and the land, events of the week included."""
    model = TheatreModel(target, rng=seed, weeks=weeks, guards=True)
    world = model.world
    men, people, killed = manpower(world), _people(world, 0.0), 0.0
    while model.running:
        model.step()
        killed += world.civil_dead.sum()
        assert _men_hold(world, men), f"week {world.week}: {manpower(world) - men}"
        assert _people(world, killed) == pytest.approx(people, rel=1e-9), world.week
        assert set(np.unique(world.holder).tolist()) <= _HELD, world.week
    table = model.log.table
    for kind in ("area", "population", "present"):
        whole = table[:, [_COLUMN[f"{kind}.{side}"] for side in HOLDERS]].sum(axis=1)
        np.testing.assert_allclose(whole, 1.0, rtol=1e-9)
    assert (np.diff(table[:, _COLUMN["emigrants"]]) >= 0.0).all()
    assert np.isfinite(table).all()


@pytest.mark.parametrize("target", TARGETS)
def test_no_man_and_no_land_is_made_or_lost_in_the_first_season(target: str) -> None:
    """Invariants of docs/model 4.6, every week."""
    _run_on_the_books(target, 1, SHORT)


def test_no_man_and_no_land_is_made_or_lost_in_a_whole_war() -> None:
    """The same to the end of one war."""
    _run_on_the_books("russian_exit", 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 2**63 - 1])
@pytest.mark.parametrize("target", TARGETS)
def test_no_man_and_no_land_is_made_or_lost_with_other_luck(target: str, seed: int) -> None:
    """The same for every whole war and three seeds, one of them as long as a seed can be."""
    _run_on_the_books(target, seed)


@pytest.mark.parametrize("seed", [-1, 2**63, 2**64, True, 1.5, None])
def test_a_seed_that_cannot_be_is_refused(seed: object) -> None:
    with pytest.raises(InputError, match="A seed is a whole number from 0 to 2"):
        TheatreModel("base_2015", rng=seed, weeks=1)  # type: ignore[arg-type]


def _hashes(loaded: Loaded, seed: int = 3) -> tuple[str, ...]:
    return TheatreModel(loaded, rng=seed).run().log.history().hashes


def _with_events(loaded: Loaded, events: list[Any]) -> Loaded:
    return replace(loaded, scenario=loaded.scenario.model_copy(update={"events": events}))


def test_the_same_seed_is_the_same_war_and_another_is_not() -> None:
    loaded = load_scenario("base_2015:intervention", weeks=30)
    assert _hashes(loaded) == _hashes(loaded)
    assert _hashes(loaded) != _hashes(loaded, seed=4)


def test_wars_run_in_turns_do_not_disturb_each_other() -> None:
    """Two models stepped by turns end as each does alone."""
    loaded = load_scenario("base_2015:doctrine", weeks=12)
    one, other = TheatreModel(loaded, rng=1), TheatreModel(loaded, rng=2)
    while one.running:
        one.step()
        other.step()
    for model, seed in ((one, 1), (other, 2)):
        assert model.log.history().hashes == _hashes(loaded, seed)


@pytest.mark.parametrize("week", [0, 7, 19])
def test_an_event_changes_nothing_before_its_week(week: int) -> None:
    """Relation 29: with other events from week t on, all hashes before it are identical; after it they are not."""
    loaded = load_scenario("base_2015:doctrine", weeks=30)
    when = loaded.scenario.start + timedelta(weeks=week)
    truce = Truce.model_validate(
        {"do": "truce", "when": when, "parties": ["regime", "opposition"], "compliance": 0.9, "assumption": "a test"}
    )
    plain = _hashes(loaded)
    changed = _hashes(_with_events(loaded, [*loaded.scenario.events, truce]))
    assert changed[:week] == plain[:week]
    assert changed[week] != plain[week]


def test_events_that_never_come_leave_the_war_as_it_was() -> None:
    """Unused events: a mark, and a truce after the last week."""
    loaded = load_scenario("base_2015:doctrine", weeks=20)
    start = loaded.scenario.start
    mark = Mark.model_validate({"do": "mark", "when": start + timedelta(weeks=5), "label": "x", "assumption": "a test"})
    late = Truce.model_validate(
        {"do": "truce", "when": start + timedelta(weeks=20), "parties": ["regime", "opposition"],
         "compliance": 0.9, "assumption": "a test"}
    )  # fmt: skip
    assert _hashes(_with_events(loaded, [*loaded.scenario.events, mark, late])) == _hashes(loaded)


def test_a_longer_war_begins_as_the_shorter_one() -> None:
    short, long = (load_scenario("ceasefire:historic", weeks=weeks) for weeks in (10, 16))
    assert _hashes(long)[:10] == _hashes(short)
