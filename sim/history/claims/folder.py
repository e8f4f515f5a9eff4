"""What is kept of the findings: `claims.csv` (a row for each part or step), `claims.json` (all) and `manifest.json`.

They follow from the runs and are written anew each time, each whole or not at all. Owns their form. Knows nothing of
how findings come about, or of pages.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.errors import StorageError
from sim.experiments.comparing.wording import RANGE
from sim.experiments.plain import finite
from sim.experiments.sweeps.parts import whole
from sim.history.claims.draws import DRAWN_FROM
from sim.history.claims.findings import Finding, PartFinding
from sim.history.claims.runs import AGAIN, Plan
from sim.history.claims.turning import FALSE
from sim.history.claims.verdicts import RULE
from sim.history.claims.wording import COMPARISONS
from sim.sources import bibliography

__all__ = ["COLUMNS", "claims_plain", "rows_of", "save_claims"]

COLUMNS = (
    "claim", "grade", "verdict", "part", "driver", "driver_value", "says", "unit", "arms", "expected", "least", "mean",
    "low", "high", "pairs", "up", "down", "same", "luck", "ignorance", "part_verdict", "why", "turns_with", "history",
)  # fmt: skip
"""Columns of claims.csv, in order."""


def save_claims(folder: Path, found: Sequence[Finding], plan: Plan, manifest: Mapping[str, Any]) -> None:
    """Write the three files; StorageError when they cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{folder} cannot be written: {error.strerror or error}.") from error
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for finding in found for row in rows_of(finding))
    texts = {
        "claims.csv": table.getvalue(),
        "claims.json": json.dumps(claims_plain(found, plan), indent=1, ensure_ascii=False),
        "manifest.json": json.dumps(manifest, indent=1, ensure_ascii=False),
    }
    for name, text in texts.items():
        with whole(folder / name, AGAIN) as draft:
            draft.write_text(text, encoding="utf-8", newline="\n")


def claims_plain(found: Sequence[Finding], plan: Plan) -> dict[str, Any]:
    """Return all findings as plain data."""
    plain: dict[str, Any] = finite({
        "draws": plan.draws,
        "seeds": plan.seeds,
        "drawn_from": DRAWN_FROM,
        "rule": RULE,
        "note": RANGE,
        "comparisons": COMPARISONS,
        "false_names": FALSE,
        "claims": [_finding(finding) for finding in found],
    })  # fmt: skip
    return plain


def _finding(found: Finding) -> dict[str, Any]:
    claim, source = found.claim, bibliography()[found.claim.source]
    driver = found.entry.driver
    return {
        "id": found.id,
        **claim.model_dump(mode="json"),
        "author": claim.by or source.author,
        "outlet": source.outlet,
        "date": source.date,
        "verdict": found.verdict,
        "parts": [_part(part) for part in found.parts],
        "driver": None if driver is None else driver.number,
        "steps": [{"value": step.value, **_part(step.found)} for step in found.steps],
        "turns_between": found.turns_between,
        "turns": found.entry.turns,
        "not_built": found.entry.not_built,
    }


def _part(found: PartFinding) -> dict[str, Any]:
    part = found.part
    return {
        "says": part.says,
        "sentence": found.sentence,
        "arms": found.targets,
        "names": found.names,
        "unit": found.unit,
        "expected": part.expect,
        "least": part.least,
        "share": part.share,
        "rests": part.rests,
        "means": found.values.mean(axis=(1, 2)).tolist(),
        "of_draws": found.differences.mean(axis=1).tolist(),
        "verdict": found.verdict,
        "why": found.why,
        "hangs_on": [{name: getattr(turn, name) for name in turn.__slots__} for turn in found.turns],
        **found.contrast.plain(),
    }


def rows_of(found: Finding) -> Iterator[dict[str, Any]]:
    """Yield the rows of a claim: one for each part, or for each value of the number on which it rests."""
    claim, driver = found.claim, found.entry.driver
    own = {"claim": found.id, "grade": claim.grade, "verdict": found.verdict or ""}
    own["history"] = claim.history.mark if claim.history else ""
    for number, part in enumerate(found.parts, 1):
        yield {**own, "part": number, **_row(part)}
    for step in found.steps:
        yield {**own, "part": 1, "driver": driver and driver.number, "driver_value": step.value, **_row(step.found)}
    if not found.parts and not found.steps:
        yield own


def _row(found: PartFinding) -> dict[str, Any]:
    part, contrast, apart = found.part, found.contrast, found.contrast.ignorance
    low, high = found.interval or ("", "")
    return {
        "says": part.says,
        "unit": found.unit,
        "arms": " | ".join(found.targets),
        "expected": part.expect or f"at least {part.share:g}",
        "least": "" if part.least is None else part.least,
        "mean": contrast.mean,
        "low": low,
        "high": high,
        "pairs": contrast.pairs,
        "up": contrast.up,
        "down": contrast.down,
        "same": contrast.equal,
        "luck": "" if apart is None or apart.within is None else apart.within,
        "ignorance": "" if apart is None or apart.between is None else apart.between,
        "part_verdict": found.verdict,
        "why": found.why,
        "turns_with": " ".join(turn.number for turn in found.turns if turn.turns),
    }
