"""Tables for other programs: whole, in the right units, harmless in a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from sim.errors import InputError
from sim.record.series import MEASURES
from sim.reports.exporting.sheet import Column, Sheet, harmless, parts_of, write_sheets
from sim.reports.exporting.spans import chosen_weeks, shares_after, spaced, spans_of
from sim.reports.exporting.war_sheets import sheets_of_war
from sim.sides import HOLDERS, SIDES
from tests.reports.exporting.recorded import record


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_cell_of_text_is_taken_for_a_formula() -> None:
    text = pa.array(["=1+1", "+1", "-1", "@x", "\t=1", "a=1", "", None, "هدنة"])
    assert harmless(text).to_pylist() == ["'=1+1", "'+1", "'-1", "'@x", "'\t=1", "a=1", "", None, "هدنة"]


def test_a_table_keeps_text_numbers_and_gaps(tmp_path: Path) -> None:
    columns = [Column("=name", "", "a name"), Column("number", "men", "how many"), Column("none", "", "nothing")]
    rows = [('one, "two"\nthree', -3.5, None), (None, 2.0, None)]
    told = write_sheets(tmp_path, [Sheet("a.csv", "A table.", columns, parts_of(columns, rows))])
    assert list(told) == ["a.csv", "columns.csv"]
    assert read(tmp_path / "a.csv") == [
        {"'=name": 'one, "two"\nthree', "number": "-3.5", "none": ""},
        {"'=name": "", "number": "2", "none": ""},
    ]
    known = read(tmp_path / "columns.csv")
    assert known[1] == {"file": "a.csv", "column": "number", "unit": "men", "meaning": "how many"}


def test_a_table_without_rows_is_its_head(tmp_path: Path) -> None:
    columns = [Column("a", "", "")]
    write_sheets(tmp_path, [Sheet("a.csv", "Empty.", columns, parts_of(columns, []))])
    assert (tmp_path / "a.csv").read_text("utf-8") == "a\n"


@pytest.mark.parametrize(("runs", "weeks"), [(1, 30), (1, 1), (2, 30), (3, 1)])
def test_every_column_of_every_table_is_in_the_dictionary(tmp_path: Path, runs: int, weeks: int) -> None:
    told = write_sheets(tmp_path, sheets_of_war(record(runs, weeks), spaced(weeks, 10)))
    known = {(row["file"], row["column"]): row["meaning"] for row in read(tmp_path / "columns.csv")}
    assert all(known.values())
    for name in told.keys() - {"columns.csv"}:
        rows = read(tmp_path / name)
        assert rows or name == "flips.csv"
        assert not rows or {column for file, column in known if file == name} == rows[0].keys()


def test_weekly_measures_are_those_of_the_record(tmp_path: Path) -> None:
    made = record(2, 30)
    write_sheets(tmp_path, sheets_of_war(made, [0]))
    rows = read(tmp_path / "series.csv")
    assert [(row["run"], row["seed"], row["week"], row["date"]) for row in (rows[0], rows[31])] == [
        ("0", "7", "0", "2015-09-28"),
        ("1", "8", "1", "2015-10-05"),
    ]
    told = np.array([[float(row[name]) for name in MEASURES] for row in rows])
    np.testing.assert_allclose(told, np.concatenate([history.table for history in made.histories]), rtol=1e-6)


def test_what_an_older_version_did_not_measure_is_an_empty_cell(tmp_path: Path) -> None:
    made = record(1, 2)
    made.histories[0].table[:, -1] = np.nan
    write_sheets(tmp_path, sheets_of_war(made, [0]))
    assert {row[list(MEASURES)[-1]] for row in read(tmp_path / "series.csv")} == {""}


def test_control_of_one_run_is_told_week_by_week(tmp_path: Path) -> None:
    made = record(1, 30)
    write_sheets(tmp_path, sheets_of_war(made, spaced(30, 1)))
    rows = read(tmp_path / "control.csv")
    assert len(rows) == 31 * len(made.regions)
    palmyra = [row for row in rows if row["region"] == "palmyra"]
    assert [row["holder"] for row in palmyra] == ["is"] * 2 + ["regime"] * 29
    assert palmyra[2]["date"] == "2015-10-12"
    raqqa = [row["contested_by"] for row in rows if row["region"] == "raqqa"]
    assert raqqa[:3] == ["", "sdf", ""]
    assert [(row["before"], row["holder"]) for row in read(tmp_path / "flips.csv")] == [("is", "regime")]


def test_control_of_many_runs_is_told_in_shares(tmp_path: Path) -> None:
    made = record(3, 30)
    write_sheets(tmp_path, sheets_of_war(made, [0, 10, 30]))
    rows = read(tmp_path / "control.csv")
    last = [row for row in rows if row["region"] == "palmyra"][-1]
    assert (last["week"], last["holder"], last["share.regime"], last["share.is"]) == (
        "30", "regime", "0.6666666666666666", "0.3333333333333333",
    )  # fmt: skip
    assert all(abs(sum(float(row[f"share.{side}"]) for side in HOLDERS) - 1.0) < 1e-12 for row in rows)
    before = [(row["run"], row["before"], row["holder"]) for row in read(tmp_path / "flips.csv")]
    assert before == [("0", "is", "regime"), ("1", "is", "regime"), ("1", "regime", "is"), ("2", "is", "regime")]


def test_shares_are_those_that_the_pictures_draw() -> None:
    made = record(3, 30)
    for week, share in shares_after(made, [0, 5, 30]):
        odds = made.odds(week).share
        assert np.array_equal(share, odds[:, [SIDES.index(side) for side in HOLDERS]])


def test_events_and_orders_are_told_with_their_reasons(tmp_path: Path) -> None:
    write_sheets(tmp_path, sheets_of_war(record(1, 30), [0]))
    first, second = read(tmp_path / "events.csv")
    told = [first[name] for name in ("name", "date", "probability", "draw")]
    assert told == ["Palmyra", "2015-10-05", "0.25", "0.125"]
    assert first["inputs"] == "strength=900.0; level=300.0"
    assert first["says"].startswith("The regime took Palmyra from IS")
    assert (second["note"], second["because"]) == ("'@واحد, two", "0")
    (order,) = read(tmp_path / "orders.csv")
    assert (order["order"], order["details"], order["refused"]) == ("raid", "governorate=homs; level=2", "")


def test_spans_join_what_did_not_change() -> None:
    made = record(1, 30)
    palmyra = made.regions.index("palmyra")
    spans = spans_of(made, spaced(30, 1))
    assert len(spans) == len(made.regions) + 1
    assert [(span.since, span.until) for span in spans if span.region == palmyra] == [(0, 2), (2, 31)]
    sampled = [(span.since, span.until) for span in spans_of(made, [0, 13, 30]) if span.region == palmyra]
    assert sampled == [(0, 13), (13, 31)]


def test_weeks_are_chosen_one_way_at_a_time() -> None:
    assert chosen_weeks(30, [], None) == []
    assert chosen_weeks(30, [30, 0, 30], None) == [0, 30]
    assert chosen_weeks(30, [], 13) == [0, 13, 26, 30]
    for weeks, every, says in (([31], None, "this run has weeks 0 .* to 30"), ([1], 2, "choose one")):
        with pytest.raises(InputError, match=says):
            chosen_weeks(30, weeks, every)
