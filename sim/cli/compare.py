"""theatre compare: two arms with the same luck, their paired differences into a results folder with a picture.

Owns the command. Knows nothing of how pairs are weighed: it hands over. Heavy imports wait until the input is
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
from sim.cli.pictures import sparing
from sim.errors import InputError, RunError

if TYPE_CHECKING:
    from sim.experiments.comparing.compare import Comparison
    from sim.scenario.loaded import Loaded

__all__ = ["command"]

MOST_PAIRS = 50_000
"""Most pairs of one comparison, which holds what it read of them in memory."""

RESULTS = Path("results/compare")
MOST_RUNS = 100_000


def command(
    a: Annotated[str, typer.Argument(metavar="A", help="A scenario, with or without a variant.")],
    b: Annotated[str | None, typer.Argument(metavar="[B]", help="The other arm [the one that A names].")] = None,
    *,
    runs: Annotated[
        int, typer.Option("--runs", max=MOST_RUNS, help="Pairs of runs; with --draws, of each draw.")
    ] = 100,
    seed: Annotated[int, typer.Option("--seed", min=0, max=2**62, help="The first seed; others follow.")] = 1,
    numbers: Numbers = DEFAULT,
    draws: Annotated[
        int | None, typer.Option("--draws", min=2, help="In place of --numbers: so many draws within declared ranges.")
    ] = None,
    vary: Annotated[list[str] | None, typer.Option("--vary", help="With --draws, only these: NAME or BLOCK.*")] = None,
    sets: Annotated[list[str] | None, typer.Option("--set", help="key=value in both arms.")] = None,
    sets_a: Annotated[list[str] | None, typer.Option("--set-a", help="key=value in A.")] = None,
    sets_b: Annotated[list[str] | None, typer.Option("--set-b", help="key=value in B; without B, in A anew.")] = None,
    weeks: Annotated[int | None, typer.Option("--weeks", help="Stop after so many weeks.")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="Processes [one per core].")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the comparison [results/compare/...].")] = None,
    pictures: Annotated[bool, typer.Option("--pictures/--no-pictures", help="Draw the differences.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison for programs.")] = False,
) -> None:
    """Run two scenarios with the same luck and say what differs."""
    if runs < 2:
        raise InputError("--runs: an interval needs 2 pairs or more; one war each is for theatre run.")
    if vary and draws is None:
        raise InputError("--vary says which numbers are drawn: say how often with --draws, 2 or more.")
    if draws is not None and numbers != DEFAULT:
        raise InputError("--draws draws numbers within their declared ranges, --numbers says otherwise; choose one.")
    if (draws or 1) * runs > MOST_PAIRS:
        raise InputError(
            f"{(draws or 1) * runs:,} pairs are more than {MOST_PAIRS:,}; so many are a sweep: theatre sweep."
        )
    from sim.cli.numbers import chosen, noted
    from sim.cli.place import place_for

    arms = _arms(a, b, sets or [], (sets_a or [], sets_b or []), weeks)
    (one, other), posterior = chosen(numbers if draws is None else "declared", [arm for arm, _ in arms], many=True)
    arms = (one, arms[0][1]), (other, arms[1][1])
    many = f"-n{runs}" + (f"-draws{draws}" if draws else "")

    folder = place_for(out, RESULTS, f"{'-vs-'.join(_file_name(*arm) for arm in arms)}{many}")
    comparison = _compare(
        arms,
        quiet=quiet or as_json,
        asked={"runs": runs, "seed": seed, "draws": draws or 1, "vary": vary or [], "posterior": posterior,
               "jobs": jobs or os.cpu_count() or 1},
    )  # fmt: skip
    comparison = replace(comparison, numbers=noted(numbers, posterior).get("numbers"))
    if out is None:
        folder = place_for(None, RESULTS, folder.name)  # another process may have taken the name meanwhile
    fault = _save(folder, comparison, sets or [], (sets_a or [], sets_b or []), pictures=pictures)
    _report(comparison, folder, quiet, as_json)
    if fault is not None:
        raise RunError(f"The numbers are in {folder}, but the picture could not be drawn: {fault}") from fault


Arm = tuple["Loaded", Sequence[str]]
"""A scenario and what was set in it alone."""


def _arms(
    a: str, b: str | None, sets: list[str], own: tuple[list[str], list[str]], weeks: int | None
) -> tuple[Arm, Arm]:
    """Load both arms; without B it is A with the settings of B, or else the arm that A names."""
    from sim.experiments.comparing.compare import matched
    from sim.scenario.load import load_scenario

    one = load_scenario(a, sets=[*sets, *own[0]], weeks=weeks)
    other = b or (a if own[0] or own[1] else one.scenario.compare_with)
    if other is None:
        raise InputError(
            f"{one.label} names no arm to be compared with: name one, or change it with --set-b key=value."
        )
    loaded = one, load_scenario(other, sets=[*sets, *own[1]], weeks=weeks)
    matched(*loaded)
    return (loaded[0], own[0]), (loaded[1], own[1])


def _name(loaded: Loaded, own: Sequence[str]) -> str:
    return f"{loaded.label} with {', '.join(own)}" if own else loaded.label


def _file_name(loaded: Loaded, own: Sequence[str]) -> str:
    """Return a name for the folder; what was set is in the manifest."""
    return f"{loaded.label.replace(':', '-')}{'-set' if own else ''}"


def _compare(arms: tuple[Arm, Arm], *, quiet: bool, asked: dict[str, Any]) -> Comparison:
    from sim.cli.progress import progress_bar
    from sim.experiments.comparing.compare import compare

    (a, own_a), (b, own_b) = arms
    if a.scenario.weeks != b.scenario.weeks and not quiet:
        weeks = a.scenario.weeks, b.scenario.weeks
        typer.echo(f"A has {weeks[0]} weeks and B {weeks[1]}: both are run for {min(weeks)}.", err=True)
    names = _name(a, own_a), _name(b, own_b)
    with progress_bar(" against ".join(names), 2 * asked["draws"] * asked["runs"], quiet=quiet) as advance:
        return compare(a, b, names=names, progress=advance, **asked)


def _save(
    folder: Path, comparison: Comparison, sets: list[str], own: tuple[list[str], list[str]], *, pictures: bool
) -> Exception | None:
    """Write the folder; return what kept the picture from being drawn, if anything did."""
    from sim.experiments.comparing.comparison_folder import save_comparison
    from sim.record.manifest import manifest_of

    faults: list[Exception] = []
    manifest = manifest_of(
        " vs ".join(comparison.names),
        weeks=comparison.weeks,
        seed=int(comparison.seeds.min()),
        runs=comparison.runs,
        command=sys.argv[1:],
        citations=sorted({*comparison.a.citations(), *comparison.b.citations()}),
        sets=sets,
    )
    manifest |= {"kind": "comparison", "draws": len(comparison.draws), "sets_a": own[0], "sets_b": own[1]}
    draw = sparing(lambda place: _draw(comparison, place), faults) if pictures else None
    save_comparison(folder, comparison, manifest, draw)
    return faults[0] if faults else None


def _draw(comparison: Comparison, folder: Path) -> None:
    from sim.reports.comparing.comparison import draw_comparison
    from sim.reports.comparing.difference_map import draw_difference

    draw_comparison(comparison, folder)
    draw_difference(comparison, folder)


def _report(comparison: Comparison, folder: Path, quiet: bool, as_json: bool) -> None:
    from sim.cli.contrast import as_words
    from sim.experiments.comparing.comparison_folder import comparison_plain

    if as_json:
        typer.echo(json.dumps({"folder": str(folder), **comparison_plain(comparison)}, indent=1))
    elif not quiet:
        typer.echo(as_words(comparison, folder))
