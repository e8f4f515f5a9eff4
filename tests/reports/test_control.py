"""What a map of control draws: grades, shares, fronts, odds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.record.frames import Odds
from sim.reports import png, style
from sim.reports.atlas.backdrop import COUNTRY, load_backdrop
from sim.reports.atlas.furniture import shares_of
from sim.reports.atlas.plate import open_plate
from sim.reports.maps import control_map, control_sequence, frame_map, odds_map
from sim.reports.maps.control_map import CONTESTED, HELD, THIN, grades_of, paint
from sim.reports.maps.likely import doubtful_share, likely
from sim.sides import INDEX, SIDES
from tests.reports.made import DATES, Made, frame_of


def test_grades_part_held_thin_and_contested() -> None:
    ground, frame = load_backdrop(), frame_of(DATES[2])
    keys, grades = grades_of(frame, ground.thin)
    assert [grades[key].holder for key in keys] == frame.holder.tolist()
    for region, key in enumerate(keys):
        kind = CONTESTED if frame.contested[region] else THIN if ground.thin[region] else HELD
        assert grades[key].kind == kind
        assert grades[key].rival == (frame.rival[region] if kind == CONTESTED else -1)


@pytest.mark.parametrize("when", DATES)
def test_shares_add_up_to_the_whole_country(when) -> None:
    shares = shares_of(frame_of(when), load_backdrop())
    assert sum(share.area for share in shares.values()) == pytest.approx(1)
    assert sum(share.people for share in shares.values()) == pytest.approx(1)


def test_recorded_shares_are_near_the_published_ones() -> None:
    """About half of Syria for IS in September 2015; about 36 per cent for the regime in June 2017."""
    first, last = (shares_of(frame_of(DATES[k]), load_backdrop()) for k in (0, 2))
    assert 0.45 < first["is"].area < 0.56
    assert 0.30 < last["regime"].area < 0.42
    assert last["regime"].people > last["regime"].area


def _lines_drawn(monkeypatch: pytest.MonkeyPatch, frame) -> dict[str, list[float]]:
    """Return the lengths of what was drawn as sharp and as vague front [km]."""
    drawn: dict[str, list[float]] = {"sharp": [], "vague": []}
    real = control_map.Plate.lines

    def watch(self, lines, colour, width, order, **more):
        if order == control_map.ORDER["front"]:
            steps = [np.hypot(*np.diff(line, axis=0).T).sum() for line in lines]
            drawn["vague" if more.get("dots") else "sharp"] += steps
        real(self, lines, colour, width, order, **more)

    monkeypatch.setattr(control_map.Plate, "lines", watch)
    paint(open_plate(style.page(6.0), (0.1, 0.1), 5.0, COUNTRY), frame, load_backdrop())
    return drawn


def test_no_front_is_drawn_in_the_empty_desert(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _lines_drawn(monkeypatch, frame_of(DATES[2]))
    assert sum(found["sharp"]) > 1000
    assert sum(found["vague"]) > 300
    one = replace(frame_of(DATES[2]), holder=np.zeros(len(load_backdrop().ids), dtype=np.int8))
    quiet = replace(one, contested=np.zeros_like(one.contested))
    assert _lines_drawn(monkeypatch, quiet) == {"sharp": [], "vague": []}


def test_the_table_behind_the_maps_holds_every_region_at_three_dates(tmp_path: Path) -> None:
    record = Made(weeks=12)
    header, rows = control_sequence.table(record)
    listed = [dict(zip(header, row, strict=True)) for row in rows]
    assert sorted({row["week"] for row in listed}) == [0, 6, 12]
    assert len(listed) == 3 * len(load_backdrop().ids)
    end = record.frame(12)
    assert [row["holder"] for row in listed if row["week"] == 12] == [SIDES[side] for side in end.holder]


def test_the_words_for_the_ear_give_the_shares() -> None:
    words = control_sequence.alt(Made())
    assert "one run, seed 7" in words
    assert words.count("of the area") == 3
    assert "Made up (made_up:first)" in words


def test_the_most_likely_holder_and_the_doubt_follow_from_the_odds() -> None:
    ground = load_backdrop()
    share = np.zeros((len(ground.ids), len(SIDES)))
    share[:, INDEX["regime"]] = 1.0
    share[0] = 0
    share[0, INDEX["is"]], share[0, INDEX["sdf"]] = 0.6, 0.4
    share[1] = 0
    share[1, INDEX["hts"]], share[1, INDEX["opposition"]] = 0.7, 0.3
    found = likely(Odds(3, DATES[0], share, 10))
    assert [found.holder[0], found.runner_up[0], found.level[0]] == [INDEX["is"], INDEX["sdf"], 2]
    assert [found.holder[1], found.level[1]] == [INDEX["hts"], 1]
    assert found.runner_up[2] == -1
    assert doubtful_share(found, ground) == pytest.approx(ground.area[0] / ground.area.sum())


def test_the_page_of_odds_decodes_every_letter_and_speaks_in_a_sentence(tmp_path, monkeypatch) -> None:
    pages = []
    monkeypatch.setattr(png, "save", lambda figure, path, **words: pages.append((figure, words)) or path)
    record = Made(runs=4)
    odds_map.draw(record, tmp_path / "map.png")
    figure, said = pages[0]
    written = {text.get_text() for text in figure.texts}
    for number, side in enumerate(SIDES):
        if record.odds(record.weeks).share[:, number].any():
            assert style.FACTION[side].name in written, side
    assert said["title"].startswith("In December 2015, ")
    assert said["title"].endswith(" of the country had the same holder in all 4 runs")
    assert said["title"] in odds_map.alt(record)


def test_the_table_behind_the_odds_adds_up_to_one_in_every_region() -> None:
    header, rows = odds_map.table(Made(runs=4))
    columns = [number for number, name in enumerate(header) if name.startswith("p_")]
    assert all(sum(float(row[number]) for number in columns) == pytest.approx(1) for row in rows)


def test_a_week_of_history_fills_a_page(tmp_path: Path) -> None:
    path = frame_map.draw_frame(frame_of(DATES[2]), tmp_path / "map.png", title="Who held what", subtitle="recorded")
    assert png.alt_text(path).startswith("Who held what. ")


def test_a_run_of_one_week_has_a_start_and_an_end() -> None:
    assert [frame.week for frame in control_sequence.moments(Made(weeks=1))] == [0, 1]
    header, rows = control_sequence.table(Made(weeks=1))
    assert len(list(rows)) == 2 * len(load_backdrop().ids)
    assert header[0] == "week"
