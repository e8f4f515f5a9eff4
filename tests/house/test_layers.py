"""The map of rooms: what the import contracts say is what stands on the disk."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib

import pytest

from tests.house.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["id"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}
HEAVY = CONTRACTS["light"]["forbidden_modules"]


def _rooms() -> dict[str, bool]:
    """Return each room of the contract, and whether it stands in parentheses: not yet built."""
    words = [word for layer in CONTRACTS["rooms"]["layers"] for word in re.findall(r"\(?\w+\)?", layer)]
    return {word.strip("()"): word.startswith("(") for word in words}


def test_every_room_is_on_the_map_and_only_unbuilt_rooms_stand_in_parentheses() -> None:
    here = {path.stem for path in (ROOT / "sim").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    built = {room for room, unbuilt in _rooms().items() if not unbuilt}
    assert built == here - {"__init__", "__main__"}


def test_no_room_stands_empty() -> None:
    for folder in (ROOT / "sim").rglob("__init__.py"):
        assert len(list(folder.parent.iterdir())) > 1, folder.parent


def test_the_page_on_architecture_names_every_room() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    assert not [room for room in _rooms() if f"`{room}" not in page]


LIGHT = [
    ["--help"],
    ["--version"],
    ["run", "--help"],
    ["check", "scenarios/russian_exit.yaml"],
    ["scenarios"],
    ["params"],
]


@pytest.mark.parametrize("words", LIGHT, ids=" ".join)
def test_asking_and_checking_import_nothing_heavy(words: list[str]) -> None:
    code = (
        "import json, sys; from sim.cli.main import main; main(sys.argv[1:]); "
        f"print(json.dumps([name for name in {HEAVY} if name in sys.modules]))"
    )
    asked = [sys.executable, "-c", code, *words]
    done = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=ROOT)
    assert not done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []
