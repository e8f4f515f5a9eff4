"""The folder of a comparison: written whole or not at all, never overwritten.

`results/compare/<a>-vs-<b>-n<runs>/` holds `comparison.json` (what the pairs come to), `pairs.parquet` (a row a run:
draw, seed, arm, outcomes; empty: never), `draws.parquet` (the numbers of each draw, if they were drawn),
`scenario_a.yaml`, `scenario_b.yaml` (resolved), `manifest.json` and the picture.
Owns that layout. Knows nothing of how runs are made or drawn.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.experiments.comparing.compare import ARMS, HORIZONS, WEEKLY, Comparison
from sim.experiments.comparing.wording import RANGE, sentence
from sim.experiments.plain import finite
from sim.record.store import write_scenario, written_whole

__all__ = ["comparison_plain", "save_comparison"]


def comparison_plain(comparison: Comparison) -> dict[str, Any]:
    """Return what a comparison comes to as plain data."""
    contrasts = comparison.contrasts
    weeks = sorted({*(week for week in HORIZONS if week < comparison.weeks), comparison.weeks})
    return {
        "a": comparison.names[0],
        "b": comparison.names[1],
        "start": comparison.a.scenario.start.isoformat(),
        "weeks": comparison.weeks,
        "runs": comparison.runs,
        "draws": len(comparison.draws),
        "seeds": [int(comparison.seeds.min()), int(comparison.seeds.max())],
        "drawn": list(comparison.draws[0]),
        "differs": [asdict(one) for one in comparison.differences],
        "outcomes": {
            one.name: {"unit": one.unit, "doc": one.doc, **contrasts[one.name].plain()} for one in comparison.readings
        },
        "worth_after_weeks": {
            name: {str(week): finite(comparison.worth_after(name, week)) for week in weeks} for name in WEEKLY
        },
        "says": [sentence(comparison, name) for name in WEEKLY],
        "note": RANGE,
    }


def save_comparison(
    folder: Path,
    comparison: Comparison,
    manifest: Mapping[str, Any],
    finish: Callable[[Path], object] | None = None,
) -> Path:
    """Write the folder under a hidden name, let `finish` add the picture, then give it its own name.

    Raises StorageError when it cannot be written or exists already; nothing half-written is left in any case.
    """
    with written_whole(folder) as draft:
        plain = comparison_plain(comparison)
        (draft / "comparison.json").write_text(json.dumps(plain, indent=1, ensure_ascii=False), encoding="utf-8")
        (draft / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
        write_scenario(draft / "scenario_a.yaml", comparison.a.resolved())
        write_scenario(draft / "scenario_b.yaml", comparison.b.resolved())
        pq.write_table(_pairs(comparison), draft / "pairs.parquet", compression="zstd")
        if len(comparison.draws) > 1:
            pq.write_table(_draws(comparison), draft / "draws.parquet", compression="zstd")
        if finish is not None:
            finish(draft)
    return folder


def _pairs(comparison: Comparison) -> pa.Table:
    """Return a row for every run; rows of one pair share draw and seed."""
    draws, runs = comparison.seeds.shape
    pairs = draws * runs
    columns: dict[str, Any] = {
        "draw": np.tile(np.repeat(np.arange(draws, dtype=np.int32), runs), len(ARMS)),
        "seed": np.tile(comparison.seeds.ravel(), len(ARMS)),
        "arm": np.repeat(ARMS, pairs),
    }
    flat = comparison.values.reshape(len(ARMS) * pairs, -1)
    for number, one in enumerate(comparison.readings):
        columns[one.name] = pa.array(flat[:, number], from_pandas=True)
    return pa.table(columns)


def _draws(comparison: Comparison) -> pa.Table:
    columns: dict[str, Any] = {"draw": np.arange(len(comparison.draws), dtype=np.int32)}
    columns |= {name: [draw[name] for draw in comparison.draws] for name in comparison.draws[0]}
    return pa.table(columns)
