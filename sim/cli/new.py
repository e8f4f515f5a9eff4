"""Write a scenario file to start from.

Owns the commented example. Knows nothing of how it is read, but a test checks it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, TextIO

import typer

from sim.errors import InputError
from sim.scenario.find import find_scenarios

__all__ = ["command", "example"]

_ID = re.compile(r"^[a-z][a-z0-9_]*$")

EXAMPLE = """\
# A scenario says what is assumed: dated inputs and who decides. It never says who wins.
# Check it with "theatre check {file}", run it with "theatre run {file}:other".
id: {id}
title: {title}
summary: One sentence on what is asked.
extends: base_2015        # start date, start state, actors, series and events are taken over from there
weeks: 40                 # what stands here replaces what stands there

# What the question is about: one number a run, in comparisons and sweeps. Measures: area, population,
# coverage, strength, morale or oil (of a side); deaths (of a side, civilians or all); first_week (place,
# holder); siege (place).
outcomes:
  - {{measure: area, of: regime}}
  - {{measure: deaths, of: civilians}}

# Two arms of one question. Without a name, "theatre run" takes the first.
variants:
  asis:
    title: As it is
    summary: Nothing is changed.
    compare_with: {id}:other
  other:
    title: What if
    summary: Half the Russian sorties, and a truce in the spring.
    compare_with: {id}:asis
    series:                       # series and actors replace those of the same name
      russia.sorties:
        unit: sorties/week
        points: [[2015-09-28, 195]]           # a value holds from its date to the next
        assumption: half of what was reported # every number has a source (a key) or an assumption (in words)
    events:                       # events are added to those taken over; drop: [id] leaves one out
      - id: spring_truce
        when: 2016-04-04          # or if: {{measure: area, of: is, below: 0.2, weeks: 4}}
        do: truce                 # or end_truce, hostility, window, plan ...: docs/how-to/scenario.md lists them
        parties: [regime, iran, opposition]
        excludes: [hts, is]
        compliance: 0.6           # takes the basis of its event; or {{value: 0.6, low: 0.4, high: 0.8, ...}}
        label: "Spring\\ntruce"
        assumption: an example
"""


def command(
    name: Annotated[str, typer.Argument(help="Name of the scenario (my_question), or a path (my/question.yaml).")],
) -> None:
    """Write a commented scenario file to start from.

    The file is new: one that is there already is left alone.
    """
    path = Path(name) if name.endswith((".yaml", ".yml")) else Path(f"{name}.yaml")
    text = example(path)
    if path.stem in {found.path.stem for found in find_scenarios()}:
        raise InputError(f'"{path.stem}" is a scenario that comes with the package; choose another name.')
    try:
        with path.open("x", encoding="utf-8") as handle:
            _write(path, handle, text)
    except FileExistsError as error:
        raise InputError(f"{path} is there already; choose another name or move it away.") from error
    except FileNotFoundError as error:
        raise InputError(f"There is no folder {path.parent}; make it first.") from error
    typer.echo(f"{path} is written. Change it, then: theatre check {path}")


def _write(path: Path, handle: TextIO, text: str) -> None:
    """Write all of the text, or leave no file behind."""
    try:
        handle.write(text)
        handle.flush()
    except OSError:
        path.unlink(missing_ok=True)
        raise


def example(path: Path) -> str:
    """Return the commented example under the name of a file."""
    name = path.stem
    if not _ID.match(name):
        raise InputError(f'"{name}" cannot be a name: small letters, digits and _ only, a letter first.')
    return EXAMPLE.format(id=name, title=name.replace("_", " ").capitalize(), file=path)
