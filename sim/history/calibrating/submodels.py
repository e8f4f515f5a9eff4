"""Two numbers looked at on their own before the war is run: losses of single battles, and lives of truces.

    kappa    from the killed of both sides and the weeks of the record's battles that ended by June 2017, and the men
             who fought there (`strengths.csv`, rounded guesses)
    hazard   from how long the declared truces of the same years were kept (`truces.csv`)

Each gives a log-normal belief with which the calibration starts. Owns the two tables and these beliefs. Knows nothing
of the map.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sim.calendar import DAYS_PER_WEEK
from sim.history.observed import battles

__all__ = ["LAST", "Belief", "Fought", "TruceLife", "battle_kappas", "beliefs", "fought", "truce_hazard", "truces"]

Floats = npt.NDArray[np.float64]

LAST = date(2017, 6, 30)
"""Last day of the record that may be fitted."""

_TABLES = Path(__file__).parent
_SCALE = 4000.0
"""Men at which losses of small and large fights are level (docs/model 3.7)."""
_ETA = 0.10
"""How fast small fights bleed faster (`combat.eta`, not free)."""
_USUAL = 1.1
"""What the rule of truces multiplies the hazard by at the inputs of February 2016 (docs/model 3.11: 0.088 at 0.08)."""
_DOUBT = 0.5
"""Least standard deviation of the log of a belief: strengths are rounded guesses, and battles are not a week's mean."""


@dataclass(frozen=True, slots=True)
class Fought:
    """One battle: its length, men and killed on both sides."""

    name: str
    weeks: float
    attackers: float
    defenders: float
    attacker_killed: float
    defender_killed: float


@dataclass(frozen=True, slots=True)
class TruceLife:
    """One declared truce: when it began, and for how many weeks it was kept; `ended` is no if it still held."""

    name: str
    began: date
    weeks: float
    ended: bool


@dataclass(frozen=True, slots=True)
class Belief:
    """A log-normal belief about one number: its median, and the standard deviation of its log."""

    median: float
    sd: float

    def log_density(self, values: Floats) -> Floats:
        """Return the log density of the log of each value, up to a constant."""
        return np.asarray(-0.5 * ((np.log(values) - np.log(self.median)) / self.sd) ** 2)


@lru_cache(maxsize=1)
def fought() -> tuple[Fought, ...]:
    """Return the battles that may be fitted and whose strengths are told; the killed are the middle of the record."""
    with (_TABLES / "strengths.csv").open(encoding="utf-8", newline="") as file:
        strengths = {row["battle"]: (float(row["attackers"]), float(row["defenders"])) for row in csv.DictReader(file)}
    return tuple(
        Fought(
            one.id,
            ((one.end - one.start).days + 1) / DAYS_PER_WEEK,
            *strengths[one.id],
            _middle(one.attacker_killed),
            _middle(one.defender_killed),
        )
        for one in battles()
        if one.id in strengths and one.end <= LAST
    )


def _middle(killed: tuple[int | None, int | None]) -> float:
    """Return the geometric middle of a range of killed."""
    low, high = killed
    if low is None or high is None:
        raise AssertionError("a battle with strengths has both ends of its killed")
    return math.sqrt(low * high)


@lru_cache(maxsize=1)
def truces() -> tuple[TruceLife, ...]:
    """Read the declared truces; weeks are counted to LAST where one still held."""
    with (_TABLES / "truces.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            TruceLife(row["truce"], date.fromisoformat(row["began"]), float(row["weeks"]), row["ended"] == "yes")
            for row in csv.DictReader(file)
        )


def battle_kappas() -> Mapping[str, float]:
    """Return the kappa that each battle implies.

    Dead a week are K D^p A^(1-p) e^theta and K A^p D^(1-p) e^-theta with K = kappa ((A + D)/4000)^-eta (docs/model
    3.7), so the geometric mean of both is K sqrt(A D): neither p nor who fought better matters.
    """
    return {
        one.name: float(
            np.sqrt(one.attacker_killed * one.defender_killed)
            / one.weeks
            / np.sqrt(one.attackers * one.defenders)
            * ((one.attackers + one.defenders) / _SCALE) ** _ETA
        )
        for one in fought()
    }


def truce_hazard() -> Belief:
    """Return the belief about `truces.hazard`: ends counted over weeks under a truce, with Jeffreys' half an end."""
    ends = 0.5 + sum(one.ended for one in truces())
    weeks = sum(one.weeks for one in truces())
    return Belief(ends / weeks / _USUAL, max(_DOUBT, float(1.0 / np.sqrt(ends))))


def beliefs() -> Mapping[str, Belief]:
    """Return what each submodel believes of its number."""
    logs = np.log(list(battle_kappas().values()))
    kappa = Belief(float(np.exp(logs.mean())), max(_DOUBT, float(logs.std(ddof=1))))
    return {"battles": kappa, "truces": truce_hazard()}
