"""The second opinion: populations come nearer to the record, and their particles to what made it."""

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


def test_populations_close_in_on_what_made_the_record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    patterns = tuple(Pattern(name, "level", aim, 0.1, DAY, 1.0, "") for name, aim in (("a", 0.3), ("b", 0.7)))
    monkeypatch.setattr(crosscheck, "simulate", _toy)
    monkeypatch.setattr(crosscheck, "all_patterns", lambda: patterns)
    monkeypatch.setattr(crosscheck, "log_prior", lambda points: np.zeros(len(points)))
    found = cross_check(tmp_path, until=DAY, size=200, populations=5, jobs=1)
    within = [one.within for one in found]
    assert within == sorted(within, reverse=True)
    last = found[-1]
    assert last.points.shape == (200, len(free()))
    assert last.weights.sum() == pytest.approx(1.0)
    assert (last.away < last.within).all()
    assert last.weights @ last.points[:, 0] == pytest.approx(0.3, abs=0.08)
    assert last.weights @ last.points[:, 1] == pytest.approx(0.7, abs=0.08)
    assert last.weights @ last.points[:, 5] == pytest.approx(0.5, abs=0.2)
