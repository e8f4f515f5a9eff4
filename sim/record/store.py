"""The results folder: written whole or not at all, never overwritten, read back without pickle.

`results/<scenario>/<run>/` holds `scenario.yaml` (resolved), `manifest.json`, `orders.jsonl`, `events.jsonl`,
`series.parquet` (with the hash of each week), `start.parquet`, `flips.parquet`, `battles.parquet`, `hidden.parquet`,
`fields.parquet` (a row a run, region and week kept: every week of one run, the last of many), `draws.parquet` (a row a
run, where each has numbers of its own) and pictures. The last three tables are not in folders of older versions.
Owns that layout. Knows nothing of how runs are made or drawn.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from sim.errors import StorageError
from sim.record.fields import FIELDS, RegionFields
from sim.record.history import RunHistory
from sim.record.manifest import FORMAT
from sim.record.record import Record
from sim.record.series import LATER, MEASURES
from sim.record.soundness import inspect, inspect_manifest

__all__ = [
    "ANEW",
    "PARTIAL",
    "free_folder",
    "load_record",
    "part_of",
    "read_json",
    "read_scenario",
    "save_record",
    "write_scenario",
    "written_into",
    "written_whole",
]

PARTIAL = ".partial"
"""Ending of a folder that is still being written; a leading dot hides it too."""

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Safe either way; those in C take a tenth of the time."""

_WANTED = {"scenario": str, "seeds": list, "regions": list, "citations": list}
"""What a manifest must hold for its runs to be read, and as what."""


def free_folder(parent: Path, name: str) -> Path:
    """Return `parent/name`, or the first of `name-2`, `name-3`, ... that does not exist yet."""
    folder, count = parent / name, 1
    while folder.exists():
        count += 1
        folder = parent / f"{name}-{count}"
    return folder


def save_record(
    folder: Path,
    *,
    scenario: Mapping[str, Any],
    manifest: Mapping[str, Any],
    runs: Sequence[RunHistory],
    region_ids: Sequence[str],
    finish: Callable[[Record, Path], object] | None = None,
) -> Path:
    """Write a results folder under a hidden name, let `finish` add pictures, then give it its own name.

    Raises StorageError when the disk is full, the folder cannot be written or exists already; nothing
    half-written is left in any case.
    """
    with written_whole(folder) as draft:
        _write(draft, scenario, manifest, runs, region_ids)
        if finish is not None:
            finish(Record.of(scenario, manifest, runs, region_ids), draft)
    return folder


@contextmanager
def written_whole(folder: Path) -> Iterator[Path]:
    """Yield a folder with a hidden name to write into, and give it its own name when all of it is written.

    Raises StorageError when the disk is full, the folder cannot be written or exists already; nothing
    half-written is left in any case.
    """
    draft = folder.with_name(f".{folder.name}-{os.getpid()}{PARTIAL}")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        yield draft
        if folder.exists():
            raise StorageError(f"{folder} exists already; results are never overwritten")
        draft.rename(folder)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise StorageError(_words(folder, error)) from error
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


