"""Sweep files for tests, written into a folder and read."""

from __future__ import annotations

from pathlib import Path

from sim.experiments.sweeps.question import Question, read_question

__all__ = ["GOOD", "ask", "write"]

GOOD = """id: trial
title: A trial
scenario: base_2015:intervention
weeks: 6
design: {kind: latin_hypercube, points: 8}
factors:
  combat.kappa:
  start.regime.strike:
replicates: 3
outcomes:
  - {measure: area, of: regime}
  - {measure: first_week, place: palmyra, holder: regime}
"""


def write(folder: Path, text: str = GOOD, name: str = "trial.yaml") -> Path:
    """Write a sweep file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def ask(folder: Path, text: str = GOOD) -> Question:
    """Write a sweep file and read it."""
    return read_question(write(folder, text))
