"""What a backcast comes to, in sentences: where the model was better, where worse, where nothing can be told.

Two standard errors of the paired difference are the line. Owns these sentences. Knows nothing of files or pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sim.history.backcasts.backcast import MODEL, NAMES
from sim.history.backcasts.scores import Score, find
from sim.history.scoring.bootstrap import Spread

__all__ = ["ERRORS", "standing", "verdicts"]

ERRORS: Final = 2.0
"""Standard errors from which on two forecasts are told apart."""


def standing(less: Spread) -> str:
    """Return `better`, `worse` or `level` from the model's score less another's, lower being better."""
    if less.error != less.error or abs(less.mean) < ERRORS * less.error or less.mean == 0.0:
        return "level"
    return "better" if less.mean < 0.0 else "worse"


def verdicts(rows: list[Score]) -> list[str]:
    """Return one sentence for each map, one for deaths and one for each day of land."""
    days = list(dict.fromkeys(row.when for row in rows if row.about == "places"))
    said = [
        f"Places on {day}: the model's log score is {_against(scores, '.3f')}."
        for day in days
        if (scores := find(rows, "places", "log", when=day, reading="merged"))
    ]
    if deaths := find(rows, "deaths", "crps"):
        said.append(f"Deaths by month, {deaths[MODEL].when}: the model's CRPS is {_against(deaths, ',.0f')}.")
    for day in dict.fromkeys(row.when for row in rows if row.about == "land"):
        land = find(rows, "land", "rmse", when=day)
        others = ", ".join(f"{score.value:.1f} for {NAMES[name]}" for name, score in land.items() if name != MODEL)
        said.append(f"Land on {day}: the model is out by {land[MODEL].value:.1f} points (RMSE), against {others}.")
    return said


def _against(scores: Mapping[str, Score], form: str) -> str:
    """Say how the model stands to each other forecast that is not made of it."""
    parts = [f"{scores[MODEL].value:{form}}"]
    for word, words in (
        ("better", "better than"),
        ("worse", "worse than"),
        ("level", "not told apart from"),
    ):
        names = [
            f"{NAMES[name]} ({score.value:{form}})"
            for name, score in scores.items()
            if score.less is not None and name not in ("pooled", "counted") and standing(score.less) == word
        ]
        if names:
            parts.append(f"{words} {_listed(names)}")
    return "; ".join(parts)


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
