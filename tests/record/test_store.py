"""The results folder: the same bytes from the same runs, whole or absent, never overwritten, read back exactly."""

from __future__ import annotations

import errno
import json
import resource
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.engine.model import TheatreModel
from sim.errors import StorageError
from sim.experiments.job import run_job
from sim.orders.orders import Raid
from sim.record import store
from sim.record.history import RunHistory
from sim.record.keep import ENSEMBLE, Keep
from sim.record.manifest import manifest_of
from sim.record.record import Record
from sim.record.series import MEASURES
from sim.record.store import free_folder, load_record, save_record
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.theatre.places import region_ids

WEEKS = 9
TABLES = {"series.parquet", "start.parquet", "flips.parquet", "battles.parquet", "hidden.parquet", "fields.parquet"}
FILES = {"scenario.yaml", "manifest.json", "orders.jsonl", "events.jsonl"} | TABLES


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_scenario("base_2015", weeks=WEEKS)


@pytest.fixture(scope="module")
def one(loaded: Loaded) -> list[RunHistory]:
    return [run_job(loaded, 1, keep=Keep())]


@pytest.fixture(scope="module")
def many(loaded: Loaded) -> list[RunHistory]:
    return [run_job(loaded, seed, keep=ENSEMBLE) for seed in (1, 2, 3)]


def _save(
    folder: Path, loaded: Loaded, runs: list[RunHistory], finish: Callable[[Record, Path], object] | None = None
) -> Path:
    told = manifest_of(loaded.label, weeks=WEEKS, seed=1, runs=len(runs), command=["run"], citations=loaded.citations())
    plain = loaded.resolved()
    return save_record(folder, scenario=plain, manifest=told, runs=runs, region_ids=region_ids(), finish=finish)


def _left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("arm", ["one", "many"])
def test_what_is_written_is_read_back(arm: str, tmp_path: Path, loaded: Loaded, request: pytest.FixtureRequest) -> None:
    runs: list[RunHistory] = request.getfixturevalue(arm)
    record = load_record(_save(tmp_path / "x", loaded, runs))
    assert set(_left(tmp_path / "x")) == FILES
    assert record.scenario == loaded.resolved()
    assert (record.seeds, record.weeks, record.runs) == ([run.seed for run in runs], WEEKS, len(runs))
    for was, now in zip(runs, record.histories, strict=True):
        assert now.table.tobytes() == was.table.tobytes()
        assert (now.hashes, now.events, now.orders) == (was.hashes, was.events, was.orders)
        for part in ("start_holder", "flips", "battles", "hidden"):
            assert np.array_equal(getattr(now, part), getattr(was, part))


def test_folders_of_before_the_underground_are_read(tmp_path: Path, loaded: Loaded, one: list[RunHistory]) -> None:
    """Without `hidden.parquet` and the measures that came with it: nothing ruled by night, and not a number."""
    folder = _save(tmp_path / "x", loaded, one)
    (folder / "hidden.parquet").unlink()
    _without("raids")(folder / "series.parquet")
    record = load_record(folder)
    assert not record.frame(WEEKS).clandestine.any()
    assert np.isnan(record.series["raids"]).all()
    assert not np.isnan(record.series["deaths.civilians"]).any()


def test_the_same_runs_give_the_same_files(tmp_path: Path, loaded: Loaded) -> None:
    """Every file but the manifest, which tells the time at which it was made."""
    for name in ("x", "y"):
        _save(tmp_path / name, loaded, [run_job(loaded, 1, keep=Keep())])
    for name in FILES - {"manifest.json"}:
        assert (tmp_path / "x" / name).read_bytes() == (tmp_path / "y" / name).read_bytes(), name


def test_series_are_float64_columns_by_their_names(tmp_path: Path, loaded: Loaded, many: list[RunHistory]) -> None:
    table = pq.read_table(_save(tmp_path / "x", loaded, many) / "series.parquet")
    assert table.column_names == ["run", "week", *MEASURES, "hash"]
    assert {table.schema.field(name).type for name in MEASURES} == {pa.float64()}
    assert table.num_rows == len(many) * WEEKS


