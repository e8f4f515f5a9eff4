"""The dead of a war, beside the monitors' counts: level and decline, the truce of 2016, civilians, the worst weeks.

P1, P3, P8 and P11 of docs/model 4.1. Owns these readings and the range of each count. Knows nothing of land.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import numpy as np
import numpy.typing as npt

from sim.history.calibrating.patterns import Arm, first_monday
from sim.history.calibrating.readings.statistic import Statistic
from sim.history.forecasts import months_in
from sim.history.observed import deaths_monthly, deaths_reported, deaths_yearly
from sim.history.truth import month_after
from sim.record.history import RunHistory
from sim.sides import FIGHTING

__all__ = ["deaths_of", "tail_share"]

Floats = npt.NDArray[np.float64]

_LAST = date(2017, 5, 1)
"""Last whole month of every arm."""
_UCDP = "UCDP, rescaled; low to high"
_YEAR = 12
_WORST = 0.01
"""Share of region-weeks with any dead that count as the worst."""


def deaths_of(arm: Arm) -> tuple[Statistic, ...]:
    """Return what is read of the dead in an arm."""
    first = _first_month(first_monday(arm))
    spans = [
        (date(2015, 10, 1), date(2015, 12, 1)),
        (max(first, date(2016, 1, 1)), date(2016, 12, 1)),
        (max(first, date(2017, 1, 1)), _LAST),
    ]
    found = [_level(arm, since, until) for since, until in spans if first <= since <= until]
    if first <= date(2015, 10, 1):
        found.append(_decline(arm))
    if arm.dated:
        found += [_truce(arm, "dip"), _truce(arm, "rebound"), *_civilians(arm)]
    return (*found, _tail())


def _first_month(day: date) -> date:
    """Return the first month that a run from `day` holds whole."""
    return day if day.day == 1 else month_after(day.replace(day=1))


def _months(since: date, until: date) -> list[date]:
    """Return the months from one to another, both counted."""
    months = [since]
    while months[-1] < until:
        months.append(month_after(months[-1]))
    return months


def _counted(months: Sequence[date]) -> tuple[float, float, float]:
    """Return best, low and high of the recorded dead over months [persons]; bounds are added up as they stand."""
    rows = [row for row in deaths_monthly() if row.month in set(months)]
    return sum(row.best for row in rows), sum(row.low for row in rows), sum(row.high for row in rows)


def _dead(run: RunHistory, months: Sequence[date], start: date) -> float:
    return float(months_in([run], months, start).sum())


def _level(arm: Arm, since: date, until: date) -> Statistic:
    months = _months(since, until)
    best, low, high = _counted(months)
    source = _UCDP
    if len(months) == _YEAR:
        sohr = [row for row in deaths_reported() if (row.source, row.group) == ("sohr", "all")]
        other = next(row.deaths for row in sohr if row.start == since)
        low, high, source = min(low, other), max(high, other), "UCDP, rescaled; from SOHR's count to UCDP's high"
    words = f"Killed, {since.year}" if len(months) == _YEAR else f"Killed, {since:%B} to {until:%B %Y}"
    read = partial(_dead, months=months, start=first_monday(arm))
    return Statistic("P1", f"deaths.{since:%Y-%m}", words, "people", read, best, low, high, source)


def _ratio(run: RunHistory, after: Sequence[date], before: Sequence[date], start: date) -> float:
    """Return the mean month of `after` over that of `before`."""
    return float(months_in([run], after, start).mean() / months_in([run], before, start).mean())


def _compared(after: Sequence[date], before: Sequence[date]) -> tuple[float, float, float]:
    """Return the recorded ratio of mean months, and its least and largest within the bounds of both."""
    (a, a_low, a_high), (b, b_low, b_high) = _counted(after), _counted(before)
    size = len(before) / len(after)
    return size * a / b, size * a_low / b_high, size * a_high / b_low


def _decline(arm: Arm) -> Statistic:
    after, before = _months(date(2017, 1, 1), _LAST), _months(date(2015, 10, 1), date(2015, 12, 1))
    read = partial(_ratio, after=after, before=before, start=first_monday(arm))
    words = "Killed a month, January to May 2017 over late 2015"
    return Statistic("P1", "deaths.decline", words, "ratio", read, *_compared(after, before), _UCDP)


def _truce(arm: Arm, what: str) -> Statistic:
    truce = [date(2016, 3, 1), date(2016, 4, 1)]
    before, after = ([date(2016, 1, 1), date(2016, 2, 1)], truce) if what == "dip" else (truce, [date(2016, 5, 1)])
    read = partial(_ratio, after=after, before=before, start=first_monday(arm))
    words = {
        "dip": "Killed a month, March and April over January and February 2016",
        "rebound": "Killed a month, May over March and April 2016",
    }[what]
    return Statistic("P8", f"truce.{what}", words, "ratio", read, *_compared(after, before), _UCDP)


def _civilian_share(run: RunHistory, weeks: slice) -> float:
    civilians = run.series("deaths.civilians")[weeks].sum()
    fighters = sum(run.series(f"deaths.{side}")[weeks].sum() for side in FIGHTING)
    return float(civilians / (civilians + fighters))


def _civilians(arm: Arm) -> list[Statistic]:
    """Return the civilian share of the dead: as monitors and years give it, and in 2016 as UCDP counted it."""
    start = first_monday(arm)
    first, last = ((day - start).days // 7 for day in (date(2016, 1, 4), date(2017, 1, 2)))
    year = next(row for row in deaths_yearly() if row.year == 2016)
    known = year.combatants + year.civilians
    sure, most = year.civilians / (known + year.unknown), (year.civilians + year.unknown) / (known + year.unknown)
    return [
        Statistic(
            "P3", "civilians", "Civilians among the killed, to the end of 2016", "share",
            partial(_civilian_share, weeks=slice(0, last)), 0.30, 0.25, 0.35, "what monitors and years give",
        ),
        Statistic(
            "P3", "civilians.2016", "Civilians among the killed, 2016", "share",
            partial(_civilian_share, weeks=slice(first, last)), year.civilians / known, sure, most,
            "UCDP; from all unknown as fighters to all as civilians",
        ),
    ]  # fmt: skip


def _tail() -> Statistic:
    """Return how much of all dead fall in the worst weeks of single regions: the record here has no such table."""
    return Statistic("P11", "tail", "Share of killed in the worst 1 % of weeks of a region", "share", tail_share)


def tail_share(run: RunHistory) -> float:
    """Return the share of the dead in the worst hundredth of region-weeks with any; nan without weekly fields."""
    if len(run.fields.weeks) < 3:
        return float("nan")
    total = [run.fields.after("deaths.civilians", int(week)) for week in run.fields.weeks]
    fighters = [run.fields.after("deaths.fighters", int(week)) for week in run.fields.weeks]
    killed = np.diff(np.array(total, dtype=np.float64) + np.array(fighters, dtype=np.float64), axis=0).ravel()
    sorted_ = np.sort(killed[killed > 0.0])[::-1]
    most = max(1, round(_WORST * len(sorted_)))
    return float(sorted_[:most].sum() / sorted_.sum()) if len(sorted_) else float("nan")
