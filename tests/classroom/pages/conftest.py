"""The stand-in for the server, started once for all pages of the facilitator."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.classroom.pages.stand_in import StandIn, standing_in


@pytest.fixture(scope="session")
def _server() -> Iterator[StandIn]:
    with standing_in() as server:
        yield server


@pytest.fixture
def server(_server: StandIn) -> StandIn:
    """Return the stand-in with nothing asked of it yet."""
    _server.acts.clear()
    _server.answers.clear()
    _server.words["dir"] = "ltr"
    return _server
