"""Every pair of maps that may be fitted, scored one by one and together: what the model's skill rests on.

Each pair is forecast with the draws that saw least of it: where all shipped draws saw the map that is scored, the pair
is in sample and says so. Owns the list of pairs and its pooling. Knows nothing of how a backcast is run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sim.history.backcasts.backcast import Backcast, PlaceResult
from sim.history.backcasts.pooling import Pooled, pool
from sim.history.backcasts.scores import Score, find, scores_of

__all__ = ["ASKED", "Asked", "PairScores", "pair_scores", "pooled_pairs"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One backcast of the list: its start, and the maps and months it is scored on."""

    start: date
    since: date | None
    until: date


_SPLIT: Final = date(2016, 12, 31)
_LAST: Final = date(2017, 6, 30)

ASKED: Final = (
    Asked(date(2015, 9, 30), None, _SPLIT),
    Asked(date(2015, 9, 30), date(2017, 1, 1), _LAST),
    Asked(date(2016, 3, 1), None, _SPLIT),
    Asked(date(2016, 3, 1), date(2017, 1, 1), _LAST),
    Asked(_SPLIT, date(2017, 1, 1), _LAST),
)
"""Five backcasts with six pairs of maps; what lies in 2017 is forecast with draws that end in 2016."""


@dataclass(frozen=True, slots=True)
class PairScores:
    """Hold the scores of one pair of maps under the merged reading."""

    start: date
    day: date
    weeks: int
    places: int
    changed: int
    fresh: bool
    """Whether the draws saw nothing of the map that is scored."""
    log: Mapping[str, Score]
    """Forecast -> its log score, with the paired difference from the model's."""
    own: Mapping[str, float]
    """The model's other measures of places, and of land: accuracy, recall, precision, auc, expected_changes, rmse."""
    persistence: Mapping[str, float]
    """The same of no change."""


def pair_scores(backcasts: Sequence[Backcast]) -> Iterator[PairScores]:
    """Yield the scores of each pair, in the order of start and map."""
    found = [pair for one in backcasts for pair in _pairs(one)]
    yield from sorted(found, key=lambda pair: (pair.start, pair.day))


def _pairs(backcast: Backcast) -> Iterator[PairScores]:
    scores = scores_of(backcast)
    for result in backcast.places_of("merged"):
        when = str(result.day)

        def measured(forecast: str, when: str = when) -> dict[str, float]:
            places = ("accuracy", "recall", "precision", "auc", "expected_changes", "brier")
            rows = {name: find(scores, "places", name, when=when, reading="merged") for name in places}
            rows["rmse"] = find(scores, "land", "rmse", when=when)
            return {name: found[forecast].value for name, found in rows.items()}

        yield PairScores(
            start=backcast.plan.start,
            day=result.day,
            weeks=result.weeks,
            places=len(result.question.places),
            changed=int(result.question.changed.sum()),
            fresh=backcast.fitted < result.day,
            log=find(scores, "places", "log", when=when, reading="merged"),
            own=measured("model"),
            persistence=measured("persistence"),
        )


def pooled_pairs(backcasts: Sequence[Backcast], *, fresh: bool) -> list[Pooled]:
    """Return the scores of all pairs together, or only of those whose map the draws saw nothing of."""
    results: list[PlaceResult] = [
        result for one in backcasts for result in one.places_of("merged") if not fresh or one.fitted < result.day
    ]
    return pool(results)
