"""The numbers that the curves of territory, displacement, coverage, patrons and agreements are drawn from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sim.history.observed import control_dates, territory
from sim.reports import style
from sim.reports.curves import (
    accords,
    agreements,
    backing,
    coverage,
    displacement,
    flight,
    land,
    lines,
    patrons,
    stretch,
)
from sim.reports.curves import territory as territory_page
from sim.reports.curves.events import event_key, event_places
from sim.reports.curves.sheet import Sheet
from tests.reports.made import Made

PAGES = (territory_page, displacement, coverage, patrons, agreements)


class Less(Made):
    """Lack what an older version did not measure, and all but three parties."""

    @property
    def series(self):
        """Return the series of three parties and what an older version measured."""
        made = {name: values for name, values in super().series.items() if name not in ("morale.is", "displaced")}
        made["relation.us"] = np.full((self.runs, self.weeks), np.nan)
        return {name: values for name, values in made.items() if not name.endswith((".hts", ".turkey", ".iran"))}


def by_key(panels):
    return {panel.key: {line.key: line for line in panel.lines} for panel in panels}


def test_shares_add_up_opposition_and_hts_and_leave_out_who_holds_nothing() -> None:
    record = Made(runs=3)
    found = by_key(land.panels_of(record))
    assert list(found) == ["area", "population"]
    assert set(found["area"]) == {"regime", "opposition", "is"}
    assert found["area"]["opposition"].values == pytest.approx(25.0)
    assert found["area"]["regime"].values == pytest.approx(100 * record.series["area.regime"])


def test_recorded_control_comes_from_the_dates_of_the_record_alone() -> None:
    found = land.recorded(Made(weeks=400))
    dates = [each.date for each in found]
    assert dates == list(control_dates())
    assert not {date(2017, 11, 30), date(2018, 12, 31)} & set(dates)
    for each in found:
        assert all(0 <= share <= 100 for shares in each.shares.values() for share in shares.values())
        assert sum(each.shares["area"].values()) == pytest.approx(100, abs=0.5)
    assert found[0].shares["area"]["regime"] == pytest.approx(25.7, abs=0.5)
    assert not land.recorded(Made(start=date(2017, 6, 26), weeks=40))


def test_half_of_a_contested_place_counts_for_each_side() -> None:
    from sim.theatre.regions import load_theatre

    ground = load_theatre()
    around = ground.anchor == ground.index["daraa"]
    people = 100 * float(ground.population[around].sum() / ground.population.sum())
    before, after = (land._shares_at(when)["population"] for when in (date(2018, 5, 22), date(2019, 10, 1)))
    assert people > 0
    assert after["regime"] - before["regime"] >= people / 2 - 1e-6


def test_published_ranges_are_those_of_the_country_within_the_run() -> None:
    found = land.published(Made(weeks=91))
    assert {(each.date, each.party) for each in found} == {
        (when, side)
        for when in (date(2015, 9, 30), date(2016, 12, 31))
        for side in ("regime", "is", "sdf", "opposition")
    }
    regime = next(row for row in territory() if row.date == date(2015, 9, 30) and row.actor == "regime")
    assert (found[0].low, found[0].high) == (regime.low, regime.high)
    late = land.published(Made(start=date(2020, 1, 6), weeks=50))
    assert {each.party for each in late} == {"regime", "sdf", "us"}
    assert all(not date(2017, 7, 1) <= each.date <= date(2018, 12, 31) for each in land.published(Made(weeks=400)))


def test_who_fled_is_added_up_and_who_left_is_a_sum_already() -> None:
    record = Made(runs=2, weeks=4)
    found = by_key(flight.panels_of(record))
    assert found["displaced"]["fled"].values[0] == pytest.approx([1000, 1010, 1020, 1030])
    assert found["since_start"]["fled"].values[0, -1] == pytest.approx(4060)
    assert found["since_start"]["left"].values[1, -1] == pytest.approx(400)


def test_coverage_is_per_cent_and_begins_with_the_first_men() -> None:
    record = Made(weeks=4)
    found = by_key(stretch.panels_of(record))
    assert set(found["coverage"]) == {"regime", "is"}
    assert found["coverage"]["regime"].values[0, 0] == pytest.approx(80)
    assert set(found["morale"]) == {"regime", "iran", "is"}
    assert set(found["strike"]) == set(stretch.SIDES)
    assert stretch.STRETCHED == 100
    assert next(panel for panel in stretch.panels_of(record) if panel.key == "coverage").level == stretch.STRETCHED

    class Later(Made):
        @property
        def series(self):
            men = np.where(np.arange(self.weeks) >= 2, 50.0, 0.0)[None] * np.ones((self.runs, 1))
            more = {
                "garrison.turkey": men,
                "coverage.turkey": men / 100,
                "morale.turkey": 1 + 0 * men,
                "strike.turkey": 2 * men,
            }
            return super().series | more

    late = by_key(stretch.panels_of(Later(weeks=4)))
    assert late["coverage"]["turkey"].first == late["morale"]["turkey"].first == 2
    assert late["garrison"]["turkey"].first == 0


def test_patrons_out_of_play_and_fields_that_never_change_are_left_out() -> None:
    record = Made(runs=2, weeks=6)
    assert backing.patrons_of(record) == ("russia", "iran", "us")
    found = by_key(backing.panels_of(record))
    assert "engaged" not in found
    assert backing.unchanged(record) == {"Engagement": 100.0}
    assert found["cost"]["russia"].first == 3
    assert found["cost"]["russia"].shown[0, 0] == pytest.approx(100 * (0.01 + 0.003))
    assert found["spent"]["iran"].values[0, -1] == pytest.approx(0.12)
    record.scenario["actors"] = {"regime": {}, "russia": {}}
    assert backing.patrons_of(record) == ("russia",)


def test_agreements_in_which_nothing_happens_are_named_and_not_drawn() -> None:
    record = Made(runs=2, weeks=6)
    assert set(by_key(accords.panels_of(record))) == {"relation", "truces", "compliance", "violence"}
    assert {panel.key for panel in accords.silent(record)} == {"incidents"}
    assert by_key(accords.panels_of(record))["compliance"]["opposition"].values[0, -1] == 50
    assert "a truce or agreement was in force in all runs" in agreements.alt(record)
    assert "In this run no truce or agreement was in force in October 2015. " in agreements.alt(Made(weeks=3))


def test_tables_hold_the_known_weeks_raw() -> None:
    header, rows = patrons.table(Made(weeks=5))
    listed = [dict(zip(header, row, strict=True)) for row in rows]
    cost = [row for row in listed if row["measure"] == "cost" and row["who"] == "russia"]
    assert [(row["week"], float(row["value"])) for row in cost] == [(3, 1.3), (4, 1.4)]
    assert cost[0]["date"] == "2015-10-19"
    header, rows = displacement.table(Made(runs=5, weeks=3))
    first = dict(zip(header, next(iter(rows)), strict=True))
    assert (first["p5"], first["median"], first["p95"]) == ("1000.2", "1002", "1003.8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.FILE)
@pytest.mark.parametrize(
    "record", [Made(weeks=1), Made(runs=2, weeks=1), Made(runs=2), Less(), Less(runs=3)], ids=range(5)
)
def test_odd_records_still_give_a_picture(page, record, tmp_path: Path) -> None:
    if page.fits(record):
        assert page.draw(record, tmp_path / "page.png").stat().st_size > 10_000
        assert "Made up" in page.alt(record)


def test_what_is_not_measured_is_not_drawn() -> None:
    record = Less()
    assert not displacement.fits(record)
    assert "relation" not in by_key(accords.panels_of(record))
    assert "is" not in by_key(stretch.panels_of(record))["morale"]
    assert backing.patrons_of(record) == ("russia", "us")


def test_a_single_week_is_worth_drawing_and_a_flat_line_is_not() -> None:
    assert lines.moves(np.ones((1, 1)))
    assert not lines.moves(np.ones((1, 2)))
    assert not lines.moves(np.zeros((3, 1)))


@pytest.mark.parametrize(
    ("value", "text"), [(0.58, "0.58"), (0.6, "0.60"), (1.04, "1.0"), (14.6, "15"), (3e-6, "0"), (-0.2, "−0.20")]
)
def test_small_numbers_have_two_digits(value: float, text: str) -> None:
    line = lines.Line("a", "A", np.full((1, 3), value))
    assert lines.ending(line, digits="plain") == text


def test_ends_of_many_runs_give_the_range() -> None:
    line = lines.Line("a", "A", np.arange(101.0)[:, None] * np.ones(3))
    assert lines.ending(line) == "50 (5 to 95)"


def test_numbers_of_events_stand_apart_and_are_explained_once() -> None:
    record = Made(weeks=40)
    record.scenario = {
        **record.scenario,
        "events": [{"when": f"2015-10-{day:02}", "label": f"event {day} of several"} for day in range(5, 12)],
    }
    sheet = Sheet(style.page(4.0), record)
    places = event_places(sheet, 2.0)
    assert len(places) == len(sheet.events) == 6
    assert min(np.diff(places)) >= 0.076
    assert event_key(sheet, (0.16, 0.8)) > 1
    told = " ".join(text.get_text() for text in sheet.figure.texts)
    assert "1 event 5 of several, Oct 2015" in told
    assert "6 event" in told


def test_a_line_first_known_later_begins_in_its_own_week() -> None:
    sheet = Sheet(style.page(4.0), Made(weeks=6))
    axes = sheet.figure.add_subplot()
    sheet.curve(axes, np.ones((1, 4)), style.INK, 1.0, first=2)
    assert axes.lines[0].get_xdata().tolist() == [21.0, 28.0, 35.0, 42.0]


def test_the_longest_title_fits_on_the_page() -> None:
    class Rebels(Made):
        @property
        def series(self):
            most = np.full((self.runs, self.weeks), 0.88)
            return super().series | {"population.opposition": most, "area.opposition": most}

    record = Rebels(start=date(2017, 8, 28), weeks=4)
    title = territory_page.alt(record).partition(". ")[0]
    assert title == "In this run opposition and HTS held 98 % of the land, home to 98 % of people"
    assert style.text_size(title, style.TITLE, 600)[0] <= 72 * (style.WIDTH - 2 * style.MARGIN)
