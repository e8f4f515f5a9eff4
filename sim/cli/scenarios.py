"""List the shipped scenarios.

Owns the look of the list. Knows nothing of what is in a scenario but its names and dates.
"""

from __future__ import annotations

import json
import textwrap
from typing import Annotated

import typer

from sim.scenario.find import Listed, find_scenarios
from sim.scenario.tree import file_name

__all__ = ["command"]

WIDTH = 100
"""Columns of the list."""


def command(
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
) -> None:
    """List the scenarios that come with the package."""
    found = find_scenarios()
    if as_json:
        rows = [
            {
                "id": one.id,
                "variants": list(one.variants),
                "start": one.start,
                "weeks": one.weeks,
                "title": one.title,
                "summary": one.summary,
                "claims": list(one.claims),
                "file": file_name(one.path),
            }
            for one in found
        ]
        typer.echo(json.dumps(rows, indent=2))
        return
    for scenario in found:
        typer.echo(_entry(scenario))
    one = found[0]
    typer.echo(f"\ntheatre run {one.id} runs the first variant, theatre run {one.id}:{one.variants[-1]} another.")


def _entry(one: Listed) -> str:
    """Return a scenario's line, with its title and dates, and its variants below it."""
    head = f"{one.id:<22}{one.title} ({one.start}, {one.weeks} weeks)"
    arms = textwrap.fill(", ".join(one.variants), WIDTH, initial_indent=" " * 22, subsequent_indent=" " * 22)
    return f"{head}\n{arms}"
