"""theatre claims: the analysts' claims put to the test over draws and seeds, with a page, going on after any stop.

Owns the command. Knows nothing of how a verdict is reached: it hands over. Heavy imports wait until the input is
known to be right.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.errors import RunError

if TYPE_CHECKING:
    from sim.history.claims.findings import Finding
    from sim.history.claims.runs import Key, Plan, Values

__all__ = ["command"]

RESULTS = Path("results") / "claims"
DRAWS, SEEDS = 20, 20
QUICK = 5
"""Draws, and seeds of each, with --quick."""
MOST = 200
_MOST_IDS = 6
"""Claims that a folder is named by; of more it says how many."""


def command(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID ...]", help="Claims, such as E3 [all].")] = None,
    *,
    quick: Annotated[
        bool, typer.Option("--quick", help=f"A first look: {QUICK} draws with {QUICK} seeds each.")
    ] = False,
    draws: Annotated[
        int | None, typer.Option("--draws", min=2, max=MOST, help=f"Draws of the numbers [{DRAWS}].")
    ] = None,
    seeds: Annotated[
        int | None, typer.Option("--seeds", min=2, max=MOST, help=f"Seeds of each draw [{SEEDS}].")
    ] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="Processes [one per core].")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder of runs and findings [results/claims].")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings for programs.")] = False,
) -> None:
    """Put the claims of the analyses to the test."""
    from sim.history.claims.ledger import chosen

    wanted = chosen(ids or [])
    many = (draws or (QUICK if quick else DRAWS), seeds or (QUICK if quick else SEEDS))
    place = out or RESULTS
    folder = place / _name(wanted, many, every=not ids)

    from sim.history.claims.findings import findings
    from sim.history.claims.runs import plan_of

    plan = plan_of(wanted, draws=many[0], seeds=many[1])
    values = _run(plan, place, jobs or os.cpu_count() or 1, quiet=quiet or as_json)
    found = findings(plan, values, wanted)
    fault = _save(folder, found, plan)
    _report(found, plan, folder, quiet, as_json)
    if fault is not None:
        raise RunError(f"The numbers are in {folder}, but the page could not be made: {fault}") from fault


def _name(ids: tuple[str, ...], many: tuple[int, int], *, every: bool) -> str:
    """Return the folder of the findings: how much was run, and of which claims if not of all."""
    size = f"{many[0]}x{many[1]}"
    if every:
        return size
    return "-".join([size, *(ids if len(ids) <= _MOST_IDS else (*ids[:_MOST_IDS], f"and-{len(ids) - _MOST_IDS}-more"))])


def _run(plan: Plan, place: Path, jobs: int, *, quiet: bool) -> Mapping[Key, Values]:
    """Run what is missing, with a progress line; say what is kept when it is stopped."""
    from sim.cli.progress import progress_bar
    from sim.experiments.executors import on_processes, one_by_one
    from sim.history.claims.runs import RUNS, missing_in, run

    to_go = missing_in(plan, place / RUNS)
    if to_go and not quiet:
        typer.echo(f"{place}: {to_go:,} of {plan.runs:,} runs to go", err=True)
    few = to_go < 2 * QUICK**2
    try:
        with (
            progress_bar("claims", plan.runs, quiet=quiet) as advance,
            one_by_one() if few or jobs <= 1 else on_processes(jobs) as executor,
        ):
            return run(plan, place / RUNS, executor, advance)
    except (KeyboardInterrupt, RunError):
        kept = plan.runs - missing_in(plan, place / RUNS)
        typer.echo(f"{kept:,} of {plan.runs:,} runs are kept. Say the same again to go on.", err=True)
        raise


def _save(folder: Path, found: list[Finding], plan: Plan) -> Exception | None:
    """Write the folder and the page; return what kept the page from being made, if anything did."""
    from sim.cli.pictures import sparing
    from sim.history.claims.folder import save_claims
    from sim.record.manifest import manifest_of
    from sim.sources import cite

    faults: list[Exception] = []
    keys = {one.claim.source for one in found}
    keys |= {key for one in found if one.claim.history for key in one.claim.history.sources}
    manifest = manifest_of(
        "claims",
        weeks=max((arm.loaded.scenario.weeks for arm in plan.arms.values()), default=0),
        seed=1,
        runs=plan.seeds,
        command=sys.argv[1:],
        citations=cite(keys),
    )
    manifest |= {"kind": "claims", "draws": plan.draws}
    save_claims(folder, found, plan, manifest)
    sparing(_draw, faults)(folder, found, plan, manifest)
    return faults[0] if faults else None


def _draw(folder: Path, found: list[Finding], plan: Plan, manifest: Mapping[str, Any]) -> None:
    from sim.reports.claims.page import write_claims

    write_claims(found, plan, manifest, folder / "claims.html")


def _report(found: list[Finding], plan: Plan, folder: Path, quiet: bool, as_json: bool) -> None:
    if as_json:
        import json

        from sim.history.claims.folder import claims_plain

        typer.echo(json.dumps({"folder": str(folder), **claims_plain(found, plan)}, indent=1))
    elif not quiet:
        from sim.cli.verdicts import as_words

        typer.echo(as_words(found, plan, folder))
