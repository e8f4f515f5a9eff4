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
    from collections.abc import Sequence

    from sim.experiments.benchmark import Figure

__all__ = ["command"]

COLD = 3
"""Most rounds of whole commands: they take seconds each."""


def command(
    rounds: Annotated[int, typer.Option("--rounds", min=1, max=1000, help="How often all is measured.")] = 7,
    starts: Annotated[bool, typer.Option("--commands/--no-commands", help="Measure whole commands too.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Draw no progress bar.")] = False,
) -> None:
    """Measure how fast the model runs on this machine.

    CPU time, taken in turn; the median of all rounds with the lowest and the highest. Ratios hold on a busy
    machine and between machines; times alone do not.
    """
    from sim.experiments.benchmark import COMMANDS, cases, commands, ratios, rounds_of

    whole = len(COMMANDS) if starts else 0
    with progress_bar("measuring", rounds + 1 + whole, quiet=quiet or as_json) as advance:
        figures = rounds_of(cases(), rounds, advance)
        shares = ratios(figures)
        if starts:
            figures += commands(min(rounds, COLD), advance)
    typer.echo(_as_json(figures, shares) if as_json else _as_text(figures, shares))


def _machine() -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        **{name: version(name) for name in ("syria-theatre", "numpy", "numba", "mesa")},
    }


def _as_json(figures: Sequence[Figure], shares: Sequence[Figure]) -> str:
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
    }
    return json.dumps(answer, indent=1)


def _cells(figure: Figure) -> tuple[str, str, str]:
    return (f"{figure.median:.3g}", f"{min(figure.values):.3g} to {max(figure.values):.3g}", figure.doc)


def _as_text(figures: Sequence[Figure], shares: Sequence[Figure]) -> str:
    machine = _machine()
    timed = [(figure.name, *_cells(figure)[:2], figure.unit, figure.doc) for figure in figures]
    return "\n".join([
        ", ".join(f"{name} {value}" for name, value in machine.items()),
        "",
        table(("CPU time", "median", "low to high", "unit", "of what"), timed),
        "",
        table(("Ratio", "median", "low to high", "of what"), [(share.name, *_cells(share)) for share in shares]),
    ])  # fmt: skip
