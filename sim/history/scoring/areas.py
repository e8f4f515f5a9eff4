"""Scores of land: the share of the country that each class holds, against a map filled from its places.

A forecast is `draws[draw, class]` [share, 0 to 1]; the record of land is itself a convention (see `land_of`). Owns
that convention and these scores. Knows nothing of how a forecast was made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.theatre.regions import Theatre

__all__ = ["AreaScores", "land_of", "score_areas"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AreaScores:
    """Hold the scores of one forecast of land [points of the country]; lower is better."""

    rmse: float
    """Root mean square over classes of the mean forecast less the record."""
    energy: float
    """Energy score of the draws: the mean distance to the record less half that among draws, over all classes."""


def land_of(holder: Mapping[str, int], ground: Theatre, classes: int) -> Floats:
    """Return the share of land by class when every region goes with its nearest place, `[class]`.

    `holder` has the class of each place that is known; land of the others belongs to nobody and is left out, so that
    the shares sum to one.
    """
    place = np.full(ground.size, -1)
    for name, number in holder.items():
        place[ground.index[name]] = number
    mine = place[ground.anchor]
    area = np.bincount(mine[mine >= 0], ground.area[mine >= 0], classes)
    return area / area.sum()


def score_areas(draws: Floats, record: Floats) -> AreaScores:
    """Score one forecast `[draw, class]` against the record `[class]`, both as shares."""
    from scoringrules import es_ensemble

    away = 100.0 * (draws.mean(axis=0) - record)
    energy = es_ensemble(100.0 * record, 100.0 * draws, backend="numpy")
    return AreaScores(float(np.sqrt((away**2).mean())), float(energy))
