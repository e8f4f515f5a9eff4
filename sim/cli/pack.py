"""Gather all that a machine without a network needs to install the classroom: wheels, and how to install them.

Needs a clone and a network, once. Owns which platforms there are, and the text of INSTALL.txt. Knows nothing of the
classroom, or of where wheels come from: that is for pip, as it is set up on this machine.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from email.parser import HeaderParser
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, NamedTuple
from venv import EnvBuilder

import typer
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from sim.errors import InputError, RunError

__all__ = ["System", "Target", "command", "install_text", "missing", "pack", "target_of"]

PROJECT = "syria-theatre"
EXTRA = "classroom"
INSTALL = f'python -m pip install --no-index --find-links wheels "{PROJECT}[{EXTRA}]"'
_MEGA = 1e6
_OLDEST = 12
_VERSION = re.compile(r"3\.(\d\d)")
_ROUNDS = 5
"""Times that what another system needs more is looked for: each round finds what the last one asks for."""


class System(StrEnum):
    """Name the machines that a pack can be for; a Mac is one with a chip of Apple's: numba has no wheel for others."""

    THIS = "this"
    WINDOWS = "windows"
    MACOS = "macos"
    LINUX = "linux"


_CALLED: Mapping[System, str] = {
    System.THIS: "a machine like this one",
    System.WINDOWS: "Windows",
    System.MACOS: "macOS",
    System.LINUX: "Linux",
}


class Target(NamedTuple):
    """Describe a machine: how wheels for it are called, and what a requirement may ask about it."""

    tags: tuple[str, ...]
    marks: Mapping[str, str]


def _marks(platform: str, system: str, name: str, machine: str) -> Mapping[str, str]:
    return {"sys_platform": platform, "platform_system": system, "os_name": name, "platform_machine": machine}


_TARGETS: Mapping[System, Target] = {
    System.THIS: Target((), {}),
    System.WINDOWS: Target(("win_amd64",), _marks("win32", "Windows", "nt", "AMD64")),
    System.MACOS: Target(("macosx_14_0_arm64",), _marks("darwin", "Darwin", "posix", "arm64")),
    System.LINUX: Target(
        ("manylinux2014_x86_64", *(f"manylinux_2_{minor}_x86_64" for minor in range(17, 35))),
        _marks("linux", "Linux", "posix", "x86_64"),
    ),
}


