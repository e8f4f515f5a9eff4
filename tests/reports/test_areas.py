"""Merged and smoothed areas: true to the data, without gaps, with crisp outlines."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from sim.reports.atlas.areas import OUTSIDE, Mesh, draw_areas, inner_lines, mesh_of, round_off
from sim.reports.atlas.backdrop import load_backdrop
from sim.theatre.regions import load_theatre
from tests.reports.made import DATES, frame_of

FOUR = [shapely.box(x, y, x + 10, y + 10) for y in (0, 10) for x in (0, 10)]


@pytest.fixture(scope="module")
def four() -> Mesh:
    return mesh_of(FOUR, np.array([(5, 5), (15, 5), (5, 15), (15, 15)]))


def test_a_mesh_knows_both_sides_of_every_edge(four: Mesh) -> None:
    assert len(four.corners) == 9
    assert len(four.edges) == 12
    assert (four.sides == OUTSIDE).sum() == 8
    for (a, b), (left, right) in zip(four.edges, four.sides, strict=True):
        way, middle = four.corners[b] - four.corners[a], (four.corners[a] + four.corners[b]) / 2
        for region, turn in ((left, 1), (right, -1)):
            spot = middle + turn * 0.1 * np.array([-way[1], way[0]])
            assert region == OUTSIDE or FOUR[region].contains(shapely.Point(spot))


def test_like_keys_make_one_face_and_the_outline_stays_crisp(four: Mesh) -> None:
    drawn = draw_areas(four, np.array([3, 3, 3, 3]))
    assert [face.area for face in drawn.faces] == pytest.approx([400])
    assert drawn.keys.tolist() == [3]


def test_arcs_know_their_keys_and_keep_their_ends(four: Mesh) -> None:
    drawn = draw_areas(four, np.array([0, 1, 1, 1]))
    inner = [n for n, pair in enumerate(drawn.arc_keys) if OUTSIDE not in pair]
    assert len(inner) == 1
    arc = drawn.arcs[inner[0]]
    assert {tuple(arc[0]), tuple(arc[-1])} == {(10.0, 0.0), (0.0, 10.0)}
    left = shapely.LineString(arc).offset_curve(0.05)
    face = drawn.faces[drawn.keys.tolist().index(drawn.arc_keys[inner[0]][0])]
    assert face.contains(left.interpolate(0.5, normalized=True))
    assert sum(each.area for each in drawn.faces) == pytest.approx(400)


def test_a_lone_region_becomes_a_rounded_island() -> None:
    nine = [shapely.box(x, y, x + 10, y + 10) for y in (0, 10, 20) for x in (0, 10, 20)]
    mesh = mesh_of(nine, np.array([(shape.centroid.x, shape.centroid.y) for shape in nine]))
    drawn = draw_areas(mesh, np.array([0, 0, 0, 0, 1, 0, 0, 0, 0]))
    island = drawn.faces[drawn.keys.tolist().index(1)]
    assert 70 < island.area < 100
    assert not island.interiors


def test_rounding_never_leaves_the_hull_of_a_line() -> None:
    line = np.array([(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (9.0, 5.0)])
    smooth = round_off(line)
    assert smooth[0].tolist() == [0, 0]
    assert smooth[-1].tolist() == [9, 5]
    assert shapely.MultiPoint(line).convex_hull.buffer(1e-9).covers(shapely.LineString(smooth))


@pytest.mark.parametrize("when", DATES)
def test_places_lie_in_their_own_area_as_drawn(when) -> None:
    """One may not: a place on the border, whose area is rounded away from it."""
    ground, theatre = load_backdrop(), load_theatre()
    keys = frame_of(when).holder.astype(np.int64)
    drawn = draw_areas(ground.mesh, keys)
    region = np.flatnonzero(theatre.is_place)
    points = shapely.points(ground.mesh.centres[region])
    row, face = shapely.STRtree(drawn.faces).query(points, predicate="intersects")
    right = {int(region[r]) for r, f in zip(row, face, strict=True) if drawn.keys[f] == keys[region[r]]}
    assert len(region) == 236
    assert len(right) >= 235


@pytest.mark.parametrize("spread", [2, 9, 60])
def test_areas_tile_the_country_however_scattered(spread: int) -> None:
    """With many keys the rounded arcs cross in narrow places; nothing may be lost there."""
    mesh = load_backdrop().mesh
    keys = (load_theatre().key // 7) % spread
    drawn = draw_areas(mesh, keys)
    assert shapely.area(drawn.faces).sum() == pytest.approx(mesh.area, rel=1e-3)
    assert set(drawn.keys.tolist()) <= set(keys.tolist())
    assert draw_areas(mesh, keys) is drawn


def test_governorate_borders_are_lines_between_junctions() -> None:
    four = mesh_of(FOUR, np.zeros((4, 2)))
    assert sorted(len(line) for line in inner_lines(four)) == [2, 2, 2, 2]
    assert 15 < len(load_backdrop().governorates) < 60
