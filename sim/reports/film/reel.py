"""What a film shows, week by week: who holds what, shares of land and people, the dead, and what to say of it.

Of one run the holders of every week; of an ensemble the most likely holder, paler where fewer than seven of ten
runs agree. Owns these numbers and the tables behind them. Knows nothing of pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from sim.calendar import date_of, monday
from sim.record.telling import who
from sim.reports import style, words
from sim.reports.atlas.backdrop import Backdrop, load_backdrop
from sim.reports.atlas.labels import names_of
from sim.reports.curves import panels
from sim.reports.curves.deaths import groups_of
from sim.reports.maps.likely import DOUBT, likely
from sim.reports.reading import Reading
from sim.sides import INDEX, SIDE_COUNT, SIDES

__all__ = ["MOST_FRAMES", "Caption", "Reel", "changes", "numbers", "reel_of"]

MOST_FRAMES = 160
"""Pictures in a film; of longer runs, weeks are left out evenly."""

_RANK = 2
"""Least rank of a town whose change of hands is told."""


@dataclass(frozen=True)
class Caption:
    """Hold one thing that happened, to be told from `week` on."""

    week: int
    text: str
    """What happened and in which month."""


@dataclass(frozen=True, eq=False)
class Reel:
    """Hold what a film shows; week 0 is the start, week w the state after w weeks."""

    record: Reading
    holder: Annotated[NDArray[np.int64], "[week, region] index into SIDES"]
    pale: Annotated[NDArray[np.bool_], "[week, region] one run: empty country; ensemble: under 0.7 of the runs"]
    area: Annotated[NDArray[np.float64], "[week, side] share 0..1, mean over runs"]
    people: Annotated[NDArray[np.float64], "[week, side] share 0..1, mean over runs"]
    land: Mapping[str, NDArray[np.float64]]
    """Side -> percentiles of its share of the area over runs, `[5, week]`."""
    killed: Annotated[NDArray[np.float64], "[5, week from 0 without the start] people a week"]
    civilians: Annotated[NDArray[np.float64], "[5, week from 0 without the start] people a week"]
    toll: Annotated[NDArray[np.float64], "[5, week] civilians killed since the start"]
    captions: tuple[Caption, ...]

    @property
    def many(self) -> bool:
        """Say whether it is an ensemble."""
        return self.record.runs > 1

    @property
    def weeks(self) -> int:
        """Return the length of the run in weeks."""
        return len(self.holder) - 1

    @property
    def shown(self) -> list[int]:
        """Return the weeks of the pictures: every one, or evenly chosen ones with the first and the last."""
        count = min(self.weeks + 1, MOST_FRAMES)
        return sorted({round(float(week)) for week in np.linspace(0, self.weeks, count)})

    def date(self, week: int) -> date:
        """Return the date of a week."""
        return date_of(week, self.record.start)

    @property
    def sides(self) -> list[str]:
        """Return the parties that hold land in any week, in the order of legends."""
        return [side for side in style.LEGEND_ORDER if self.area[:, INDEX[side]].any()]


def _states(record: Reading, ground: Backdrop) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.float64]]:
    """Return holder and pale `[week, region]`, and the odds `[week, region, side]` as shares of land and people."""
    weeks = range(record.weeks + 1)
    weigh = np.stack([ground.area / ground.area.sum(), ground.population / (ground.population.sum() or 1.0)])
    if record.runs == 1:
        holder = np.stack([record.frame(week).holder for week in weeks]).astype(np.int64)
        pale = np.broadcast_to(ground.thin, holder.shape)
        shares = [[np.bincount(row, weights=each, minlength=SIDE_COUNT) for each in weigh] for row in holder]
        return holder, pale, np.array(shares)
    rows, doubt, mean = [], [], []
    for week in weeks:
        odds = record.odds(week)
        found = likely(odds)
        rows.append(found.holder)
        doubt.append(found.share < DOUBT - 1e-9)
        mean.append(weigh @ odds.share)
    return np.stack(rows), np.stack(doubt), np.array(mean)


def _land(record: Reading, area: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Return the percentiles of the area of each party that holds any; of one run its share, five times."""
    out = {}
    for side in (side for side in style.LEGEND_ORDER if area[:, INDEX[side]].any()):
        mean = area[:, INDEX[side]]
        values = record.series.get(f"area.{side}") if record.runs > 1 else None
        five = panels.bands(mean[None, 1:] if values is None else np.asarray(values))
        out[side] = np.concatenate([np.full((5, 1), mean[0]), five], axis=1)
    return out


