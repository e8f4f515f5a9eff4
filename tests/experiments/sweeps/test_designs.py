"""Designs: points lie where they should, and more points leave the old ones alone; rows keep their numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.errors import InputError
from sim.experiments.sweeps.batches import Batch, first_batch, grown, place_of, rows_in
from sim.experiments.sweeps.designs import design_of, point_of, shares_of
from sim.experiments.sweeps.listed import read_list
from sim.experiments.sweeps.plan import Design, Factor, Plan

FACTORS = (
    Factor("number", "number", low=1.0, high=3.0),
    Factor("day", "date", low=735_964, high=735_994),
    Factor("word", "choice", values=("a", True, 3)),
    Factor("men", "whole", low=2, high=9),
)


def plan(design: Design) -> Plan:
    return Plan("trial", "A trial", ("base_2015:intervention",), FACTORS, design, 2, 1, ())


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol", "saltelli", "morris"])
def test_more_points_leave_the_old_ones_alone(kind: str) -> None:
    small = plan(Design(kind, 16, 4))  # type: ignore[arg-type]  # one of the kinds
    large = small.larger(points=32)
    before, after = design_of(small), design_of(large)
    assert after.slice(0, len(before)).equals(before)
    assert len(after) == 2 * len(before)
    assert after["point"].to_pylist() == list(range(len(after)))


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol", "saltelli", "morris"])
def test_another_seed_gives_other_points_and_the_same_seed_the_same(kind: str) -> None:
    one, again, other = (shares_of(Design(kind, 16, 4, seed), 3) for seed in (1, 1, 2))  # type: ignore[arg-type]
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
    assert one.min() >= 0.0
    assert one.max() <= 1.0


def test_a_hypercube_has_one_point_in_every_slice_and_so_has_each_block_of_a_grown_one() -> None:
    shares = shares_of(Design("latin_hypercube", 30, blocks=(20, 10)), 3)
    assert len(shares) == 30
    for block, size in ((shares[:20], 20), (shares[20:], 10)):
        assert all(sorted((column * size).astype(int)) == list(range(size)) for column in block.T)


def test_a_grid_has_every_combination_of_levels() -> None:
    table = design_of(plan(Design("grid", levels=3)))
    assert len(table) == 3 * 3 * 3 * 3
    assert sorted(set(table["number"].to_pylist())) == [1.0, 2.0, 3.0]
    assert sorted(set(table["day"].to_pylist())) == ["2016-01-01", "2016-01-16", "2016-01-31"]
    assert sorted(set(table["men"].to_pylist())) == [2, 5, 9]
    assert set(table["word"].to_pylist()) == {"a", "True", "3"}


def test_a_grid_of_whole_numbers_loses_none() -> None:
    for high in range(1, 60):
        whole = Plan(
            "t", "t", ("a",), (Factor("men", "whole", low=0, high=high),), Design("grid", levels=high + 1), 1, 1, ()
        )
        assert design_of(whole)["men"].to_pylist() == list(range(high + 1))


def test_values_come_back_from_the_table_as_the_plan_has_them() -> None:
    asked = plan(Design("sobol", 8))
    rows = design_of(asked).to_pylist()
    points = [point_of(asked, row) for row in rows]
    assert {type(point[2]) for point in points} == {str, bool, int}
    for at, factor in enumerate(FACTORS):
        assert all(factor.span[0] <= factor.code(point[at]) <= factor.span[1] for point in points)


def test_a_list_is_read_as_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text("men,number,day,word\n2,1.5,2016-01-03,a\n9,3,2016-01-31,true\n\n")
    table = design_of(plan(Design("list")), read_list(file, FACTORS))
    assert table["number"].to_pylist() == [1.5, 3.0]
    assert table["word"].to_pylist() == ["a", "True"]
    assert point_of(plan(Design("list")), table.to_pylist()[1])[2] is True


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no column for number, day, word, men"),
        ("men,number,day,word\n", "lists no points"),
        ("men,numbr,day,word\n", r'1: "numbr" is no factor of the sweep \(did you mean "number"\?\)'),
        ("men,number,day,word,men\n", "a column stands twice"),
        ("men,number,day,word\n2,9,2016-01-03,a\n", '2: number: "9" is not one of its values'),
        ("men,number,day,word\n2,x,2016-01-03,a\n", '2: number: "x"'),
        ("men,number,day,word\n2,nan,2016-01-03,a\n", '2: number: "nan"'),
        ("men,number,day,word\n2,2,2017-01-03,a\n", '2: day: "2017-01-03"'),
        ("men,number,day,word\n2,2,2016-01-03\n", '2: word: ""'),
        ("men,number,day,word\n2.5,2,2016-01-03,a\n", '2: men: "2.5"'),
    ],
)
def test_a_list_that_does_not_fit_is_refused_with_its_line(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "points.csv"
    file.write_text(text)
    with pytest.raises(InputError, match=fault):
        read_list(file, FACTORS)


def test_a_list_that_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_bytes(b"\xff\xfe\x00number")
    with pytest.raises(InputError, match="cannot be read as CSV"):
        read_list(file, FACTORS)


def _runs(batches: list[Batch]) -> list[tuple[int, int, int]]:
    return [(p.point, p.arm, p.replicate) for p in place_of(batches, range(rows_in(batches)))]


def test_the_first_round_visits_every_point_in_every_arm() -> None:
    runs = _runs([first_batch(4, 3, 2)])
    assert runs[:8] == [(point, arm, 0) for point in range(4) for arm in range(2)]
    assert len(set(runs)) == len(runs) == 24


def test_a_sweep_that_grows_keeps_its_rows_and_has_no_run_twice() -> None:
    batches = [first_batch(4, 3, 2)]
    before = _runs(batches)
    for points, replicates in ((4, 5), (6, 5), (9, 7)):
        batches = grown(batches, points=points, replicates=replicates)
        runs = _runs(batches)
        assert runs[: len(before)] == before
        assert sorted(runs) == [(p, a, r) for p in range(points) for a in range(2) for r in range(replicates)]
        before = runs


def test_a_plan_that_grows_twice_remembers_its_hypercubes() -> None:
    small = plan(Design("latin_hypercube", 8))
    assert small.larger(points=12).larger(points=20).design.blocks == (8, 4, 8)
    assert small.larger(replicates=5) == replace(small, replicates=5)
