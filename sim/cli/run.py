"""theatre run: a scenario, once or many times, into a results folder with pictures.

Owns the command. Knows nothing of how a war goes: it hands over. Heavy imports wait until the input is
known to be right.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.numbers import DEFAULT, Numbers
from sim.cli.pictures import draw_record, sparing
from sim.errors import InputError, RunError

if TYPE_CHECKING:
    from sim.record.history import RunHistory
    from sim.scenario.loaded import Loaded
    from sim.scenario.posterior import Posterior

__all__ = ["command"]

RESULTS = Path("results")
MOST_RUNS = 100_000


def command(
    scenario: Annotated[
        str | None, typer.Argument(metavar="SCENARIO[:VARIANT]", help="A file or a shipped scenario.")
    ] = None,
    *,
    runs: Annotated[int, typer.Option("--runs", min=1, max=MOST_RUNS, help="How many seeds.")] = 1,
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="The first seed [1]; others follow.")] = None,
    sets: Annotated[list[str] | None, typer.Option("--set", help="key=value; may be repeated.")] = None,
    weeks: Annotated[int | None, typer.Option("--weeks", help="Stop after so many weeks.")] = None,
    numbers: Numbers = DEFAULT,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for this run [results/SCENARIO/...].")] = None,
    from_sweep: Annotated[
        Path | None, typer.Option("--from-sweep", metavar="DIR", help="Run one row of a sweep again.")
    ] = None,
    row: Annotated[int | None, typer.Option("--row", min=0, help="With --from-sweep: which row.")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="Processes [one per core].")] = None,
    guards: Annotated[bool, typer.Option("--guards", help="Check every invariant every week.")] = False,
    pictures: Annotated[bool, typer.Option("--pictures/--no-pictures", help="Draw maps and curves.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a summary for programs.")] = False,
) -> None:
    """Run a scenario, once or many times, and draw what happened."""
    if from_sweep is None and row is not None:
        raise InputError("--row belongs to --from-sweep DIR.")
    if from_sweep is not None:
        if (
            scenario is not None
            or sets
            or weeks is not None
            or seed is not None
            or runs != 1
            or row is None
            or (numbers != DEFAULT)
        ):
            raise InputError(
                "--from-sweep DIR runs one row as it was: say --row K, and neither a scenario nor changes."
            )
        loaded, seed, known = _row(from_sweep, row)
        told, posterior = {}, None
        out = out or _row_folder(from_sweep, row)
    elif scenario is None:
        raise InputError(
            "Name a scenario, or --from-sweep DIR --row K. theatre scenarios lists those that are shipped."
        )
    else:
        from sim.cli.numbers import chosen, noted
        from sim.scenario.load import load_scenario

        found = load_scenario(scenario, sets=sets or [], weeks=weeks)
        (loaded,), posterior = chosen(numbers, [found], many=runs > 1)
        told, known = {"asked": {"scenario": scenario, "weeks": weeks}, **noted(numbers, posterior)}, None
    _play(loaded, 1 if seed is None else seed, known, posterior, told, runs=runs, sets=sets or [], out=out, jobs=jobs,
          guards=guards, pictures=pictures, quiet=quiet, as_json=as_json)  # fmt: skip


def _play(
    loaded: Loaded,
    seed: int,
    known: str | None,
    posterior: Posterior | None,
    told: dict[str, Any],
    *,
    runs: int,
    sets: list[str],
    out: Path | None,
    jobs: int | None,
    guards: bool,
    pictures: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Run, save, draw and tell; `known` is the last hash that the run must come to, where there is one.

    `told` is what the manifest says beside what every manifest does.
    """
    from sim.record.manifest import manifest_of
    from sim.record.store import free_folder

    folder = _folder(out, loaded, seed, runs)
    seeds, workers = range(seed, seed + runs), min(jobs or os.cpu_count() or 1, runs)
    histories = _run(loaded, seeds, posterior, workers, guards, quiet or as_json)
    if out is None:
        folder = free_folder(folder.parent, folder.name)  # another process may have taken the name meanwhile
    manifest = told | manifest_of(
        loaded.label,
        weeks=loaded.scenario.weeks,
        seed=seed,
        runs=len(histories),
        command=sys.argv[1:],
        citations=loaded.citations(),
        sets=sets,
    )
    fault = _save(folder, loaded, manifest, histories, pictures=pictures)
    _report(loaded, folder, histories, manifest, quiet, as_json)
    if known is not None:
        _compare(known, histories[0].hashes[-1], quiet or as_json)
    if fault is not None:
        raise RunError(f"The numbers are in {folder}, but the pictures could not be drawn: {fault}") from fault


