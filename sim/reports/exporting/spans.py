"""Who held what, and for how long: the weeks that were asked for, joined where nothing changed between them.

Owns the choice of weeks, the walk over the changes of all runs at once, and the joining. Knows nothing of shapes
or files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.record.record import Record
from sim.sides import HOLDERS, INDEX

__all__ = ["QUARTER", "Span", "chosen_weeks", "shares_after", "spaced", "spans_of", "states_after"]

QUARTER = 13
"""Weeks between the dates of an ensemble's maps, if none are asked for."""

_ROWS = np.array([INDEX[side] for side in HOLDERS])


@dataclass(frozen=True, slots=True)
class Span:
    """Say for one region what held from one week until another, which is no longer part of it."""

    region: int
    since: int
    until: int
    share: tuple[float, ...]
    """Share of runs in which each of HOLDERS held it."""


def chosen_weeks(total: int, weeks: Sequence[int], every: int | None) -> list[int]:
    """Return the weeks that were asked for, in order: those named, or every `every`-th and the end; none: no choice.

    Raises InputError for a week outside the run, and for both ways at a time.
    """
    if weeks and every:
        raise InputError("--week names the weeks and --every spaces them; choose one.")
    for week in weeks:
        if not 0 <= week <= total:
            raise InputError(f"--week {week}: this run has weeks 0 (the start) to {total} (its end).")
    return spaced(total, every) if every else sorted(set(weeks))


def spaced(total: int, every: int) -> list[int]:
    """Return every `every`-th week from the start on, and the end."""
    return sorted({*range(0, total + 1, every), total})


def states_after(record: Record, weeks: Sequence[int]) -> Iterator[tuple[int, NDArray[np.int8]]]:
    """Yield each of some weeks, in order, with `[run, region]`, who held what after it; index into SIDES.

    The array is one and the same, moved on from week to week: use it before asking for the next.
    """
    holder = np.stack([history.start_holder for history in record.histories])
    many = [len(history.flips) for history in record.histories]
    run = np.repeat(np.arange(record.runs), many)
    flips = np.concatenate([history.flips for history in record.histories])
    order = np.argsort(flips[:, 0], kind="stable")
    run, flips = run[order], flips[order]
    done = 0
    for week in weeks:
        upto = int(np.searchsorted(flips[:, 0], week, side="right"))
        # Where a region changed hands twice in between, the later row is the one that stays.
        holder[run[done:upto], flips[done:upto, 1]] = flips[done:upto, 2]
        done = upto
        yield week, holder


def shares_after(record: Record, weeks: Sequence[int]) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield each of some weeks with `[region, holder]`, the share of runs, holders in the order of HOLDERS."""
    for week, holder in states_after(record, weeks):
        yield week, np.stack([(holder == row).mean(axis=0) for row in _ROWS], axis=1)


def spans_of(record: Record, weeks: Sequence[int]) -> list[Span]:
    """Return what held between the weeks asked for, region by region; the last lasts for a week."""
    ends = [*weeks[1:], weeks[-1] + 1]
    begun: dict[int, tuple[int, Any]] = {}
    found: list[Span] = []
    for week, share in shares_after(record, weeks):
        for region, row in enumerate(share):
            old = begun.get(region)
            if old is not None and np.array_equal(old[1], row):
                continue
            if old is not None:
                found.append(Span(region, old[0], week, tuple(old[1].tolist())))
            begun[region] = (week, row)
    found += [Span(region, since, ends[-1], tuple(row.tolist())) for region, (since, row) in begun.items()]
    return sorted(found, key=lambda span: (span.region, span.since))
