"""Maps of what happened in each region: circles by area, means of many runs, and only where fields were kept."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sim.record.fields import FIELDS
from sim.reports import png, style, words
from sim.reports.atlas.backdrop import load_backdrop
from sim.reports.atlas.circles import LEAST, Scale, circles
from sim.reports.atlas.furniture import shares_of
from sim.reports.atlas.plate import Extent, open_plate
from sim.reports.maps import control_date, field_maps
from sim.sides import SIDES
from tests.reports.colour import SIGHTS, apart, lab
from tests.reports.made import Made


def test_the_area_of_a_circle_is_in_proportion_to_its_number() -> None:
    scale = Scale.of(np.array([10.0, 1800.0, 0.0]), 9.0)
    radii = scale.radii(np.array([1800.0, 450.0, 0.0]))
    assert radii.tolist() == [9.0, 4.5, 0.0]
    assert scale.samples == [1000.0, 100.0]
    assert all(scale.radii(np.array(value)) >= 2 * LEAST for value in scale.samples)


@pytest.mark.parametrize("most", [0.0, 0.3, 1.0, 7.0, 123.0, 9_999.0, 2_500_000.0])
def test_a_key_has_round_samples_no_larger_than_the_largest_circle(most: float) -> None:
    scale = Scale.of(np.array([most, 0.0]), 8.5)
    assert 1 <= len(scale.samples) <= 3
    assert scale.samples == sorted(scale.samples, reverse=True)
    assert scale.samples[0] <= scale.most
    assert all(float(f"{value:.1g}") == value >= 1 for value in scale.samples)


def test_specks_are_left_out_and_nothing_is_drawn_of_nothing() -> None:
    figure = style.page(3.0)
    plate = open_plate(figure, (0.0, 0.0), 3.0, Extent(0, 100, 0, 100))
    spots = np.array([[10.0, 10.0], [20.0, 20.0], [30.0, 30.0]])
    circles(plate, spots, np.array([0.0, 0.1, LEAST / 2]), [style.INK] * 3)
    assert not plate.axes.collections
    circles(plate, spots, np.array([5.0, 0.1, 2.0]), [style.INK] * 3)
    (drawn,) = plate.axes.collections
    assert np.asarray(drawn.get_offsets()).tolist() == [[10.0, 10.0], [30.0, 30.0]]
    assert drawn.get_sizes().tolist() == [100.0, 16.0]  # type: ignore[attr-defined]


def test_only_records_that_kept_fields_have_the_maps() -> None:
    for runs in (1, 3):
        assert field_maps.fits(Made(runs=runs))
        assert not field_maps.fits(Made(runs=runs, fields=False))


def test_one_run_is_shown_as_it_is_and_many_by_their_mean() -> None:
    one, many = Made(), Made(runs=3)
    for name in FIELDS:
        alone = one.field(name, one.weeks)
        assert (field_maps.fields_of(one).values[name] == alone).all()
        rows = np.array([many.field(name, many.weeks, run) for run in range(3)])
        assert np.allclose(field_maps.fields_of(many).values[name], rows.mean(axis=0))
    totals = field_maps.fields_of(many).totals
    assert set(totals) == set(FIELDS) - {"supply"}
    assert totals["strength"].tolist() == [many.field("strength", many.weeks, run).sum() for run in range(3)]


def test_all_killed_are_civilians_and_fighters() -> None:
    found = field_maps.fields_of(Made())
    assert (found.killed == found.values["deaths.civilians"] + found.values["deaths.fighters"]).all()


def test_the_table_holds_every_region_with_every_field() -> None:
    record = Made(runs=3)
    header, rows = field_maps.table(record)
    listed = [dict(zip(header, row, strict=True)) for row in rows]
    assert [row["region"] for row in listed] == list(load_backdrop().ids)
    found = field_maps.fields_of(record)
    for name in FIELDS:
        told = np.array([float(row[name.replace(".", "_")]) for row in listed])
        assert np.allclose(told, found.values[name], rtol=1e-5), name
    assert {row["p_holder"] for row in listed} <= {"0.6", "0.75", "0.85", "1"}


def test_the_words_give_the_sums_that_the_title_states() -> None:
    record = Made()
    killed = field_maps.fields_of(record).totals["deaths.civilians"][0]
    assert f"In this run {words.about(killed)} civilians were killed and people fled" in field_maps.alt(record)
    middle = np.median(field_maps.fields_of(Made(runs=3)).totals["deaths.civilians"])
    assert field_maps.alt(Made(runs=3)).startswith(f"In the median of 3 runs {words.about(middle)} civilians were ")


def test_a_run_of_one_week_without_a_death_can_be_drawn(tmp_path: Path) -> None:
    class Quiet(Made):
        def field(self, name: str, week: int, run: int = 0) -> np.ndarray | None:
            found = super().field(name, week, run)
            return None if found is None else np.zeros_like(found)

    record = Quiet(weeks=1)
    assert field_maps.draw(record, tmp_path / "quiet.png").stat().st_size > 10_000
    assert field_maps.alt(record).startswith("In this run no civilians were killed and nobody fled by October 2015. ")
    assert "most" not in field_maps.alt(record)


def test_the_five_tints_are_told_apart_in_grey_and_by_all_eyes() -> None:
    grey = [float(lab(colour)[0]) for colour in style.STEPS]
    assert all(light - dark >= 9 for light, dark in pairwise(grey))
    for sight in SIGHTS:
        assert min(apart(light, dark, sight) for light, dark in pairwise(style.STEPS)) >= 8


def test_the_page_of_the_last_week_is_of_one_run_and_lists_every_region() -> None:
    record = Made(weeks=12)
    assert control_date.fits(record)
    assert not control_date.fits(Made(runs=2))
    header, rows = control_date.table(record)
    listed = [dict(zip(header, row, strict=True)) for row in rows]
    end = record.frame(12)
    assert [row["holder"] for row in listed] == [SIDES[side] for side in end.holder]
    assert [row["grade"] == "contested" for row in listed] == end.contested.tolist()
    assert [row["clandestine"] == "yes" for row in listed] == end.clandestine.tolist()
    assert {row["grade"] for row in listed} == {"held", "contested", "empty, thinly held"}


def test_the_key_of_the_last_week_gives_people_beside_area(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = []
    real = png.save
    monkeypatch.setattr(png, "save", lambda figure, path, **told: kept.append(figure) or real(figure, path, **told))
    record = Made(weeks=12)
    control_date.draw(record, tmp_path / "last.png")
    told = [text.get_text() for text in kept[0].texts]
    for share in shares_of(record.frame(12), load_backdrop()).values():
        if share.area > 0:
            at = told.index(style.FACTION[share.side].name)
            numbers = [text for text in told[at + 1 : at + 5] if text == "–" or text.lstrip("<").isdigit()][:2]
            wanted = [
                "–" if each == 0 else f"{100 * each:.0f}" if each >= 0.005 else "<1"
                for each in (share.area, share.people)
            ]
            assert numbers == wanted, share.side


def test_the_title_of_the_last_week_fits_on_its_line() -> None:
    for weeks in (1, 12):
        frame = Made(weeks=weeks).frame(weeks)
        title = control_date._title(frame, load_backdrop())
        assert title.startswith("In this run ")
        assert title.endswith(f" of the area in {words.month(frame.date)}")
        assert " held " in title
        assert style.text_size(title, style.TITLE, 600)[0] <= 72 * (style.WIDTH - 2 * style.MARGIN)