def _row(folder: Path, row: int) -> tuple[Loaded, int, str | None]:
    """Return the scenario and the seed of one row of a sweep, and its last hash if it was run."""
    from sim.experiments.sweeps.chunk import loaded_for
    from sim.experiments.sweeps.parts import read_row
    from sim.experiments.sweeps.sweep import open_sweep

    sweep = open_sweep(folder)
    chunk = sweep.chunk_of(row)
    place = chunk.places[0]
    kept = read_row(sweep.runs, row)
    loaded = loaded_for(chunk.scenarios[place.arm], chunk.settings(place))
    title = f"{loaded.scenario.title} (row {row} of {sweep.plan.id})"
    named = replace(loaded, scenario=loaded.scenario.model_copy(update={"title": title}))
    return named, chunk.seed(place), (kept or {}).get("hash")


def _row_folder(folder: Path, row: int) -> Path:
    """Return where a row that is run again goes: nobody should take it for a run of the scenario as it stands."""
    from sim.record.store import free_folder

    return free_folder(RESULTS / "rows", f"{folder.resolve().name}-row{row}")


def _compare(known: str, found: str, quiet: bool) -> None:
    """Say that a row came to its hash again; ReplayError if it did not."""
    from sim.errors import ReplayError

    if known != found:
        raise ReplayError(
            f"This run ends with the hash {found}, the row of the sweep with {known}: the model, its packages or the "
            "machine are not those that made the sweep."
        )
    if not quiet:
        typer.echo(f"The last hash is that of the sweep's row: {found}")


def _folder(out: Path | None, loaded: Loaded, seed: int, runs: int) -> Path:
    """Return where the results go, and make sure before the run that it can be written."""
    from sim.cli.place import place_for

    variant = loaded.scenario.variant or "run"
    many = f"-n{runs}" if runs > 1 else ""
    return place_for(out, RESULTS / loaded.scenario.id, f"{variant}-seed{seed}{many}")


def _run(
    loaded: Loaded, seeds: Sequence[int], posterior: Posterior | None, jobs: int, guards: bool, quiet: bool
) -> list[RunHistory]:
    from sim.cli.progress import progress_bar
    from sim.experiments.ensemble import run_ensemble
    from sim.record.keep import ENSEMBLE, Keep

    one = len(seeds) == 1
    with progress_bar(f"{loaded.label}", len(seeds), quiet=quiet or one) as advance:
        return run_ensemble(
            loaded, seeds, jobs=jobs, keep=Keep() if one else ENSEMBLE, guards=guards, posterior=posterior,
            progress=advance,
        )  # fmt: skip


def _save(
    folder: Path, loaded: Loaded, manifest: dict[str, Any], histories: list[RunHistory], *, pictures: bool
) -> Exception | None:
    """Write the results folder; return what kept the pictures from being drawn, if anything did."""
    from sim.record.store import save_record
    from sim.theatre.places import region_ids

    faults: list[Exception] = []
    save_record(
        folder,
        scenario=loaded.resolved(),
        manifest=manifest,
        runs=histories,
        region_ids=region_ids(),
        finish=sparing(draw_record, faults) if pictures else None,
    )
    return faults[0] if faults else None


def _report(
    loaded: Loaded, folder: Path, histories: list[RunHistory], manifest: dict[str, Any], quiet: bool, as_json: bool
) -> None:
    from sim.cli.summary import as_plain, as_words

    if as_json:
        plain = {"folder": str(folder), **as_plain(loaded, histories)}
        typer.echo(json.dumps(plain, indent=1))
    elif not quiet:
        typer.echo(as_words(loaded, folder, histories, manifest))
