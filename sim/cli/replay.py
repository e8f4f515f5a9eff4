"""theatre replay: run a finished war again, to verify it or to ask what else might have come.

Owns the command. Knows nothing of how a war goes: it hands over. Heavy imports wait until the folder is
known to be one of ours.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.pictures import draw_record, sparing
from sim.errors import InputError, RunError

__all__ = ["command"]


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A results folder.")],
    verify: Annotated[bool, typer.Option("--verify", help="Run again and compare every weekly hash.")] = False,
    from_week: Annotated[int | None, typer.Option("--from", min=0, help="Fork at the start of this week.")] = None,
    sets: Annotated[list[str] | None, typer.Option("--set", help="What differs from then on: key=value.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the fork.")] = None,
    pictures: Annotated[bool, typer.Option("--pictures/--no-pictures", help="Draw the fork.")] = True,
) -> None:
    """Run a finished war again: verify it, or fork it."""
    if from_week is None and (sets or out):
        raise InputError("--set and --out belong to a fork: say from which week with --from WEEK.")
    if verify and from_week is not None:
        raise InputError("--verify repeats a run and --from changes it; choose one.")
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder. theatre run prints the folder that it wrote.")
    if from_week is None:
        _verify(folder)
    else:
        _fork(folder, from_week, tuple(sets or ()), out, pictures)


def _verify(folder: Path) -> None:
    from sim.engine.replay import verify
    from sim.record.store import load_record

    record = load_record(folder)
    weeks = verify(record)
    typer.echo(f"{folder}: {record.runs} run(s), {weeks} weekly hashes, all the same.")


def _fork(folder: Path, week: int, sets: tuple[str, ...], out: Path | None, pictures: bool) -> None:
    from sim.engine.replay import Fork, fork
    from sim.record.manifest import manifest_of
    from sim.record.store import free_folder, load_record, save_record

    record = load_record(folder)
    target = out or free_folder(folder.parent, f"{folder.name}-from{week}")
    if target.exists():
        raise InputError(f"{target} exists already; results are never overwritten. Choose another --out.")
    histories = fork(record, Fork(week, sets))
    manifest = manifest_of(
        str(record.manifest["scenario"]),
        weeks=len(histories[0].hashes),
        seed=record.seeds[0],
        runs=record.runs,
        command=sys.argv[1:],
        citations=record.manifest["citations"],
        sets=record.manifest.get("sets", []),
    )
    manifest |= {key: record.manifest[key] for key in ("asked", "numbers") if key in record.manifest}
    manifest["fork"] = {"of": folder.name, "week": week, "sets": list(sets)}
    faults: list[Exception] = []
    save_record(
        target,
        scenario=record.scenario,
        manifest=manifest,
        runs=histories,
        region_ids=record.regions,
        finish=sparing(draw_record, faults) if pictures else None,
    )
    shared = sum(a == b for a, b in zip(record.histories[0].hashes, histories[0].hashes, strict=False))
    typer.echo(f"{target}: forked at week {week}; {shared} weeks as before, then {', '.join(sets) or 'no change'}.")
    if faults:
        raise RunError(f"The numbers are in {target}, but the pictures could not be drawn: {faults[0]}") from faults[0]
