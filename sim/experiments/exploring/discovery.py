"""Which inputs give this outcome: a box in the inputs inside which it is common, found by PRIM.

The patient rule induction method (friedman_fisher_1999) by EMA Workbench peels a twentieth of the runs at a time off
one side of the box, whichever leaves the outcome commonest inside. Every box on the way is rid of sides that may be
luck (quasi-p from 0.05 up, bryant_lempert_2010); the densest that then still holds half of all cases is taken.
Owns the rule that names an outcome, and the box. Knows nothing of pictures.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.errors import InputError
from sim.experiments.exploring.response import Response, response
from sim.experiments.sweeps.plan import Factor
from sim.experiments.sweeps.table import Table

__all__ = ["Box", "Rule", "Side", "find_box", "rule_of"]

HALF = 0.5
"""Share of all cases that a box must hold."""
UNLIKELY = 0.05
"""Quasi-p above which a side may be luck."""
FEWEST = 10
"""Cases, and runs without, below which there is nothing to find."""

_RULE = re.compile(r"^\s*([a-z]\w*)\s*(<=|>=|<|>|=)\s*(never|-?[0-9.]+(?:e[+-]?[0-9]+)?)\s*$")


@dataclass(frozen=True, slots=True)
class Rule:
    """What counts as the outcome: `regime_area<30`, `all_deaths>=200000`, `palmyra_first_regime=never`."""

    outcome: str
    sign: str
    value: float | None
    """None: never."""

    def __str__(self) -> str:
        return f"{self.outcome}{self.sign}{'never' if self.value is None else f'{self.value:g}'}"

    def holds(self, answer: Response) -> npt.NDArray[np.bool_]:
        """Say of every run whether the outcome came."""
        if self.value is None:
            return np.asarray(answer.runs["never"], dtype=np.bool_)
        values, bound = answer.runs["value"].to_numpy(), self.value
        found = {"<": values < bound, ">": values > bound, "<=": values <= bound, ">=": values >= bound}[self.sign]
        return np.asarray(found, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Side:
    """One restricted input of a box."""

    factor: str
    low: float
    """Code of the factor; its least where that end is open."""
    high: float
    values: tuple[str, ...]
    """Words that it may have, where it is a choice."""
    quasi_p: float
    """How likely the restriction would be by luck; the larger of its two ends."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box in the inputs, and how common the outcome is inside it."""

    rule: str
    of: str
    runs: int
    cases: int
    """Runs with the outcome."""
    inside: int
    """Runs in the box."""
    hits: int
    """Runs in the box with the outcome."""
    sides: tuple[Side, ...]
    """None: no box is better than all runs together."""

    @property
    def density(self) -> float:
        """Return the share of the runs in the box that have the outcome."""
        return self.hits / self.inside

    @property
    def coverage(self) -> float:
        """Return the share of all cases that lie in the box."""
        return self.hits / self.cases

    @property
    def base(self) -> float:
        """Return the share of all runs that have the outcome."""
        return self.cases / self.runs

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "density": self.density, "coverage": self.coverage, "base": self.base}


def rule_of(text: str, table: Table) -> Rule:
    """Read a rule; InputError for one that makes no sense, or an outcome that there is not."""
    found = _RULE.match(text)
    if found is None:
        raise InputError(
            f'--give {text}: write OUTCOME<NUMBER, OUTCOME>NUMBER or OUTCOME=never, as in "regime_area<30"'
        )
    name, sign, value = found.groups()
    reading = table.reading(name)
    if (sign == "=") != (value == "never"):
        raise InputError(f"--give {text}: = goes with never, a number with <, >, <= or >=")
    if value == "never" and not reading.horizon:
        raise InputError(f"--give {text}: {name} cannot but have a value; compare it with a number")
    try:
        return Rule(name, sign, None if value == "never" else float(value))
    except ValueError:
        raise InputError(f"--give {text}: {value} is not a number") from None


def find_box(table: Table, rule: Rule, *, arm: str | None = None, versus: str | None = None) -> Box:
    """Return the box in which the outcome of a rule is common; InputError where it nearly always or never comes."""
    answer = response(table, rule.outcome, arm=arm, versus=versus)
    came = rule.holds(answer)
    if not table.plan.factors:
        raise InputError("Nothing varies in this sweep but the seeds: there are no inputs to find.")
    if min(came.sum(), (~came).sum()) < FEWEST:
        raise InputError(
            f"{rule} came in {came.sum()} of {len(came)} runs; {FEWEST} runs with and {FEWEST} without are the least "
            f"for a search. Choose another bound{_middle(answer)}."
        )
    inputs = _inputs(answer)
    restricted, inside = _prim(inputs, came)
    sides = tuple(_side(factor, *restricted[factor.name]) for factor in table.plan.factors if factor.name in restricted)
    return Box(str(rule), answer.of, len(came), int(came.sum()), int(inside.sum()), int((came & inside).sum()), sides)


