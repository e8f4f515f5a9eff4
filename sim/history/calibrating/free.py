"""The free numbers of the calibration and their priors, on a scale from 0 to 1 for each.

Owns `free.yaml`. A point is a row of the unit cube; `values_of` turns it into numbers of the model. Knows nothing of
runs or of the record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
import yaml
from pydantic import BaseModel, ConfigDict

from sim.history.calibrating.submodels import Belief, beliefs

__all__ = ["FILE", "Free", "free", "log_prior", "point_of", "prior_cube", "values_of"]

Floats = npt.NDArray[np.float64]

FILE = Path(__file__).with_name("free.yaml")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    low: float
    high: float
    scale: Literal["even", "log"]
    before: tuple[float, float]
    submodel: Literal["battles", "truces"] | None = None


@dataclass(frozen=True, slots=True)
class Free:
    """One free number: its prior range, the scale on which the prior is even, the trial's range, its submodel."""

    name: str
    low: float
    high: float
    log: bool
    before: tuple[float, float]
    belief: Belief | None

    def at(self, place: Floats) -> Floats:
        """Return the number at places from 0 (low) to 1 (high)."""
        if self.log:
            return np.asarray(self.low * (self.high / self.low) ** place)
        return self.low + (self.high - self.low) * place

    def place(self, value: float) -> float:
        """Return where a number lies between low (0) and high (1)."""
        if self.log:
            return float(np.log(value / self.low) / np.log(self.high / self.low))
        return (value - self.low) / (self.high - self.low)


@lru_cache(maxsize=1)
def free() -> tuple[Free, ...]:
    """Read the free numbers in file order."""
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    believed = beliefs()
    made = []
    for name, plain in entries.items():
        one = _Entry.model_validate(plain)
        belief = believed[one.submodel] if one.submodel else None
        made.append(Free(name, one.low, one.high, one.scale == "log", one.before, belief))
    return tuple(made)


def values_of(point: Annotated[Floats, "[number] in 0..1"], numbers: Sequence[Free]) -> dict[str, float]:
    """Return the numbers of the model at a point of the unit cube."""
    return {one.name: float(one.at(np.asarray(x))) for one, x in zip(numbers, point, strict=True)}


def point_of(values: Mapping[str, float]) -> Annotated[Floats, "[number]"]:
    """Return the point of the unit cube at which the free numbers have these values."""
    return np.array([one.place(values[one.name]) for one in free()])


def log_prior(points: Annotated[Floats, "[point, number]"]) -> Annotated[Floats, "[point]"]:
    """Return the log density of the prior up to a constant; minus infinity outside the cube."""
    inside = ((points >= 0.0) & (points <= 1.0)).all(axis=1)
    total = np.zeros(len(points))
    for column, one in zip(points.T, free(), strict=True):
        if one.belief is not None:
            total += one.belief.log_density(one.at(np.clip(column, 0.0, 1.0)))
    return np.where(inside, total, -np.inf)


def prior_cube(count: int, seed: int) -> Annotated[Floats, "[point, number]"]:
    """Return a Latin hypercube that fills the whole prior range evenly, whatever a submodel believes."""
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(len(free()), rng=seed).random(count))