@contextmanager
def written_into(folder: Path) -> Iterator[Path]:
    """Yield a hidden folder beside `folder`; each file written there moves into `folder` when all are whole.

    Others in `folder` stay as they are. Raises StorageError when it cannot be written; nothing of it is kept then.
    """
    draft = folder.with_name(f".{folder.name}-{os.getpid()}{PARTIAL}")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        yield draft
        folder.mkdir(exist_ok=True)
        for path in sorted(draft.iterdir()):
            path.replace(folder / path.name)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorageError(f"{folder} cannot be written into: {reason}. Nothing half-written was kept.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _words(folder: Path, error: OSError) -> str:
    reason = error.strerror or str(error)
    return (
        f"The results could not be written to {folder}: {reason}. Nothing half-written was kept. "
        "Free some space or choose another folder with --out DIR."
    )


def _write(
    folder: Path,
    scenario: Mapping[str, Any],
    manifest: Mapping[str, Any],
    runs: Sequence[RunHistory],
    region_ids: Sequence[str],
) -> None:
    write_scenario(folder / "scenario.yaml", scenario)
    whole = {**manifest, "seeds": [run.seed for run in runs], "regions": list(region_ids)}
    (folder / "manifest.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False), encoding="utf-8")
    _write_lines(folder / "orders.jsonl", runs, "orders")
    _write_lines(folder / "events.jsonl", runs, "events")
    _write_series(folder, runs)
    start = np.stack([run.start_holder for run in runs])
    pq.write_table(pa.table({"run": _spread(runs, start), "holder": start.ravel()}), folder / "start.parquet")
    _write_changes(folder / "flips.parquet", [run.flips for run in runs], "holder")
    _write_changes(folder / "battles.parquet", [run.battles for run in runs], "attacker")
    _write_changes(folder / "hidden.parquet", [run.hidden for run in runs], "night")
    _write_fields(folder / "fields.parquet", runs)
    if any(run.numbers for run in runs):
        _write_draws(folder / "draws.parquet", runs)


def _write_draws(path: Path, runs: Sequence[RunHistory]) -> None:
    """Write the numbers that each run has alone, by their dotted names, and which draw they are."""
    columns: dict[str, Any] = {
        "run": np.arange(len(runs), dtype=np.int32),
        "draw": pa.array([run.draw for run in runs], pa.int32()),
    }
    columns |= {name: [run.numbers[name] for run in runs] for name in runs[0].numbers}
    pq.write_table(pa.table(columns), path, compression="zstd")


def _spread(runs: Sequence[RunHistory], rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.repeat(np.arange(len(runs), dtype=np.int32), rows.shape[1])


def write_scenario(path: Path, scenario: Mapping[str, Any]) -> None:
    """Write a resolved scenario as YAML."""
    text = yaml.dump(dict(scenario), Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=100)
    path.write_text(text, encoding="utf-8")


def _write_lines(path: Path, runs: Sequence[RunHistory], part: str) -> None:
    with path.open("w", encoding="utf-8") as handle:
        for number, run in enumerate(runs):
            for row in getattr(run, part):
                handle.write(json.dumps({"run": number, **row}, ensure_ascii=False, sort_keys=False) + "\n")


def _write_series(folder: Path, runs: Sequence[RunHistory]) -> None:
    """Write one row a run and week: every measure, and the hash of the World after the week."""
    weeks = np.concatenate([np.arange(len(run.table), dtype=np.int32) for run in runs])
    number = np.repeat(np.arange(len(runs), dtype=np.int32), [len(run.table) for run in runs])
    table = np.concatenate([run.table for run in runs])
    columns: dict[str, Any] = {"run": number, "week": weeks}
    columns |= {name: np.ascontiguousarray(table[:, index]) for index, name in enumerate(MEASURES)}
    columns["hash"] = pa.array([value for run in runs for value in run.hashes])
    pq.write_table(pa.table(columns), folder / "series.parquet", compression="zstd")


def _write_changes(path: Path, parts: Sequence[np.ndarray[Any, Any]], what: str) -> None:
    number = np.repeat(np.arange(len(parts), dtype=np.int32), [len(part) for part in parts])
    rows = np.concatenate(parts) if parts else np.zeros((0, 3), dtype=np.int16)
    columns = {"run": number, "week": rows[:, 0], "region": rows[:, 1], what: rows[:, 2]}
    pq.write_table(pa.table(columns), path, compression="zstd")


def _write_fields(path: Path, runs: Sequence[RunHistory]) -> None:
    """Write the weeks of a region under each other: what changes little from row to row takes least room."""
    sizes = [run.fields.values.shape for run in runs]
    kept = [weeks * regions for weeks, _, regions in sizes]
    columns: dict[str, Any] = {
        "run": np.repeat(np.arange(len(runs), dtype=np.int32), kept),
        "region": np.concatenate([np.repeat(np.arange(many, dtype=np.int16), weeks) for weeks, _, many in sizes]),
        "week": np.concatenate([np.tile(run.fields.weeks, run.fields.values.shape[2]) for run in runs]),
    }
    for number, name in enumerate(FIELDS):
        columns[name] = np.concatenate([run.fields.values[:, number].T.ravel() for run in runs])
    pq.write_table(
        pa.table(columns),
        path,
        compression="zstd",
        use_dictionary=["run", "region", "week"],
        use_byte_stream_split=list(FIELDS),
    )


def load_record(folder: Path) -> Record:
    """Read a results folder; StorageError says which file is missing or broken."""
    manifest = _manifest(folder)
    scenario = part_of(folder, "scenario.yaml", read_scenario)
    names = ("series", "start", "flips", "battles")
    tables = {name: part_of(folder, f"{name}.parquet", pq.read_table) for name in names}
    for name in ("hidden", "fields", "draws"):
        if (folder / f"{name}.parquet").exists():
            tables[name] = part_of(folder, f"{name}.parquet", pq.read_table)
    lines = {name: part_of(folder, f"{name}.jsonl", _read_lines) for name in ("events", "orders")}
    try:
        record = Record.of(scenario, manifest, _runs(manifest, tables, lines), manifest["regions"])
        inspect(record)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError) as error:
        raise StorageError(f"The files of {folder} do not fit together ({error}). {ANEW}") from error
    return record


ANEW = "A results folder is written once and never edited: run the scenario anew."


def part_of[T](folder: Path, name: str, read: Callable[[Path], T]) -> T:
    """Return what one file of a results folder holds; StorageError names the file."""
    try:
        return read(folder / name)
    except FileNotFoundError as error:
        raise StorageError(f"{folder} is not a results folder: {name} is missing.") from error
    except (OSError, ValueError, RecursionError, yaml.YAMLError, pa.ArrowException) as error:
        reason = str(error).strip().partition("\n")[0]
        raise StorageError(f"{folder / name} cannot be read: {reason}. {ANEW}") from error


def _manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest if it is one of ours, with all that reading needs."""
    manifest = part_of(folder, "manifest.json", read_json)
    if not isinstance(manifest, dict):
        raise StorageError(f"{folder / 'manifest.json'} is not a manifest. {ANEW}")
    if manifest.get("format") != FORMAT:
        raise StorageError(
            f"{folder} has results of form {manifest.get('format')}; this version reads form {FORMAT}. "
            "Read it with the version that its manifest names, or run the scenario anew."
        )
    for name, kind in _WANTED.items():
        if not isinstance(manifest.get(name), kind) or not manifest[name]:
            raise StorageError(f'{folder / "manifest.json"} does not say "{name}". {ANEW}')
    try:
        inspect_manifest(manifest)
    except ValueError as error:
        raise StorageError(f"{folder / 'manifest.json'} cannot be read: {error}. {ANEW}") from error
    return manifest


def read_json(path: Path) -> Any:
    """Read a file of JSON."""
    return json.loads(path.read_text(encoding="utf-8"))


def read_scenario(path: Path) -> dict[str, Any]:
    """Read what `write_scenario` wrote."""
    plain = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    if not isinstance(plain, dict):
        raise ValueError("it holds no scenario")
    return plain


def _read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _runs(
    manifest: Mapping[str, Any],
    tables: Mapping[str, Any],
    lines: Mapping[str, Sequence[Mapping[str, Any]]],
) -> list[RunHistory]:
    series, seeds = tables["series"], manifest["seeds"]
    number = series["run"].to_numpy()
    absent = LATER - set(series.column_names)
    unknown = np.full(len(number), np.nan)
    columns = [unknown if name in absent else series[name].to_numpy() for name in MEASURES]
    table = np.stack(columns, axis=1).astype(np.float64)
    hashes = np.array(series["hash"].to_pylist(), dtype=object)
    holder = _whole(tables["start"]["holder"], np.int8).reshape(len(seeds), len(manifest["regions"]))
    if set(number.tolist()) != set(range(len(seeds))):
        raise ValueError("another number of runs in series.parquet than in manifest.json")
    strange = {line["run"] for rows in lines.values() for line in rows} - set(range(len(seeds)))
    strange |= {run for table in tables.values() for run in table["run"].unique().to_pylist()} - set(range(len(seeds)))
    if strange:
        raise ValueError(f"some rows are of run {min(map(str, strange))}, which manifest.json does not know")
    fields = _fields(tables.get("fields"), len(seeds), len(manifest["regions"]))
    draws = _draws(tables.get("draws"), len(seeds))
    return [
        RunHistory(
            seed=seed,
            table=table[number == row],
            hashes=tuple(hashes[number == row]),
            start_holder=holder[row],
            flips=_changes(tables["flips"], row, "holder"),
            battles=_changes(tables["battles"], row, "attacker"),
            events=tuple({"id": at, **event} for at, event in enumerate(_of_run(lines["events"], row))),
            orders=_of_run(lines["orders"], row),
            fields=fields[row],
            draw=draws[row][0],
            numbers=draws[row][1],
            **({"hidden": _changes(tables["hidden"], row, "night")} if "hidden" in tables else {}),
        )
        for row, seed in enumerate(seeds)
    ]


def _changes(table: Any, row: int, what: str) -> np.ndarray[Any, np.dtype[np.int16]]:
    mine = table["run"].to_numpy() == row
    columns = [_whole(table[name], np.int16)[mine] for name in ("week", "region", what)]
    return np.stack(columns, axis=1)


def _whole(column: Any, kind: type[np.signedinteger[Any]]) -> Any:
    """Return a column as whole numbers of a size; ValueError where one of them is none, or has no room."""
    values = column.to_numpy()
    if values.dtype.kind not in "iu" or (values.astype(kind) != values).any():
        raise ValueError("a column that should hold small whole numbers does not")
    return values.astype(kind)


def _fields(table: Any, runs: int, regions: int) -> list[RegionFields]:
    """Return the fields of each run from rows in the order of run, region and week."""
    if table is None or table.num_rows == 0:
        return [RegionFields.none()] * runs
    number, region, week = (_whole(table[name], np.int32) for name in ("run", "region", "week"))
    values = np.stack([table[name].to_numpy() for name in FIELDS])
    if values.dtype.kind != "f" or not np.isfinite(values).all() or values.dtype.itemsize > 4:
        raise ValueError("a field in fields.parquet is no number")
    found = []
    for row in range(runs):
        first, last = np.searchsorted(number, (row, row + 1))
        weeks = week[first:last].reshape(regions, -1).astype(np.int16)
        if (weeks != weeks[0]).any() or (region[first:last] != np.repeat(np.arange(regions), weeks.shape[1])).any():
            raise ValueError("fields.parquet does not hold every region in every week that it holds")
        cut = values[:, first:last].reshape(len(FIELDS), regions, -1)
        found.append(RegionFields(weeks[0].copy(), np.ascontiguousarray(cut.transpose(2, 0, 1), dtype=np.float32)))
    return found


def _draws(table: Any, runs: int) -> list[tuple[int | None, Mapping[str, float]]]:
    """Return which draw each run has, and its numbers; nothing where no run has its own."""
    if table is None:
        return [(None, {})] * runs
    names = [name for name in table.column_names if name not in ("run", "draw")]
    values = np.array([table[name].to_numpy() for name in names])
    if table["run"].to_pylist() != list(range(runs)) or values.dtype != np.float64 or not np.isfinite(values).all():
        raise ValueError("draws.parquet does not hold one row of numbers for each run")
    numbers = [dict(zip(names, row, strict=True)) for row in values.T.tolist()]
    return list(zip(_whole(table["draw"], np.int32).tolist(), numbers, strict=True))


def _of_run(rows: Sequence[Mapping[str, Any]], row: int) -> tuple[Mapping[str, Any], ...]:
    return tuple({key: value for key, value in line.items() if key != "run"} for line in rows if line["run"] == row)
