"""The door: exit codes, one message per fault, and an answer at once when asked for help."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from sim.cli import main as door
from sim.errors import InputError, RunError

ROOT = Path(__file__).parents[2]
HELP_CPU = 0.3
CHECK_CPU = 0.5
"""[s] of CPU that `theatre --help` and `theatre check` may take."""


@pytest.fixture
def run_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], int]:
    """Return a function that runs `theatre run` with its command replaced."""

    def go(command: Callable[[], None]) -> int:
        def build(name: str) -> Any:
            single = typer.Typer(add_completion=False, rich_markup_mode=None)
            single.command(name)(command)
            return get_command(single)

        monkeypatch.setattr(door, "build", build)
        return door.main(["run"])

    return go


def _raising(fault: BaseException) -> Callable[[], None]:
    def command() -> None:
        raise fault

    return command


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (InputError("no such place"), 2, "no such place"),
        (RunError("the run failed"), 1, "the run failed"),
        (KeyboardInterrupt(), 130, "Interrupted; nothing half-written was kept."),
        (OSError(errno.ENOSPC, "x", "results"), 1, "The disk is full (results). Free some space"),
        (PermissionError(errno.EACCES, "x", "results"), 1, "No permission to read or write (results)."),
        (OSError(errno.EIO, "Input/output error", "results"), 1, "Input/output error (results)."),
        (ModuleNotFoundError("x", name="salib.x"), 1, 'The package "salib" is missing.'),
        (MemoryError(), 1, "There is not enough memory."),
        (ZeroDivisionError("by zero"), 1, "This is a fault of ours, not yours: ZeroDivisionError: by zero"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_every_fault_is_one_message_and_an_exit_code(
    fault: BaseException,
    code: int,
    words: str,
    run_as: Callable[[Callable[[], None]], int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_as(_raising(fault)) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(words)
    assert "Traceback" not in said.err


def test_a_traceback_is_there_for_those_who_ask(
    run_as: Callable[[Callable[[], None]], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THEATRE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run_as(_raising(ZeroDivisionError()))


def test_a_command_that_asks_for_an_exit_code_gets_it(run_as: Callable[[Callable[[], None]], int]) -> None:
    assert run_as(_raising(typer.Exit(1))) == 1
    assert run_as(lambda: None) == 0


def test_a_misspelt_command_is_met_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(["rnu"]) == 2
    assert capsys.readouterr().err == (
        'There is no command "rnu" (did you mean "run"?). "theatre --help" lists them.\n'
    )


@pytest.mark.parametrize("words", [[], ["--bogus"], ["doctor", "--bogus"], ["doctor", "too", "many"]])
def test_wrong_usage_is_exit_code_2(words: list[str]) -> None:
    assert door.main(words) == 2


def test_help_lists_every_command_on_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(["--help"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    for name, says in door.COMMANDS.items():
        assert [line for line in lines if line.split()[:1] == [name] and line.endswith(says)]


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    from importlib.metadata import version

    assert door.main(["--version"]) == 0
    assert capsys.readouterr().out == f"theatre {version('syria-theatre')}\n"


def _python(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], text=True, stderr=subprocess.PIPE, check=False, **options)


def test_ctrl_c_ends_a_command_with_one_line() -> None:
    """A real signal to a real process, sent once the command has begun to work."""
    code = (
        "import sys, time, typer; from typer.main import get_command; import sim.cli.main as door\n"
        "single = typer.Typer(add_completion=False)\n"
        "@single.command('run')\n"
        "def command() -> None:\n"
        "    typer.echo('begun'); sys.stdout.flush(); time.sleep(60)\n"
        "door.build = lambda name: get_command(single)\n"
        "sys.exit(door.main(['run']))"
    )
    asked = [sys.executable, "-c", code]
    with subprocess.Popen(asked, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "begun\n"
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)
    assert (running.returncode, said) == (130, "Interrupted; nothing half-written was kept.\n")


def test_the_package_runs_as_a_module() -> None:
    done = _python("-m", "sim", "--version", stdout=subprocess.PIPE)
    assert (done.returncode, done.stdout.split()[0]) == (0, "theatre")


def test_a_reader_that_goes_away_is_no_fault() -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = _python("-m", "sim", "--help", stdout=theirs)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_output_to_a_full_disk_is_one_message() -> None:
    with Path("/dev/full").open("w") as full:
        done = _python("-m", "sim", "--help", stdout=full)
    assert done.returncode == 1
    assert done.stderr == "The disk is full. Free some space, or choose another folder with --out.\n"


@pytest.mark.parametrize(
    ("words", "limit"),
    [(["--help"], HELP_CPU), (["check", "scenarios/russian_exit.yaml"], CHECK_CPU)],
    ids=["help", "check"],
)
def test_help_and_check_answer_at_once(words: list[str], limit: float, tmp_path: Path) -> None:
    """The best of three after a first call, in CPU seconds: modules are compiled once, as on any user's machine."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept["PYTHONPYCACHEPREFIX"] = str(tmp_path)
    assert _python("-m", "sim", *words, stdout=subprocess.DEVNULL, cwd=ROOT, env=kept).returncode == 0
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert _python("-m", "sim", *words, stdout=subprocess.DEVNULL, cwd=ROOT, env=kept).returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) <= limit
