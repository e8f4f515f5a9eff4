"""theatre calibrate: fit the free numbers to the record up to June 2017, and write the draws that fit.

Owns the command. Knows nothing of how numbers are fitted. Heavy imports wait until the folder is known to be free.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.history.calibrating.course import Calibrated

__all__ = ["command"]

FOLDER = Path("results/calibration")


def command(
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Try the whole course in minutes; it fits nothing.")] = False,
    out: Annotated[Path, typer.Option("--out", help="Folder to work in; a stopped course goes on there.")] = FOLDER,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="Processes [one per core].")] = None,
    pictures: Annotated[bool, typer.Option("--pictures/--no-pictures", help="Draw what was found.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
) -> None:
    """Fit the free numbers to the record up to June 2017."""
    from sim.history.calibrating.course import FULL, PLANS, calibrate
    from sim.history.calibrating.findings import as_plain

    silent = quiet or as_json
    found = calibrate(
        out,
        PLANS["quick" if quick else "full"],
        jobs=jobs or os.cpu_count() or 1,
        say=(lambda words: None) if silent else typer.echo,
        progress=_stage(silent),
    )
    plain = as_plain(found)
    _write(out, found, plain)
    if pictures:
        _draw(out, found, jobs or os.cpu_count() or 1)
    if as_json:
        typer.echo(json.dumps(plain, indent=1))
    elif not quiet:
        typer.echo(_words(plain))
        typer.echo(f"\n{len(found.draws[FULL])} draws: {out / 'posterior.csv'}, with where they came from beside it.")


def _stage(silent: bool) -> Callable[[str, int], Any]:
    """Return what shows the progress of one stage."""
    from sim.cli.progress import progress_bar

    @contextmanager
    def stage(words: str, total: int) -> Iterator[Callable[[int], None]]:
        with progress_bar(words, total, quiet=silent) as advance:
            yield advance

    return stage


def _write(folder: Path, found: Calibrated, plain: dict[str, Any]) -> None:
    """Write the findings, the draws, and those that owe nothing to 2017 in a folder of their own."""
    from sim.experiments.sweeps.parts import whole
    from sim.history.calibrating.course import BLOCKED, FULL
    from sim.history.calibrating.shipping import write_posterior

    today = datetime.now(UTC).date()
    blocked = folder / f"to-{BLOCKED}"
    blocked.mkdir(exist_ok=True)
    write_posterior(folder, found.draws[FULL], until=FULL, made=today)
    write_posterior(blocked, found.draws[BLOCKED], until=BLOCKED, made=today)
    with whole(folder / "calibration.json") as draft:
        draft.write_text(json.dumps(plain, indent=1), encoding="utf-8")


def _draw(folder: Path, found: Calibrated, jobs: int) -> None:
    """Run wars of the draws beside the record, and draw what was found."""
    from sim.history.calibrating.course import FULL
    from sim.history.calibrating.draws import medoid
    from sim.history.calibrating.free import free, values_of
    from sim.history.calibrating.predictive import predictive_checks
    from sim.reports.calibrating.calibration import draw_calibration
    from sim.reports.calibrating.mechanisms import Taken
    from sim.reports.calibrating.numbers import Fitted

    points = found.draws[FULL]
    fitted = Fitted(free(), points, medoid(points), FULL, found.second)
    checks = predictive_checks([values_of(point, free()) for point in points], jobs=jobs)
    taken = Taken(tuple(found.fits), found.plan.mechanism_seeds, FULL)
    draw_calibration(folder / "pictures", fitted, checks, taken)


def _words(plain: dict[str, Any]) -> str:
    """Return the findings as tables for a terminal."""
    from sim.cli.tables import table

    rows = [
        (
            row["name"],
            f"{row['low']:.3g} to {row['high']:.3g}",
            *(f"{value:.3g}" for value in row["draws"]),
            f"{row['second'][0]:.3g} to {row['second'][2]:.3g}",
            f"{row['narrowed']:.0%}",
        )
        for row in plain["learnt"]
    ]
    inside = sum(row["inside"] for row in plain["met"])
    lines = [
        table(("number", "prior", "5 %", "middle", "95 %", "second opinion", "narrowed"), rows),
        "",
        f"{inside} of {len(plain['met'])} patterns lie where four of five wars of these draws lie.",
        f"Log likelihood: {plain['emulators']['promised']:.1f} promised by the emulators, "
        f"{plain['emulators']['run']:.1f} when the draws were run.",
    ]
    return "\n".join(lines)
