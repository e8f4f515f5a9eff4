"""Replay and fork: scenario, seed and log rebuild a war to the same hashes, up to the week that differs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.engine.model import TheatreModel
from sim.engine.replay import Fork, fork, verify
from sim.errors import InputError, ReplayError, StorageError
from sim.orders.orders import MainEffort, Posture, Raid
from sim.record.fields import RegionFields
from sim.record.history import RunHistory
from sim.record.keep import ENSEMBLE
from sim.record.manifest import manifest_of
from sim.record.record import Record
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.theatre.places import region_ids

WEEKS, LATE = 14, 6
STRONGER = "combat.kappa=0.02"


def _record(loaded: Loaded, histories: list[RunHistory]) -> Record:
    manifest = manifest_of(
        loaded.label, weeks=WEEKS, seed=1, runs=len(histories), command=["run"], citations=loaded.citations()
    )
    return Record.of(loaded.resolved(), manifest, histories, region_ids())


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_scenario("base_2015", weeks=WEEKS)


@pytest.fixture(scope="module")
def record(loaded: Loaded) -> Record:
    return _record(loaded, [TheatreModel(loaded, rng=1, collect=False).run().log.history()])


def _forked(record: Record, change_at: Fork) -> Record:
    manifest = {**record.manifest, "fork": {"of": "x", "week": change_at.week, "sets": list(change_at.sets)}}
    return Record.of(record.scenario, manifest, fork(record, change_at), record.regions)


def test_a_single_run_is_verified_week_by_week(record: Record) -> None:
    assert verify(record) == WEEKS


def test_an_ensemble_is_verified_without_its_orders(loaded: Loaded) -> None:
    runs = [TheatreModel(loaded, rng=seed, keep=ENSEMBLE, collect=False).run() for seed in (3, 4)]
    histories = [model.log.history() for model in runs]
    assert not histories[0].orders
    assert verify(_record(loaded, histories)) == 2 * WEEKS


def test_scripted_orders_are_replayed_refused_ones_and_silence_too(loaded: Loaded) -> None:
    """A seat that gave no order in a month gives none when it is replayed, whatever its policy would do."""
    script = {0: {"regime": [Posture("hold"), Raid("homz")]}, 4: {"regime": []}, 8: {"is": [MainEffort("homs")]}}
    played = TheatreModel(loaded, rng=1, script=script, collect=False).run().log.history()
    plain = TheatreModel(loaded, rng=1, collect=False).run().log.history()
    assert played.hashes != plain.hashes
    assert verify(_record(loaded, [played])) == WEEKS


def test_a_changed_hash_is_found_in_its_week(record: Record) -> None:
    history = record.histories[0]
    hashes = (*history.hashes[:LATE], "0" * 16, *history.hashes[LATE + 1 :])
    with pytest.raises(ReplayError, match=rf"Run 0 \(seed 1\) parts from its record in week {LATE}: 0000"):
        verify(replace(record, histories=(replace(history, hashes=hashes),)))


def test_changed_fields_are_found_and_those_of_older_folders_are_not_missed(record: Record) -> None:
    history = record.histories[0]
    values = history.fields.values.copy()
    values[LATE, 0, 0] += 1
    edited = replace(history, fields=replace(history.fields, values=values))
    with pytest.raises(ReplayError, match=r"Run 0 \(seed 1\) gives other numbers than its fields"):
        verify(replace(record, histories=(edited,)))
    older = replace(history, fields=RegionFields.none())
    assert verify(replace(record, histories=(older,))) == WEEKS


def test_a_record_that_was_cut_short_is_found(record: Record) -> None:
    history = record.histories[0]
    short = replace(history, hashes=history.hashes[:LATE], table=history.table[:LATE])
    with pytest.raises(ReplayError, match=f"has {LATE} weeks in its record and {WEEKS} now"):
        verify(replace(record, histories=(short,)))


def test_a_fork_shares_the_weeks_before_it_and_none_after(record: Record) -> None:
    (history,) = fork(record, Fork(LATE, (STRONGER,)))
    assert history.hashes[:LATE] == record.histories[0].hashes[:LATE]
    assert not set(history.hashes[LATE:]) & set(record.histories[0].hashes)


def test_a_fork_keeps_of_each_region_what_its_kind_of_record_does(loaded: Loaded, record: Record) -> None:
    (alone,) = fork(record, Fork(LATE, (STRONGER,)))
    assert alone.fields.weeks.tolist() == list(range(WEEKS + 1))
    runs = [TheatreModel(loaded, rng=seed, keep=ENSEMBLE, collect=False).run() for seed in (3, 4)]
    of_many = fork(_record(loaded, [model.log.history() for model in runs]), Fork(LATE, (STRONGER,)))
    assert [history.fields.weeks.tolist() for history in of_many] == [[WEEKS], [WEEKS]]


def test_a_fork_without_a_change_is_the_same_war(record: Record) -> None:
    (history,) = fork(record, Fork(LATE, ()))
    assert history.hashes == record.histories[0].hashes


@pytest.mark.parametrize(
    "sets",
    [(STRONGER,), ("actors.russia.policy=idle",), ("series.russia.sorties.scale=0",), (f"weeks={WEEKS + 4}",)],
    ids=" ".join,
)
def test_a_fork_is_verified_as_well(record: Record, sets: tuple[str, ...]) -> None:
    forked = _forked(record, Fork(LATE, sets))
    assert forked.histories[0].hashes[:LATE] == record.histories[0].hashes[:LATE]
    assert forked.histories[0].hashes != record.histories[0].hashes
    assert verify(forked) == forked.weeks


@pytest.mark.parametrize(
    ("change_at", "words"),
    [
        (Fork(WEEKS, ()), f"A fork starts at week 0 to {WEEKS - 1} of this run, not {WEEKS}"),
        (Fork(-1, ()), f"A fork starts at week 0 to {WEEKS - 1} of this run, not -1"),
        (Fork(LATE, ("combat.kapa=0.02",)), r'combat.kapa=0.02: .*did you mean "combat.kappa"'),
        (Fork(LATE, ("combat.kappa",)), "--set takes key=value"),
        (Fork(LATE, ("combat.kappa=high",)), 'a number is wanted, not "high"'),
        (Fork(LATE, ("start.regime.strike=1",)), "the start is past; a fork cannot change it"),
        (Fork(LATE, ("actors.russia.policy=bold",)), "--set actors.russia.policy=bold: "),
        (Fork(LATE, ("weeks=0",)), "a run has 1 to 400 whole weeks"),
        (Fork(LATE, ("weeks=3",)), f"Week {LATE} has been reached; a run cannot end at 3."),
        (Fork(LATE, ("series.russia.sorties.scale=-1",)), "a scale lies between 0 and 1000"),
    ],
)
def test_a_fork_that_cannot_be_is_refused(record: Record, change_at: Fork, words: str) -> None:
    with pytest.raises(InputError, match=words):
        fork(record, change_at)


def test_a_fork_of_a_fork_is_refused(record: Record) -> None:
    forked = _forked(record, Fork(LATE, ()))
    with pytest.raises(InputError, match="This run is itself a fork"):
        fork(forked, Fork(LATE, ()))


def test_a_record_of_another_ground_or_an_edited_one_is_named(record: Record) -> None:
    with pytest.raises(ReplayError, match="another ground"):
        verify(replace(record, regions=("a", "b")))
    cut = {key: value for key, value in record.scenario.items() if key != "values"}
    with pytest.raises(StorageError, match=r"scenario\.yaml of these results has been edited or cut"):
        verify(replace(record, scenario=cut))
    history = replace(record.histories[0], orders=({"week": 0, "actor": "regim", "verb": "raid"},))
    with pytest.raises(StorageError, match=r"orders\.jsonl of these results has been edited or cut"):
        verify(replace(record, histories=(history,)))