def test_who_holds_what_at_the_end_is_what_the_world_says(loaded: Loaded, one: list[RunHistory]) -> None:
    model = TheatreModel(loaded, rng=1, collect=False).run()
    record = Record.of(loaded.resolved(), {}, one, region_ids())
    assert np.array_equal(record.frame(WEEKS).holder, model.world.holder)
    assert np.array_equal(record.frame(0).holder, one[0].start_holder)


def test_odds_are_shares_of_runs(loaded: Loaded, many: list[RunHistory]) -> None:
    odds = Record.of(loaded.resolved(), {}, many, region_ids()).odds(WEEKS)
    assert odds.runs == len(many)
    assert np.allclose(odds.share.sum(axis=1), 1.0)
    assert set(np.unique((odds.share * 3).round(9))) <= {0.0, 1.0, 2.0, 3.0}


def test_every_line_of_the_logs_says_when_who_and_what(tmp_path: Path, loaded: Loaded, one: list[RunHistory]) -> None:
    folder = _save(tmp_path / "x", loaded, one)
    events, orders = (
        [json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()]
        for name in ("events", "orders")
    )
    assert all(line.keys() >= {"run", "week", "rule", "kind"} for line in events)
    assert all(line["rule"] and line["kind"] and 0 <= line["week"] < WEEKS for line in events)
    assert all(line.keys() >= {"run", "week", "actor", "verb"} for line in orders)
    assert {line["week"] for line in orders} == {0, 4, 8}


def test_a_refused_order_stands_in_the_log_with_its_reason(tmp_path: Path, loaded: Loaded) -> None:
    model = TheatreModel(loaded, rng=1, script={0: {"regime": [Raid("homz")]}}, collect=False).run()
    folder = _save(tmp_path / "x", loaded, [model.log.history()])
    rows = [json.loads(line) for line in (folder / "orders.jsonl").read_text("utf-8").splitlines()]
    (row,) = [row for row in rows if (row["week"], row["actor"]) == (0, "regime")]
    assert row == {
        "run": 0, "week": 0, "actor": "regime", "verb": "raid", "governorate": "homz", "level": 1,
        "refused": 'There is no governorate "homz" (did you mean "homs"?).',
    }  # fmt: skip


def test_results_are_never_overwritten(tmp_path: Path, loaded: Loaded, one: list[RunHistory]) -> None:
    kept = _save(tmp_path / "x", loaded, one)
    before = (kept / "manifest.json").read_bytes()
    with pytest.raises(StorageError, match="exists already; results are never overwritten"):
        _save(tmp_path / "x", loaded, one)
    assert (kept / "manifest.json").read_bytes() == before
    assert _left(tmp_path) == ["x"]


def test_a_folder_that_appears_meanwhile_is_left_alone(tmp_path: Path, loaded: Loaded, one: list[RunHistory]) -> None:
    def another(record: Record, draft: Path) -> None:
        (tmp_path / "x").mkdir()
        (tmp_path / "x" / "theirs").touch()

    with pytest.raises(StorageError, match="exists already"):
        _save(tmp_path / "x", loaded, one, another)
    assert _left(tmp_path) == ["x"]
    assert _left(tmp_path / "x") == ["theirs"]


def test_the_next_free_name_is_taken(tmp_path: Path) -> None:
    assert free_folder(tmp_path, "x") == tmp_path / "x"
    (tmp_path / "x").mkdir()
    (tmp_path / "x-2").touch()
    assert free_folder(tmp_path, "x") == tmp_path / "x-3"


