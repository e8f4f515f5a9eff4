"""Tables from outside: what is good is read, what is wrong is told at once, by line."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.history import lines
from sim.history.truth import month_after, read_control, read_deaths

CONTROL = "date,id,control,also_present,confidence,basis\n"
DEATHS = "month,violence_type,best,low,high,dated_within_month\n"


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "truth.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(folder: Path, text: str | bytes, *, deaths: bool = False) -> list[str]:
    """Return the lines of the message, each without the name of the file."""
    path = written(folder, text)
    with pytest.raises(InputError) as caught:
        read_deaths(path, since=date(2015, 1, 1)) if deaths else read_control(path)
    assert caught.value.exit_code == 2
    return [line.split("truth.csv", 1)[1] for line in str(caught.value).splitlines()]


def test_control_needs_three_columns_and_keeps_the_order_of_the_file(tmp_path: Path) -> None:
    rows = read_control(written(tmp_path, "date,id,control\n2016-03-01,palmyra,is\n2016-03-01,homs,regime\n"))
    assert [(row.place, row.code, row.confidence) for row in rows] == [("palmyra", "is", ""), ("homs", "regime", "")]


def test_a_byte_order_mark_and_line_ends_of_windows_do_no_harm(tmp_path: Path) -> None:
    text = ("\ufeff" + DEATHS + '2016-01,all," 400 ",300,500,\n2016-02,all,1,1,1,1\n\n,,,,,\n').replace("\n", "\r\n")
    rows = read_deaths(written(tmp_path, text), since=date(2016, 1, 15))
    assert [(row.month, row.best, row.dated) for row in rows] == [
        (date(2016, 1, 1), 400.0, None),
        (date(2016, 2, 1), 1.0, 1),
    ]


def test_all_that_is_wrong_with_a_map_is_told_at_once(tmp_path: Path) -> None:
    said = refused(
        tmp_path,
        CONTROL + "2016-03-01,palmyre,regime,,,\n2016-3-1,homs,regime,,,\n2016-02-30,homs,rebels,,sure,\n"
        "2016-03-01,hama,regime,,high,\n2016-03-01,hama,is,,high,\n2016-03-01,idlib\n2016-03-01,aleppo,turkey,,,\n",
    )
    assert said == [
        ':2: id: there is no place "palmyre" (did you mean "palmyra"?)',
        ':3: date: "2016-3-1" is no date; write it as 2017-06-01',
        ':4: confidence: "sure" is not one of high, medium, low',
        ':4: control: "rebels" is no code; codes are regime, opposition, hts, turkey_backed, is, sdf, us, israel, '
        "contested",
        ':4: date: "2016-02-30" is no date; write it as 2017-06-01',
        ":6: hama at 2016-03-01 stands twice; it stood first on line 5",
        ":7: 2 cells stand here, not 6",
        ':8: control: "turkey" is no code (did you mean "turkey_backed"?); codes are regime, opposition, hts, '
        "turkey_backed, is, sdf, us, israel, contested",
    ]


def test_all_that_is_wrong_with_deaths_is_told_at_once(tmp_path: Path) -> None:
    said = refused(
        tmp_path,
        "month,violence_type,best,low,high,dated_within_month,unit\n2016-01,all,400,500,300,,persons\n"
        "2016-1,all,4,4,4,,persons\n"
        '2016-02,al,"4,120",-1,nan,,thousands\n2016-03,all,1,1,1,x,\n2016-04,all,1,1,1,,\n2016-04,all,1,1,1,,\n',
        deaths=True,
    )
    assert said == [
        ":2: best: 400 lies above high, which is 300",
        ":2: low: 500 lies above best, which is 400",
        ':3: month: "2016-1" is no month; write it as 2017-06',
        ':4: best: "4,120" is no number; persons are wanted, as 4120 or 4120.5',
        ':4: high: "nan" is no number; persons are wanted, as 4120 or 4120.5',
        ":4: low: -1 is below zero; persons cannot be",
        ':4: unit: counts are wanted in persons, not in "thousands"',
        ':4: violence_type: "al" is not one of all, state_based, non_state, one_sided (did you mean "all"?)',
        ':5: dated_within_month: "x" is no number; persons are wanted, as 4120 or 4120.5',
        ":7: all at 2016-04 stands twice; it stood first on line 6",
    ]


def test_a_month_that_is_missing_is_told_where_it_should_stand(tmp_path: Path) -> None:
    rows = "2016-05,all,1,1,1,\n2016-01,all,1,1,1,\n2016-02,non_state,1,1,1,\n2016-07,all,1,1,1,\n"
    assert refused(tmp_path, DEATHS + rows, deaths=True) == [
        ":2: month: 2016-02 to 2016-04 are missing before this month",
        ":5: month: 2016-06 is missing before this month",
    ]
    path = written(tmp_path, DEATHS + rows)
    assert len(read_deaths(path, since=None)) == 4
    assert len(read_deaths(path, since=date(2016, 7, 1))) == 4


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("month,violence_type,best_thousands,low,high\n", "best_thousands: counts are wanted in persons"),
        ("month,violence_type,best,low\n", "high: this column is missing"),
        ("month,violence_typ,best,low,high\n", 'violence_type: this column is missing (did you mean "violence_typ"?)'),
        ("month,violence_type,best,low,high,best\n", "best: this column stands twice"),
        ("month,violence_type,best,low,high,dated_in_month\n", "dated_in_month: there is no such column (did you mean"),
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
    ],
)
def test_a_first_line_that_is_not_the_form_is_refused(tmp_path: Path, head: str, said: str) -> None:
    assert any(said in line for line in refused(tmp_path, head + ("2016-01,all,1,1,1,1\n" if head.strip() else ""),
                                                deaths=True))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DEATHS, ": the file has a first line but no rows"),
        (DEATHS + "2016-01,non_state,1,1,1,\n", ':2: violence_type: no row has the type "all", which alone is scored'),
        (DEATHS.encode() + b"2016-01,all,1,1,1,\n2016-02,all,\xff,1,1,\n", ":3: this line is not UTF-8"),
        (DEATHS.encode("utf-16"), ": the file is not text"),
        (DEATHS + '2016-01,all,"1,1,1,\n', ":2: this is not CSV"),
        (DEATHS + "2016-01,all," + "1" * 200_000 + ",1,1,\n", ":2: this is not CSV"),
        (DEATHS + "2016-01,all," + "9" * 4_000 + ",1,1,\n", ":2: best: "),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert refused(tmp_path, text, deaths=True)[0].startswith(said)


def test_a_folder_nothing_and_a_giant_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="this is a folder"):
        read_control(tmp_path)
    with pytest.raises(InputError, match="there is no such file"):
        read_control(tmp_path / "none.csv")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="this is not a file"):
        read_control(pipe)
    monkeypatch.setattr(lines, "LARGEST", 10)
    assert "bytes: it is no table" in refused(tmp_path, CONTROL + "2016-03-01,homs,is,,,\n")[0]


def test_a_file_without_rights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", closed)
    assert refused(tmp_path, CONTROL) == [": the file cannot be read (Permission denied)"]


def test_only_the_first_forty_faults_are_spelt_out(tmp_path: Path) -> None:
    said = CONTROL + "2016-03-01,nowhere_at_all,regime,,,\n" * 100
    path = written(tmp_path, said)
    with pytest.raises(InputError, match="and 159 more"):
        read_control(path)


def test_months_follow_each_other() -> None:
    assert month_after(date(2016, 12, 1)) == date(2017, 1, 1)
    assert month_after(date(2016, 1, 31)) == date(2016, 2, 1)
