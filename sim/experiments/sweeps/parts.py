"""The table of a sweep on disk: one Parquet file for each chunk, whole or not there, in a folder of their own.

A part is written under a hidden name, flushed to the disk, and then given its own name in one step. Owns those
files. Knows nothing of what the rows mean.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sim.errors import StorageError

__all__ = [
    "RUNS",
    "drop_failed",
    "finished",
    "parts_in",
    "read_part",
    "read_row",
    "set_aside_damaged",
    "whole",
    "write_part",
]

RUNS = "runs"
"""Folder of the Parquet parts in that of a sweep: nothing else lies there but hidden files."""

_FULL = {errno.ENOSPC, errno.EDQUOT}


def parts_in(folder: Path) -> list[Path]:
    """Return the parts of a folder by their first row."""
    return sorted(path for path in folder.glob("rows-*.parquet"))


@contextlib.contextmanager
def whole(path: Path, again: str = "") -> Iterator[Path]:
    """Give a hidden name to write to; afterwards the file has its own name, or is not there at all.

    `again` is what to type to go on after a full disk; what resumes a sweep if left out.
    """
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        yield draft
        with draft.open("rb+") as handle:
            os.fsync(handle.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        if error.errno in _FULL:
            raise StorageError(
                f"The disk is full ({path.parent}). All finished rows are kept. Free some space and go on with "
                + (again or f"theatre sweep --resume {path.parents[1] if path.parent.name == RUNS else path.parent}")
            ) from error
        raise StorageError(f"{path} cannot be written: {error.strerror or error}. Finished rows are kept.") from error
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def write_part(folder: Path, table: pa.Table) -> Path:
    """Write some rows as a new part, named by its first row."""
    name = f"rows-{table['row'][0].as_py():09d}"
    path, count = folder / f"{name}.parquet", 1
    while path.exists():  # other rows of an older chunk, whose first row had failed and is run again
        count += 1
        path = folder / f"{name}-{count}.parquet"
    _write(path, table)
    return path


def _write(path: Path, table: pa.Table) -> None:
    with whole(path) as draft:
        pq.write_table(table, draft, compression="zstd")


def read_part(path: Path, columns: list[str] | None = None) -> pa.Table:
    """Return a part, or some columns of it; StorageError if it cannot be read."""
    try:
        return pq.read_table(path, columns=columns, partitioning=None)
    except (OSError, pa.ArrowException, KeyError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise StorageError(f"{path} cannot be read: {reason}. theatre sweep --resume makes it anew.") from error


def finished(folder: Path, rows: int) -> tuple[npt.NDArray[np.bool_], int]:
    """Return which of so many rows are there, and how many failed; StorageError for a row that is there twice."""
    done = np.zeros(rows, dtype=np.bool_)
    failed = 0
    for path in parts_in(folder):
        table = read_part(path, ["row", "error"])
        mine = table["row"].to_numpy()
        known = np.issubdtype(mine.dtype, np.integer) and len(np.unique(mine)) == len(mine)
        if not known or (len(mine) and (mine.min() < 0 or mine.max() >= rows or done[mine].any())):
            raise StorageError(
                f"{path} holds rows that another part has, or that the plan of {folder.parent} does not: a part or the "
                "manifest was changed by hand, or another process is at work."
            )
        done[mine] = True
        failed += len(table) - table["error"].null_count
    return done, failed


def set_aside_damaged(folder: Path) -> list[Path]:
    """Hide every part that cannot be read, so that its rows are run again; return where they are now."""
    aside = []
    for path in parts_in(folder):
        try:
            whole_part = pq.read_table(path, partitioning=None)
            if not {"row", "error"} <= set(whole_part.column_names):
                raise KeyError("row")
        except (OSError, pa.ArrowException, KeyError):
            hidden = path.with_name(f".damaged-{path.name}")
            path.replace(hidden)
            aside.append(hidden)
    for draft in folder.glob(".rows-*"):
        draft.unlink(missing_ok=True)  # left by a process that was killed while it wrote
    return aside


def drop_failed(folder: Path) -> int:
    """Take failed rows out of their parts, so that they are run again; return how many."""
    dropped = 0
    for path in parts_in(folder):
        table = read_part(path)
        good = table.filter(table["error"].is_null())
        dropped += len(table) - len(good)
        if len(good) == len(table):
            continue
        if len(good):
            _write(path, good)
        else:
            path.unlink()
    return dropped


def read_row(folder: Path, row: int) -> dict[str, Any] | None:
    """Return one row as plain data, or None if it is not there."""
    for path in reversed(parts_in(folder)):
        if int(path.stem.split("-")[1]) > row:
            continue
        part = read_part(path)
        found = part.filter(pc.field("row") == row)
        if len(found):
            plain: dict[str, Any] = found.to_pylist()[0]
            return plain
    return None
