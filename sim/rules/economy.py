"""Oil, tax, money from abroad and pay (docs/model 3.3, 3.12): what a side earns, and what pay it can meet.

Reads who holds the wells and the people, and sanctions; writes income, the pay ratio and sanctions as they are felt.
Knows nothing of what unpaid men do.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.economy import Economy
from sim.sides import INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre
from sim.world.fields import FloatArray, IntArray
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply"]

READS = ("holder", "garrison", "strike", "population", "sanction", "embargo", "subsidy")
WRITES = ("income", "pay_ratio", "pain")

MOST_SANCTIONS = 3.0
"""Level above which further sanctions add nothing."""

_PAID_FROM_OUTSIDE = tuple(INDEX[side] for side in ("opposition", "hts", "sdf", "turkey"))
_PAID_BY_PATRON = tuple(INDEX[side] for side in ("iran", "us", "russia", "israel"))

EQUATIONS = """
income[f]    = oil_output * sum_c oil[c]  +  tax * sum_c population[c] / 1e6         over regions of f [USD m/week]
due[f]       = pay_regime or pay_others * (strike[f] + sum_c garrison[c])
pain[f]     <- pain[f] + (max(embargo[f], min(3, sum of sanction[p,f])) - pain[f]) / sanction_lag
abroad[f]    = (outside_regime or outside_others) * subsidy[f]           none for IS
budget[f]    = (income[f] + abroad[f]) * max(0, 1 - sanction_cut * pain[f])
pay_ratio[f] = min(1, budget[f] / due[f])       1 where nothing is due, or a patron pays: iran, us, russia, israel

Sanctions act on the whole budget, slowly, as trade finds that it cannot be paid; patrons who pay their own men feel
none of it in the field. Form: own. Prices and pay are orders of magnitude from press figures on IS [ihs_2016],
[oilprice_2017] and on Iran's help [iran_cost]. Rejected: budgets that are saved or spent on arms, since no account of
any party is known well enough. Faults: pay acts on desertion and on policies only; nothing is saved up; a fall of the
whole economy, and with it of tax, is left out.
"""


def apply(world: World, ground: Theatre, numbers: Economy) -> list[Event]:
    """Set `income` [USD m/week], `pay_ratio` and `pain` of every side."""
    _earn(
        world.holder, world.population, world.garrison, world.strike, ground.oil,
        numbers.oil_output, numbers.tax, _pay(numbers),
        _outside(numbers), world.sanction, world.embargo, world.subsidy, numbers.sanction_lag,
        numbers.sanction_cut, world.pain, world.income, world.pay_ratio,
    )  # fmt: skip
    return []


@lru_cache(maxsize=8)
def _pay(numbers: Economy) -> FloatArray:
    """Return the pay of one man of each side [USD m/week]."""
    pay = np.full(SIDE_COUNT, numbers.pay_others)
    pay[INDEX["regime"]] = numbers.pay_regime
    return pay


@lru_cache(maxsize=8)
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
    sanction: FloatArray,
    embargo: FloatArray,
    subsidy: FloatArray,
    lag: float,
    part_cut: float,
    pain: FloatArray,
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
        level = max(embargo[f], min(MOST_SANCTIONS, sanction[:, f].sum()))
        pain[f] += (level - pain[f]) / lag
        due = men[f] * pay[f]
        if due <= 0.0 or outside[f] == math.inf:
            pay_ratio[f] = 1.0
            continue
        budget = (income[f] + outside[f] * subsidy[f]) * max(0.0, 1.0 - part_cut * pain[f])
        pay_ratio[f] = min(1.0, budget / due)
