"""theatre backcast --pairs: every pair of maps that may be fitted, in one table, and all of them together.

Owns these words and files. Knows nothing of how a backcast is run.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sim.cli.tables import paragraph, table
from sim.history.backcasts.backcast import MODEL, NAMES, Backcast
from sim.history.backcasts.folder import NOTE
from sim.history.backcasts.pairs import PairScores, pair_scores, pooled_pairs
from sim.history.backcasts.pooling import Pooled
from sim.history.backcasts.verdicts import standing

__all__ = ["pairs_csv", "pairs_plain", "pairs_words", "pooled_csv"]

_MEASURES = ("accuracy", "recall", "precision", "auc", "expected_changes", "brier", "rmse")


def pairs_words(backcasts: Sequence[Backcast]) -> str:
    """Return the tables that the command prints."""
    blocks = [_log_table(list(pair_scores(backcasts))), _own_table(list(pair_scores(backcasts)))]
    for fresh, words in ((False, "All pairs together"), (True, "Pairs whose map the draws saw nothing of")):
        blocks.append(f"{words}\n{_pooled_table(pooled_pairs(backcasts, fresh=fresh))}")
    blocks.append(paragraph(f"A plus marks what the model beats by two standard errors, a minus what beats it. {NOTE}"))
    return "\n\n".join(blocks)


def _log_table(pairs: list[PairScores]) -> str:
    names = list(pairs[0].log)
    rows = []
    for pair in pairs:
        cells = [f"{pair.start} to {pair.day}", str(pair.weeks), f"{pair.changed} of {pair.places}", _seen(pair)]
        rows.append([*cells, *(_log_cell(pair, name) for name in names)])
    head = ("log score", "weeks", "changed", "draws", *(NAMES[name] for name in names))
    return table(head, rows)


def _log_cell(pair: PairScores, name: str) -> str:
    score = pair.log[name]
    mark = {"better": "+", "worse": "-"}.get(standing(score.less), "") if name != MODEL and score.less else ""
    return f"{score.value:.3f}{mark}"


def _seen(pair: PairScores) -> str:
    return "to 2016" if pair.fresh else "in sample"


def _own_table(pairs: list[PairScores]) -> str:
    head = ("the model (no change)", "right", "recall", "precision", "AUC", "changes", "Brier", "land RMSE")
    rows = [
        [
            f"{pair.start} to {pair.day}",
            *(_both(pair, name) for name in _MEASURES),
        ]
        for pair in pairs
    ]
    return table(head, rows)


def _both(pair: PairScores, name: str) -> str:
    form = {"accuracy": ".3f", "brier": ".3f", "expected_changes": ".1f", "rmse": ".1f"}.get(name, ".2f")
    own = format(pair.own[name], form) if pair.own[name] == pair.own[name] else "-"
    return f"{own} ({pair.persistence[name]:{form}})" if name in ("accuracy", "brier", "rmse") else own


def _pooled_table(rows: list[Pooled]) -> str:
    head = ("forecast", "among", "log", "model less this", "", "Brier", "right")
    by = {(row.forecast, row.among, row.measure): row for row in rows}
    lines = []
    for forecast, among in dict.fromkeys((row.forecast, row.among) for row in rows):
        log, brier, right = (by[forecast, among, measure] for measure in ("log", "brier", "accuracy"))
        less = ("", "") if forecast == MODEL else (f"{log.less.mean:+.3f} ({log.less.error:.3f})", standing(log.less))
        values = (f"{log.spread.mean:.3f}", *less, f"{brier.spread.mean:.3f}", f"{right.spread.mean:.3f}")
        lines.append((NAMES[forecast], among, *values))
    return table(head, lines)


def pairs_csv(backcasts: Sequence[Backcast]) -> str:
    """Return every pair as CSV: a row for each forecast."""
    return _csv(_pair_rows(backcasts))


def _pair_rows(backcasts: Sequence[Backcast]) -> Iterator[dict[str, Any]]:
    for pair in pair_scores(backcasts):
        for name, score in pair.log.items():
            others = pair.own if name == MODEL else pair.persistence if name == "persistence" else {}
            less = score.less if name != MODEL else None
            yield {
                "start": pair.start, "map": pair.day, "weeks": pair.weeks, "places": pair.places,
                "changed": pair.changed, "draws": _seen(pair), "forecast": name, "log": score.value,
                "model_less": less.mean if less else "", "error": less.error if less else "",
                **{measure: others.get(measure, "") for measure in _MEASURES},
            }  # fmt: skip


def pooled_csv(backcasts: Sequence[Backcast]) -> str:
    """Return the pooled scores as CSV."""
    rows = (
        {
            "pairs": "unseen" if fresh else "all", "forecast": row.forecast, "among": row.among,
            "measure": row.measure, **asdict(row.spread),
            "model_less": row.less.mean, "model_less_error": row.less.error,
        }
        for fresh in (False, True)
        for row in pooled_pairs(backcasts, fresh=fresh)
    )  # fmt: skip
    return _csv(rows)


def pairs_plain(backcasts: Sequence[Backcast]) -> dict[str, Any]:
    """Return all as plain data."""
    return {
        "pairs": [{**row, "start": str(row["start"]), "map": str(row["map"])} for row in _pair_rows(backcasts)],
        "pooled": list(csv.DictReader(io.StringIO(pooled_csv(backcasts)))),
    }


def _csv(rows: Iterator[dict[str, Any]]) -> str:
    found = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(found[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue()
