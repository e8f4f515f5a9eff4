"""Whole wars of patrons: bargains, restraint, patrols, provocations (docs/model 4.6, relations 20 to 24)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import pytest

from sim.engine.model import TheatreModel
from sim.orders.orders import AirSupport, Arm, Restrain
from sim.record.events import Event
from sim.record.keep import Keep
from sim.record.series import MEASURES
from sim.scenario.load import load_scenario
from sim.sides import INDEX
from sim.theatre.regions import load_theatre

RUSSIA, US, REGIME, IRAN = (INDEX[name] for name in ("russia", "us", "regime", "iran"))
SEEDS = range(1, 7)
_COLUMN = {name: column for column, name in enumerate(MEASURES)}


@lru_cache(maxsize=32)
def _wars(target: str, sets: tuple[str, ...] = (), weeks: int | None = None) -> list[TheatreModel]:
    loaded, ground = load_scenario(target, sets=list(sets), weeks=weeks), load_theatre()
    return [
        TheatreModel(loaded, rng=seed, ground=ground, collect=False, keep=Keep(events=True)).run() for seed in SEEDS
    ]


def _told(wars: Iterable[TheatreModel], rule: str, *kinds: str) -> list[Event]:
    return [event for war in wars for event in war.log.events if event.rule == rule and event.kind in kinds]


def _bartered(wars: Iterable[TheatreModel]) -> int:
    return sum(event.side == RUSSIA and event.note == "bargain" for event in _told(wars, "patrons", "leaves"))


def _mean(wars: Sequence[TheatreModel], name: str) -> float:
    return float(np.mean([war.log.table[:, _COLUMN[name]].mean() for war in wars]))


def test_where_nobody_accepts_nobody_leaves_by_bargain() -> None:
    """Relation 23, strict; and with the numbers as they are somebody does."""
    target = "russian_exit:quick_bargain"
    assert _bartered(_wars(target, ("patrons.acceptance=0",))) == 0
    assert all(war.world.engaged[RUSSIA] == 1.0 for war in _wars(target, ("patrons.acceptance=0",)))
    assert _bartered(_wars(target)) > 0


def test_consent_that_is_worth_less_is_bought_more_seldom() -> None:
    """Relation 24: what others would give, at a steady level, falling, and nothing; over 40 months of six wars."""
    worth = [_wars("russian_exit:quick_bargain", (f"patrons.accept_value={value}",)) for value in (3.0, 0.0)]
    assert _bartered(worth[0]) > _bartered(worth[1])
    faded = _wars("russian_exit:stuck", ("patrons.fade=0.05",), 60)
    steady = _wars("russian_exit:stuck", (), 60)
    for kept, lost in zip(steady, faded, strict=True):
        assert lost.world.leverage[RUSSIA] < kept.world.leverage[RUSSIA]
        assert lost.world.yield_odds[US, RUSSIA] < kept.world.yield_odds[US, RUSSIA]


def test_more_patrols_meet_more_often_and_separate_ones_never() -> None:
    """Relations 20 and 21 on the roads near Derik."""
    met = {
        arm: _mean(_wars(f"northeast_2020:{arm}"), "encounters")
        for arm in ("separated", "half_density", "shared", "double_density")
    }
    assert met["separated"] <= met["half_density"] < met["shared"] < met["double_density"]


def test_clashes_of_allies_sour_patrons_on_each_other() -> None:
    """Claim B2: strict for the same luck, until the first clash changes what follows."""
    touched = _wars("corridor_rift:base", (), 60)
    spared = _wars("corridor_rift:base", ("incidents.drags=0",), 60)
    assert _mean(touched, "relation.us") < _mean(spared, "relation.us")


def test_a_patron_that_restrains_keeps_men_from_foreign_posts_and_flies_on() -> None:
    wars = _wars("provocation_2017:russia_restrains", (), 40)
    free = _wars("provocation_2017:on", (), 40)
    assert len(_told(wars, "incidents", "push")) < len(_told(free, "incidents", "push"))
    for war in wars:
        russian = [entry for entry in war.log.orders if entry.actor == "russia"]
        assert any(isinstance(entry.order, Restrain) and entry.order.partner == "iran" for entry in russian)
        assert not [entry for entry in russian if entry.reason and isinstance(entry.order, (Restrain, AirSupport, Arm))]


def test_clients_who_may_provoke_do_and_their_patrons_answer() -> None:
    """Claim B9 where a scenario lets them: `provokes` set by hand here."""
    loaded, told = load_scenario("provocation_2017:off", sets=["provocations.hazard=0.05"]), []
    for seed in SEEDS:
        war = TheatreModel(loaded, rng=seed, collect=False, keep=Keep(events=True))
        war.world.provokes[[REGIME, IRAN]] = 1.0
        told += _told([war.run()], "provocations", "outrage", "veto_push")
    assert len(told) > len(SEEDS)
    assert {event.note for event in told} <= {"shielded", "restrained", "silent", "alone"}
    assert not _told(_wars("provocation_2017:off"), "provocations", "outrage", "veto_push")


@pytest.mark.parametrize("arm", ["us_reactive", "on"])
def test_a_power_that_reacts_strikes(arm: str) -> None:
    assert _told(_wars(f"provocation_2017:{arm}"), "incidents", "strike")
