"""What no run could have written is refused where a results folder is read, in words that say what it is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from sim.errors import StorageError
from sim.experiments.job import run_job
from sim.record.keep import Keep
from sim.record.manifest import command_of, manifest_of, version_of
from sim.record.moments import moments_of
from sim.record.soundness import inspect_manifest
from sim.record.store import load_record, save_record, written_into
from sim.scenario.load import load_scenario
from sim.theatre.places import region_ids

WEEKS = 4


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    loaded = load_scenario("base_2015", weeks=WEEKS)
    told = manifest_of(loaded.label, weeks=WEEKS, seed=1, runs=1, command=["run"], citations=loaded.citations())
    folder = tmp_path_factory.mktemp("whole") / "folder"
    runs = [run_job(loaded, 1, keep=Keep())]
    return save_record(folder, scenario=loaded.resolved(), manifest=told, runs=runs, region_ids=region_ids())


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "folder"))


def refused(folder: Path, said: str) -> None:
    with pytest.raises(StorageError) as told:
        load_record(folder)
    assert said in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("file", "column", "value", "said"),
    [
        ("flips", "holder", 99, "lies outside 0 to 9"),
        ("flips", "holder", -1, "lies outside 0 to 9"),
        ("flips", "region", 5_000, "lies outside 0 to 605"),
        ("flips", "region", 10**12, "small whole numbers"),
        ("flips", "week", 0.5, "small whole numbers"),
        ("flips", "week", None, "small whole numbers"),
        ("flips", "week", WEEKS + 1, f"lies outside 0 to {WEEKS}"),
        ("battles", "attacker", 10, "lies outside 0 to 9"),
        ("start", "holder", 10, "lies outside 0 to 9"),
        ("start", "holder", "regime", "small whole numbers"),
        ("series", "deaths.civilians", float("nan"), "is no number"),
        ("series", "deaths.civilians", float("inf"), "is no number"),
        ("series", "deaths.civilians", 1e300, "is no number"),
        ("battles", "run", 1, "of run 1, which"),
        ("start", "run", 7, "of run 7, which"),
        ("hidden", "night", 0.5, "small whole numbers"),
        ("series", "deaths.civilians", "x", "could not convert"),
        ("fields", "people", float("nan"), "is no number"),
        ("fields", "people", 1e300, "is no number"),
        ("fields", "people", -1.0, "below 0"),
        ("fields", "week", "x", "small whole numbers"),
        ("fields", "week", 9, "lies outside"),
    ],
)
def test_a_table_with_what_cannot_be(file: str, column: str, value: object, said: str, folder: Path) -> None:
    path = folder / f"{file}.parquet"
    table = pq.read_table(path)
    kind = pa.float32() if isinstance(value, float) and abs(value) < 2 else None
    filled = pa.array([value] * len(table), type=kind)
    pq.write_table(table.set_column(table.column_names.index(column), column, filled), path)
    refused(folder, said)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("week", "x", "week: Input should be a valid integer"),
        ("week", WEEKS, f"lies outside 0 to {WEEKS - 1}"),
        ("week", 10**30, "week: Input should be less than"),
        ("id", 7_000, "does not count its events in order"),
        ("kind", "", "kind: String should have at least 1"),
        ("kind", ["x"], "kind: Input should be a valid string"),
        ("region", "nowhere", 'a region "nowhere" that there is not'),
        ("side", "martians", 'there is no side "martians"'),
        ("probability", 7.0, "probability: Input should be less than or equal to 1"),
        ("probability", 0.5, "odds without a draw"),
        ("inputs", {"attack": 5.0}, "a battle without its strengths"),
        ("inputs", {"civilians_killed": 5.0}, "half of the dead"),
        ("inputs", {"a": float("nan")}, "inputs.a: Input should be a finite number"),
        ("run", 5, "of run 5, which"),
        ("because", [10**6], "a cause that there is not"),
        ("because", [-1], "because.0: Input should be greater"),
        ("note", "\ud800", "note: Value error, 'utf-8' codec"),
    ],
)
def test_an_event_that_cannot_be(key: str, value: object, said: str, folder: Path) -> None:
    change(folder / "events.jsonl", {key: value})
    refused(folder, said)


@pytest.mark.parametrize("kind", ["begin_campaign", "end_campaign"])
def test_a_campaign_has_a_side_and_a_place(kind: str, folder: Path) -> None:
    change(folder / "events.jsonl", {"kind": kind, "region": "homs"}, drop=("side", "holder"))
    refused(folder, "without a side")
    change(folder / "events.jsonl", {"kind": kind, "side": "is"}, drop=("region", "holder"))
    refused(folder, "without a place")


def change(path: Path, new: dict[str, Any], drop: tuple[str, ...] = ("probability", "draw")) -> None:
    """Change the first line of a file of lines."""
    first, *rest = path.read_text(encoding="utf-8").splitlines()
    plain = {key: value for key, value in json.loads(first).items() if key not in drop} | new
    path.write_text("\n".join([json.dumps(plain), *rest]) + "\n", encoding="utf-8")


@pytest.mark.parametrize(("key", "value"), [("week", 99), ("actor", "martians"), ("verb", None), ("refused", 5)])
def test_an_order_that_cannot_be(key: str, value: object, folder: Path) -> None:
    change(folder / "orders.jsonl", {key: value})
    refused(folder, "orders.jsonl")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", ["x"]), ("summary", {"a": 1}), ("start", "9999-12-31"), ("start", None), ("start", "x"),
        ("claims", [5]),
        ("provenance", {"a": 5}), ("provenance", {"a": {"low": "x"}}), ("provenance", {"a": {"source": "x"}}),
        ("events", [5]), ("events", [{"when": "2015-13-01"}]), ("values", {"control": 5}), ("start_state", "x"),
        ("actors", 5),
    ],
)  # fmt: skip
def test_a_scenario_that_cannot_be(key: str, value: object, folder: Path) -> None:
    path = folder / "scenario.yaml"
    plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump({**plain, key: value}), encoding="utf-8")
    refused(folder, f"scenario.yaml: {key}")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("seeds", [1.5]), ("seeds", [True]), ("seeds", [10**400]), ("regions", [1]), ("citations", [None]),
        ("command", 5), ("sets", [1]), ("fork", {"week": None}), ("versions", [1]), ("commit", 5), ("made", 5),
    ],
)  # fmt: skip
def test_a_manifest_that_cannot_be(key: str, value: object, folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), key: value}), encoding="utf-8")
    refused(folder, f"manifest: {key}")


@pytest.mark.parametrize("file", ["manifest.json", "events.jsonl", "orders.jsonl"])
def test_a_file_that_is_too_deep_is_refused(file: str, folder: Path) -> None:
    (folder / file).write_text("[" * 200_000 + "]" * 200_000, encoding="utf-8")
    refused(folder, f"{file} cannot be read")


def test_events_of_older_versions_are_counted(folder: Path) -> None:
    path = folder / "events.jsonl"
    kept = {"run", "week", "rule", "kind", "region", "side", "other", "holder"}
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    bare = [{key: value for key, value in row.items() if key in kept} for row in rows]
    path.write_text("".join(json.dumps(row) + "\n" for row in bare), encoding="utf-8")
    record = load_record(folder)
    assert [event["id"] for event in record.events()] == list(range(len(rows)))
    assert moments_of(record.histories[0], record.start)


def test_regions_are_named_once(folder: Path) -> None:
    path = folder / "manifest.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**plain, "regions": ["homs"] * len(plain["regions"])}), encoding="utf-8")
    refused(folder, "names a region twice")


def test_what_says_nothing_of_itself_is_no_fault() -> None:
    inspect_manifest({})
    assert (command_of({}), version_of({})) == ("theatre", "")
    assert version_of({"versions": {"syria-theatre": "1.0"}, "commit": "abc"}) == "theatre 1.0, commit abc"


def interrupted(draft: Path) -> None:
    (draft / "one").write_text("half")
    (draft / "two").write_text("half")
    raise KeyboardInterrupt


def test_files_move_in_when_all_are_whole(tmp_path: Path) -> None:
    room = tmp_path / "room"
    with written_into(room) as draft:
        (draft / "one").write_text("1")
        assert not room.exists()
    with pytest.raises(KeyboardInterrupt), written_into(room) as draft:
        interrupted(draft)
    assert {path.name: path.read_text() for path in tmp_path.rglob("*") if path.is_file()} == {"one": "1"}


def test_a_full_disk_leaves_the_old_files(tmp_path: Path) -> None:
    def full(draft: Path) -> None:
        (draft / "one").write_text("half")
        raise OSError(28, "No space left on device")

    room = tmp_path / "room"
    room.mkdir()
    (room / "one").write_text("1")
    with pytest.raises(StorageError, match=r"room cannot be written into: No space left"), written_into(room) as draft:
        full(draft)
    assert [path.name for path in tmp_path.iterdir()] == ["room"]
    assert (room / "one").read_text() == "1"
