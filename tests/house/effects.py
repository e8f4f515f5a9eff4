"""Measure what an order tends to do, for the line of likely effect that a form shows beside it.

Run by `python -m tests.house.effects`; about a minute. One side gives the same orders for three months, once with the
order that is tried and once without, with the same luck; policies play all others. Same code and same seeds give the
same table. Owns `sim/classroom/effects.csv`. Knows nothing of how the table is shown.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sim.classroom.effects import FILE, Effect
from sim.engine.model import TheatreModel
from sim.orders.codec import order_to_plain
from sim.orders.orders import (
    AirSupport,
    Arm,
    Break,
    Engage,
    Guard,
    MainEffort,
    Order,
    Posture,
    Raid,
    Reinforce,
    Restraint,
    Sanction,
    Strike,
    Withdraw,
)
from sim.record.keep import SWEEP
from sim.record.series import MEASURES
from sim.sides import FIGHTING
from sim.theatre.regions import load_theatre

__all__ = ["SCENARIO", "SEEDS", "WEEKS", "Trial", "measure", "trials", "write"]

SCENARIO = "outlook:from_2016_03"
SEEDS = range(1, 41)
WEEKS = 12
RESAMPLED = 2000
"""Times that the wars are drawn anew for a range."""

LAND = {"iran": ("regime",), "russia": ("regime",), "us": ("sdf",), "turkey": ("opposition", "hts", "turkey")}
"""Whose land counts as a side's own, where that is not its own name."""

_COLUMN = {name: at for at, name in enumerate(MEASURES)}


class Trial(NamedTuple):
    """Say which side tries which order, beside which others, and what it gives in its place."""

    side: str
    order: Order
    beside: tuple[Order, ...] = ()
    instead: tuple[Order, ...] = ()


def trials() -> Iterator[Trial]:
    """Yield what is tried: each order where it is most used."""
    attack, hold, lie_low = Posture("attack"), Posture("hold"), Posture("lie_low")
    for side, place in (("regime", "aleppo"), ("iran", "aleppo"), ("opposition", "aleppo"), ("sdf", "raqqa")):
        yield Trial(side, attack, instead=(hold,))
        yield Trial(side, lie_low, instead=(hold,))
        yield Trial(side, MainEffort(place), beside=(attack,))
        yield Trial(side, Raid(place, 2), beside=(hold,))
        if side != "iran":
            yield Trial(side, Reinforce(place, 2), beside=(hold,))
            yield Trial(side, Withdraw(place), beside=(hold,))
            yield Trial(side, Guard("core"), beside=(hold,))
            yield Trial(side, Guard("strongholds"), beside=(hold,))
    for side, other in (("regime", "opposition"), ("opposition", "regime")):
        yield Trial(side, Break(other), beside=(attack,))
    for side, client, place in (("russia", "regime", "aleppo"), ("us", "sdf", "raqqa")):
        arm, air = Arm(client, 2), AirSupport(place)
        yield Trial(side, air, beside=(arm,))
        yield Trial(side, Restraint(), beside=(arm, air))
        yield Trial(side, arm, beside=(air,))
        yield Trial(side, Arm(client, 3), beside=(air,), instead=(arm,))
        yield Trial(side, Engage(0), instead=(arm, air))
    yield Trial("turkey", Arm("opposition", 2))
    yield Trial("turkey", Arm("opposition", 3), instead=(Arm("opposition", 2),))
    yield Trial("us", Sanction("regime", 3), beside=(Arm("sdf", 2), AirSupport("raqqa")))
    yield Trial("us", Strike("regime"), beside=(Arm("sdf", 2), AirSupport("raqqa")))


class _Came(NamedTuple):
    """Keep what came of the wars of one arm, an entry a seed."""

    land: np.ndarray[tuple[int], np.dtype[np.float64]]
    civilians: np.ndarray[tuple[int], np.dtype[np.float64]]
    own: np.ndarray[tuple[int], np.dtype[np.float64]]


@functools.cache
def _fought(side: str, orders: tuple[Order, ...]) -> _Came:
    """Run every seed with one set of orders, the same each month."""
    ground, script = load_theatre(), {week: {side: orders} for week in range(0, WEEKS, 4)}
    rows = []
    for seed in SEEDS:
        war = TheatreModel(
            SCENARIO, rng=seed, weeks=WEEKS, keep=SWEEP, ground=ground, script=script, collect=False
        ).run()  # fmt: skip
        table = war.log.table
        held = sum(table[-1, _COLUMN[f"area.{name}"]] for name in LAND.get(side, (side,)))
        men = sum(table[:, _COLUMN[f"deaths.{name}"]].sum() for name in {side, *LAND.get(side, ())} & set(FIGHTING))
        rows.append((held, table[:, _COLUMN["deaths.civilians"]].sum(), men))
    return _Came(*np.array(rows).T)


def measure(trial: Trial) -> Effect:
    """Return what the order of one trial changed: wars with more and with less land, and dead in per cent."""
    given = _fought(trial.side, (*trial.beside, trial.order))
    without = _fought(trial.side, (*trial.beside, *trial.instead))
    gain = given.land - without.land
    parts = {key: str(value) for key, value in order_to_plain(trial.order).items()}
    verb = parts.pop("verb")
    civilians, own = (_range(getattr(given, name), getattr(without, name)) for name in ("civilians", "own"))
    return Effect(
        trial.side, verb, " ".join(parts.values()), _told(trial.beside), _told(trial.instead), len(SEEDS),
        int((gain > 0.0).sum()), int((gain < 0.0).sum()), *civilians, *own,
    )  # fmt: skip


def _told(orders: tuple[Order, ...]) -> str:
    return "; ".join(" ".join(map(str, order_to_plain(order).values())) for order in orders)


def _range(
    given: np.ndarray[tuple[int], np.dtype[np.float64]], without: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> tuple[int, int]:
    """Return the 90 per cent range of the change of a sum [%], by drawing the wars anew in pairs."""
    drawn = np.random.default_rng(1).integers(len(given), size=(RESAMPLED, len(given)))
    change = 100.0 * (given[drawn].sum(axis=1) / without[drawn].sum(axis=1) - 1.0)
    low, high = np.quantile(change, (0.05, 0.95))
    return round(float(low)), round(float(high))


def write() -> None:
    """Measure all trials and write the table."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Effect._fields)
        for trial in trials():
            effect = measure(trial)
            writer.writerow(effect)
            print(*effect, sep=" | ", flush=True)  # noqa: T201


if __name__ == "__main__":
    write()
