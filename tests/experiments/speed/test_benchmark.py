"""The bench: what it measures, and that its ratios follow from its figures. No test of speed stands here."""

from __future__ import annotations

import pytest

from sim.errors import RunError
from sim.experiments.speed.benchmark import RATIOS, Case, Figure, cases, ratios, reference, rounds_of
from sim.experiments.speed.startup import command_seconds


def test_the_reference_work_is_fixed() -> None:
    assert reference() == reference()


def test_a_figure_is_a_median_with_its_range_and_a_ratio_to_the_reference() -> None:
    plain = Figure("week", "us", "a week", (300.0, 100.0, 200.0)).plain(yardstick=0.01)
    assert (plain["median"], plain["low"], plain["high"], plain["rounds"]) == (200.0, 100.0, 300.0, 3)
    assert plain["over_reference"] == pytest.approx(0.02)


def test_cases_are_measured_in_turn_after_one_round_that_does_not_count() -> None:
    done: list[str] = []
    told: list[int] = []
    two = [Case(name, "us", "", lambda name=name: done.append(name), times=2) for name in "ab"]  # type: ignore[misc]
    figures = rounds_of(two, 3, told.append)
    assert "".join(done) == "aabb" * 4
    assert [len(figure.values) for figure in figures] == [3, 3]
    assert told == [1] * 4


def test_every_case_works_and_gives_what_the_ratios_need() -> None:
    figures = rounds_of(cases(), 1)
    assert all(figure.median > 0.0 for figure in figures)
    shares = {share.name: share.median for share in ratios(figures)}
    assert shares.keys() == RATIOS.keys()
    assert all(value > 0.0 for value in shares.values())


def test_a_command_is_timed_and_one_that_fails_is_named() -> None:
    seconds = command_seconds(["--version"])
    assert seconds is not None
    assert 0.0 < seconds < 30.0
    with pytest.raises(RunError, match='theatre rnu failed while it was measured: There is no command "rnu"'):
        command_seconds(["rnu"])
