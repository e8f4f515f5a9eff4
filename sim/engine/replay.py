"""Run a recorded war again: to the same hashes, or to a week from which something is different.

Scenario, seed and order log rebuild everything, so replay, fork and rewind are one operation.
Owns that operation. Knows nothing of folders: it takes a Record and gives back histories.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.engine.model import Script, TheatreModel
from sim.engine.week import MONTH
from sim.errors import InputError, OrderError, ReplayError, StorageError
from sim.orders.codec import order_from_plain
from sim.orders.orders import Order
from sim.record.fields import RegionFields
from sim.record.history import RunHistory
from sim.record.keep import Keep
from sim.record.record import Record
from sim.scenario.changes import change
from sim.scenario.loaded import Loaded
from sim.theatre.places import region_ids

__all__ = ["Fork", "fork", "rerun", "script_of", "verify"]


@dataclass(frozen=True, slots=True)
class Fork:
    """Say from which week on which settings differ."""

    week: int
    sets: tuple[str, ...]

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> Fork | None:
        """Return the fork that a manifest tells of, if any."""
        told = manifest.get("fork")
        return cls(int(told["week"]), tuple(told["sets"])) if told else None


def script_of(loaded: Loaded, history: RunHistory, before: int) -> Script:
    """Return the logged orders of the weeks before `before`, refused ones too: they are refused again.

    An actor without a line in a month gave no order, and gives none again. Of many runs no orders are kept;
    then the policies decide anew, and the same.
    """
    if not history.orders:
        return {}
    script: dict[int, dict[str, list[Order]]] = {
        week: {actor: [] for actor in loaded.scenario.actors} for week in range(0, before, MONTH)
    }
    for row in history.orders:
        if row["week"] < before:
            plain = {key: value for key, value in row.items() if key not in ("week", "actor", "refused")}
            script[row["week"]][row["actor"]].append(order_from_plain(plain))
    return script


def rerun(
    loaded: Loaded,
    seed: int,
    *,
    script: Script,
    change_at: Fork | None,
    guards: bool = False,
    keep: Keep | None = None,
) -> RunHistory:
    """Run a war with logged orders; from the fork's week on, with its settings and free policies."""
    model = TheatreModel(loaded, rng=seed, script=script, guards=guards, keep=keep, collect=False)
    if change_at is not None:
        if not 0 <= change_at.week < model.horizon:
            raise InputError(
                f"A fork starts at week 0 to {model.horizon - 1} of this run, not {change_at.week}; "
                "week 0 is the first."
            )
        changed = change(loaded, change_at.sets)
        while model.world.week < change_at.week:
            model.step()
        model.continue_with(changed)
    return model.run().log.history()


def fork(record: Record, change_at: Fork) -> list[RunHistory]:
    """Return each run of the record as it goes on when `change_at` applies."""
    if Fork.of(record.manifest) is not None:
        raise InputError("This run is itself a fork. Fork the run that it came from, or run the scenario anew.")
    loaded = _loaded(record)
    keep = Keep(fields="every week" if record.runs == 1 else "last week")
    forks = [_again(loaded, history, change_at.week, change_at, keep) for history in record.histories]
    for number, (was, now) in enumerate(zip(record.histories, forks, strict=True)):
        if was.hashes[: change_at.week] != now.hashes[: change_at.week]:
            raise ReplayError(f"Run {number} (seed {was.seed}) parts from its record before the fork. {_PARTED}")
    return forks


def verify(record: Record) -> int:
    """Run every run of the record again; return the weeks compared, or raise ReplayError at the first that parts."""
    loaded = _loaded(record)
    told = Fork.of(record.manifest)
    compared = 0
    for number, history in enumerate(record.histories):
        again = _again(loaded, history, len(history.hashes), told)
        if len(again.hashes) != len(history.hashes):
            raise ReplayError(
                f"Run {number} (seed {history.seed}) has {len(history.hashes)} weeks in its record and "
                f"{len(again.hashes)} now. {_PARTED}"
            )
        for week, (was, now) in enumerate(zip(history.hashes, again.hashes, strict=True)):
            if was != now:
                raise ReplayError(
                    f"Run {number} (seed {history.seed}) parts from its record in week {week}: {was} was "
                    f"recorded, {now} came now. {_PARTED}"
                )
        _compare_tables(number, history, again)
        compared += len(again.hashes)
    return compared


def _again(
    loaded: Loaded, was: RunHistory, before: int, change_at: Fork | None, keep: Keep | None = None
) -> RunHistory:
    """Run one run of a record again with its own numbers, and with its logged orders before a week."""
    try:
        own = loaded.with_numbers(was.numbers)
    except (ValueError, InputError) as error:
        raise StorageError(f"The draws.parquet of these results has been edited or cut: {error}") from error
    script = _script_or_fault(own, was, before)
    now = rerun(own, was.seed, script=script, change_at=change_at, keep=keep)
    return replace(now, numbers=was.numbers, draw=was.draw)


def _compare_tables(number: int, was: RunHistory, now: RunHistory) -> None:
    """Raise ReplayError where hashes agree but what is stored beside them does not: an edited file."""
    for part in ("table", "start_holder", "flips", "battles", "hidden"):
        kept, made = getattr(was, part), getattr(now, part)
        if not (part == "battles" and len(kept) == 0) and not np.array_equal(kept, made):
            raise ReplayError(f"Run {number} (seed {was.seed}) gives other numbers than its {part}. {_PARTED}")
    if not _same_fields(was.fields, now.fields):
        raise ReplayError(f"Run {number} (seed {was.seed}) gives other numbers than its fields. {_PARTED}")
    if was.events and tuple(was.events) != tuple(now.events):
        raise ReplayError(f"Run {number} (seed {was.seed}) gives other events than its events.jsonl. {_PARTED}")


def _same_fields(was: RegionFields, now: RegionFields) -> bool:
    """Say whether the weeks that were kept hold the same; folders of older versions kept none."""
    kept = np.isin(now.weeks, was.weeks)
    return len(was.weeks) == 0 or np.array_equal(was.values, now.values[kept])


_PARTED = "Another version of the model or of numpy does this; so does an edited file."


def _loaded(record: Record) -> Loaded:
    """Return the scenario of a record, if this version can still run it on the same ground."""
    if tuple(record.regions) != region_ids():
        raise ReplayError("This was run on another ground: its regions are not those of this version.")
    try:
        return Loaded.from_resolved(record.scenario)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StorageError(f"The scenario.yaml of these results has been edited or cut: {error}") from error


def _script_or_fault(loaded: Loaded, history: RunHistory, before: int) -> Script:
    """Return the log as a script; StorageError if a line of it is no order of this run."""
    try:
        return script_of(loaded, history, before)
    except (KeyError, TypeError, OrderError) as error:
        raise StorageError(f"The orders.jsonl of these results has been edited or cut: {error}") from error
