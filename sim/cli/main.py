"""Open the door: find the command, run it, and turn every fault into one clear message.

Owns the list of commands and the exit codes: 0 good, 1 the run failed, 2 wrong usage or input, 130
interrupted. Knows nothing of what a command does; each is imported only when it is called.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from sim.errors import InputError, StorageError, TheatreError, nearest

__all__ = ["COMMANDS", "SECTIONS", "build", "main"]

SECTIONS: dict[str, dict[str, str]] = {
    "Play a war": {
        "run": "Run a scenario, once or many times, and draw what happened.",
        "compare": "Run two scenarios with the same luck and say what differs.",
        "sweep": "Run a sweep file: many points, many seeds, nothing lost.",
        "replay": "Run a finished war again: verify it, or fork it.",
        "classroom": "Let a class play a war from its phones, and compare it then.",
        "bench": "Measure how fast the model runs on this machine.",
    },
    "Ask what it rests on": {
        "explore": "Ask of a sweep what is possible and which inputs matter.",
        "scenarios": "List the scenarios that come with the package.",
        "params": "List every number of the model: value, unit, range, source.",
        "explain": "Say where a number came from, or why a place changed hands.",
    },
    "Hold it against the past": {
        "backcast": "Run from a known state and score it against what came.",
        "calibrate": "Fit the free numbers to the record up to June 2017.",
        "claims": "Put the claims of the analyses to the test.",
    },
    "See and share": {
        "report": "Draw every picture of a run, and one page to send or print.",
        "export": "Write results as CSV, GeoJSON and GeoPackage, for other programs.",
        "pack": "Gather all that a machine without a network needs.",
    },
    "Write your own": {
        "new": "Write a commented scenario file to start from.",
        "check": "Check scenario files and say what is wrong, with line numbers.",
        "schema": "Write the JSON Schema of scenario files, for editors.",
        "doctor": "Check that this machine can run the model, and say what to mend.",
    },
}
"""Section -> command -> what it does: the first line of the docstring of `sim.cli.<command>.command`."""

COMMANDS = {name: line for commands in SECTIONS.values() for name, line in commands.items()}
"""Command -> what it does, in the order of the help page."""

_PROGRAM = "theatre"
_INTERRUPTED = 130
_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def build(name: str) -> Any:
    """Import the module of one command and make the command; unknown names raise InputError."""
    if name not in COMMANDS:
        hint = nearest(name, COMMANDS)
        raise InputError(f'There is no command "{name}"{hint}. "theatre --help" lists them.')
    module = import_module(f"sim.cli.{name}")
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(name)(module.command)
    return get_command(single)


class _LazyGroup(TyperGroup):
    """List commands from the table, so that asking for help imports none of them."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return build(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for section, commands in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl(list(commands.items()))


def _print_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        from importlib.metadata import version

        typer.echo(f"{_PROGRAM} {version('syria-theatre')}")
        raise typer.Exit


_app = typer.Typer(
    cls=_LazyGroup,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog='Each command has its own help: "theatre run --help". First time here? "theatre scenarios".',
)


@_app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop."),
    ] = False,
) -> None:
    """Simulate the war in Syria, 2015-2020, and ask what one change would have done."""


def _storage_fault(fault: OSError) -> TheatreError:
    """Put a fault of the disk into words."""
    where = f" ({fault.filename})" if fault.filename else ""
    if fault.errno in _FULL:
        return StorageError(f"The disk is full{where}. Free some space, or choose another folder with --out.")
    if fault.errno in _FORBIDDEN:
        return StorageError(
            f"No permission to read or write{where}. Choose another folder with --out, or change its rights."
        )
    return StorageError(f"{fault.strerror or fault}{where}.")


def _in_words(fault: Exception) -> TheatreError:
    """Return any fault as one that has a message for the user."""
    if isinstance(fault, TheatreError):
        return fault
    if isinstance(fault, OSError):
        return _storage_fault(fault)
    if isinstance(fault, MemoryError):
        return TheatreError("There is not enough memory. Try fewer runs at once: --jobs 1.")
    if isinstance(fault, ModuleNotFoundError) and fault.name and fault.name.split(".")[0] != "sim":
        package = fault.name.split(".")[0]
        return TheatreError(f'The package "{package}" is missing. "uv sync" or "pip install -e ." brings it.')
    return TheatreError(
        f"This is a fault of ours, not yours: {type(fault).__name__}: {fault}\n"
        "Set THEATRE_DEBUG=1 and run again to see where; please report it with what you typed."
    )


def _say(message: str) -> None:
    """Write one message to standard error; a closed terminal is no reason to fail."""
    with contextlib.suppress(OSError):
        typer.echo(message, err=True)


def _run(arguments: Sequence[str] | None) -> int:
    """Run one command line and return its exit code."""
    try:
        get_command(_app).main(None if arguments is None else list(arguments), prog_name=_PROGRAM)
    except SystemExit as stop:
        sys.stdout.flush()
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0


def _close_pipe() -> None:
    """Send what is left of the output nowhere: the reader (say, `head`) has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _tell(fault: Exception) -> int:
    """Say what went wrong and return the exit code; a full disk behind standard output is told once."""
    if os.environ.get("THEATRE_DEBUG") == "1":
        raise fault
    told = _in_words(fault)
    _say(str(told))
    if isinstance(fault, OSError):
        with contextlib.suppress(OSError, ValueError):
            _close_pipe()
    return told.exit_code


_interrupts: list[int] = []
"""Ctrl-C pressed so far: some libraries turn it into faults of their own while they are being imported."""


def _note_interrupt(number: int, frame: object) -> None:
    _interrupts.append(number)
    raise KeyboardInterrupt


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code; show a traceback only with THEATRE_DEBUG=1."""
    _interrupts.clear()
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, _note_interrupt)
        signal.signal(signal.SIGTERM, _note_interrupt)
    try:
        code = _run(arguments)
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except BrokenPipeError:
        _close_pipe()
        return 1
    except Exception as fault:
        if not _interrupts:
            return _tell(fault)
        code = _INTERRUPTED
    if code == _INTERRUPTED:
        _say("Interrupted; nothing half-written was kept.")
    return code
