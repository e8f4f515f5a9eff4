"""What a calibration found, as plain numbers: for a file, a table in a terminal, a page.

Owns this summary. Knows nothing of terminals or pictures.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.history.calibrating.course import FULL, Calibrated
from sim.history.calibrating.crosscheck import Population
from sim.history.calibrating.free import Free, free
from sim.history.calibrating.match import log_likelihood
from sim.history.calibrating.simulate import all_patterns

__all__ = ["Learnt", "Met", "as_plain", "learnt", "met"]

Floats = npt.NDArray[np.float64]

_NINE_TENTHS: Final = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Learnt:
    """Say what the record taught of one number: where nine of ten draws lie, and by how much the doubt shrank."""

    name: str
    low: float
    high: float
    draws: tuple[float, float, float]
    """5, 50 and 95 % of the draws."""
    second: tuple[float, float, float]
    """The same of the second opinion."""
    narrowed: float
    """1 less the spread of the draws over that of an even prior: 0 is nothing learnt."""


@dataclass(frozen=True, slots=True)
class Met:
    """Set one pattern beside wars of the draws."""

    name: str
    unit: str
    observed: float
    middle: float
    low: float
    high: float
    """Where four of five wars lie, luck and ignorance together."""

    @property
    def inside(self) -> bool:
        """Say whether the record lies in that interval."""
        return self.low <= self.observed <= self.high


def learnt(found: Calibrated) -> list[Learnt]:
    """Return what was learnt of each free number."""
    draws, last = found.draws[FULL], found.second
    even = 1.0 / np.sqrt(12.0)
    return [
        Learnt(
            one.name,
            one.low,
            one.high,
            _of(one, np.quantile(draws[:, at], _NINE_TENTHS)),
            _of(one, _weighted(last, at)),
            float(1.0 - draws[:, at].std() / even),
        )
        for at, one in enumerate(free())
    ]


def _of(one: Free, places: Floats) -> tuple[float, float, float]:
    low, middle, high = (float(value) for value in one.at(places))
    return low, middle, high


def _weighted(last: Population, at: int) -> Floats:
    """Return 5, 50 and 95 % of weighted particles."""
    order = np.argsort(last.points[:, at])
    below = last.weights[order].cumsum()
    return np.asarray(np.interp(_NINE_TENTHS, below / below[-1], last.points[order, at]))


def met(found: Calibrated) -> list[Met]:
    """Return every level pattern beside the draws that were run: the draws' spread and the luck of one war."""
    rows = []
    for at, one in enumerate(all_patterns()):
        if one.kind == "level":
            mean, luck = found.check.mean[:, at], found.check.spread[:, at]
            away = 1.2816 * float(np.sqrt(mean.var() + luck.mean()))
            middle = float(mean.mean())
            rows.append(Met(one.name, one.unit, one.observed, middle, middle - away, middle + away))
    return rows


def as_plain(found: Calibrated) -> dict[str, Any]:
    """Return all findings as plain data."""
    scores = [at for at, one in enumerate(all_patterns()) if one.kind == "score"]
    return {
        "plan": asdict(found.plan),
        "left": list(found.left),
        "learnt": [asdict(row) for row in learnt(found)],
        "met": [{**asdict(row), "inside": row.inside} for row in met(found)],
        "scores": {all_patterns()[at].name: float(found.check.mean[:, at].mean()) for at in scores},
        "emulators": {
            "promised": float(log_likelihood(found.emulated, found.target).mean()),
            "run": float(log_likelihood(found.check.mean, found.target).mean()),
        },
        "screening": [{"name": one.name, **one.effects, "overall": one.overall} for one in found.screened],
        "second": {"kept": len(found.second.points), "worth": found.second.worth, "within": found.second.within},
        "mechanisms": [asdict(one) for one in found.fits],
    }
