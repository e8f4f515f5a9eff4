"""Whole wars of patrons: bargains, restraint, patrols, provocations (docs/model 4.6, relations 20 to 24)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from sim.engine.model import TheatreModel
from sim.record.series import MEASURES
from sim.scenario.load import load_scenario
from sim.sides import INDEX
from sim.theatre.regions import load_theatre
from sim.world.standing import set_provokes

RUSSIA, US = INDEX["russia"], INDEX["us"]
SEEDS = range(1, 7)
_COLUMN = {name: column for column, name in enumerate(MEASURES)}


@lru_cache(maxsize=32)
def _wars(target: str, sets: tuple[str, ...] = (), weeks: int | None = None) -> list[TheatreModel]:
    loaded, ground = load_scenario(target, sets=list(sets), weeks=weeks), load_theatre()
    return [TheatreModel(loaded, rng=seed, ground=ground, collect=False).run() for seed in SEEDS]


def _told(wars: Iterable[TheatreModel], rule: str, *kinds: str) -> list[Mapping[str, Any]]:
    logs = (war.log.history().events for war in wars)
    return [event for log in logs for event in log if event["rule"] == rule and event["kind"] in kinds]


def _bartered(wars: Iterable[TheatreModel]) -> int:
    return sum(e["side"] == "russia" and e.get("note") == "bargain" for e in _told(wars, "patrons", "leaves"))


def _mean(wars: Sequence[TheatreModel], name: str) -> float:
    return float(np.mean([war.log.table[:, _COLUMN[name]].mean() for war in wars]))


def test_a_dearer_war_brings_the_exit_nearer() -> None:
    """Relation 22, strict: the same war until somebody leaves, with Russia's costs at the high end."""
    usual = _wars("russian_exit:stuck", (), 60)
    dear = _wars("russian_exit:stuck", ("patrons.cost_russia=56",), 60)
    assert _mean(dear, "leave_odds.russia") > _mean(usual, "leave_odds.russia")
    assert _mean(dear, "spent.russia") == pytest.approx(_mean(usual, "spent.russia") * 56 / 22)


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
    assert met["separated"] == 0.0 < met["half_density"] < met["shared"] < met["double_density"]


def test_clashes_of_allies_sour_patrons_on_each_other() -> None:
    """Claim B2: strict for the same luck, until the first clash changes what follows."""
    touched = _wars("corridor_rift:base", (), 40)
    spared = _wars("corridor_rift:base", ("incidents.drags=0",), 40)
    assert _mean(touched, "relation.us") < _mean(spared, "relation.us")


def test_a_patron_that_restrains_keeps_men_from_foreign_posts_and_flies_on() -> None:
    wars = _wars("provocation_2017:russia_restrains", (), 40)
    free = _wars("provocation_2017:on", (), 40)
    assert len(_told(wars, "incidents", "push")) < len(_told(free, "incidents", "push"))
    for war in wars:
        orders = [order for order in war.log.history().orders if order["actor"] == "russia"]
        assert [order for order in orders if order["verb"] == "restrain" and order["partner"] == "iran"]
        assert not [order for order in orders if "refused" in order]


def test_clients_who_may_provoke_do_and_their_patrons_answer() -> None:
    """Claim B9 where a scenario lets them: `provokes` set by hand here."""
    loaded, told = load_scenario("provocation_2017:off", sets=["provocations.hazard=0.05"]), []
    for seed in SEEDS:
        war = TheatreModel(loaded, rng=seed, collect=False)
        for side in ("regime", "iran"):
            set_provokes(war.world, side, 1.0)
        told += _told([war.run()], "provocations", "outrage", "veto_push")
    assert len(told) > len(SEEDS)
    assert {event["note"] for event in told} <= {"shielded", "restrained", "silent", "alone"}
    assert not _told(_wars("provocation_2017:off"), "provocations", "outrage", "veto_push")


@pytest.mark.parametrize("arm", ["us_reactive", "on"])
def test_a_power_that_reacts_strikes(arm: str) -> None:
    assert _told(_wars(f"provocation_2017:{arm}"), "incidents", "strike")
