"""theatre backcast: run from a known state, score against what came, beside plain forecasts, into a results folder.

Owns the command. Knows nothing of how forecasts are made or scored: it hands over. Heavy imports wait until the input
is known to be right.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.numbers import DEFAULT, Numbers
from sim.cli.pictures import sparing
from sim.errors import InputError, RunError

if TYPE_CHECKING:
    from sim.history.backcasts.backcast import Backcast
    from sim.history.backcasts.plan import Plan
    from sim.history.backcasts.scores import Score
    from sim.scenario.posterior import Posterior

__all__ = ["command"]

RESULTS = Path("results/backcasts")
MOST_RUNS = 20_000
"""All runs are held in memory, a tenth of a megabyte each."""

WEEK = 1.1e-3
"""[s] CPU time of one week, as measured on the machine of docs/decisions/0016; for the estimate alone."""

SCORES = 15.0
"""[s] What scoring and drawing take; for the estimate alone."""

_Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The day of the forecast.")]


def command(
    *,
    start: _Day = None,
    control: Annotated[
        Path | None, typer.Option("--control", metavar="FILE", help="Who held what: date,id,control.")
    ] = None,
    deaths: Annotated[
        Path | None, typer.Option("--deaths", metavar="FILE", help="The dead: month,violence_type,best,low,high.")
    ] = None,
    pairs: Annotated[
        bool, typer.Option("--pairs", help="Every pair of maps to June 2017, one by one and together.")
    ] = False,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Score no earlier than this [all after the start]."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Score no later than this [all that is recorded]."),
    ] = None,
    scenario: Annotated[
        str | None, typer.Option("--scenario", metavar="SCENARIO[:VARIANT]", help="Conditional: this scenario.")
    ] = None,
    numbers: Numbers = DEFAULT,
    runs: Annotated[int, typer.Option("--runs", min=2, max=MOST_RUNS, help="How many seeds.")] = 1000,
    seed: Annotated[int, typer.Option("--seed", min=0, max=2**62, help="The first seed; others follow.")] = 1,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="Processes [one per core].")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for it [results/backcasts/...].")] = None,
    pictures: Annotated[bool, typer.Option("--pictures/--no-pictures", help="Draw the scores.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores for programs.")] = False,
) -> None:
    """Run from a known state and score it against what came."""
    from sim.cli.place import place_for
    from sim.history.backcasts.plan import plan_backcast

    many = jobs or os.cpu_count() or 1
    if pairs:
        if start or control or deaths or scenario or since or until:
            raise InputError("--pairs takes its starts and maps from the record; leave --start, FILEs and dates out.")
        _every_pair(runs, seed, numbers, many, out, quiet=quiet, as_json=as_json)
        return
    plan = plan_backcast(
        _date(start), scenario=scenario, control=control, deaths=deaths, since=_date(since), until=_date(until)
    )
    name = f"{plan.start}-to-{plan.horizon}-n{runs}" + (f"-{plan.loaded.label}-conditional" if scenario else "")
    folder = place_for(out, RESULTS, name)
    backcast, told = _made(plan, range(seed, seed + runs), numbers, many, quiet=quiet or as_json)
    if out is None:
        folder = place_for(None, RESULTS, folder.name)  # another process may have taken the name meanwhile
    scores, fault = _save(folder, backcast, told, pictures=pictures)
    _report(backcast, scores, folder, quiet, as_json)
    if fault is not None:
        raise RunError(f"The numbers are in {folder}, but the pictures could not be drawn: {fault}") from fault


def _made(plan: Plan, seeds: range, numbers: str, jobs: int, *, quiet: bool) -> tuple[Backcast, dict[str, Any]]:
    """Run a plan with the draws that saw least of what is scored; return what a manifest says of them, too."""
    from sim.cli.numbers import chosen, noted
    from sim.scenario.posterior import posterior_before

    (loaded,), posterior = chosen(numbers, [plan.loaded], many=True, fitted=posterior_before(plan.first))
    plan = replace(plan, loaded=loaded)
    return _run(plan, posterior, seeds, numbers, jobs, quiet), noted(numbers, posterior)


def _every_pair(runs: int, seed: int, numbers: str, jobs: int, out: Path | None, *, quiet: bool, as_json: bool) -> None:
    """Score every pair of maps that may be fitted, and write the two tables."""
    from sim.cli.place import place_for
    from sim.cli.skill_pairs import pairs_csv, pairs_plain, pairs_words, pooled_csv
    from sim.experiments.sweeps.parts import whole
    from sim.history.backcasts.pairs import ASKED
    from sim.history.backcasts.plan import plan_backcast

    folder = place_for(out, RESULTS, f"pairs-n{runs}")
    plans = [plan_backcast(one.start, since=one.since, until=one.until) for one in ASKED]
    made = [_made(plan, range(seed, seed + runs), numbers, jobs, quiet=quiet or as_json)[0] for plan in plans]
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("pairs.csv", pairs_csv(made)), ("pooled.csv", pooled_csv(made))):
        with whole(folder / name) as draft:
            draft.write_text(text, encoding="utf-8")
    if as_json:
        typer.echo(json.dumps({"folder": str(folder), **pairs_plain(made)}, indent=1))
    elif not quiet:
        typer.echo(f"{pairs_words(made)}\n\n{folder}")


def _date(given: datetime | None) -> date | None:
    return None if given is None else given.date()


def _run(plan: Plan, posterior: Posterior | None, seeds: range, numbers: str, jobs: int, quiet: bool) -> Backcast:
    """Say what it costs, run, and put the forecasts side by side."""
    from sim.cli.progress import progress_bar
    from sim.cli.skill import cost_words
    from sim.experiments.ensemble import run_ensemble
    from sim.history.backcasts.backcast import make_backcast
    from sim.record.keep import SWEEP
    from sim.theatre.regions import load_theatre

    runs, jobs = len(seeds), min(jobs, len(seeds))
    if not quiet:
        seconds = runs * plan.loaded.scenario.weeks * WEEK / jobs + SCORES
        typer.echo(cost_words(plan, runs, jobs, seconds), err=True)
    with progress_bar(plan.loaded.label, runs, quiet=quiet) as advance:
        histories = run_ensemble(plan.loaded, seeds, jobs=jobs, keep=SWEEP, posterior=posterior, progress=advance)
    drawn = f"draw {numbers} of the posterior" if numbers.isdigit() else "as declared"
    words = drawn if posterior is None else f"a draw of the posterior each, {posterior.told}"
    fitted = {} if posterior is None else {"fitted": posterior.made.last}
    return make_backcast(plan, histories, load_theatre(), numbers=words, **fitted)


def _save(
    folder: Path, backcast: Backcast, told: dict[str, Any], *, pictures: bool
) -> tuple[list[Score], Exception | None]:
    """Score and write the folder; return the scores, and what kept the pictures from being drawn, if anything did."""
    from sim.history.backcasts.folder import save_backcast
    from sim.history.backcasts.scores import scores_of
    from sim.record.manifest import manifest_of

    plan = backcast.plan
    scores = scores_of(backcast)
    manifest = told | manifest_of(
        plan.loaded.label,
        weeks=plan.loaded.scenario.weeks,
        seed=backcast.seed,
        runs=backcast.runs,
        command=sys.argv[1:],
        citations=plan.loaded.citations(),
    )
    manifest |= {"kind": "backcast", "mode": plan.mode, "start": str(plan.start), "truth": plan.truth}
    faults: list[Exception] = []
    draw = sparing(lambda place: _draw(backcast, scores, place), faults) if pictures else None
    save_backcast(folder, backcast, scores, manifest, draw)
    return scores, faults[0] if faults else None


def _draw(backcast: Backcast, scores: list[Score], folder: Path) -> None:
    from sim.reports.scoring.backcast import draw_backcast

    draw_backcast(backcast, scores, folder)


def _report(backcast: Backcast, scores: list[Score], folder: Path, quiet: bool, as_json: bool) -> None:
    from sim.cli.skill import as_words
    from sim.history.backcasts.folder import backcast_plain

    if as_json:
        typer.echo(json.dumps({"folder": str(folder), **backcast_plain(backcast, scores)}, indent=1))
    elif not quiet:
        typer.echo(as_words(backcast, scores, folder))