def _captions(record: Reading, holder: NDArray[np.int64], ground: Backdrop) -> tuple[Caption, ...]:
    """Return the dated events of the scenario and the changes of hands of the larger towns, in order of time."""
    told = []
    for event in record.scenario.get("events") or ():
        if event.get("when") is None or not event.get("label"):
            continue
        when = date.fromisoformat(str(event["when"]))
        week = -((monday(record.start) - when).days // 7)  # the first Monday on or after it
        if 0 <= week <= record.weeks:
            told.append(Caption(week, f"{words.month(when, short=True)}: {words.clip(str(event['label']), 60)}"))
    rows = {place: row for row, place in enumerate(ground.ids)}
    towns = [name for name in names_of("country") if name.rank >= _RANK and name.place in rows]
    for name in towns:
        course = holder[:, rows[name.place]]
        town = name.text or ground.places[name.place][0]
        told += [
            Caption(week, _passed(town, int(course[week - 1]), int(course[week]), week, record))
            for week in (np.flatnonzero(np.diff(course)) + 1).tolist()
        ]
    return tuple(sorted(told, key=lambda caption: caption.week))


def _passed(town: str, old: int, new: int, week: int, record: Reading) -> str:
    """Say who took a town in the week that ended after `week` weeks, or who is now the likeliest to hold it."""
    when = words.month(date_of(week - 1, record.start), short=True)
    if record.runs > 1:
        return f"{when}: {town} now most likely held by {who(SIDES[new])}"
    return f"{when}: {town} passed from {who(SIDES[old])} to {who(SIDES[new])}"


def reel_of(record: Reading) -> Reel:
    """Return what a film of a run or an ensemble shows."""
    ground = load_backdrop()
    holder, pale, shares = _states(record, ground)
    deaths = groups_of(record)
    toll = panels.bands(deaths["Civilians"].cumsum(axis=1))
    return Reel(
        record=record,
        holder=holder,
        pale=pale,
        area=shares[:, 0],
        people=shares[:, 1],
        land=_land(record, shares[:, 0]),
        killed=panels.bands(panels.smooth(deaths["all"])),
        civilians=panels.bands(panels.smooth(deaths["Civilians"])),
        toll=np.concatenate([np.zeros((5, 1)), toll], axis=1),
        captions=_captions(record, holder, ground),
    )


def numbers(reel: Reel) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return header and rows of the numbers of each week: raw dead of the week before, shares; medians of runs."""
    deaths = groups_of(reel.record)
    sides = reel.sides
    head = ("killed", "civilians_killed", "civilians_killed_since_start")
    raw = [np.median(values, axis=0) for values in (deaths["all"], deaths["Civilians"])]
    columns = [*head, *(f"area_{side}" for side in sides), *(f"people_{side}" for side in sides)]
    edges = ("p5", "p95") if reel.many else ()
    columns += [f"civilians_killed_since_start_{edge}" for edge in edges]
    columns += [f"area_{side}_{edge}" for side in sides for edge in edges]

    def rows() -> Iterator[Sequence[object]]:
        for week in range(reel.weeks + 1):
            dead = [values[week - 1] if week else 0.0 for values in raw]
            found = [*dead, reel.toll[2, week]]
            found += [reel.area[week, INDEX[side]] for side in sides] + [
                reel.people[week, INDEX[side]] for side in sides
            ]
            if reel.many:
                found += [reel.toll[row, week] for row in (0, 4)]
                found += [reel.land[side][row, week] for side in sides for row in (0, 4)]
            yield (week, reel.date(week).isoformat(), *(f"{value:.6g}" for value in found))

    return ("week", "date", *columns), rows()


def changes(reel: Reel) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """Return header and rows of what the map shows: every region at the start, then each change."""
    ground = load_backdrop()
    grade = "doubtful" if reel.many else "empty_country"

    def rows() -> Iterator[Sequence[object]]:
        for week in range(reel.weeks + 1):
            last = max(week - 1, 0)
            new = (reel.holder[week] != reel.holder[last]) | (reel.pale[week] != reel.pale[last]) | (week == 0)
            for row in np.flatnonzero(new).tolist():
                mark = "yes" if reel.pale[week, row] else ""
                holder = SIDES[reel.holder[week, row]]
                yield (week, reel.date(week).isoformat(), ground.ids[row], ground.names[row], holder, mark)

    return ("week", "date", "region", "name", "holder", grade), rows()
