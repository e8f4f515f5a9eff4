"""`report.html` of a sweep: what was asked, what is possible, which inputs matter, in pictures with their numbers.

Owns what goes onto that page. Knows nothing of how a sweep is run or explored.
"""

from __future__ import annotations

import base64
import csv
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sim.experiments.exploring.exploration import Exploration
from sim.experiments.sweeps.plan import Factor
from sim.reports import words
from sim.reports.exploring.exploration import draw_exploration
from sim.reports.naming import factor_label, outcome_label
from sim.reports.page import sheet
from sim.reports.page.honesty import CANNOT, DATA

__all__ = ["Picture", "write_sweep"]

_MOST_ROWS = 200
"""Rows of a table that the page shows; the file beside a picture has all."""


@dataclass(frozen=True)
class Picture:
    """Hold one picture as the page has it: its PNG as base64, its words, and the numbers behind it."""

    name: str
    image: str
    alt: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int


def write_sweep(found: Exploration, manifest: Mapping[str, Any], path: Path) -> Path:
    """Write the page of an explored sweep to `path`."""
    plan, table = found.table.plan, found.table
    done, failed = len(table.rows), len(table.rows) - len(table.good)
    return sheet.write(
        path,
        "sweep.html",
        data={},
        title=plan.title,
        plan=plan,
        done=f"{done:,} of {plan.rows:,}" if done < plan.rows else f"{done:,}",
        failed=f"{failed:,}" if failed else "",
        points=f"{plan.points:,}",
        factors=[_factor(factor) for factor in plan.factors],
        outcomes=[(outcome_label(each), each.unit.replace("persons", "people")) for each in plan.readings],
        pictures=_pictures(found),
        outside=[],
        cannot=CANNOT,
        caveats=[
            words.RANGE,
            "Inputs were drawn evenly over their declared ranges: no fit to the record says which values are likelier.",
            "What follows from an input follows from the range that it was given.",
        ],
        vintage=DATA,
        manifest=manifest,
        words=words,
    )


def _factor(factor: Factor) -> dict[str, str]:
    if factor.values:
        span = ", ".join(str(value) for value in factor.values)
    elif factor.kind == "date":
        span = " to ".join(date.fromordinal(int(end)).isoformat() for end in (factor.low, factor.high))
    else:
        span = f"{factor.low:,g} to {factor.high:,g}"
    base = "" if factor.base is None else f"{factor.base:,g}" if isinstance(factor.base, float) else str(factor.base)
    return {"name": factor.name, "label": factor_label(factor), "span": span, "unit": factor.unit, "base": base}


def _pictures(found: Exploration) -> list[Picture]:
    """Draw the answers and read them back with their tables and words."""
    with tempfile.TemporaryDirectory() as room:
        made = draw_exploration(found, Path(room))
        return [_picture(path) for path in made if path.suffix == ".png"]


def _picture(path: Path) -> Picture:
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        head, *rows = (tuple(row) for row in csv.reader(file))
    return Picture(
        path.stem,
        base64.b64encode(path.read_bytes()).decode("ascii"),
        path.with_suffix(".txt").read_text(encoding="utf-8").strip(),
        head,
        tuple(rows[:_MOST_ROWS]),
        max(len(rows) - _MOST_ROWS, 0),
    )
