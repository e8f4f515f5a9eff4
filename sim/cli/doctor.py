"""Check that this machine can run the model, and say what to mend.

Owns the list of things a machine must have. Knows nothing of scenarios or of what a run does.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from importlib import import_module, metadata, resources
from pathlib import Path
from typing import Annotated, Literal

import typer

__all__ = ["Finding", "command", "examine"]

type State = Literal["ok", "warn", "fail"]

_OLDEST_PYTHON = (3, 12)
_NAME = re.compile(r"[\w.-]+")
_FACES = 5
_LITTLE_MEMORY = 2.0
"""[GB] Two workers with their figures take about 1 GB."""
_LITTLE_DISK = 1.0
"""[GB] An ensemble with its pictures takes 10 to 100 MB."""
_GIGA = 1e9


@dataclass(frozen=True)
class Finding:
    """Say how one thing stands, what was found, and what to do if it is not well."""

    name: str
    state: State
    found: str
    advice: str = ""


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= _OLDEST_PYTHON:
        return Finding("Python", "ok", found)
    return Finding("Python", "fail", found, "Python 3.12 or newer is needed: uv brings one.")


def _wanted_packages() -> list[str]:
    """Return the names of the packages that the project asks for, without versions and extras."""
    lines = metadata.requires("syria-theatre") or []
    return [match[0] for line in lines if "extra ==" not in line and (match := _NAME.match(line))]


def _package(name: str) -> Finding:
    try:
        return Finding(name, "ok", metadata.version(name))
    except metadata.PackageNotFoundError:
        return Finding(name, "fail", "not installed", '"uv sync" or "pip install -e ." brings it.')


def _kernels() -> Finding:
    """Compile the kernels, so that the first run need not, and say how long it took."""
    start = time.perf_counter()
    try:
        import_module("sim.engine.warm").warm()
    except Exception as fault:
        told = f"{type(fault).__name__}: {fault}"
        return Finding("Kernels", "fail", told, "Set THEATRE_DEBUG=1, run theatre bench, and report what it says.")
    return Finding("Kernels", "ok", f"compiled and ready after {time.perf_counter() - start:.1f} s")


def _fonts() -> Finding:
    folder = resources.files("sim.reports") / "fonts"
    faces = [entry.name for entry in folder.iterdir() if entry.name.endswith(".ttf")] if folder.is_dir() else []
    if len(faces) >= _FACES:
        return Finding("Fonts", "ok", f"{len(faces)} faces come with the package")
    return Finding(
        "Fonts",
        "warn",
        f"{len(faces)} faces",
        "Pictures will use another typeface: install the package anew.",
    )


def _standing(folder: Path) -> Path:
    """Return the nearest folder that exists, at or above `folder`."""
    return next(part for part in (folder, *folder.parents) if part.exists())


def _writable(name: str, folder: Path, advice: str) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=_standing(folder.resolve())) as probe:
            probe.write(b"theatre")
    except OSError as fault:
        return Finding(name, "fail", f"{folder}: {fault.strerror}", advice)
    return Finding(name, "ok", f"{folder} can be written")


def _cache() -> Finding:
    folder = import_module("sim.kernels").cache_folder()
    return _writable("Cache", folder, "Set XDG_CACHE_HOME to a folder of yours: compiled kernels are kept there.")


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(_standing(folder.resolve())).free / _GIGA
    state: State = "ok" if free >= _LITTLE_DISK else "warn"
    return Finding("Disk", state, f"{free:.0f} GB free", "" if state == "ok" else "Free some space before large runs.")


def _cores() -> Finding:
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if count > 1:
        return Finding("Cores", "ok", f"{count} to use")
    return Finding("Cores", "warn", "1 to use", "Everything works; ensembles take longer.")


def _memory_limits() -> Iterator[float]:
    """Yield what is known of the memory that may be used [GB]; nothing where the system does not say."""
    table = Path("/proc/meminfo")
    if table.is_file():
        rows = dict(line.split(":", 1) for line in table.read_text().splitlines() if ":" in line)
        yield float(rows["MemAvailable"].split()[0]) * 1024 / _GIGA
    elif hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        yield os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / _GIGA
    group = Path("/sys/fs/cgroup/memory.max")
    if group.is_file() and (limit := group.read_text().strip()).isdigit():
        yield float(limit) / _GIGA


def _memory() -> Finding:
    free = min(_memory_limits(), default=None)
    if free is None:
        return Finding("Memory", "ok", "this system does not say")
    state: State = "ok" if free >= _LITTLE_MEMORY else "warn"
    return Finding("Memory", state, f"{free:.1f} GB free", "" if state == "ok" else "Use --jobs 1 for ensembles.")


def examine(out: Path) -> list[Finding]:
    """Look at all that a run needs, quickest first; `out` is the folder that results go to."""
    checks: list[Callable[[], Finding]] = [
        _python,
        *(partial(_package, name) for name in _wanted_packages()),
        _cores,
        _memory,
        partial(_disk, out),
        partial(_writable, "Results", out, "Choose another folder with --out, or change its rights."),
        _cache,
        _fonts,
        _kernels,
    ]
    return [check() for check in checks]


def _as_text(findings: list[Finding]) -> str:
    width = max(len(finding.name) for finding in findings)
    rows = [
        f"{finding.state:<4}  {finding.name:<{width}}  {finding.found}"
        + (f"\n{'':<{width + 6}}  -> {finding.advice}" if finding.advice else "")
        for finding in findings
    ]
    failed = sum(finding.state == "fail" for finding in findings)
    closing = f"{failed} to mend before a run can work." if failed else "This machine can run the model."
    return "\n".join([*rows, "", closing])


def command(
    out: Annotated[Path, typer.Option(help="The folder that results would go to.")] = Path("results"),
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
) -> None:
    """Check that this machine can run the model, and say what to mend.

    One line for each thing: ok, warn (a run works, but less well) or fail. Exit code 1 if anything fails.
    """
    findings = examine(out)
    good = all(finding.state != "fail" for finding in findings)
    if as_json:
        typer.echo(json.dumps({"ok": good, "findings": [asdict(finding) for finding in findings]}, indent=2))
    else:
        typer.echo(_as_text(findings))
    if not good:
        raise typer.Exit(1)
