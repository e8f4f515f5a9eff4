"""What is kept of every region: sums that agree with the series, weeks that are kept, and a loop's answers at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.engine.model import TheatreModel
from sim.errors import InputError, StorageError
from sim.record.fields import FIELDS
from sim.record.history import RunHistory
from sim.record.keep import ENSEMBLE, SWEEP, Keep
from sim.record.record import Record
from sim.record.store import load_record, save_record
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.sides import HOLDERS
from sim.theatre.places import region_ids

WEEKS = 9
HALF = 0.5 * 1e-6
SUMMED = {"deaths.civilians": "deaths.civilians", "fled": "displaced"}
"""Field -> the series that adds it up over the country, week by week."""


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_scenario("base_2015", weeks=WEEKS)


@pytest.fixture(scope="module")
def model(loaded: Loaded) -> TheatreModel:
    return TheatreModel(loaded, rng=1, collect=False).run()


@pytest.fixture(scope="module")
def record(loaded: Loaded, model: TheatreModel) -> Record:
    return _record(loaded, [model.log.history()])


@pytest.fixture(scope="module")
def many(loaded: Loaded) -> Record:
    runs = [TheatreModel(loaded, rng=seed, keep=ENSEMBLE, collect=False).run() for seed in (1, 2)]
    return _record(loaded, [run.log.history() for run in runs])


def _record(loaded: Loaded, histories: list[RunHistory]) -> Record:
    manifest = {"format": 1, "scenario": loaded.label, "citations": ["x"]}
    return Record.of(loaded.resolved(), manifest, histories, region_ids())


def _saved(folder: Path, record: Record) -> Path:
    return save_record(
        folder,
        scenario=record.scenario,
        manifest=record.manifest,
        runs=record.histories,
        region_ids=record.regions,
    )


def _kept(record: Record, name: str, week: int, run: int = 0) -> np.ndarray:
    found = record.field(name, week, run)
    assert found is not None
    return found


def test_fields_are_what_the_world_holds_to_their_step(record: Record, model: TheatreModel) -> None:
    world = model.world
    for name, truth in {"strength": world.garrison, "supply": world.supply, "people": world.population}.items():
        off = np.abs(_kept(record, name, WEEKS) - truth)
        assert off.max() <= 0.5 * FIELDS[name].step + HALF, name


@pytest.mark.parametrize("name", SUMMED)
def test_sums_by_region_add_up_to_the_series(name: str, record: Record) -> None:
    """Sums are rounded, not weeks: however long the run, a region is off by half a step at most."""
    series = np.cumsum(record.series[SUMMED[name]][0])
    room = 0.5 * FIELDS[name].step * len(record.regions)
    for week in range(1, WEEKS + 1):
        assert abs(_kept(record, name, week).sum() - series[week - 1]) <= room
        assert (_kept(record, name, week) >= _kept(record, name, week - 1)).all()


def test_strength_adds_up_to_the_local_men_of_the_holders(record: Record) -> None:
    holder = record.frame(WEEKS).holder
    men = np.bincount(holder, weights=_kept(record, "strength", WEEKS))
    told = sum(record.series[f"garrison.{side}"][0, -1] for side in HOLDERS)
    assert abs(men.sum() - told) <= 0.5 * len(holder)


def test_fighters_killed_in_a_region_are_not_more_than_were_killed(record: Record) -> None:
    series = sum(rows[0].sum() for name, rows in record.series.items() if name.startswith("deaths."))
    fighters = series - record.series["deaths.civilians"][0].sum()
    assert 0.5 * fighters < _kept(record, "deaths.fighters", WEEKS).sum() <= fighters + 0.1 * len(record.regions)


def test_the_start_is_kept_too(record: Record, loaded: Loaded) -> None:
    start = TheatreModel(loaded, rng=1, collect=False).world
    assert (_kept(record, "strength", 0) == np.rint(start.garrison)).all()
    assert (_kept(record, "people", 0) == np.rint(start.population)).all()
    assert (_kept(record, "supply", 0) == _kept(record, "supply", 1)).all()
    for name in ("deaths.civilians", "deaths.fighters", "fled"):
        assert not _kept(record, name, 0).any()


def test_many_runs_keep_the_last_week_with_its_sums(record: Record, many: Record) -> None:
    for name in FIELDS:
        assert (_kept(many, name, WEEKS) == _kept(record, name, WEEKS)).all(), name
        assert many.field(name, WEEKS - 1) is None
    assert (_kept(many, "deaths.civilians", WEEKS, 1) != _kept(many, "deaths.civilians", WEEKS, 0)).any()


def test_a_sweep_keeps_none_and_keeping_changes_no_war(loaded: Loaded, record: Record) -> None:
    swept = TheatreModel(loaded, rng=1, keep=SWEEP, collect=False).run().log.history()
    without = TheatreModel(loaded, rng=1, keep=Keep(fields="none"), collect=False).run().log.history()
    assert without.hashes == record.histories[0].hashes
    assert swept.hashes == without.hashes[-1:]
    assert swept.fields.after("strength", WEEKS) is None
    assert without.fields.after("strength", WEEKS) is None


def test_a_week_beyond_the_run_was_not_kept_and_a_strange_name_is_said(record: Record) -> None:
    assert record.field("fled", WEEKS + 1) is None
    assert record.field("fled", -1) is None
    with pytest.raises(InputError, match=r'There is no field "strenght" \(did you mean "strength"\?\)'):
        record.field("strenght", 1)


@pytest.mark.parametrize("arm", ["record", "many"])
def test_the_folder_gives_back_the_same_bytes(arm: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    was: Record = request.getfixturevalue(arm)
    now = load_record(_saved(tmp_path / "x", was))
    for before, after in zip(was.histories, now.histories, strict=True):
        assert after.fields.weeks.tolist() == before.fields.weeks.tolist()
        assert after.fields.values.dtype == np.float32
        assert after.fields.values.tobytes() == before.fields.values.tobytes()


def test_runs_without_fields_and_folders_without_their_file_are_read(tmp_path: Path, loaded: Loaded) -> None:
    bare = [TheatreModel(loaded, rng=seed, keep=SWEEP, collect=False).run().log.history() for seed in (1, 2)]
    whole = [replace(each, hashes=each.hashes * WEEKS) for each in bare]
    folder = _saved(tmp_path / "x", _record(loaded, whole))
    assert load_record(folder).field("supply", WEEKS) is None
    (folder / "fields.parquet").unlink()
    assert load_record(folder).field("supply", WEEKS) is None


def test_a_table_that_lacks_rows_or_has_them_out_of_order_is_named(tmp_path: Path, record: Record) -> None:
    path = _saved(tmp_path / "x", record) / "fields.parquet"
    whole = pq.read_table(path)
    for broken in (whole.slice(3), whole.slice(0, 100), whole.take(list(reversed(range(whole.num_rows))))):
        pq.write_table(broken, path)
        with pytest.raises(StorageError, match="do not fit together"):
            load_record(path.parent)


def _holder(history: RunHistory, week: int) -> list[int]:
    holder = history.start_holder.tolist()
    for when, region, side in history.flips.tolist():
        if when <= week:
            holder[region] = side
    return holder


def test_weeks_are_read_as_if_each_change_were_made_in_turn(record: Record) -> None:
    """Several changes of one region in one week among them: the last one stays."""
    was = record.histories[0]
    again = np.array([[4, 7, 1], [4, 7, 4], [4, 8, 1], [5, 8, 0], [5, 7, 2]], dtype=np.int16)
    history = replace(was, flips=np.concatenate([again, was.flips]), hidden=again)
    for week in range(WEEKS + 1):
        assert history.holder_after(week).tolist() == _holder(history, week)
    assert [sorted(np.flatnonzero(history.hidden_after(week))) for week in (3, 4, 5)] == [[], [7, 8], [7]]


def test_a_frame_names_who_attacked_in_the_week_before(record: Record) -> None:
    for week in range(WEEKS + 1):
        told = {region: side for when, region, side in record.histories[0].battles.tolist() if when == week}
        frame = record.frame(week)
        assert {region: int(frame.rival[region]) for region in np.flatnonzero(frame.contested)} == told
