"""List the shipped scenarios.

Owns the look of the list. Knows nothing of what is in a scenario but its names and dates.
"""

from __future__ import annotations

import json
from typing import Annotated

import typer

from sim.cli.tables import table
from sim.scenario.find import find_scenarios
from sim.scenario.tree import file_name

__all__ = ["command"]


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
                "file": file_name(one.path),
            }
            for one in found
        ]
        typer.echo(json.dumps(rows, indent=2))
        return
    lines = [(one.id, ", ".join(one.variants), one.start, str(one.weeks), one.title) for one in found]
    typer.echo(table(("scenario", "variants", "start", "weeks", "title"), lines))
    one = found[0]
    typer.echo(f"\ntheatre run {one.id} runs the first variant, theatre run {one.id}:{one.variants[-1]} another.")
