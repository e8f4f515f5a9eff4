"""The table of acceptance checks names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.classroom.acceptance.checks import CHECKS

FOLDER = Path(__file__).parents[1]


def test_all_27_are_there() -> None:
    assert list(CHECKS) == list(range(1, 28))


@pytest.mark.parametrize("number", CHECKS)
def test_what_holds_a_check_exists(number: int) -> None:
    for place in CHECKS[number][1]:
        file, _, name = place.partition("::")
        tests = re.findall(r"^def (test_\w+)", (FOLDER / file).read_text(encoding="utf-8"), re.MULTILINE)
        if name:
            assert name in tests, place
        elif file.startswith("acceptance/"):
            assert any(test.startswith(f"test_{number:02d}_") for test in tests), place
        else:
            assert tests, place
