"""The jobs of a game's war: what every push and every look at the clock asks for costs next to nothing."""

from __future__ import annotations

import pytest

from sim.classroom import war
from tests.classroom.playing import Table


def test_a_scenario_is_packed_once_a_game(monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[int] = []
    whole = war.zlib.compress
    monkeypatch.setattr(war.zlib, "compress", lambda data: packed.append(len(data)) or whole(data))
    table = Table(turns=1)
    for _ in range(3):
        war.job_of(table.game)
    assert len(packed) == 1
