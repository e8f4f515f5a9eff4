"""The C yardstick builds and runs where there is a compiler; where there is none, it says so."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.c_form import NO_COMPILER, build
from benchmarks.hexes import neighbours
from sim.errors import RunError

CELLS, WEEKS = 120, 20


def test_it_runs_where_there_is_a_compiler_and_says_so_where_there_is_none(tmp_path: Path) -> None:
    if shutil.which(os.environ.get("CC", "cc").split()[0]) is None:
        with pytest.raises(RunError, match="no C compiler"):
            build(tmp_path)
        return
    form = build(tmp_path)
    once, twice = (form.run(CELLS, runs, WEEKS) for runs in (1, 2))
    assert sum(once.cells) == CELLS
    assert min(once.dead) > 0.0
    assert once.seconds > 0.0
    assert (once.cells, once.dead) == (twice.cells, twice.dead), "the first run is the same, however many follow"


def test_without_a_compiler_there_is_one_clear_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", "no_such_compiler")
    with pytest.raises(RunError) as told:
        build(tmp_path)
    assert str(told.value) == NO_COMPILER


def test_a_compiler_that_fails_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", shlex.quote(sys.executable))
    with pytest.raises(RunError, match="could not build it"):
        build(tmp_path)


def test_hexes_are_neighbours_both_ways() -> None:
    near = neighbours(CELLS)
    pairs = {(cell, other) for cell, row in enumerate(near.tolist()) for other in row if other < CELLS}
    assert pairs == {(other, cell) for cell, other in pairs}
    assert np.all((near < CELLS).sum(axis=1) > 0)
