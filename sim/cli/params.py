"""List the declared numbers of the rules.

Owns the look of the list. Knows nothing of what a number does.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from sim.cli.tables import table
from sim.errors import InputError, nearest
from sim.scenario.parameters.registry import block_types, describe
from sim.scenario.posterior import posterior

__all__ = ["command"]


def command(
    block: Annotated[str, typer.Argument(help="One block of numbers (say, combat); all if left out.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
) -> None:
    """List every number of the model: value, unit, range, source.

    Low and high are the range within which a number may be set (theatre run ... --set combat.kappa=0.02); fitted is
    where nine of ten draws of the posterior lie, for numbers that have one.
    """
    if block and block not in block_types():
        known = ", ".join(block_types())
        raise InputError(f'There is no block "{block}"{nearest(block, block_types())}. Blocks are {known}.')
    rows = [row for row in describe() if not block or row.name.startswith(f"{block}.")]
    fitted = posterior().spans
    if as_json:
        plain = [asdict(row) | {"basis": row.basis, "posterior": fitted.get(row.name)} for row in rows]
        typer.echo(json.dumps(plain, indent=2))
        return
    lines = [
        (row.name, f"{row.value:g}", f"{row.low:g}", f"{row.high:g}", _span(fitted.get(row.name)), row.unit, row.basis)
        for row in rows
    ]
    typer.echo(table(("name", "value", "low", "high", "fitted", "unit", "source or assumption"), lines))


def _span(ends: tuple[float, float] | None) -> str:
    return f"{ends[0]:.3g} to {ends[1]:.3g}" if ends else ""