@contextmanager
def _files_up_to(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes, as on a disk that fills up."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


@pytest.mark.parametrize("table", [False, True], ids=["text", "table"])
def test_a_disk_that_fills_up_leaves_nothing(
    table: bool, tmp_path: Path, loaded: Loaded, one: list[RunHistory], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system itself refuses to write: to a text file, or (text being left out) to a Parquet file."""
    if table:
        monkeypatch.setattr(Path, "write_text", lambda self, *_, **__: self.touch())
        monkeypatch.setattr(store, "_write_lines", lambda *_: None)
    with _files_up_to(1000), pytest.raises(StorageError, match=r"could not be written to .*arge") as told:
        _save(tmp_path / "x", loaded, one)
    assert str(told.value).endswith(
        "Nothing half-written was kept. Free some space or choose another folder with --out DIR."
    )
    assert _left(tmp_path) == []


@pytest.mark.parametrize("step", ["_write_lines", "_write_series", "_write_changes", "_write_fields"])
def test_a_full_disk_at_any_step_leaves_nothing(
    step: str, tmp_path: Path, loaded: Loaded, one: list[RunHistory], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store, step, full)
    with pytest.raises(StorageError, match=r"No space left on device\. Nothing half-written was kept"):
        _save(tmp_path / "x", loaded, one)
    assert _left(tmp_path) == []


@pytest.mark.parametrize("kind", [KeyboardInterrupt, ZeroDivisionError, OSError])
def test_a_fault_while_pictures_are_drawn_leaves_nothing(
    kind: type[BaseException], tmp_path: Path, loaded: Loaded, one: list[RunHistory]
) -> None:
    def finish(record: Record, draft: Path) -> None:
        assert draft.name.startswith(".")
        assert draft.name.endswith(store.PARTIAL)
        (draft / "half.png").touch()
        raise kind

    with pytest.raises(StorageError if kind is OSError else kind):
        _save(tmp_path / "x", loaded, one, finish)
    assert _left(tmp_path) == []


def test_a_file_in_the_way_is_one_message(tmp_path: Path, loaded: Loaded, one: list[RunHistory]) -> None:
    (tmp_path / "results").touch()
    with pytest.raises(StorageError, match=r"could not be written to .*: Not a directory"):
        _save(tmp_path / "results" / "x", loaded, one)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _without(name: str) -> Callable[[Path], None]:
    return lambda path: pq.write_table(pq.read_table(path).drop_columns([name]), path)


def _fewer_rows(path: Path) -> None:
    pq.write_table(pq.read_table(path).slice(3), path)


def _with(**parts: object) -> Callable[[Path], object]:
    return lambda path: path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **parts}), "utf-8")


def _text(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text, encoding="utf-8")


UNFIT = "do not fit together"
BROKEN: Mapping[str, tuple[str, Callable[[Path], object], str]] = {
    "no series": ("series.parquet", Path.unlink, "is not a results folder: series.parquet is missing."),
    "no manifest": ("manifest.json", Path.unlink, "is not a results folder: manifest.json is missing."),
    "cut series": ("series.parquet", _cut, "series.parquet cannot be read: "),
    "cut manifest": ("manifest.json", _cut, "manifest.json cannot be read: "),
    "cut orders": ("orders.jsonl", _cut, "orders.jsonl cannot be read: "),
    "a list": ("scenario.yaml", _text("- 1\n"), "scenario.yaml cannot be read: it holds no scenario."),
    "no YAML": ("scenario.yaml", _text("a: [\n"), "scenario.yaml cannot be read: "),
    "no text": ("scenario.yaml", lambda path: path.write_bytes(b"\xff\xfe\x00"), "cannot be read: "),
    "no object": ("manifest.json", _text("[]"), "manifest.json is not a manifest."),
    "newer": ("manifest.json", _with(format=99), "has results of form 99; this version reads form 1."),
    "no seeds": ("manifest.json", _with(seeds=None), 'manifest.json does not say "seeds".'),
    "other seeds": ("manifest.json", _with(seeds=[1, 2]), UNFIT),
    "no column": ("series.parquet", _without("deaths.civilians"), UNFIT),
    "no hash": ("series.parquet", _without("hash"), UNFIT),
    "fewer regions": ("start.parquet", _fewer_rows, UNFIT),
    "cut fields": ("fields.parquet", _cut, "fields.parquet cannot be read: "),
    "no field": ("fields.parquet", _without("supply"), UNFIT),
    "fewer fields": ("fields.parquet", _fewer_rows, UNFIT),
    "a stray order": ("orders.jsonl", _text('{"week": 0}\n'), UNFIT),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_folder_is_one_message_that_names_the_file(
    name: str, tmp_path: Path, loaded: Loaded, one: list[RunHistory]
) -> None:
    file, harm, words = BROKEN[name]
    harm(_save(tmp_path / "x", loaded, one) / file)
    with pytest.raises(StorageError) as told:
        load_record(tmp_path / "x")
    assert words in str(told.value)
    assert "\n" not in str(told.value)
