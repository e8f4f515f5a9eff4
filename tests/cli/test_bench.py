"""theatre bench: the table has every row that was asked for, and says what was left out."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from sim.cli import bench
from sim.cli import main as door
from sim.experiments.speed import capacity
from sim.experiments.speed import yardsticks as beside
from sim.experiments.speed.benchmark import Figure
from sim.reports import products

ROW = Figure("c_week", "us", "a week of the C yardstick on 600 cells", (140.0,))
OVER = Figure("mesa_over_ours", "ratio", "four rules as a Mesa model over ours", (70.0,))
ASKED = ["bench", "--rounds", "1", "--no-commands", "--yardsticks"]


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the slow parts, each of which has tests of its own."""
    monkeypatch.setattr(bench, "LOOKS", 1)
    monkeypatch.setattr(capacity, "_worker", lambda: ThreadPoolExecutor(1))
    monkeypatch.setattr(capacity, "workers", partial(capacity.workers, weeks=2))
    monkeypatch.setattr(capacity, "memory", partial(capacity.memory, 1, 2))
    told = beside.Yardsticks([ROW], [OVER], ["the C yardstick is left out"])
    monkeypatch.setattr(beside, "yardsticks", lambda rounds: told)


def test_the_table_has_their_rows_and_what_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(ASKED) == 0
    said = capsys.readouterr().out
    names = {line.split()[0] for line in said.splitlines() if line.strip()}
    assert names >= {"week", "finer_week", "c_week", "one_worker", "two_workers", "ten_thousand"}
    assert names >= {"finer", "mesa_over_ours", "second_cpu"}
    assert "\nThe C yardstick is left out.\n" in said


def test_programs_are_told_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main([*ASKED, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["figures"]["ten_thousand"].keys() >= {"unit", "median", "low", "high", "over_reference"}
    assert "over_reference" not in told["figures"]["two_workers"]
    assert told["ratios"]["mesa_over_ours"]["median"] == OVER.median
    assert told["left_out"][0] == "the C yardstick is left out"


@pytest.fixture
def _two_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [
        products.Cost("film.gif", "of one run", 6.125, 1_200_000),
        products.Cost("casualties.png", "of it", 0.5, 90_000),
    ]
    monkeypatch.setattr(products, "samples", dict)
    monkeypatch.setattr(products, "costs", lambda records, advance: made)


@pytest.mark.usefixtures("_two_pictures")
def test_pictures_are_listed_with_time_and_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(["bench", "--pictures", "--quiet"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["film.gif", "6.12", "1,200", "of", "one", "run"] in rows
    assert door.main(["bench", "--pictures", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["products"]
    assert told[1] == {"product": "casualties.png", "what": "of it", "s": 0.5, "bytes": 90_000}
