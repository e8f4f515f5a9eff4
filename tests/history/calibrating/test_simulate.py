"""Points are run once: a stopped stage goes on, and a folder belongs to one question and one model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from sim.errors import StorageError
from sim.history.calibrating import simulate as module
from sim.history.calibrating.free import free, prior_cube
from sim.history.calibrating.simulate import PART, all_patterns, own_luck, same_luck, simulate


@pytest.fixture
def wars(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Mapping[str, float], Sequence[int]]]:
    """Stand in for the wars of one point; tell which were run."""
    run: list[tuple[Mapping[str, float], Sequence[int]]] = []

    def at(values: Mapping[str, float], seeds: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
        run.append((values, seeds))
        return np.full(len(all_patterns()), values["combat.kappa"]), np.zeros(len(all_patterns()))

    monkeypatch.setattr(module, "_at", at)
    return run


def test_what_is_done_is_not_done_again(wars: list, tmp_path: Path) -> None:
    points = prior_cube(2 * PART + 3, 1)
    first = simulate(points, tmp_path / "wave", luck=same_luck(2), jobs=1)
    assert len(wars) == len(points)
    (tmp_path / "wave" / "part-0001.npz").unlink()
    done: list[int] = []
    again = simulate(points, tmp_path / "wave", luck=same_luck(2), jobs=1, progress=done.append)
    assert len(wars) == len(points) + PART
    assert sum(done) == len(points)
    assert np.array_equal(first.mean, again.mean)
    assert first.mean[:, 0] == pytest.approx(free()[0].at(points[:, 0]))


def test_a_part_cut_short_is_not_there(wars: list, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Promise: a process killed while it writes leaves no half part behind that would be taken for a whole one."""

    def killed(*args: object, **rest: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module.np, "savez", killed)
    with pytest.raises(KeyboardInterrupt):
        simulate(prior_cube(3, 1), tmp_path / "wave", luck=same_luck(1), jobs=1)
    assert not list((tmp_path / "wave").glob("part-*"))


@pytest.mark.parametrize("other", ["points", "seeds"])
def test_a_folder_belongs_to_one_question(other: str, wars: list, tmp_path: Path) -> None:
    simulate(prior_cube(3, 1), tmp_path / "wave", luck=same_luck(2), jobs=1)
    points, luck = (prior_cube(3, 2), same_luck(2)) if other == "points" else (prior_cube(3, 1), same_luck(3))
    with pytest.raises(StorageError, match="another model or with other points"):
        simulate(points, tmp_path / "wave", luck=luck, jobs=1)


def test_luck_is_shared_or_of_ones_own() -> None:
    assert same_luck(3)(0) == same_luck(3)(9) == (1, 2, 3)
    assert own_luck(100)(0) == (100,)
    assert own_luck(100)(7) == (107,)
