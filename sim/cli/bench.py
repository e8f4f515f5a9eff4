"""theatre bench: how fast the model runs on this machine.

Owns the table and the JSON of the answer. Knows nothing of how anything is measured, and judges nothing.
"""

from __future__ import annotations

import json
import os
import platform
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.progress import progress_bar
from sim.cli.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.experiments.speed.benchmark import Figure

__all__ = ["command"]

COLD = 3
"""Most rounds of whole commands: they take seconds each."""

LOOKS = 8
"""Least rounds of one worker and two: the best of few windows says little."""


def command(
    rounds: Annotated[int, typer.Option("--rounds", min=1, max=1000, help="How often all is measured.")] = 7,
    starts: Annotated[bool, typer.Option("--commands/--no-commands", help="Measure whole commands too.")] = True,
    beside: Annotated[
        bool, typer.Option("--yardsticks", help="Set C, Mesa, a second worker and memory beside it: a minute more.")
    ] = False,
    pictures: Annotated[
        bool, typer.Option("--pictures", help="Measure instead what each picture costs: time and size.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Draw no progress bar.")] = False,
) -> None:
    """Measure how fast the model runs on this machine.

    CPU time, taken in turn; the median of all rounds with the lowest and the highest. Ratios hold on a busy
    machine and between machines; times alone do not. With --yardsticks: a week over one written in C (where there
    is a compiler), four rules written with Mesa over ours, what a second worker gains, whether memory stays flat,
    and the time of 10,000 runs. The C and Mesa forms are part of a clone only. With --pictures: each is drawn once, of
    one run and of 20.
    """
    if pictures:
        typer.echo(_pictures(quiet=quiet, as_json=as_json))
        return
    from sim.experiments.speed.benchmark import COMMANDS, cases, commands, ratios, rounds_of

    steps = rounds + 1 + (len(COMMANDS) if starts else 0) + (max(rounds, LOOKS) + 2 if beside else 0)
    left_out: list[str] = []
    with progress_bar("measuring", steps, quiet=quiet or as_json) as advance:
        figures = rounds_of(cases(), rounds, advance)
        shares = ratios(figures)
        if starts:
            figures += commands(min(rounds, COLD), advance)
        if beside:
            more, over, left_out = _beside(rounds, advance)
            figures, shares = [*figures, *more], [*shares, *over]
    typer.echo(_as_json(figures, shares, left_out) if as_json else _as_text(figures, shares, left_out))


def _pictures(*, quiet: bool, as_json: bool) -> str:
    """Return CPU time and size of every picture, as a table or as JSON."""
    from sim.reports.products import costs, products_of, samples

    records = samples()
    count = sum(1 for what, record in records.items() for _ in products_of(record, what))
    with progress_bar("drawing", count, quiet=quiet or as_json) as advance:
        found = costs(records, advance)
    if as_json:
        plain = [{"product": each.name, "what": each.doc, "s": each.seconds, "bytes": each.size} for each in found]
        return json.dumps({"machine": _machine(), "products": plain}, indent=1)
    rows = [(each.name, f"{each.seconds:.2f}", f"{each.size / 1000:,.0f}", each.doc) for each in found]
    words = ", ".join(f"{name} {value}" for name, value in _machine().items())
    return "\n".join([words, "", table(("Product", "CPU s", "kB", "of what"), rows)])


def _beside(rounds: int, advance: Callable[[int], None]) -> tuple[list[Figure], list[Figure], list[str]]:
    """Return the figures and ratios of the yardsticks, and what had to be left out."""
    from sim.experiments.speed.capacity import memory, workers
    from sim.experiments.speed.yardsticks import yardsticks

    beside = yardsticks(rounds)
    advance(1)
    paces = workers(max(rounds, LOOKS), progress=advance)
    peaks, grown = memory()
    advance(1)
    figures = [*beside.figures, *paces.figures(), *peaks]
    return figures, [*beside.ratios, *paces.ratios(), *grown], [*beside.left_out, *paces.left_out()]


def _machine() -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        **{name: version(name) for name in ("syria-theatre", "numpy", "numba", "mesa")},
    }


def _as_json(figures: Sequence[Figure], shares: Sequence[Figure], left_out: Sequence[str]) -> str:
    yardstick = figures[0].median / 1e3
    answer = {
        "machine": _machine(),
        "figures": {figure.name: figure.plain(yardstick) for figure in figures},
        "ratios": {
            share.name: {
                "median": share.median,
                "low": min(share.values),
                "high": max(share.values),
                "what": share.doc,
            }
            for share in shares
        },
        "left_out": list(left_out),
    }
    return json.dumps(answer, indent=1)


def _cells(figure: Figure) -> tuple[str, str, str]:
    return (f"{figure.median:.3g}", f"{min(figure.values):.3g} to {max(figure.values):.3g}", figure.doc)


def _as_text(figures: Sequence[Figure], shares: Sequence[Figure], left_out: Sequence[str]) -> str:
    machine = _machine()
    timed = [(figure.name, *_cells(figure)[:2], figure.unit, figure.doc) for figure in figures]
    return "\n".join([
        ", ".join(f"{name} {value}" for name, value in machine.items()),
        "",
        table(("Figure", "median", "low to high", "unit", "of what"), timed),
        "",
        table(("Ratio", "median", "low to high", "of what"), [(share.name, *_cells(share)) for share in shares]),
        *(line for words in left_out for line in ("", f"{words[:1].upper()}{words[1:]}.")),
    ])  # fmt: skip
