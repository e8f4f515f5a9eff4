"""Export a results folder for other programs: tables (CSV), maps (GeoJSON, GeoPackage), and a page on what they are.

    export(Path("results/base_2015/doctrine-seed1-n100"), Wish(what=("csv", "gpkg")), draft)

Owns which files an export has, for a run, an ensemble, a sweep and a comparison. Knows nothing of formats, nor of
where an export goes. Imports nothing that draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sim.calendar import date_of
from sim.errors import InputError, StorageError
from sim.record.manifest import command_of, version_of
from sim.record.record import Record
from sim.record.soundness import inspect_manifest
from sim.record.store import load_record, part_of, read_json
from sim.reports import words
from sim.reports.exporting.answer_sheets import read_comparison, sheets_of_comparison, sheets_of_sweep
from sim.reports.exporting.geojson import write_geojson
from sim.reports.exporting.geopackage import write_geopackage
from sim.reports.exporting.layers import layers_of
from sim.reports.exporting.qgis import styles_of
from sim.reports.exporting.readme import About, readme
from sim.reports.exporting.sheet import write_sheets
from sim.reports.exporting.spans import QUARTER, chosen_weeks, spaced
from sim.reports.exporting.war_sheets import sheets_of_war

__all__ = ["KINDS", "Wish", "export"]

KINDS = ("csv", "geojson", "gpkg")
"""What can be asked for."""

PAGE = "README.txt"


@dataclass(frozen=True, slots=True)
class Wish:
    """Say what is asked for; empty: all that the folder can give."""

    what: Sequence[str] = ()
    weeks: Sequence[int] = ()
    every: int | None = None


def export(source: Path, wish: Wish, folder: Path) -> dict[str, str]:
    """Write the export of a results folder into `folder`, which is there and empty; return file -> what it is.

    Raises InputError for what the folder cannot give, StorageError for a folder that is not whole.
    """
    if not source.is_dir():
        raise InputError(f"{source} is not a folder. theatre run, compare and sweep print the folder that they wrote.")
    kind = _kind(source)
    if kind == "run":
        about = _war(source, wish, folder)
    else:
        _tables_alone(kind, wish)
        about = _sweep(source, folder) if kind == "sweep" else _comparison(source, folder)
    about = replace(about, files={**about.files, PAGE: "This page."})
    (folder / PAGE).write_text(readme(about), encoding="utf-8")
    return dict(about.files)


def _kind(source: Path) -> str:
    """Return what a folder holds; one that does not say is read as a run, and so found to be wrong."""
    try:
        manifest = part_of(source, "manifest.json", read_json)
    except StorageError:
        return "run"
    found = manifest.get("kind") if isinstance(manifest, dict) else None
    return found if found in ("sweep", "comparison") else "run"


def _tables_alone(kind: str, wish: Wish) -> None:
    """Refuse maps and weeks of what has none."""
    if wish.weeks or wish.every:
        raise InputError(f"A {kind} keeps no control by week: --week and --every are for the folder of a run.")
    if others := [one for one in wish.what if one != "csv"]:
        raise InputError(f"A {kind} keeps no maps: --what {','.join(others)} is for the folder of a run.")


def _war(source: Path, wish: Wish, folder: Path) -> About:
    """Write tables and maps of a run or an ensemble."""
    record = load_record(source)
    asked = chosen_weeks(record.weeks, wish.weeks, wish.every)
    every = spaced(record.weeks, 1)
    what = wish.what or KINDS
    files: dict[str, str] = {}
    if "csv" in what:
        files |= write_sheets(folder, sheets_of_war(record, asked or every))
    if set(what) & {"geojson", "gpkg"}:
        layers = layers_of(record, asked or (every if record.runs == 1 else spaced(record.weeks, QUARTER)))
        if "geojson" in what:
            for layer in layers:
                path = write_geojson(folder / f"{layer.name}.geojson", layer, words.told(record))
                files[path.name] = f"{layer.says} GeoJSON."
        if "gpkg" in what:
            made = _made(record.manifest)
            path = write_geopackage(folder / "theatre.gpkg", layers, styles_of(layers), made)
            files[path.name] = f"The layers {', '.join(layer.name for layer in layers)}, coloured. GeoPackage."
    return replace(_about_war(record), files=files)


def _made(manifest: Any) -> str:
    """Return when the results were made, in UTC as GeoPackage wants it: the same results, the same bytes."""
    try:
        when = datetime.fromisoformat(str(manifest.get("made"))).astimezone(UTC)
    except (ValueError, OverflowError):
        when = datetime(1970, 1, 1, tzinfo=UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _about_war(record: Record) -> About:
    seeds = record.seeds
    row = seeds == list(range(seeds[0], seeds[0] + len(seeds)))
    said = f"{seeds[0]} to {seeds[-1]}" if row and len(seeds) > 1 else ", ".join(map(str, seeds))
    last = date_of(record.weeks, record.start)
    facts = [
        ("Scenario", words.arm(record, 300)),
        ("Runs", f"{record.runs:,}"),
        ("Seeds", said),
        ("Weeks", f"{record.weeks}, from {date_of(0, record.start)} to {last}"),
        *((("Changed", changed),) if (changed := words.changed(record, 2000)) else ()),
        *_origin(record.manifest),
    ]
    fewer = "One run is one story among many that the same assumptions allow; it is not what would have happened."
    many = "Shares are shares of runs of this model, not odds of history."
    cautions = (words.misses(record), words.EDGES, fewer if record.runs == 1 else many, words.BOUNDARIES)
    return About("Results of theatre", facts, cautions, list(record.manifest.get("citations", ())))


def _origin(manifest: Any) -> list[tuple[str, str]]:
    """Return what made the results, as far as the manifest says."""
    told = [("Version", version_of(manifest)), ("Made", str(manifest.get("made") or ""))]
    told += [("Command", command_of(manifest))]
    return [(name, text) for name, text in told if text]


def _sweep(source: Path, folder: Path) -> About:
    from sim.experiments.sweeps.table import load_table, read_manifest  # brings pandas, which a war does without

    manifest, table = read_manifest(source), load_table(source)
    plan = table.plan
    failed = len(table.rows) - len(table.good)
    facts = [
        ("Sweep", f"{plan.title} ({plan.id})"),
        ("Arms", ", ".join(plan.arms)),
        ("Runs", f"{len(table.rows):,}" + (f", of which {failed:,} failed" if failed else "")),
        ("Seeds", f"{plan.replicates} at each point, from {plan.seed} on"),
        ("Design", plan.design.kind.replace("_", " ")),
        *_origin(manifest),
    ]
    files = write_sheets(folder, sheets_of_sweep(table))
    return About("Table of a sweep", facts, (), list(manifest.get("citations") or ()), files)


def _manifest(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = read_json(path)
    inspect_manifest(found)
    return found


def _comparison(source: Path, folder: Path) -> About:
    told, manifest = read_comparison(source), part_of(source, "manifest.json", _manifest)
    facts = [
        ("A", str(told["a"])),
        ("B", str(told["b"])),
        ("Pairs", f"{told['runs'] * told['draws']:,}" + (f", {told['draws']} draws" if told["draws"] > 1 else "")),
        ("Seeds", " to ".join(map(str, told["seeds"]))),
        ("Weeks", f"{told['weeks']}, from {told['start']}"),
        *_origin(manifest),
    ]
    files = write_sheets(folder, sheets_of_comparison(told))
    cautions = (words.missed(date.fromisoformat(told["start"]), told["weeks"]),)
    return About("Two arms compared", facts, cautions, list(manifest.get("citations") or ()), files)
