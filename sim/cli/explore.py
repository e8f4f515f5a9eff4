"""theatre explore: ask four questions of a sweep, and how many runs are enough.

Owns the command. Knows nothing of how an answer is found or drawn. Heavy imports wait until the folder is known to be a
sweep's.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.pictures import sparing
from sim.errors import InputError, RunError, StorageError

if TYPE_CHECKING:
    from sim.experiments.exploring.exploration import Exploration

__all__ = ["command"]

FOLDER = "explore"
"""Folder of the answers, inside that of the sweep; made anew each time."""


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A sweep's folder.")],
    *,
    outcomes: Annotated[list[str] | None, typer.Option("--outcome", help="Only this outcome; may be repeated.")] = None,
    arm: Annotated[str | None, typer.Option("--arm", help="Which arm [the first].")] = None,
    versus: Annotated[
        str | None, typer.Option("--versus", metavar="ARM", help="Explore the difference from this arm, seed by seed.")
    ] = None,
    give: Annotated[
        list[str] | None, typer.Option("--give", metavar="RULE", help="Find inputs that give this: regime_area<30.")
    ] = None,
    widths: Annotated[
        list[str] | None, typer.Option("--half-width", help="OUTCOME=WIDTH: how well its mean is to be known.")
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many inputs are shown.")] = 8,
    pictures: Annotated[bool, typer.Option("--pictures/--no-pictures", help="Draw the answers.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
) -> None:
    """Ask of a sweep what is possible and which inputs matter."""
    from sim.experiments.exploring.exploration import explore
    from sim.experiments.sweeps.table import load_table, plan_of, read_manifest
    from sim.experiments.sweeps.until import wishes_of

    table = load_table(folder, [reading.name for reading in plan_of(folder, read_manifest(folder)).readings])
    found = explore(
        table,
        outcomes=_known(outcomes or [], [reading.name for reading in table.plan.readings]),
        arm=arm,
        versus=versus,
        give=give or [],
        widths=wishes_of(table.plan, widths or [], option="--half-width"),
    )
    fault = _write(found, folder / FOLDER, pictures)
    if as_json:
        typer.echo(json.dumps(found.plain(), indent=1, allow_nan=False))
    elif not quiet:
        from sim.cli.answers import as_words

        typer.echo(as_words(found, folder / FOLDER, top))
    if fault is not None:
        raise RunError(f"The numbers are in {folder / FOLDER}, but the pictures could not be drawn: {fault}") from fault


def _known(asked: list[str], names: list[str]) -> list[str]:
    """Return the outcomes that were asked for, each once; unknown ones are refused with the nearest name."""
    from sim.errors import nearest

    for name in asked:
        if name not in names:
            raise InputError(f'this sweep has no outcome "{name}"{nearest(name, names)}; it has {", ".join(names)}')
    return list(dict.fromkeys(asked))


def _write(found: Exploration, folder: Path, pictures: bool) -> Exception | None:
    """Write all answers under a hidden name and then in the place of the old; return what kept pictures away."""
    draft = folder.with_name(f".{folder.name}-{os.getpid()}")
    faults: list[Exception] = []
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        text = json.dumps(found.plain(), indent=1, ensure_ascii=False, allow_nan=False)
        (draft / "explore.json").write_text(text, encoding="utf-8")
        if pictures:
            sparing(_draw, faults)(found, draft)
        shutil.rmtree(folder, ignore_errors=True)
        draft.rename(folder)
    except OSError as error:
        raise StorageError(f"{folder} cannot be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return faults[0] if faults else None


def _draw(found: Exploration, folder: Path) -> None:
    from sim.reports.exploring.exploration import draw_exploration

    draw_exploration(found, folder)
