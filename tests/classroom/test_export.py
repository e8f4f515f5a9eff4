"""A game taken home: it replays to the same hashes, names nobody, and its injects are a scenario file."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from sim.classroom import debrief, export
from sim.engine.replay import verify
from sim.errors import InputError
from sim.record.store import load_record
from sim.scenario.load import check_file
from tests.classroom.playing import WHITE, Table, player

US = player("us_sdf", name="Zyxwv")
ORDERS = (
    {"by": "sdf", "verb": "posture", "stance": "attack", "reason": "=1+1"},
    {"by": "sdf", "verb": "main_effort", "governorate": "raqqa"},
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Table, Path]:
    """Play two turns with every power of the facilitator, and unpack the zip of it."""
    table, folder = Table(), tmp_path_factory.mktemp("home")
    table.join(US)
    table.step(2)
    sanctions = {"do": "sanctions", "against": "regime", "level": 2}
    table.act(WHITE, "inject", event=sanctions, words="News.", turn=2, reason="a test")
    for _ in range(2):
        table.until("planning")
        table.order(US, *ORDERS)
        table.until("locked")
        table.act(WHITE, "modifier", seat="us_sdf", index=1, steps=1, reason="well argued")
        table.until("adjudication")
        table.act(WHITE, "reroll", reason="another look")
        table.act(WHITE, "men", side="sdf", men=200, reason="a convoy came")
        table.until("reveal")
    table.step()
    parcel = export.parcel_of(table.game, debrief.timeline(table.game))
    with zipfile.ZipFile(export.write_zip(parcel, folder / "game.zip")) as packed:
        packed.extractall(folder)
    return table, folder


def test_the_war_of_the_zip_replays_to_the_hash_that_the_class_saw(home: tuple[Table, Path]) -> None:
    table, folder = home
    record = load_record(folder / "war")
    assert verify(record) == 8
    assert record.histories[0].hashes[-1] == table.game.turns[2].proposal


def test_nobody_is_named_and_nothing_is_a_formula(home: tuple[Table, Path]) -> None:
    _, folder = home
    for file in folder.rglob("*"):
        if file.suffix in (".jsonl", ".csv", ".json", ".html", ".txt", ".yaml"):
            assert "Zyxwv" not in file.read_text(encoding="utf-8"), file
    assert ",=1+1" not in (folder / "timeline.csv").read_text(encoding="utf-8")


def test_the_injects_are_a_scenario_file_that_is_good(home: tuple[Table, Path]) -> None:
    _, folder = home
    assert not check_file(str(folder / "injects.yaml"))


def test_all_parts_are_there(home: tuple[Table, Path]) -> None:
    _, folder = home
    texts = {"README.txt", "curves.csv", "game.json", "injects.yaml", "log.jsonl", "report.html", "timeline.csv"}
    assert {path.name for path in folder.iterdir()} >= texts | {"maps", "war"}
    assert len(list((folder / "maps").glob("*.png"))) == 3
    assert json.loads((folder / "game.json").read_text(encoding="utf-8"))["weeks"] == 8


def test_there_is_nothing_to_export_before_a_month_was_played() -> None:
    with pytest.raises(InputError, match="No month has been played"):
        export.parcel_of(Table().game, [])