def _middle(answer: Response) -> str:
    """Say where runs lie, so that a bound can be chosen."""
    if answer.flat:
        return ""
    low, middle, high = (f"{value:,.4g}" for value in np.quantile(answer.runs["value"], (0.1, 0.5, 0.9)))
    return f": one run in ten lies below {low}, half below {middle}, one in ten above {high}"


def _inputs(answer: Response) -> pd.DataFrame:
    """Return the factors of every run, words as words."""
    rows = answer.coded.loc[answer.runs["point"]].reset_index(drop=True)
    for factor in answer.plan.factors:
        if factor.kind == "choice":
            rows[factor.name] = [str(factor.values[int(code)]) for code in rows[factor.name]]
        else:
            rows[factor.name] = rows[factor.name].astype(np.float64)
    return rows


Restricted = Mapping[str, tuple[Any, float]]
"""Factor -> its limits (a pair of numbers, or a set of words) and its quasi-p."""


def _prim(inputs: pd.DataFrame, came: npt.NDArray[np.bool_]) -> tuple[Restricted, npt.NDArray[np.bool_]]:
    """Peel; of all boxes on the way, rid of sides that luck may give, return the densest with half of the cases."""
    peeled = _peeled(inputs, came)
    chosen: Restricted = {}
    inside = np.ones(len(inputs), dtype=np.bool_)
    best = (float(came.mean()), 1.0)
    for limits, luck in zip(peeled.box_lims, peeled.p_values, strict=True):
        sides = _sound(limits, luck)
        mine = _inside(inputs, sides)
        coverage = float((came & mine).sum() / came.sum())
        density = float((came & mine).sum() / mine.sum()) if mine.any() else 0.0
        if sides and coverage >= HALF and (density, coverage) > best:
            chosen, inside, best = sides, mine, (density, coverage)
    return chosen, inside


def _sound(limits: pd.DataFrame, luck: Mapping[str, Sequence[float]]) -> Restricted:
    """Return the sides of a box that luck is unlikely to give, with their quasi-p.

    An end that was never peeled stands at the outermost point by chance of the design: it is open.
    """
    sides: dict[str, tuple[Any, float]] = {}
    for name, ps in luck.items():
        worst = max([float(p) for p in ps if p >= 0] or [1.0])
        wanted = limits[name]
        if worst >= UNLIKELY:
            continue
        if isinstance(wanted.iloc[0], set):
            sides[name] = (frozenset(wanted.iloc[0]), worst)
        else:
            ends = zip(wanted, ps, (-np.inf, np.inf), strict=True)
            low, high = (float(end) if p >= 0 else open_end for end, p, open_end in ends)
            sides[name] = ((low, high), worst)
    return sides


def _inside(inputs: pd.DataFrame, sides: Restricted) -> npt.NDArray[np.bool_]:
    """Say of every run whether it lies in a box."""
    inside = np.ones(len(inputs), dtype=np.bool_)
    for name, (wanted, _) in sides.items():
        column = inputs[name]
        if isinstance(wanted, frozenset):
            inside &= column.isin(wanted).to_numpy()
        else:
            inside &= ((column >= wanted[0]) & (column <= wanted[1])).to_numpy()
    return inside


def _peeled(inputs: pd.DataFrame, came: npt.NDArray[np.bool_]) -> Any:
    """Return EMA Workbench's box with its way of peeling; InputError if the package is missing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it tells of optional packages that are not there
            from ema_workbench.analysis import prim
    except ModuleNotFoundError as error:
        raise InputError(
            'Discovery needs EMA Workbench: pip install "syria-theatre[discovery]" '
            "(in a clone: uv sync --extra discovery)."
        ) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pandas, in its loops
        return prim.Prim(inputs, came).find_box()


def _side(factor: Factor, limits: Any, luck: float) -> Side:
    if isinstance(limits, frozenset):
        return Side(factor.name, 0.0, 0.0, tuple(sorted(map(str, limits))), luck)
    least, most = factor.span
    return Side(factor.name, max(limits[0], least), min(limits[1], most), (), luck)
