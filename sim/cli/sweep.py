"""theatre sweep: run a sweep file by the thousand, lose nothing, go on after any stop, and let it grow.

Owns the command. Knows nothing of how rows are made or kept: it hands over. Heavy imports wait until the file is
known to be right.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.errors import InputError, RunError

if TYPE_CHECKING:
    from sim.experiments.executors import Executor
    from sim.experiments.sweeps.question import Question
    from sim.experiments.sweeps.sweep import Sweep

__all__ = ["MOST_UNASKED", "command"]

RESULTS = Path("results") / "sweeps"
MOST_UNASKED = 20_000
"""Runs that are started without --yes: about ten minutes on two cores."""


def command(
    file: Annotated[Path | None, typer.Argument(metavar="SWEEP.yaml", help="A sweep file.")] = None,
    *,
    resume: Annotated[Path | None, typer.Option("--resume", metavar="DIR", help="Go on with a sweep.")] = None,
    expand: Annotated[Path | None, typer.Option("--expand", metavar="DIR", help="Let a sweep grow.")] = None,
    runs: Annotated[int | None, typer.Option("--runs", min=1, help="With --expand: seeds at each point.")] = None,
    points: Annotated[int | None, typer.Option("--points", min=1, help="With --expand: points in all.")] = None,
    until: Annotated[
        list[str] | None, typer.Option("--until", help="OUTCOME=HALF_WIDTH: stop once its mean is known so well.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder of the sweep [results/sweeps/ID].")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="Processes [one per core].")] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler, or local.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many runs, how long, how large.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help=f"Start even more than {MOST_UNASKED:,} runs.")] = False,
    stored: Annotated[
        bool, typer.Option("--stored", help="With --resume or --expand: go by the sweep's own copy of a changed file.")
    ] = False,
    retry: Annotated[bool, typer.Option("--retry", help="With --resume: run failed rows again.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a summary for programs.")] = False,
) -> None:
    """Run a sweep file: many points, many seeds, nothing lost."""
    from sim.experiments.sweeps.sweep import locked
    from sim.experiments.sweeps.table import read_manifest
    from sim.experiments.sweeps.until import wishes_of

    _one_of(file, resume, expand)
    _belongs({"--runs": runs, "--points": points}, expand is not None, "--expand DIR")
    _belongs({"--retry": retry}, resume is not None, "--resume DIR")
    _belongs({"--stored": stored}, file is None, "--resume DIR or --expand DIR")
    _belongs({"--out": out, "--dry-run": dry_run}, file is not None, "a sweep file")
    if expand is not None and runs is None and points is None:
        raise InputError("Say how far it is to grow: --runs N seeds at each point, or --points N.")
    folder = resume or expand or Path()
    with ExitStack() as held:
        if file is not None:
            question = _read(file)
            if dry_run:
                _estimate(question, jobs or os.cpu_count() or 1, as_json)
                return
            wishes_of(question.plan, until or [])  # refused before anything is written
            sweep = _start(file, question, out, yes)
            held.enter_context(locked(sweep.folder))
        else:
            read_manifest(folder)  # a folder of another kind is not even locked
            held.enter_context(locked(folder))
            sweep = _resume(folder, stored, retry, quiet) if resume else _grow(folder, runs, points, yes, stored)
        met = _run(sweep, until or [], jobs or os.cpu_count() or 1, scheduler, quiet or as_json)
    _report(sweep, met, quiet, as_json)


def _one_of(file: Path | None, resume: Path | None, expand: Path | None) -> None:
    given = [one for one in (file, resume, expand) if one is not None]
    if len(given) != 1:
        raise InputError("Name one thing to do: a sweep file, --resume DIR, or --expand DIR.")


def _belongs(options: dict[str, Any], wanted: bool, to: str) -> None:
    for name, value in options.items():
        if value and not wanted:
            raise InputError(f"{name} belongs to {to}.")


def _read(file: Path) -> Question:
    from sim.experiments.sweeps.question import is_question, read_question

    if not is_question(file):
        raise InputError(f"{file} is not a sweep file: it has no design. Is it a scenario? theatre run {file}")
    return read_question(file)


def _start(file: Path, question: Question, out: Path | None, yes: bool) -> Sweep:
    """Write the folder of a new sweep."""
    from sim.experiments.sweeps.sweep import start
    from sim.record.manifest import manifest_of
    from sim.record.store import free_folder

    plan = question.plan
    if out is not None and out.exists():
        raise InputError(f"{out} exists already. Go on with it: theatre sweep --resume {out}")
    _ask(plan.rows, yes)
    folder = out or free_folder(RESULTS, plan.id)
    if folder.name != plan.id and out is None:
        typer.echo(f"{RESULTS / plan.id} exists; this one is {folder}. To go on with that: --resume", err=True)
    citations = sorted({citation for arm in question.arms for citation in arm.citations()})
    manifest = manifest_of(
        ", ".join(plan.arms),
        weeks=question.arms[0].scenario.weeks,
        seed=plan.seed,
        runs=plan.replicates,
        command=sys.argv[1:],
        citations=citations,
    )
    return start(question, folder, {**manifest, "file": str(file.resolve())})


def _ask(rows: int, yes: bool) -> None:
    if rows > MOST_UNASKED and not yes:
        raise InputError(
            f"This is {rows:,} runs, more than {MOST_UNASKED:,}. --dry-run says how long they take; "
            "to start them say --yes."
        )


def _resume(folder: Path, stored: bool, retry: bool, quiet: bool) -> Sweep:
    """Open a sweep to go on with, unless its files or the model have changed since."""
    from sim.experiments.sweeps.parts import drop_failed
    from sim.experiments.sweeps.resume import refuse_changed
    from sim.experiments.sweeps.sweep import open_sweep

    sweep = open_sweep(folder)
    refuse_changed(sweep, by_copy=stored)
    _mend(sweep)
    if retry and (dropped := drop_failed(sweep.runs)) and not quiet:
        typer.echo(f"{dropped} failed runs are run again.", err=True)
    return sweep


def _mend(sweep: Sweep) -> None:
    """Set damaged parts aside, and say so."""
    from sim.experiments.sweeps.parts import set_aside_damaged

    for path in set_aside_damaged(sweep.runs):
        typer.echo(f"{path}: this part cannot be read; its rows are run again.", err=True)


def _grow(folder: Path, runs: int | None, points: int | None, yes: bool, stored: bool) -> Sweep:
    from sim.experiments.sweeps.resume import refuse_changed
    from sim.experiments.sweeps.sweep import open_sweep

    sweep = open_sweep(folder)
    refuse_changed(sweep, by_copy=stored)
    after = sweep.grown(points=points, replicates=runs)
    _ask(after.rows - sweep.rows, yes)
    _mend(sweep)
    after.save()
    return open_sweep(folder)


def _estimate(question: Question, jobs: int, as_json: bool) -> None:
    from sim.experiments.comparing.wording import counted
    from sim.experiments.sweeps.estimate import estimate

    found = estimate(question, jobs)
    if as_json:
        typer.echo(json.dumps(found.plain(), indent=1))
        return
    plan = question.plan
    typer.echo(
        f"{plan.title}\n"
        f"{counted(found.points, 'point')} of {counted(len(plan.factors), 'factor')}, "
        f"{counted(plan.replicates, 'seed')}, {counted(len(plan.arms), 'arm')}: {counted(found.rows, 'run')}\n"
        f"About {_duration(found.seconds)} with {jobs} process{'' if jobs == 1 else 'es'}, "
        f"from {counted(found.tried, 'run')} tried here: "
        f"{1000 * found.seconds_each:.0f} ms each\n"
        f"About {_size(found.bytes)} on disk"
    )


def _duration(seconds: float) -> str:
    for limit, size, unit in ((120.0, 1.0, "seconds"), (7200.0, 60.0, "minutes"), (172_800.0, 3600.0, "hours")):
        if seconds < limit:
            return f"{max(1, round(seconds / size))} {unit}"
    return f"{seconds / 86_400.0:.1f} days"


def _size(count: float) -> str:
    for limit, size, unit in ((1e6, 1e3, "kB"), (1e9, 1e6, "MB")):
        if count < limit:
            return f"{max(1, round(count / size))} {unit}"
    return f"{count / 1e9:.1f} GB"


@contextmanager
def _executor(jobs: int, scheduler: str | None) -> Iterator[Executor]:
    from sim.experiments.executors import on_dask, on_processes, one_by_one

    chosen = on_dask(scheduler, jobs) if scheduler else on_processes(jobs) if jobs > 1 else one_by_one()
    with chosen as executor:
        yield executor


def _run(sweep: Sweep, until: list[str], jobs: int, scheduler: str | None, quiet: bool) -> bool | None:
    """Run what is missing, with a progress line; say what is kept when it is stopped.

    Return whether what was wished with --until is reached; None if nothing was.
    """
    from sim.cli.progress import sweep_bar
    from sim.experiments.sweeps.parts import finished
    from sim.experiments.sweeps.until import Until, wishes_of

    enough = Until(sweep, wishes_of(sweep.plan, until))
    done, failed = finished(sweep.runs, sweep.rows)
    if done.all() or enough.reached:
        return enough.reached if until else None
    if not quiet:
        typer.echo(f"{sweep.folder}: {sweep.rows - int(done.sum()):,} runs to go", err=True)
    try:
        with (
            sweep_bar(sweep.rows, int(done.sum()), failed, quiet=quiet) as advance,
            _executor(jobs, scheduler) as executor,
        ):
            sweep.run(executor, progress=advance, watch=enough.add)
    except (KeyboardInterrupt, RunError):
        kept = int(finished(sweep.runs, sweep.rows)[0].sum())
        typer.echo(f"{kept:,} of {sweep.rows:,} rows are kept. Go on: theatre sweep --resume {sweep.folder}", err=True)
        raise
    return enough.reached if until else None


def _report(sweep: Sweep, met: bool | None, quiet: bool, as_json: bool) -> None:
    from sim.experiments.sweeps.parts import finished

    done, failed = finished(sweep.runs, sweep.rows)
    count = int(done.sum())
    if as_json:
        plain = {"folder": str(sweep.folder), "rows": sweep.rows, "done": count, "failed": failed, "until": met}
        typer.echo(json.dumps(plain, indent=1))
    elif not quiet:
        stopped = "" if count == sweep.rows else f" of {sweep.rows:,} planned: the means are known well enough"
        if met is False:
            stopped += "; they do not yet know the means as well as was wished: --expand adds seeds"
        typer.echo(f"{sweep.folder}: {count:,} runs{stopped}, {failed:,} failed")
        typer.echo(f'Read it:      pandas.read_parquet("{sweep.runs}")')
        typer.echo(f"Ask it:       theatre explore {sweep.folder}")
        typer.echo(f"One run anew: theatre run --from-sweep {sweep.folder} --row 0")
    if failed and failed == count:
        raise RunError(f"Every run failed; the column error of {sweep.runs} says why.")
