"""Write small scenario files for the tests of the scenario room.

Owns one sound scenario, and the spoiling of a line of it. Knows nothing of what is tested.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["GOOD", "spoil", "write"]

GOOD = """\
id: trial
title: A trial
summary: A small scenario that is sound.
start: 2015-09-28
weeks: 30
state: 2015-09-28
actors:
  regime: {policy: ground}
  russia: {policy: patron, options: {client: regime}}
series:
  russia.sorties:
    unit: sorties/week
    points: [[2015-09-28, 390]]
    source: interfax_2017
events:
  - id: pause
    when: 2016-02-27
    do: truce
    parties: [regime, opposition]
    excludes: [hts, is]
    compliance: 0.6
    label: "Truce"
    assumption: an example
  - id: deal
    when: 2015-12-07
    do: local_deal
    places: [al_waer]
    to: regime
    moves_to: idlib
    assumption: an example
outcomes:
  - {measure: first_week, place: palmyra, holder: regime}
variants:
  with_truce:
    title: With
    summary: As it stands.
    compare_with: trial:without
  without:
    title: Without
    summary: No truce.
    drop: [pause]
"""


def write(folder: Path, text: str = GOOD, name: str = "trial.yaml") -> Path:
    """Write a scenario file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def spoil(old: str, new: str) -> tuple[str, int]:
    """Return the good text with one piece replaced, and the line on which the piece begins."""
    assert GOOD.count(old) == 1, f"{old!r} must stand once in the good scenario"
    return GOOD.replace(old, new), GOOD[: GOOD.index(old)].count("\n") + 1
