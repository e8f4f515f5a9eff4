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

__all__ = ["EQUATIONS", "READS", "WRITES", "apply"]

READS = ("holder", "garrison", "strike", "population")
WRITES = ("income", "pay_ratio")

_PAID_FROM_OUTSIDE = tuple(INDEX[side] for side in ("opposition", "hts", "sdf", "turkey"))
_PAID_BY_PATRON = tuple(INDEX[side] for side in ("iran", "us", "russia", "israel"))

EQUATIONS = """
income[f]    = oil_output * sum_c oil[c]  +  tax * sum_c population[c] / 1e6         over regions of f [USD m/week]
due[f]       = pay_regime or pay_others * (strike[f] + sum_c garrison[c])
pay_ratio[f] = min(1, (income[f] + outside_regime or outside_others) / due[f])   1 where a patron pays: iran, us, russia

Form: own. Prices and pay are orders of magnitude from press figures on IS [ihs_2016], [oilprice_2017] and on Iran's
help [iran_cost]. Rejected: budgets that are saved or spent on arms, since no account of any party is known well
enough. Faults: pay acts on desertion and on policies only; nothing is saved up.
"""


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
