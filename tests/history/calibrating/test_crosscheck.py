"""The second opinion: of a made-up model it finds what made the record, and leaves alone what nothing depends on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.history.calibrating import crosscheck
from sim.history.calibrating.crosscheck import cross_check
from sim.history.calibrating.free import free
from sim.history.calibrating.patterns import Pattern
from sim.history.calibrating.simulate import Read

DAY = date(2016, 1, 1)


def _toy(points: np.ndarray, folder: Path, *, luck: Any, **rest: Any) -> Read:
    """Read a made-up model of two patterns: the first two numbers, and luck."""
    rng = np.random.default_rng([luck(at)[0] for at in range(len(points))])
    mean = points[:, :2] + rng.normal(0, 0.02, (len(points), 2))
    return Read(points, mean, np.zeros_like(mean))


def test_what_made_the_record_is_found_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    patterns = tuple(Pattern(name, "level", aim, 0.1, DAY, 1.0, "") for name, aim in (("a", 0.3), ("b", 0.7)))
    monkeypatch.setattr(crosscheck, "simulate", _toy)
    monkeypatch.setattr(crosscheck, "all_patterns", lambda: patterns)
    monkeypatch.setattr(crosscheck, "log_prior", lambda points: np.zeros(len(points)))
    found = cross_check(tmp_path, until=DAY, size=2000, jobs=1)
    assert found.points.shape == (100, len(free()))
    assert found.weights.sum() == pytest.approx(1.0)
    assert found.worth > 60
    assert found.weights @ found.points[:, 0] == pytest.approx(0.3, abs=0.03)
    assert found.weights @ found.points[:, 1] == pytest.approx(0.7, abs=0.03)
    assert found.points[:, :2].std(axis=0).max() < 0.06
    assert found.weights @ found.points[:, 5] == pytest.approx(0.5, abs=0.12)
    assert found.points[:, 5].std() > 0.2


def test_a_score_is_held_against_the_best_of_the_wars(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    patterns = (
        Pattern("a", "score", 0.0, 0.0, DAY, 40.0, ""),
        Pattern("later", "level", 9.0, 0.1, date(2017, 6, 1), 1.0, ""),
    )
    monkeypatch.setattr(crosscheck, "simulate", _toy)
    monkeypatch.setattr(crosscheck, "all_patterns", lambda: patterns)
    monkeypatch.setattr(crosscheck, "log_prior", lambda points: np.zeros(len(points)))
    found = cross_check(tmp_path, until=DAY, size=1000, jobs=1)
    assert found.points[:, 0].mean() < 0.12  # the lowest score is the best
    assert found.points[:, 1].std() > 0.2  # what came later was not looked at
