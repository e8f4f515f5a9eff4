"""Weeks and dates: week 0 of a run begins on the Monday on or before its start date.

Owns the mapping between ISO dates and week numbers. Knows nothing of scenarios; rules never read it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

__all__ = ["DAYS_PER_WEEK", "FIRST_DATE", "LAST_DATE", "as_of", "date_of", "monday", "week_of"]

DAYS_PER_WEEK = 7
FIRST_DATE = date(2015, 1, 1)
LAST_DATE = date(2021, 12, 31)


def monday(day: date) -> date:
    """Return the Monday on or before `day`."""
    return day - timedelta(days=day.weekday())


def week_of(day: date, start: date) -> int:
    """Return the week of a run (0 = the week of `start`) in which `day` falls; negative before it."""
    return (monday(day) - monday(start)).days // DAYS_PER_WEEK


def date_of(week: int, start: date) -> date:
    """Return the Monday of a week of a run."""
    return monday(start) + timedelta(weeks=week)


def as_of[T](points: Sequence[tuple[int, T]], week: int) -> T | None:
    """Return the value in force in `week` from points sorted by week; None before the first."""
    index = bisect_right(points, week, key=lambda point: point[0])
    return points[index - 1][1] if index else None
