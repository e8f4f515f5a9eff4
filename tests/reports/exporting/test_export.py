"""A whole export: which files, and the page that says what they are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sim.errors import InputError, StorageError
from sim.record.record import Record
from sim.record.store import save_record
from sim.reports.exporting.export import Wish, export
from sim.theatre.places import DATA
from tests.reports.exporting.recorded import TITLE, record

TABLES = {"series.csv", "control.csv", "flips.csv", "columns.csv"}
TOLD = {"battles.csv", "events.csv", "orders.csv"}
MAPS = {"regions.geojson", "control.geojson", "places.geojson", "theatre.gpkg"}


def _saved(made: Record, folder: Path) -> Path:
    return save_record(
        folder, scenario=made.scenario, manifest={"format": 1, "scenario": "made_up:first", **made.manifest},
        runs=made.histories, region_ids=made.regions,
    )  # fmt: skip


def _export(source: Path, folder: Path, **wish: object) -> dict[str, str]:
    folder.mkdir()
    return export(source, Wish(**wish), folder)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("runs", "weeks", "files"),
    [(1, 30, TABLES | TOLD | MAPS), (1, 1, TABLES | TOLD | MAPS), (2, 30, TABLES | MAPS)],
)
def test_an_export_holds_what_it_lists(tmp_path: Path, runs: int, weeks: int, files: set[str]) -> None:
    told = _export(_saved(record(runs, weeks), tmp_path / "run"), tmp_path / "out")
    assert told.keys() == files | {"README.txt"} == {path.name for path in (tmp_path / "out").iterdir()}
    page = (tmp_path / "out" / "README.txt").read_text("utf-8")
    assert all(name in page for name in files)
    assert max(map(len, page.splitlines())) <= 100


def test_the_page_says_what_was_run_and_what_it_cannot_say(tmp_path: Path) -> None:
    _export(_saved(record(3, 30), tmp_path / "run"), tmp_path / "out", what=("csv",))
    page = " ".join((tmp_path / "out" / "README.txt").read_text("utf-8").split())
    for words in (
        TITLE, "(made_up:first)", "Seeds 7 to 9", "Weeks 30, from 2015-09-28 to 2016-04-25", "changed: a=1",
        "What this cannot say: motives, tactics", "not of history", "CC BY-SA 4.0", "- [one] Somebody: something.",
    ):  # fmt: skip
        assert words in page, words


def test_whom_the_page_names_is_whom_the_ground_names(tmp_path: Path) -> None:
    _export(_saved(record(1, 2), tmp_path / "run"), tmp_path / "out")
    page, ground = ((tmp_path / "out" / "README.txt"), DATA / "LICENCES.md")
    for words in ("CC BY-SA 4.0", "CC BY 4.0", "GeoNames", "Wikipedia contributors", "Made with Natural Earth"):
        assert words in page.read_text("utf-8")
        assert words in ground.read_text("utf-8")


def test_what_is_asked_for_is_what_is_made(tmp_path: Path) -> None:
    source = _saved(record(1, 30), tmp_path / "run")
    assert _export(source, tmp_path / "a", what=("gpkg",)).keys() == {"theatre.gpkg", "README.txt"}
    _export(source, tmp_path / "b", what=("csv",), weeks=(7,))
    rows = (tmp_path / "b" / "control.csv").read_text("utf-8").splitlines()[1:]
    assert {row.split(",")[2] for row in rows} == {"7"}


def test_a_week_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    source = _saved(record(1, 30), tmp_path / "run")
    with pytest.raises(InputError, match=r"--week 31: this run has weeks 0 \(the start\) to 30"):
        _export(source, tmp_path / "out", weeks=(31,))


@pytest.mark.parametrize("name", ["manifest.json", "series.parquet", "flips.parquet", "events.jsonl"])
def test_a_folder_that_is_not_whole_says_which_file(tmp_path: Path, name: str) -> None:
    source = _saved(record(1, 2), tmp_path / "run")
    (source / name).write_bytes(b"{")
    with pytest.raises(StorageError, match=name):
        _export(source, tmp_path / "a")
    (source / name).unlink()
    with pytest.raises(StorageError, match=f"{name} is missing"):
        _export(source, tmp_path / "b")


def test_the_same_results_give_the_same_bytes(tmp_path: Path) -> None:
    source = _saved(record(2, 30), tmp_path / "run")
    for name in _export(source, tmp_path / "a"), _export(source, tmp_path / "b"):
        assert name
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_exporting_brings_nothing_that_draws() -> None:
    code = "import sys, sim.reports.exporting.export; print([m for m in ('matplotlib', 'numba') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
