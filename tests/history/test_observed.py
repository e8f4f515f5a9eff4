"""The record of the war: complete, typed, flagged, and the start maps drawn from it."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.history import observed
from sim.history.build import DECIDED, START_DATES, start_rows
from sim.sides import HOLDERS
from sim.theatre.places import places

STARTS = Path(__file__).parents[2] / "scenarios" / "starts"
HELD_OUT = (date(2017, 7, 1), date(2018, 12, 31))


def starts(when: date) -> dict[str, dict[str, str]]:
    with (STARTS / f"control-{when}.csv").open(encoding="utf-8", newline="") as file:
        return {row["place"]: row for row in csv.DictReader(file)}


def test_control_is_recorded_for_every_place_at_seven_dates() -> None:
    assert len(observed.control_dates()) == 7
    for when in observed.control_dates():
        assert set(observed.control_at(when)) == set(places())


def test_the_maps_kept_for_judging_are_not_here() -> None:
    assert date(2017, 11, 30) not in observed.control_dates()
    assert date(2018, 12, 31) not in observed.control_dates()
    first, last = HELD_OUT
    assert not [row for row in observed.deaths_monthly() if first <= row.month <= last]
    assert not [row for row in observed.deaths_yearly() if row.year in (2017, 2018)]
    assert not [row for row in observed.territory() if first <= row.date <= last]


def test_flags_of_held_out_rows_are_kept() -> None:
    assert [event for event in observed.events() if event.held_out]
    assert [row for row in observed.deaths_reported() if row.held_out]
    first, last = HELD_OUT
    assert all(event.held_out for event in observed.events() if first <= event.date <= last)


def test_a_date_without_a_record_is_refused() -> None:
    with pytest.raises(InputError, match="2015-09-30"):
        observed.control_at(date(2017, 11, 30))


def test_codes_of_the_record_are_known() -> None:
    codes = {row.code for row in observed.control_rows()}
    assert {observed.HOLDER_OF.get(code, code) for code in codes} <= {*HOLDERS, "contested"}


def test_monthly_deaths_are_within_their_bounds_and_sum_over_types() -> None:
    whole = {row.month: row for row in observed.deaths_monthly()}
    assert min(whole) == date(2011, 3, 1)
    parts = [observed.deaths_monthly(kind) for kind in ("state_based", "non_state", "one_sided")]
    for month, row in whole.items():
        assert row.low <= row.best <= row.high
        total = sum(part.best for series in parts for part in series if part.month == month)
        assert row.best == pytest.approx(total, abs=0.5)


def test_every_table_can_be_read() -> None:
    assert len(observed.forces()) == 86
    assert len(observed.battles()) == 11
    assert len(observed.territory()) == 32
    assert len(observed.deaths_yearly()) > 5
    assert {event.town for event in observed.events()} <= {*places(), ""}
    assert {battle.place for battle in observed.battles()} <= set(places())


@pytest.mark.parametrize("when", START_DATES, ids=str)
def test_a_start_map_equals_the_record(when: date) -> None:
    made = starts(when)
    recorded = {row.place: row for row in observed.control_rows() if row.date == when}
    assert list(made) == list(recorded)
    for place, row in made.items():
        past = recorded[place]
        if past.code == "contested":
            assert row["contested"] == "yes"
            assert row["holder"] == DECIDED[place]
            assert row["holder"] in past.also_present
        else:
            assert row["contested"] == "no"
            assert row["holder"] == observed.HOLDER_OF.get(past.code, past.code)
        assert row["holder"] in HOLDERS
        present = [observed.HOLDER_OF.get(part, part) for part in past.also_present]
        assert row["also_present"] == ";".join(present)
        assert (row["confidence"], row["basis"]) == (past.confidence, past.basis)


@pytest.mark.parametrize("when", START_DATES, ids=str)
def test_a_start_map_is_what_the_tool_writes(when: date) -> None:
    with (observed.DATA / "control.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert start_rows(table, when) == list(starts(when).values())


def test_every_table_names_its_licence() -> None:
    text = (observed.DATA / "LICENCES.md").read_text(encoding="utf-8")
    for path in sorted(observed.DATA.glob("*.csv")):
        assert f"`{path.name}`" in text, path.name
    for words in ("UCDP", "rescaled", "CC BY 4.0", "CC BY-SA 4.0", "recalled", "in_heldout_window"):
        assert words in text


def test_reading_the_record_imports_nothing_heavy() -> None:
    script = (
        "import sys, sim.history.observed as o; o.control_rows(); o.deaths_monthly(); "
        "print([m for m in ('numpy', 'pandas', 'matplotlib') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
