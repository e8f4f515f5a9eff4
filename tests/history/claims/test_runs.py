"""The runs: arms are shared, luck and numbers are the same in both arms, and what is there is never run again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

from sim.errors import RunError, StorageError
from sim.experiments.executors import DIED, Died, on_processes, one_by_one
from sim.history.claims import runs as room
from sim.history.claims.draws import draws_for
from sim.history.claims.runs import Plan, Values, chunks_of, loaded_of, missing_in, plan_of, run

D1 = (("northeast_2020:separated", ()), ("northeast_2020:shared", ()))


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> Plan:
    monkeypatch.setattr(room, "CHUNK", 4)
    return plan_of(["D1"], draws=3, seeds=2)


class Counting:
    """Run tasks one by one, count them, and stop as if killed after so many."""

    def __init__(self, stop_after: int = 1000) -> None:
        self.done, self.stop_after = 0, stop_after

    def spread[T, R](self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R | Died]]:
        """Yield each task with its answer."""
        for task in tasks:
            if self.done == self.stop_after:
                raise KeyboardInterrupt
            self.done += 1
            yield task, work(task)


def _tables(values: dict[object, Values]) -> list[np.ndarray]:
    return [one.table for one in values.values()]


def test_an_arm_that_several_claims_need_is_run_once() -> None:
    both = plan_of(["A4", "A9", "C1", "C4"], draws=2, seeds=2)
    assert set(both.arms) == {("base_2015:no_russia", ()), ("base_2015:doctrine", ())}
    assert both.runs == 8


def test_what_other_claims_read_is_read_too_so_that_it_is_there() -> None:
    one, other = plan_of(["A4"], draws=2, seeds=2), plan_of(["A9"], draws=2, seeds=2)
    assert [chunk.name for chunk in chunks_of(one)] == [chunk.name for chunk in chunks_of(other)]


def test_no_two_draws_share_a_seed_and_all_arms_do() -> None:
    plan = plan_of(["D1"], draws=3, seeds=2)
    assert len(np.unique(plan.seed)) == plan.seed.size
    first, second = ([chunk.seeds for chunk in chunks_of(plan) if chunk.key == key] for key in D1)
    assert first == second


def test_a_number_has_the_same_values_in_every_arm_that_does_not_fix_it() -> None:
    free = draws_for(loaded_of(("deir_ezzor_2018:dispersed", ())), 4)
    fixed = draws_for(loaded_of(("deir_ezzor_2018:no_surprise", ())), 4)
    assert set(free[0]) - set(fixed[0]) == {"underground.surprise"}
    assert all(one[name] == other[name] for one, other in zip(free, fixed, strict=True) for name in other)
    assert "underground.raid" not in draws_for(loaded_of(("deir_ezzor_2018:dispersed", ("underground.raid=0!",))), 2)[0]


def test_what_was_stopped_goes_on_with_what_is_missing(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(plan, tmp_path, Counting(stop_after=3))
    assert missing_in(plan, tmp_path) == 2
    rest = Counting()
    told: list[int] = []
    resumed = run(plan, tmp_path, rest, told.append)
    assert rest.done == 1
    assert sum(told) == plan.runs == 12
    with one_by_one() as executor:
        fresh = run(plan, tmp_path / "anew", executor)
    assert all(np.array_equal(*pair) for pair in zip(_tables(resumed), _tables(fresh), strict=True))
    again = Counting()
    run(plan, tmp_path, again)
    assert again.done == 0


def test_a_damaged_file_is_run_again_and_drafts_of_the_dead_are_cleared(plan: Plan, tmp_path: Path) -> None:
    before = run(plan, tmp_path, Counting())
    victim = sorted(tmp_path.glob("*.parquet"))[0]
    victim.write_bytes(victim.read_bytes()[:40])
    (tmp_path / ".half.parquet-1").write_bytes(b"x")
    rest = Counting()
    after = run(plan, tmp_path, rest)
    assert rest.done == 1
    assert not list(tmp_path.glob(".*"))
    assert all(np.array_equal(*pair) for pair in zip(_tables(before), _tables(after), strict=True))


def test_runs_of_another_model_or_of_other_numbers_are_not_mixed_in(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(plan, tmp_path, Counting())
    monkeypatch.setattr(room, "fingerprint", lambda: "another")
    assert missing_in(plan, tmp_path) == plan.runs
    monkeypatch.undo()
    arms = {key: room.Arm(arm.loaded, arm.outcomes, ({},) * 3) for key, arm in plan.arms.items()}
    assert missing_in(Plan(arms, 3, 2), tmp_path) == plan.runs


def test_processes_give_the_same(plan: Plan, tmp_path: Path) -> None:
    here = run(plan, tmp_path / "a", Counting())
    with on_processes(2) as executor:
        there = run(plan, tmp_path / "b", executor)
    assert all(np.array_equal(*pair) for pair in zip(_tables(here), _tables(there), strict=True))


def test_faults_are_told(plan: Plan, tmp_path: Path) -> None:
    class Dying:
        def spread(self, work: object, tasks: Iterable[object]) -> Iterator[tuple[object, Died]]:
            """Let every worker die."""
            yield from ((task, DIED) for task in tasks)

    with pytest.raises(RunError, match="--jobs"):
        run(plan, tmp_path, Dying())  # type: ignore[arg-type]
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be written"):
        run(plan, tmp_path / "file" / "runs", Counting())