def target_of(system: System, python: str) -> Target:
    """Return what a machine with that system and that Python is; for this machine, nothing need be said.

    Raises InputError for a Python that the model does not run on.
    """
    target = _TARGETS[system]
    if not target.tags:
        return target
    found = _VERSION.fullmatch(python)
    if found is None or int(found[1]) < _OLDEST:
        raise InputError(f'The model needs Python 3.{_OLDEST} or newer, and "{python}" is none: write 3.13, say.')
    versions = {"python_version": python, "python_full_version": f"{python}.0"}
    makers = {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
    return target._replace(marks={**target.marks, **versions, **makers})


def pack(clone: Path, out: Path, systems: Sequence[System], python: str) -> int:
    """Put wheels for all systems, the pages and INSTALL.txt into `out`; return the number of wheels there.

    Raises InputError if there is no clone, RunError if pip fails or something is missing in the end.
    """
    targets = [target_of(system, python) for system in systems]
    wheels = out / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        pip = _pip(Path(scratch))
        built = Path(scratch) / "built"
        _ask([*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", str(built), str(clone)])
        own = next(built.glob("*.whl"))
        for system, target in zip(systems, targets, strict=True):
            typer.echo(f"Gathering wheels for {_CALLED[system]} ...")
            folder = Path(scratch) / system
            _gather([*pip, "download", "--constraint", str(clone / "constraints.txt")], own, folder, target)
            for wheel in folder.iterdir():
                shutil.copy2(wheel, wheels)
    shutil.copytree(clone / "docs", out / "docs", ignore=shutil.ignore_patterns("*.png", "*.py"), dirs_exist_ok=True)
    (out / "INSTALL.txt").write_text(install_text(python), encoding="utf-8")
    return len(list(wheels.glob("*.whl")))


def _gather(download: Sequence[str], own: Path, folder: Path, target: Target) -> None:
    """Download into `folder` the project's wheel and all that it needs on one machine."""
    download = [*download, "--quiet", "--only-binary=:all:", "--dest", str(folder)]
    there = [part for tag in target.tags for part in ("--platform", tag)]
    there += ["--python-version", target.marks["python_version"]] if there else []
    wanted = {f"{own}[{EXTRA}]"}
    for _ in range(_ROUNDS):
        _ask([*download, *there, *sorted(wanted)])
        wanted = missing(folder, target.marks)
        if not wanted:
            return
    raise RunError(f"The pack is not complete: {', '.join(sorted(wanted))} cannot be had for that machine.")


def missing(folder: Path, marks: Mapping[str, str]) -> set[str]:
    """Return what the wheels in a folder ask for on a machine, and what is not there.

    pip asks what a requirement says of the system of the machine that it runs on, not of the one that it downloads for.
    """
    wheels = {parse_wheel_filename(wheel.name)[0]: wheel for wheel in folder.glob("*.whl")}
    lacking: set[str] = set()
    seen: set[tuple[str, str]] = set()
    open_ones = [(canonicalize_name(PROJECT), extra) for extra in ("", EXTRA)]
    while open_ones:
        name, extra = open_ones.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        if name not in wheels:
            lacking.add(name)
            continue
        for line in _asked(wheels[name]):
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({**marks, "extra": extra}):
                open_ones += [(canonicalize_name(needed.name), more) for more in ("", *needed.extras)]
    return lacking


def _asked(wheel: Path) -> list[str]:
    """Return the requirements that a wheel states."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(entry for entry in archive.namelist() if entry.endswith(".dist-info/METADATA"))
        text = archive.read(name).decode("utf-8")
    return HeaderParser().parsestr(text).get_all("Requires-Dist") or []


def _pip(scratch: Path) -> list[str]:
    """Return how to call pip: that of this Python, or one in an environment of its own that is thrown away."""
    if find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    builder = EnvBuilder(with_pip=True)
    try:
        builder.create(scratch / "pip")
    except subprocess.CalledProcessError as fault:
        raise RunError(
            "This Python brings no pip (ensurepip is missing). Install pip, or the package of your system called "
            "python3-venv, and try again."
        ) from fault
    return [builder.ensure_directories(scratch / "pip").env_exe, "-m", "pip"]


def _ask(words: Sequence[str]) -> None:
    """Run pip; RunError tells what it said if it fails."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
        raise RunError(
            "pip could not gather the wheels: " + " ".join(said[-2:]) + "\n"
            "This needs a network once. If there is one, the machine that you asked for may lack a package."
        )


def _clone() -> Path:
    """Return the folder of the clone that this code runs from; InputError if it is none."""
    folder = Path(__file__).resolve().parents[2]
    project = folder / "pyproject.toml"
    if project.is_file() and tomllib.loads(project.read_text(encoding="utf-8"))["project"]["name"] == PROJECT:
        return folder
    raise InputError(
        "This theatre was installed from a package, and a pack is made from a clone: it holds the project's own wheel. "
        'Get the source, go to its folder, and type "uv run theatre pack --out PACK".'
    )


def install_text(python: str) -> str:
    """Return what INSTALL.txt says."""
    return f"""\
theatre without a network
=========================

Nothing here needs a network, but the machine must have Python {python}. Fetch its installer at home, too.
Open a terminal (Windows: PowerShell) in this folder, and type three lines.

Windows
  py -{python} -m venv room
  room\\Scripts\\{INSTALL}
  room\\Scripts\\theatre doctor

macOS and Linux
  python{python} -m venv room
  room/bin/{INSTALL}
  room/bin/theatre doctor

"doctor" says whether all is well; the first time it takes up to a minute. Then, before each lesson:

  room\\Scripts\\theatre classroom      (Windows)
  room/bin/theatre classroom          (macOS, Linux)

The pages for teachers are in docs/teaching; begin with README.md. They are plain text.
"""


def command(
    out: Annotated[Path, typer.Option(help="The folder to fill; carry it on a stick.")] = Path("theatre-pack"),
    platform: Annotated[
        list[System] | None, typer.Option(help="A machine to gather for; may be given more than once.")
    ] = None,
    python: Annotated[str, typer.Option(help="The version of Python on the other machine.")] = "3.13",
) -> None:
    """Gather all that a machine without a network needs.

    That is the classroom, with every package that it asks for. Works from a clone and needs a network, once. Without
    --platform it gathers for a machine like this one.
    """
    count = pack(_clone(), out, platform or [System.THIS], python)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / _MEGA
    typer.echo(f"{out} is ready: {count} wheels, {size:.0f} MB. INSTALL.txt says how to go on; in short, there:")
    typer.echo(f"  {INSTALL}")
