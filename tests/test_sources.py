"""The bibliography: complete, cited in one line, and the five analyses in it."""

from __future__ import annotations

import pytest

from sim.errors import InputError
from sim.sources import bibliography, cite, source


@pytest.mark.parametrize("key", bibliography())
def test_a_source_says_who_what_where_and_when(key: str) -> None:
    entry = bibliography()[key]
    assert all((entry.author, entry.what, entry.outlet, entry.date))
    assert entry.what in entry.cite()
    assert "\n" not in entry.cite()


def test_the_five_analyses_are_there() -> None:
    analyses = [key for key, entry in bibliography().items() if entry.kind == "analysis"]
    assert analyses == ["is_raids_2018", "issaev_2017", "mei_2015", "derik_2020", "cole_2016"]


def test_an_unverified_source_is_marked_in_its_citation() -> None:
    assert "unverified" in source("iiss_balance").cite()
    assert "unverified" not in source("interfax_2017").cite()


def test_citations_come_once_each_in_the_order_of_the_file() -> None:
    lines = cite(["powell_2017", "cole_2016", "cole_2016"])
    assert [line.split("]")[0] for line in lines] == ["[cole_2016", "[powell_2017"]


def test_an_unknown_key_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match='did you mean "cole_2016"'):
        source("cole_2015")
    with pytest.raises(InputError, match='no source "nobody"'):
        cite(["nobody"])
