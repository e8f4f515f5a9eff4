"""The folder of a backcast: written whole or not at all, never overwritten.

`results/backcasts/<start>-to-<horizon>-n<runs>/` holds `scores.csv` (the one table), `places.csv`, `deaths.csv`,
`land.csv`, `reliability.csv`, `backcast.json` (scores and sentences as plain data), `manifest.json`, `scenario.yaml`
(resolved) and the pictures. Owns that layout. Knows nothing of how a backcast is made or drawn.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.history.backcasts.backcast import Backcast
from sim.history.backcasts.scores import Score
from sim.history.backcasts.tables import plain_scores, tables_of
from sim.history.backcasts.verdicts import verdicts
from sim.record.store import write_scenario, written_whole

__all__ = ["NOTE", "backcast_plain", "save_backcast"]

NOTE = (
    "Log scores take no probability for less than 0.01. Shares of runs have half a run added for each party. Errors "
    "are those of a bootstrap over places or months; months are few and hang together, so theirs are too small. "
    "Trials on all years had informed the ranges of some numbers, so priors were widened at least twofold, both sides."
)


def backcast_plain(backcast: Backcast, scores: Sequence[Score]) -> dict[str, Any]:
    """Return what a backcast comes to as plain data."""
    plan = backcast.plan
    return {
        "mode": plan.mode,
        "scenario": plan.loaded.label,
        "start": plan.start.isoformat(),
        "first_week": plan.monday.isoformat(),
        "horizon": plan.horizon.isoformat(),
        "weeks": plan.loaded.scenario.weeks,
        "runs": backcast.runs,
        "seed": backcast.seed,
        "truth": plan.truth,
        "numbers": backcast.numbers,
        "sample": backcast.sample,
        "maps": [day.isoformat() for day in plan.maps],
        "months": [f"{row.month:%Y-%m}" for row in plan.months],
        "says": [f"{plan.mode}: {each}" for each in verdicts(list(scores))],
        "note": f"{plan.mode}: {NOTE}",
        "scores": plain_scores(plan.mode, scores),
    }


def save_backcast(
    folder: Path,
    backcast: Backcast,
    scores: Sequence[Score],
    manifest: Mapping[str, Any],
    finish: Callable[[Path], object] | None = None,
) -> Path:
    """Write the folder under a hidden name, let `finish` add the pictures, then give it its own name.

    Raises StorageError when it cannot be written or exists already; nothing half-written is left in any case.
    """
    plain = backcast_plain(backcast, scores)
    with written_whole(folder) as draft:
        for name, data in (("backcast", plain), ("manifest", manifest)):
            text = json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False)
            (draft / f"{name}.json").write_text(text, encoding="utf-8")
        write_scenario(draft / "scenario.yaml", backcast.plan.loaded.resolved())
        for name, (head, rows) in tables_of(backcast, scores).items():
            with (draft / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(head)
                writer.writerows(rows)
        if finish is not None:
            finish(draft)
    return folder
