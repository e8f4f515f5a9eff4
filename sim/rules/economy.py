"""Oil, tax and pay (docs/model.md 3.3): what a side earns from what it holds, and how much of its pay it can meet.

Reads who holds the wells and the people; writes income and the pay ratio. Knows nothing of what unpaid men do.
"""

from __future__ import annotations

import numpy as np

from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.economy import Economy
from sim.sides import INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre
from sim.world.fields import FloatArray, IntArray
from sim.world.world import World

__all__ = ["READS", "WRITES", "apply"]

READS = ("holder", "garrison", "strike", "population")
WRITES = ("income", "pay_ratio")

_PAID_FROM_OUTSIDE = tuple(INDEX[side] for side in ("opposition", "hts", "sdf", "turkey"))
_PAID_BY_PATRON = tuple(INDEX[side] for side in ("iran", "us", "russia", "israel"))


def apply(world: World, ground: Theatre, numbers: Economy) -> list[Event]:
    """Set `income` [USD m/week] and `pay_ratio` of every side."""
    _earn(
        world.holder, world.population, world.garrison, world.strike, ground.oil,
        numbers.oil_output, numbers.tax, _pay(numbers),
        _outside(numbers), world.income, world.pay_ratio,
    )  # fmt: skip
    return []


def _pay(numbers: Economy) -> FloatArray:
    """Return the pay of one man of each side [USD m/week]."""
    pay = np.full(SIDE_COUNT, numbers.pay_others)
    pay[INDEX["regime"]] = numbers.pay_regime
    return pay


def _outside(numbers: Economy) -> FloatArray:
    """Return the money from abroad for each side's payroll [USD m/week]; patrons always pay their own."""
    outside = np.zeros(SIDE_COUNT)
    outside[INDEX["regime"]] = numbers.outside_regime
    outside[list(_PAID_FROM_OUTSIDE)] = numbers.outside_others
    outside[list(_PAID_BY_PATRON)] = np.inf
    return outside


@kernel
def _earn(
    holder: IntArray,
    population: FloatArray,
    garrison: FloatArray,
    strike: FloatArray,
    oil: FloatArray,
    output: float,
    tax: float,
    pay: FloatArray,
    outside: FloatArray,
    income: FloatArray,
    pay_ratio: FloatArray,
) -> None:
    """Add up oil and tax by holder, and compare with the pay of garrisons and strike forces."""
    men = strike.copy()
    income[:] = 0.0
    for c in range(len(holder)):
        income[holder[c]] += output * oil[c] + tax * population[c] / 1e6
        men[holder[c]] += garrison[c]
    for f in range(len(income)):
        due = men[f] * pay[f]
        pay_ratio[f] = 1.0 if due <= 0.0 else min(1.0, (income[f] + outside[f]) / due)
