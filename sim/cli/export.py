"""theatre export: results as tables and maps for other programs.

Owns the command, and where an export goes. Knows nothing of what is in it. Heavy imports wait until the options are
known to be right.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Annotated

import typer

from sim.errors import InputError, StorageError, nearest

__all__ = ["command"]

FOLDER = "export"
"""Folder of an export, inside that of the results; made anew each time."""

KINDS = "csv,geojson,gpkg"


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a run, comparison or sweep.")],
    *,
    to: Annotated[Path | None, typer.Option("--to", help="A new folder for it [DIR/export, made anew].")] = None,
    weeks: Annotated[list[int] | None, typer.Option("--week", help="Control after this week; may be repeated.")] = None,
    every: Annotated[int | None, typer.Option("--every", min=1, help="Control after every so many weeks.")] = None,
    what: Annotated[str, typer.Option("--what", help=f"Any of {KINDS} [all there is].")] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="List the files for programs.")] = False,
) -> None:
    """Write results as CSV, GeoJSON and GeoPackage, for other programs."""
    if to is not None and to.exists():
        raise InputError(f"{to} exists already; an export goes to a new folder. Choose another --to.")
    kinds = _kinds(what)
    from sim.reports.exporting.export import Wish, export

    place = folder / FOLDER if to is None else to
    draft, old = (place.with_name(f".{place.name}-{os.getpid()}{end}") for end in ("", "-old"))
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise InputError(f"{place} is no folder of an export, and stays as it is. Choose a new folder with --to.")
    try:
        if to is not None or folder.is_dir():
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(parents=True)
        files = export(folder, Wish(kinds, weeks or (), every), draft)
        if place.exists():
            place.rename(old)  # in one step: what is being taken away never looks like a whole export
        draft.rename(place)
    except OSError as error:
        raise StorageError(f"{place} cannot be written: {error.strerror or error}.") from error
    finally:
        for left in (draft, old):
            shutil.rmtree(left, ignore_errors=True)
    if as_json:
        typer.echo(json.dumps({"folder": str(place), "files": files}, indent=1))
    elif not quiet:
        typer.echo("\n".join([f"{place}:", *(f"  {name}: {says}" for name, says in files.items())]))


def _kinds(what: str) -> tuple[str, ...]:
    """Return what was asked for, each once; InputError with the nearest word."""
    known = KINDS.split(",")
    asked = [word.strip() for word in what.split(",") if word.strip()]
    for word in asked:
        if word not in known:
            raise InputError(f'--what: there is no "{word}"{nearest(word, known)}; choose from {", ".join(known)}.')
    return tuple(dict.fromkeys(asked))
