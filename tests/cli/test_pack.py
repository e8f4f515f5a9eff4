"""The pack for a machine without a network: what goes in, what is found missing, what it refuses. No network here."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main as door
from sim.cli import pack
from sim.errors import InputError, RunError

WINDOWS = pack.target_of(pack.System.WINDOWS, "3.13")
MACOS = pack.target_of(pack.System.MACOS, "3.13")
OWN = "syria_theatre-0.1.0-py3-none-any.whl"
ASKS = {
    OWN: ["alpha[extra]>=1", "delta; extra == 'classroom'", "omega; extra == 'cluster'"],
    "alpha-1.0-py3-none-any.whl": ["beta; extra == 'extra'", "gamma; sys_platform == 'win32'"],
    "beta-1.0-py3-none-any.whl": [],
    "gamma-1.0-py3-none-any.whl": ["epsilon; python_version < '3.13'"],
    "delta-1.0-py3-none-any.whl": [],
}
"""Wheel -> what it asks for."""


def _wheel(folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stem = "-".join(name.split("-")[:2])
    lines = ["Metadata-Version: 2.4", f"Name: {stem}", *(f"Requires-Dist: {asked}" for asked in ASKS[name])]
    with zipfile.ZipFile(folder / name, "w") as archive:
        archive.writestr(f"{stem}.dist-info/METADATA", "\n".join(lines) + "\n")


class _Pip:
    """Stand in for pip: it knows the wheels above, and asks of the system as if it ran on macOS."""

    def __init__(self, *, lacks: Sequence[str] = (), fails: str = "") -> None:
        self.lacks, self.fails, self.asked = lacks, fails, list[list[str]]()

    def __call__(self, words: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        self.asked.append(words)
        if self.fails:
            return subprocess.CompletedProcess(words, 1, "", f"WARNING: old\nERROR: {self.fails}")
        if "wheel" in words:
            _wheel(Path(words[words.index("--wheel-dir") + 1]), OWN)
        elif "download" in words:
            folder = Path(words[words.index("--dest") + 1])
            for name in ASKS:
                asked_for = not name.startswith("gamma") or words[-1] == "gamma"
                if asked_for and not name.startswith(tuple(self.lacks)):
                    _wheel(folder, name)
        return subprocess.CompletedProcess(words, 0, "", "")


def _clone(folder: Path) -> Path:
    (folder / "docs/teaching").mkdir(parents=True)
    (folder / "docs/teaching/README.md").write_text("Start here.", encoding="utf-8")
    (folder / "docs/picture.png").write_bytes(b"")
    return folder


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> _Pip:
    """Put a stand-in for pip where the command would call it."""
    stand_in = _Pip()
    monkeypatch.setattr(pack, "find_spec", lambda name: object())
    monkeypatch.setattr(subprocess, "run", stand_in)
    return stand_in


def test_what_another_system_asks_for_is_found_missing(tmp_path: Path) -> None:
    for name in ASKS:
        if not name.startswith("gamma"):
            _wheel(tmp_path, name)
    assert pack.missing(tmp_path, MACOS.marks) == set()
    assert pack.missing(tmp_path, WINDOWS.marks) == {"gamma"}
    _wheel(tmp_path, "gamma-1.0-py3-none-any.whl")
    assert pack.missing(tmp_path, WINDOWS.marks) == set()
    assert pack.missing(tmp_path, pack.target_of(pack.System.WINDOWS, "3.12").marks) == {"epsilon"}


def test_a_pack_holds_wheels_pages_and_how_to_install(tmp_path: Path, pip: _Pip) -> None:
    out = tmp_path / "out"
    count = pack.pack(_clone(tmp_path / "clone"), out, [pack.System.MACOS, pack.System.WINDOWS], "3.13")
    assert {path.name for path in (out / "wheels").iterdir()} == set(ASKS)
    assert count == len(ASKS)
    assert (out / "docs/teaching/README.md").is_file()
    assert not list(out.rglob("*.png"))
    assert pack.INSTALL in (out / "INSTALL.txt").read_text(encoding="utf-8")
    assert [words[-1] for words in pip.asked[1:]] == [f"{pip.asked[1][-1]}", f"{pip.asked[2][-1]}", "gamma"]
    assert all("--platform" in words and "--constraint" in words for words in pip.asked[1:])


def test_for_a_machine_like_this_one_pip_is_told_nothing_of_platforms(tmp_path: Path, pip: _Pip) -> None:
    pack.pack(_clone(tmp_path / "clone"), tmp_path / "out", [pack.System.THIS], "3.13")
    assert not [words for words in pip.asked if "--platform" in words or "--python-version" in words]


def test_what_cannot_be_had_is_named(tmp_path: Path, pip: _Pip) -> None:
    pip.lacks = ("delta",)
    with pytest.raises(RunError, match="delta cannot be had"):
        pack.pack(_clone(tmp_path / "clone"), tmp_path / "out", [pack.System.MACOS], "3.13")


def test_what_pip_says_is_passed_on(tmp_path: Path, pip: _Pip) -> None:
    pip.fails = "no way to the network"
    with pytest.raises(RunError, match="ERROR: no way to the network\nThis needs a network once"):
        pack.pack(_clone(tmp_path / "clone"), tmp_path / "out", [pack.System.THIS], "3.13")


@pytest.mark.parametrize("python", ["3.11", "3.9", "2.7", "three", "3.13.1", ""])
def test_a_python_that_the_model_does_not_run_on_is_refused(python: str) -> None:
    with pytest.raises(InputError, match=r"Python 3\.12 or newer"):
        pack.target_of(pack.System.WINDOWS, python)


def test_a_package_that_is_no_clone_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pack, "__file__", str(tmp_path / "lib/sim/cli/pack.py"))
    assert door.main(["pack", "--out", str(tmp_path / "out")]) == 2
    assert "made from a clone" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_without_pip_and_without_ensurepip_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object, folder: object) -> None:
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr(pack, "find_spec", lambda name: None)
    monkeypatch.setattr(pack.EnvBuilder, "create", fail)
    with pytest.raises(RunError, match="python3-venv"):
        pack.pack(_clone(tmp_path / "clone"), tmp_path / "out", [pack.System.THIS], "3.13")


def test_the_text_speaks_to_windows_and_to_others() -> None:
    text = pack.install_text("3.13")
    assert "py -3.13 -m venv room" in text
    assert "room\\Scripts\\theatre doctor" in text
    assert "room/bin/theatre doctor" in text
