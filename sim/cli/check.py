"""Check scenario files and sweep files.

Owns the words and the JSON of the answer. Knows nothing of how a fault is found.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from sim.errors import InputError
from sim.scenario.faults import Fault, FaultsError
from sim.scenario.load import check_file
from sim.scenario.yaml_lines import read_yaml

__all__ = ["command"]


def command(
    files: Annotated[list[str], typer.Argument(help="Scenario or sweep files, or names of shipped scenarios.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
) -> None:
    """Check scenario files and say what is wrong, with line numbers.

    Every variant is checked, with the start state and the parameter set that it names. All faults are told at
    once. Exit code 2 if there is any.
    """
    found = {file: _faults(file) for file in files}
    bad = sum(bool(faults) for faults in found.values())
    if as_json:
        answer = [{"file": file, "faults": [_plain(fault) for fault in found[file]]} for file in found]
        typer.echo(json.dumps({"ok": not bad, "files": answer}, indent=2))
        raise typer.Exit(2 if bad else 0)
    for file, faults in found.items():
        if not faults:
            typer.echo(f"{file}: good")
    if bad:
        lines = [str(fault) for faults in found.values() for fault in faults]
        count = f"{len(lines)} fault{'s' if len(lines) > 1 else ''} in {bad} file{'s' if bad > 1 else ''}."
        raise InputError("\n".join([*lines, count] if len(lines) > 1 else lines))


def _faults(file: str) -> list[Fault]:
    """Return the faults of a scenario, or of a sweep file."""
    path = Path(file)
    try:
        if path.is_file() and "design" in read_yaml(path).value:
            from sim.experiments.sweeps.question import check_question

            return check_question(path)
    except FaultsError as error:
        return list(error.faults)
    return check_file(file)


def _plain(fault: Fault) -> dict[str, str | int]:
    return {"file": fault.at.file, "line": fault.at.line, "key": fault.path, "fault": fault.text}
