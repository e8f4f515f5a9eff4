"""theatre report: every picture of a finished run, comparison or sweep, and one page to read, to send and to print.

Owns the command. Knows nothing of what a picture shows: it hands over. Heavy imports wait until the folder is known to
be one of results.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from sim.errors import InputError, StorageError

__all__ = ["command"]

FIGURES = "figures"
"""Folder of the pictures, inside that of the results."""


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of results.")],
    *,
    film: Annotated[
        bool, typer.Option("--film", help="Make a film of the map, too: GIF, and MP4 if ffmpeg is.")
    ] = False,
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="png, svg, pdf; several with commas.")
    ] = "png",
    pictures: Annotated[bool, typer.Option("--pictures/--no-pictures", help="Draw pictures beside the page.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
) -> None:
    """Draw every picture of a run, and one page to send or print."""
    from sim.reports.printing import forms_of

    forms = forms_of(formats)
    made = _draw(folder, _manifest(folder), forms if pictures else (), film)
    if not quiet:
        for line in made:
            typer.echo(line)


def _manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a results folder; InputError if it is none."""
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder. theatre run prints the folder that it wrote.")
    if not (folder / "manifest.json").is_file():
        raise InputError(f"{folder} is not a results folder: manifest.json is missing. theatre run makes one.")
    from sim.record.store import part_of, read_json

    manifest = part_of(folder, "manifest.json", read_json)
    return manifest if isinstance(manifest, dict) else {}


def _draw(folder: Path, manifest: dict[str, Any], forms: Sequence[str], film: bool) -> list[str]:
    """Make the page, the pictures and the film of one folder; return what to say of them."""
    kind = manifest.get("kind")
    if film and kind is not None:
        raise InputError(f"A film is made of runs; {folder} is a {kind}.")
    if kind == "comparison":
        return _comparison(folder, manifest, forms)
    if kind == "sweep":
        return _sweep(folder, manifest, forms)
    return _war(folder, forms, film)


def _war(folder: Path, forms: Sequence[str], film: bool) -> list[str]:
    from sim.record.store import load_record
    from sim.reports.figures import draw_run
    from sim.reports.page.page import FILE, write_page
    from sim.theatre.regions import load_theatre

    record = load_record(folder)
    if tuple(record.regions) != load_theatre().ids:
        raise StorageError(f"{folder} has other regions than the ground of this version: read it with its own version.")
    said = [f"The page: {write_page(record, folder / FILE)}"]
    if forms:
        said += _drawn(draw_run(record, folder / FIGURES, forms, every=True), folder)
    if film:
        from sim.reports.film.film import draw_film, note

        made = draw_film(record, folder)
        said += [f"The film: {path}" for path in made if path.suffix in (".gif", ".mp4")]
        said += [note()] if note() else []
    return said


def _comparison(folder: Path, manifest: dict[str, Any], forms: Sequence[str]) -> list[str]:
    from sim.experiments.comparing.comparison_folder import load_comparison
    from sim.record.store import written_into
    from sim.reports.comparing.comparison import draw_comparison
    from sim.reports.comparing.difference_map import draw_difference
    from sim.reports.page.arms import write_comparison
    from sim.reports.page.page import FILE

    comparison = load_comparison(folder)
    said = [f"The page: {write_comparison(comparison, manifest, folder / FILE)}"]
    if forms:
        with written_into(folder / FIGURES) as room:
            made = [*draw_comparison(comparison, room, forms), *draw_difference(comparison, room, formats=forms)]
        said += _drawn(made, folder)
    return said


def _sweep(folder: Path, manifest: dict[str, Any], forms: Sequence[str]) -> list[str]:
    from sim.experiments.exploring.exploration import explore
    from sim.experiments.sweeps.table import load_table, plan_of
    from sim.record.store import written_into
    from sim.reports.exploring.exploration import draw_exploration
    from sim.reports.page.page import FILE
    from sim.reports.page.sweep import write_sweep

    found = explore(load_table(folder, [reading.name for reading in plan_of(folder, manifest).readings]))
    said = [f"The page: {write_sweep(found, manifest, folder / FILE)}"]
    if forms:
        with written_into(folder / FIGURES) as room:
            made = draw_exploration(found, room, forms)
        said += _drawn(made, folder)
    return said


def _drawn(paths: Sequence[Path], folder: Path) -> list[str]:
    count = len({path.stem for path in paths if path.suffix == ".txt"})
    return [f"{count} picture{'s' if count != 1 else ''}, each with its numbers and words: {folder / FIGURES}"]
