"""The known maps: each is a variant of the outlook, and nothing in it is dated after its start."""

from __future__ import annotations

from datetime import date

import pytest

from sim.errors import InputError
from sim.history.observed import control_dates
from sim.history.outset import KNOWN, Outset, outset
from sim.scenario.find import locate, variant_names
from sim.scenario.yaml_lines import read_yaml

by_day = pytest.mark.parametrize("one", [pytest.param(one, id=str(one.known)) for one in KNOWN])


def test_every_variant_is_a_known_map() -> None:
    path, _ = locate("outlook")
    assert [one.variant for one in KNOWN] == list(variant_names(read_yaml(path)))


@by_day
def test_a_known_map_is_what_it_says(one: Outset) -> None:
    loaded = one.loaded(weeks=10)
    assert loaded.scenario.start == one.monday
    assert one.monday.weekday() == 0
    assert one.control in control_dates()
    assert loaded.start.control == f"control-{one.control}.csv"
    assert one.control <= one.known
    assert abs((one.monday - one.known).days) <= 4


@by_day
def test_nothing_is_dated_after_the_start(one: Outset) -> None:
    scenario = one.loaded(weeks=10).scenario
    assert all(len(series.points) == 1 for series in scenario.series.values())
    assert all(event.when is None or event.when <= one.monday for event in scenario.events)


def test_a_start_rests_on_the_last_map_before_it() -> None:
    assert outset(date(2017, 5, 31)).known == date(2016, 12, 31)
    assert outset(date(2017, 6, 1)).variant == "from_2017_05"
    assert outset(date(2017, 6, 30)).variant == "from_2017_06"


@pytest.mark.parametrize("day", [date(2015, 9, 29), date(2018, 12, 31)])
def test_a_start_without_a_map_is_refused(day: date) -> None:
    with pytest.raises(InputError, match="2017-06-12"):
        outset(day)
