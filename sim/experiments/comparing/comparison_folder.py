"""The folder of a comparison: written whole or not at all, never overwritten, read back without pickle.

`results/compare/<a>-vs-<b>-n<runs>/` holds `comparison.json` (what the pairs come to), `pairs.parquet` (a row a run:
draw, seed, arm, outcomes; empty: never), `holders.parquet` (in how many pairs a side held a region, every quarter),
`weekly.parquet` (bands of the courses), `draws.parquet` (the numbers of each draw, if they were drawn),
`scenario_a.yaml`, `scenario_b.yaml` (resolved), `manifest.json` and the pictures.
Owns that layout. Knows nothing of how runs are made or drawn.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, NotRequired, TypedDict

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pydantic import Field, with_config

from sim.errors import InputError, StorageError
from sim.experiments.columns import readings_of
from sim.experiments.comparing.compare import ARMS, HORIZONS, WEEKLY, Comparison, outcomes_of
from sim.experiments.comparing.courses import ARMS_AND_DIFFERENCE, LEVELS, Bands
from sim.experiments.comparing.holders import Holders, weeks_kept
from sim.experiments.comparing.wording import RANGE, sentence
from sim.experiments.contents import Difference
from sim.experiments.plain import finite
from sim.record.form import AS_WRITTEN, formed
from sim.record.manifest import FORMAT
from sim.record.soundness import Numbers, inspect_manifest
from sim.record.store import ANEW, part_of, read_json, read_scenario, write_scenario, written_whole
from sim.scenario.loaded import Loaded
from sim.scenario.posterior import DRAWS
from sim.sides import SIDE_COUNT, SIDES
from sim.theatre.regions import load_theatre

__all__ = ["comparison_plain", "load_comparison", "save_comparison"]


@with_config(AS_WRITTEN)
class _Difference(TypedDict):
    key: str
    a: str
    b: str


@with_config(AS_WRITTEN)
class _Told(TypedDict):
    """What comparison.json must say to be read back."""

    a: str
    b: str
    start: str
    weeks: Annotated[int, Field(ge=1, le=1000)]
    runs: Annotated[int, Field(ge=1)]
    draws: Annotated[int, Field(ge=1)]
    differs: list[_Difference]
    numbers: NotRequired[Numbers]


def comparison_plain(comparison: Comparison) -> dict[str, Any]:
    """Return what a comparison comes to as plain data."""
    contrasts = comparison.contrasts
    weeks = sorted({*(week for week in HORIZONS if week < comparison.weeks), comparison.weeks})
    return {
        "a": comparison.names[0],
        "b": comparison.names[1],
        "start": comparison.a.scenario.start.isoformat(),
        "weeks": comparison.weeks,
        "runs": comparison.runs,
        "draws": len(comparison.draws),
        "seeds": [int(comparison.seeds.min()), int(comparison.seeds.max())],
        "drawn": list(comparison.draws[0]),
        **({} if comparison.numbers is None else {"numbers": dict(comparison.numbers)}),
        "differs": [asdict(one) for one in comparison.differences],
        "outcomes": {
            one.name: {"unit": one.unit, "doc": one.doc, **contrasts[one.name].plain()} for one in comparison.readings
        },
        "worth_after_weeks": {
            name: {str(week): finite(comparison.worth_after(name, week)) for week in weeks} for name in WEEKLY
        },
        "says": [sentence(comparison, name) for name in WEEKLY],
        "note": RANGE,
    }


def save_comparison(
    folder: Path,
    comparison: Comparison,
    manifest: Mapping[str, Any],
    finish: Callable[[Path], object] | None = None,
) -> Path:
    """Write the folder under a hidden name, let `finish` add the picture, then give it its own name.

    Raises StorageError when it cannot be written or exists already; nothing half-written is left in any case.
    """
    with written_whole(folder) as draft:
        plain = comparison_plain(comparison)
        (draft / "comparison.json").write_text(json.dumps(plain, indent=1, ensure_ascii=False), encoding="utf-8")
        (draft / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
        write_scenario(draft / "scenario_a.yaml", comparison.a.resolved())
        write_scenario(draft / "scenario_b.yaml", comparison.b.resolved())
        pq.write_table(_pairs(comparison), draft / "pairs.parquet", compression="zstd")
        pq.write_table(_holders(comparison), draft / "holders.parquet", compression="zstd")
        pq.write_table(_weekly(comparison), draft / "weekly.parquet", compression="zstd")
        if len(comparison.draws) > 1:
            pq.write_table(_draws(comparison), draft / "draws.parquet", compression="zstd")
        if finish is not None:
            finish(draft)
    return folder


def _pairs(comparison: Comparison) -> pa.Table:
    """Return a row for every run; rows of one pair share draw and seed."""
    draws, runs = comparison.seeds.shape
    pairs = draws * runs
    columns: dict[str, Any] = {
        "draw": np.tile(np.repeat(np.arange(draws, dtype=np.int32), runs), len(ARMS)),
        "seed": np.tile(comparison.seeds.ravel(), len(ARMS)),
        "arm": np.repeat(ARMS, pairs),
    }
    flat = comparison.values.reshape(len(ARMS) * pairs, -1)
    for number, one in enumerate(comparison.readings):
        columns[one.name] = pa.array(flat[:, number], from_pandas=True)
    return pa.table(columns)


def _draws(comparison: Comparison) -> pa.Table:
    columns: dict[str, Any] = {"draw": np.arange(len(comparison.draws), dtype=np.int32)}
    if comparison.numbers is not None:
        columns["posterior"] = (comparison.seeds[:, 0] % DRAWS).astype(np.int32)
    columns |= {name: [draw[name] for draw in comparison.draws] for name in comparison.draws[0]}
    return pa.table(columns)


_COUNTS = ("a", "b", "gained", "lost", "squares")


def _holders(comparison: Comparison) -> pa.Table:
    """Return a row for every week kept, region and side that holds it in any run of either arm."""
    held = comparison.holders
    week, region, side = np.nonzero(held.a + held.b)
    columns: dict[str, Any] = {
        "week": np.array(held.weeks, dtype=np.int16)[week],
        "region": pa.array(np.array(load_theatre().ids)[region]).dictionary_encode(),
        "side": pa.array(np.array(SIDES)[side]).dictionary_encode(),
    }
    columns |= {name: getattr(held, name)[week, region, side] for name in _COUNTS}
    return pa.table(columns)


def _weekly(comparison: Comparison) -> pa.Table:
    """Return a row for every course, arm (or `B-A`) and week: five percentiles over pairs, and two over draws."""
    parts = []
    for name, bands in comparison.bands.items():
        for arm, levels in zip(ARMS_AND_DIFFERENCE, bands.levels, strict=True):
            weeks = levels.shape[1]
            columns: dict[str, Any] = {
                "course": [name] * weeks,
                "arm": [arm] * weeks,
                "week": np.arange(1, weeks + 1, dtype=np.int16),
            }
            columns |= {f"p{level:g}": row for level, row in zip(LEVELS, levels, strict=True)}
            draws = bands.draws if arm == ARMS_AND_DIFFERENCE[-1] else None
            for place, level in enumerate((LEVELS[0], LEVELS[-1])):
                row = np.full(weeks, np.nan) if draws is None else draws[place]
                columns[f"draws_p{level:g}"] = pa.array(row, from_pandas=True)
            parts.append(pa.table(columns))
    return pa.concat_tables(parts)


def load_comparison(folder: Path) -> Comparison:
    """Read a folder back: all but the weekly courses of single pairs, of which it has the bands.

    StorageError says which file is missing, broken or does not fit the others.
    """
    manifest, plain = (part_of(folder, f"{name}.json", read_json) for name in ("manifest", "comparison"))
    if not isinstance(manifest, dict) or manifest.get("kind") != "comparison" or manifest.get("format") != FORMAT:
        raise StorageError(f"{folder} is not the folder of a comparison of form {FORMAT}. {ANEW}")
    scenarios = [part_of(folder, f"scenario_{arm}.yaml", read_scenario) for arm in ("a", "b")]
    names = ["pairs", "holders", "weekly", *(["draws"] if (folder / "draws.parquet").exists() else [])]
    tables = {name: part_of(folder, f"{name}.parquet", pq.read_table) for name in names}
    try:
        inspect_manifest(manifest)
        formed(_Told, plain, "comparison.json")
        return _comparison(plain, scenarios, tables)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError, InputError, pa.ArrowException) as error:
        raise StorageError(f"The files of {folder} do not fit together ({error}). {ANEW}") from error


def _comparison(plain: Mapping[str, Any], scenarios: list[dict[str, Any]], tables: Mapping[str, Any]) -> Comparison:
    a, b = (Loaded.from_resolved(each) for each in scenarios)
    draws, runs, weeks = (plain[name] for name in ("draws", "runs", "weeks"))
    readings = readings_of(outcomes_of(a, b), weeks)
    shape = (len(ARMS), draws, runs)
    pairs = tables["pairs"]
    _paired(pairs, draws, runs)
    values = [_numbers(pairs[one.name], never=one.horizon > 0).reshape(shape) for one in readings]
    drawn = _read_draws(tables["draws"], draws) if draws > 1 else ({},)
    return Comparison(
        a=a,
        b=b,
        seeds=pairs["seed"].to_numpy().reshape(shape)[0],
        draws=drawn,
        readings=readings,
        values=np.stack(values, axis=-1),
        weekly={},
        bands=_read_bands(tables["weekly"], weeks),
        holders=_read_holders(tables["holders"], weeks, draws, runs),
        differences=tuple(Difference(**each) for each in plain["differs"]),
        names=(plain["a"], plain["b"]),
        numbers=plain.get("numbers"),
    )


def _read_draws(table: pa.Table, draws: int) -> tuple[dict[str, float], ...]:
    """Return the numbers of each draw; ValueError where the table holds other draws than were made."""
    if table["draw"].to_pylist() != list(range(draws)):
        raise ValueError("draws.parquet does not hold a row for each draw")
    return tuple(table.drop_columns([name for name in ("draw", "posterior") if name in table.column_names]).to_pylist())


def _paired(pairs: pa.Table, draws: int, runs: int) -> None:
    """Raise ValueError where the rows are not first all of A, then those of B with the same draws and seeds."""
    count = draws * runs
    order = {"arm": np.repeat(ARMS, count), "draw": np.tile(np.repeat(np.arange(draws), runs), len(ARMS))}
    seeds = pairs["seed"].to_numpy()
    if seeds.dtype.kind != "i" or (seeds[:count] != seeds[count:]).any() or seeds.min() < 0:
        raise ValueError("the seeds in pairs.parquet are not the same in both arms")
    for name, expected in order.items():
        if pairs[name].to_pylist() != expected.tolist():
            raise ValueError(f'pairs.parquet has another order of "{name}" than it was written in')


def _numbers(column: Any, *, never: bool = False) -> NDArray[np.float64]:
    """Return a column of numbers; ValueError where one is none, unless it may be empty for what never happened."""
    found: NDArray[np.float64] = column.to_numpy().astype(np.float64)
    if np.isinf(found).any() or (np.isnan(found).any() and not never) or np.abs(found).max(initial=0.0) > _LARGEST:
        raise ValueError("a column holds what is no number, or none that a war could give")
    return found


_LARGEST = 1e12
"""No outcome of a war is larger: people, weeks, shares, money [USD m]."""


def _read_holders(table: pa.Table, weeks: int, draws: int, runs: int) -> Holders:
    kept, index = weeks_kept(weeks), load_theatre().index
    counts = np.zeros((len(_COUNTS), len(kept), len(index), SIDE_COUNT), dtype=np.int64)
    week = np.array([kept.index(one) for one in table["week"].to_pylist()])
    region = np.array([index[one] for one in table["region"].to_pylist()])
    side = np.array([SIDES.index(one) for one in table["side"].to_pylist()])
    for place, name in enumerate(_COUNTS):
        counts[place, week, region, side] = _numbers(table[name])
    if (counts < 0).any() or (counts[:2].sum(axis=-1) != draws * runs).any():
        raise ValueError("holders.parquet does not count every region in every pair")
    if (counts[2] - counts[3] != counts[1] - counts[0]).any() or (counts[2:4] > counts[1::-1]).any():
        raise ValueError("holders.parquet tells of other pairs than it counts")
    return Holders(kept, draws * runs, draws if draws > 1 else runs, *counts)


def _read_bands(table: pa.Table, weeks: int) -> dict[str, Bands]:
    names = list(dict.fromkeys(table["course"].to_pylist()))
    shape = (len(names), len(ARMS_AND_DIFFERENCE), weeks)
    arms, every = np.repeat(ARMS_AND_DIFFERENCE, weeks).tolist(), list(range(1, weeks + 1))
    if (
        not names
        or table["arm"].to_pylist() != arms * len(names)
        or table["week"].to_pylist() != every * (len(names) * len(ARMS_AND_DIFFERENCE))
    ):
        raise ValueError("weekly.parquet has another order than it was written in")
    levels = np.stack([_numbers(table[f"p{level:g}"]).reshape(shape) for level in LEVELS], axis=2)
    ends = [table[f"draws_p{level:g}"].to_numpy().reshape(shape)[:, -1] for level in (LEVELS[0], LEVELS[-1])]
    draws = np.stack(ends, axis=1).astype(np.float64)
    return {
        name: Bands(levels[place], None if np.isnan(draws[place]).all() else draws[place])
        for place, name in enumerate(names)
    }
