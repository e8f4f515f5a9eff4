"""The command of the yardsticks: it measures what it promises, and leaves out with a word what it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks.c_form import NO_COMPILER


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure less: whether the figures come, not what they are."""
    monkeypatch.setattr(command, "SUBSET_WEEKS", 1)
    monkeypatch.setattr(command, "OFTEN", 1)
    monkeypatch.setattr(command, "C_CELLS", {"c_week": (60, 1), "c_finer_week": (120, 1)})


def _names(answer: dict[str, object], part: str) -> set[str]:
    rows = answer[part]
    assert isinstance(rows, list)
    assert all(min(row["values"]) > 0.0 for row in rows)
    return {row["name"] for row in rows}


def test_it_measures_all_or_says_what_it_leaves_out(tmp_path: Path) -> None:
    answer = command.measured(1, tmp_path)
    wanted = command.OVER_OURS.keys() | (set() if answer["left_out"] else command.OVER_C.keys())
    assert _names(answer, "ratios") == wanted
    assert {"subset", "mesa_subset", "finer_subset", "mesa_finer_subset"} <= _names(answer, "figures")


def test_without_a_compiler_the_rest_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", "no_such_compiler")
    answer = command.measured(1, tmp_path)
    assert answer["left_out"] == [NO_COMPILER]
    assert _names(answer, "ratios") == command.OVER_OURS.keys()
