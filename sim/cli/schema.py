"""Write the JSON Schema of scenario files, start states, parameter sets and sweep files.

Owns what an editor needs beyond the models. Knows nothing of any file.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any

import typer
from pydantic import BaseModel

from sim.experiments.sweeps.question import SweepFile
from sim.scenario.schema import ParameterSet, Scenario
from sim.scenario.start import Start

__all__ = ["Kind", "command", "json_schema"]


class Kind(StrEnum):
    """The kinds of file that have a schema."""

    scenario = "scenario"
    start = "start"
    set = "set"
    sweep = "sweep"


def command(
    of: Annotated[Kind, typer.Option(help="Which kind of file.")] = Kind.scenario,
) -> None:
    """Write the JSON Schema of scenario files, for editors.

    Put it in a file and name it in the first line of a scenario, as the guide to scenarios shows.
    """
    typer.echo(json.dumps(json_schema(of), indent=2))


def json_schema(kind: Kind) -> dict[str, Any]:
    """Return the schema of a kind of file; a scenario that extends another need not repeat its keys."""
    models: dict[Kind, type[BaseModel]] = {
        Kind.scenario: Scenario,
        Kind.start: Start,
        Kind.set: ParameterSet,
        Kind.sweep: SweepFile,
    }
    made = models[kind].model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    if kind is Kind.scenario:
        made["properties"].pop("variant")
        needed = made.pop("required")
        made["if"] = {"required": ["extends"]}
        made["then"] = {"required": ["id", "title", "summary"]}
        made["else"] = {"required": needed}
    return made
