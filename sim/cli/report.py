"""theatre report: every picture of a finished run, and one page to read, to send and to print.

Owns the command. Knows nothing of what a picture shows: it hands over. Heavy imports wait until the folder is known to
be one of results.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.errors import InputError

__all__ = ["command"]

FORMATS = "png"


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of results.")],
    *,
    pictures: Annotated[
        bool, typer.Option("--pictures/--no-pictures", help="Draw the pictures beside the page.")
    ] = True,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
) -> None:
    """Draw every picture of a run, and one page to send or print."""
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder. theatre run prints the folder that it wrote.")
    from sim.record.store import load_record
    from sim.reports.figures import draw_run
    from sim.reports.page.page import FILE, write_page

    record = load_record(folder)
    page = write_page(record, folder / FILE)
    drawn = draw_run(record, folder / "figures", every=True) if pictures else []
    if not quiet:
        typer.echo(f"The page: {page}")
    if drawn and not quiet:
        count = len({path.stem for path in drawn})
        typer.echo(f"{count} pictures, each with its numbers and words: {folder / 'figures'}")
