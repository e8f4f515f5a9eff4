"""Every text that the facilitator's pages ask for by name is there."""

from __future__ import annotations

import json
import re
from functools import reduce
from pathlib import Path

import pytest

import sim.classroom

HOME = Path(sim.classroom.__file__).parent
WORDS = json.loads((HOME / "words" / "en.json").read_text(encoding="utf-8"))
SCRIPTS = sorted(
    path
    for name in ("ask", "cards", "console*", "debrief*", "explore", "fan", "tabs")
    for path in (HOME / "static").glob(f"{name}.js")
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_asks_for_words_that_are_there_and_writes_no_markup(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    asked = re.findall(r'\bt\("([a-z_.0-9]+)"', text)
    missing = [key for key in asked if reduce(lambda room, name: (room or {}).get(name), key.split("."), WORDS) is None]
    assert missing == []
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|style=", text)
