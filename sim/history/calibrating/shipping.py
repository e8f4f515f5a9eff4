"""The posterior as a parameter set that runs can draw from: a table of draws, and where they came from.

`posterior.csv` has a column for each free number and a row for each draw; `posterior.yaml` says what it was fitted to,
how, and between which bounds. Owns these two files as a calibration writes them (`sim.scenario.posterior` reads them).
Knows nothing of how draws were made.
"""

from __future__ import annotations

import csv
import math
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Final

import numpy as np
import numpy.typing as npt
import yaml

from sim.experiments.sweeps.fingerprint import fingerprint
from sim.experiments.sweeps.parts import whole
from sim.history.calibrating.draws import medoid
from sim.history.calibrating.free import Free, free, values_of

__all__ = ["DIGITS", "WORTH", "write_posterior"]

Floats = npt.NDArray[np.float64]

DIGITS: Final = 4
"""Significant digits of a draw: what is finer would be pretence."""

WORTH: Final = (
    "Draws that fit the record to the day named, under stated tolerances; priors were widened at least twofold over "
    "what trials on all years had found, but the form of the model was chosen by people who know how the war went on."
)


def write_posterior(folder: Path, draws: Annotated[Floats, "[draw, number]"], *, until: date, made: date) -> int:
    """Write both files and return the row of the medoid."""
    rows = [{name: _rounded(value) for name, value in values_of(point, free()).items()} for point in draws]
    middle = medoid(draws)
    with whole(folder / "posterior.csv") as draft, draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with whole(folder / "posterior.yaml") as draft:
        draft.write_text(yaml.safe_dump(_origin(middle, until, made), sort_keys=False, width=110), encoding="utf-8")
    return middle


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _origin(middle: int, until: date, made: date) -> dict[str, Any]:
    return {
        "title": f"Numbers that fit the record to {until:%B %Y}",
        "made": made.isoformat(),
        "record": "who held which place, monthly deaths of UCDP (rescaled), battles and truces (sim/history)",
        "last": until.isoformat(),
        "method": "history matching on Gaussian-process emulators, then ensemble sampling (docs/model/calibration.md)",
        "seed": 1,
        "command": "theatre calibrate",
        "model": f"theatre {version('syria-theatre')}, {fingerprint()}",
        "medoid": middle,
        "worth": WORTH,
        "priors": {one.name: {"low": one.low, "high": one.high, "widened": _widened(one)} for one in free()},
    }


def _widened(one: Free) -> float:
    """Return how many times as wide a prior is as the range that a trial found to behave, on its own scale."""
    low, high = one.before
    if one.log:
        return _rounded(math.log(one.high / one.low) / math.log(high / low))
    return _rounded((one.high - one.low) / (high - low))
