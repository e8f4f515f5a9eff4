"""Sweep files: what is asked is understood, and every fault is told with its line before anything runs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.experiments.sweeps.plan import Factor, Plan
from sim.experiments.sweeps.question import check_question, is_question, read_question
from sim.scenario.faults import FaultsError
from sim.scenario.parameters.registry import declared
from tests.experiments.asking import GOOD, ask, write

SHIPPED = Path(__file__).parents[3] / "scenarios" / "sweeps"


def with_factors(rows: str) -> str:
    return GOOD.replace("  combat.kappa:\n  start.regime.strike:\n", rows)


def factor(folder: Path, row: str) -> Factor:
    (found,) = ask(folder, with_factors(f"  {row}\n")).plan.factors
    return found


def test_a_factor_has_its_declared_range_unit_and_value(tmp_path: Path) -> None:
    kappa, strike = ask(tmp_path).plan.factors
    row = declared()["combat.kappa"]
    assert (kappa.low, kappa.high, kappa.unit, kappa.base) == (row.low, row.high, row.unit, row.value)
    assert (strike.kind, strike.unit) == ("number", "men")
    assert strike.low < float(strike.base or 0) < strike.high


@pytest.mark.parametrize(
    ("row", "kind", "first", "last"),
    [
        ("combat.kappa: {low: 0.01, high: 0.02}", "number", 0.01, 0.02),
        ("combat.kappa: {low: 0.01, high: 0.9, beyond: true}", "number", 0.01, 0.9),
        ("combat.kappa: {values: [0.01, 0.03]}", "number", 0.01, 0.03),
        ("event.february_truce.when: {low: 2015-10-01, high: 2015-10-31}", "date", "2015-10-01", "2015-10-31"),
        ("event.february_truce.when: {values: [2015-10-31, 2015-10-01]}", "date", "2015-10-01", "2015-10-31"),
        ("series.russia.sorties.scale: {low: 0, high: 2}", "number", 0.0, 2.0),
        ("actors.regime.policy: {values: [ground, idle]}", "choice", "ground", "idle"),
        ("actors.us.options.careful: {values: [false, true]}", "choice", False, True),
        ("actors.us.options.fronts: {low: 1, high: 3}", "whole", 1, 3),
        ("actors.us.options.fronts: {values: [3, 1, 2]}", "whole", 1, 3),
    ],
)
def test_every_kind_of_factor_reaches_from_end_to_end(
    tmp_path: Path, row: str, kind: str, first: object, last: object
) -> None:
    found = factor(tmp_path, row)
    assert (found.kind, found.at(0.0), found.at(1.0)) == (kind, first, last)
    assert found.code(found.at(0.0)) <= found.code(found.at(1.0))
    assert found.span == (found.code(found.at(0.0)), found.code(found.at(1.0)))


def test_every_day_of_a_range_is_as_likely() -> None:
    day = date(2016, 1, 1).toordinal()
    week = Factor("event.x.when", "date", low=day, high=day + 6)
    found = [week.at((step + 0.5) / 70) for step in range(70)]
    assert [found.count(f"2016-01-0{number}") for number in range(1, 8)] == [10] * 7


def test_a_pattern_means_every_number_of_a_block(tmp_path: Path) -> None:
    plan = ask(tmp_path, with_factors('  "combat.*":\n  combat.kappa: {low: 0.01, high: 0.02}\n')).plan
    names = [one.name for one in plan.factors]
    assert sorted(names) == sorted(name for name in declared() if name.startswith("combat."))
    assert next(one for one in plan.factors if one.name == "combat.kappa").high == 0.02


def test_outcomes_are_those_of_the_scenario_unless_given(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("outcomes:")]
    names = [reading.name for reading in ask(tmp_path, text).plan.readings]
    assert "regime_area" in names
    assert "all_deaths" in names


def test_a_plan_survives_its_own_text(tmp_path: Path) -> None:
    plan = ask(tmp_path, with_factors("  actors.us.options.careful: {values: [false, true]}\n")).plan
    assert Plan.from_plain(plan.plain()) == plan


FAULTS = [
    ("  combat.kappa:\n", "  combat.kapa:\n", 'did you mean "combat.kappa"', 7),
    ("  combat.kappa:\n", "  combat.kappa: {low: 0.02, high: 0.02}\n", "its range is empty", 7),
    ("  combat.kappa:\n", "  combat.kappa: {low: 0.03, high: 0.02}\n", "its range is empty", 7),
    ("  combat.kappa:\n", "  combat.kappa: {low: 0.01}\n", "belong together", 7),
    ("  combat.kappa:\n", "  combat.kappa: {low: 0, high: 9}\n", "leaves its declared range", 7),
    ("  combat.kappa:\n", "  combat.kappa: {lo: 0.01, high: 0.02}\n", 'did you mean "low"', 7),
    ("  combat.kappa:\n", "  combat.kappa: {values: [0.01]}\n", "at least 2 entries", 7),
    ("  combat.kappa:\n", "  combat.kappa: {values: [0.01, 0.01]}\n", "a value stands twice", 7),
    ("  combat.kappa:\n", "  combat.kappa: {values: [0.01, 0.02], low: 0.01, high: 0.02}\n", "and not both", 7),
    ("  combat.kappa:\n", '  "combt.*":\n', "no parameter is called like", 7),
    ("  combat.kappa:\n", "  event.nothing.when: {low: 2016-01-01, high: 2016-02-01}\n", 'no event with the id', 7),
    ("  combat.kappa:\n", "  event.february_truce.when: {low: 2016-02-30, high: 2016-03-01}\n", "dates", 7),
    ("  combat.kappa:\n", "  event.february_truce.hazard: {values: [1, 11]}\n", "above 10", 7),
    ("  combat.kappa:\n", "  series.russia.sorties.scale:\n", "no range of its own", 7),
    ("  combat.kappa:\n", "  series.rusia.sorties.scale: {low: 0, high: 1}\n", "no series", 7),
    ("  combat.kappa:\n", "  actors.regime.policy: {values: [ground, groud]}\n", 'did you mean "ground"', 7),
    ("  combat.kappa:\n", "  actors.regimes.policy: {values: [ground, idle]}\n", 'did you mean "regime"', 7),
    ("points: 8", "points: 0", "at least 1", 5),
    ("latin_hypercube, points: 8", "latin_hypercube", "needs points", 5),
    ("latin_hypercube, points: 8", "saltelli, points: 12", "8 or 16", 5),
    ("latin_hypercube, points: 8", "morris, points: 4, levels: 5", "even number of levels", 5),
    ("latin_hypercube, points: 8", "latin_hypercube, points: 8, levels: 3", "has no levels", 5),
    ("latin_hypercube, points: 8", "latin_square, points: 8", 'is not one of grid', 5),
    ("latin_hypercube, points: 8", "list, file: nowhere.csv", "there is no file", 5),
    ("replicates: 3", "replicates: 0", "at least 1", 9),
    ("latin_hypercube, points: 8", "latin_hypercube, points: 4000000", "a sweep has at most 10,000,000", 5),
    ("latin_hypercube, points: 8", "latin_hypercube, points: 9999999", "at most 10,000,000 fit", 5),
    ("replicates: 3", "replicates: 3\nsettings: {weeks: 5}", "weeks has a key of its own", 10),
    ("measure: area, of: regime", "measure: area, of: regime, at: 2019-12-31", "lies outside the run", 10),
    ("palmyra, holder: regime", "palmyra, holder: russia", "holds no land of its own", 12),
    ("  combat.kappa:\n", "  event.february_truce.when: {low: 2015-02-01, high: 2015-10-01}\n", "outside the run", 7),
    ("scenario: base_2015:intervention", "scenario: base_2015:interventin", 'did you mean "intervention"', 3),
    ("scenario: base_2015:intervention", "arms: [base_2015:intervention, base_2015:intervention]", "stands twice", 3),
    ("scenario: base_2015:intervention", "arms: [base_2015:intervention, russian_exit:stuck]", "another start", 3),
    ("scenario: base_2015:intervention", "scenario: base_2015\narms: [base_2015]", "and not both", 1),
    ("measure: area, of: regime", "measure: arae, of: regime", 'did you mean "area"', 11),
    ("measure: area, of: regime", "measure: area, of: russia", "has no area of its own", 11),
    ("measure: area, of: regime", "measure: weekly, series: area.regim", 'did you mean "area.regime"', 10),
    ("measure: area, of: regime", "measure: area, of: regime, name: seed", "is the name of another column", 10),
    ("replicates: 3", "replicates: 3\nkeep: {weekly: [area.regim]}", 'did you mean "area.regime"', 10),
    ("replicates: 3", "replicates: 3\nsettings: {combat.kappa: 0.02}", "cannot both vary and be set", 7),
    ("replicates: 3", "replicats: 3", 'did you mean "replicates"', 9),
    ("title: A trial\n", "", "this key is missing", 1),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "text", "line"), FAULTS)
def test_a_fault_is_told_with_its_line(tmp_path: Path, good: str, bad: str, text: str, line: int) -> None:
    assert good in GOOD
    found = check_question(write(tmp_path, GOOD.replace(good, bad, 1)))
    assert any(text in str(fault) for fault in found), found
    assert line in {fault.at.line for fault in found}


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = with_factors("  combat.kapa:\n  combat.kappa: {low: 1, high: 0}\n").replace("of: regime", "of: russia")
    text = text.replace("measure: area, of: russia", "measure: weekly, series: nothing")
    with pytest.raises(FaultsError) as caught:
        ask(tmp_path, text)
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize(
    ("design", "replicates", "rows"),
    [
        ("{kind: grid, levels: 4}", 2, 32),
        ("{kind: latin_hypercube, points: 9}", 1, 9),
        ("{kind: sobol, points: 9}", 1, 9),
        ("{kind: saltelli, points: 8}", 2, 64),
        ("{kind: morris, points: 5}", 2, 30),
    ],
)
def test_rows_are_counted_before_anything_is_made(tmp_path: Path, design: str, replicates: int, rows: int) -> None:
    text = GOOD.replace("{kind: latin_hypercube, points: 8}", design).replace(
        "replicates: 3", f"replicates: {replicates}"
    )
    assert ask(tmp_path, text).plan.rows == rows


def test_seeds_alone_are_a_grid_without_factors(tmp_path: Path) -> None:
    text = with_factors("").replace("factors:\n", "")
    assert ask(tmp_path, text.replace("{kind: latin_hypercube, points: 8}", "{kind: grid}")).plan.rows == 3
    with pytest.raises(InputError, match="nothing varies"):
        ask(tmp_path, text)


def test_a_scenario_is_no_question(tmp_path: Path) -> None:
    assert is_question(write(tmp_path))
    assert not is_question(Path("scenarios/base_2015.yaml"))


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_question_is_good(path: Path) -> None:
    question = read_question(path)
    assert question.plan.id == path.stem
    assert len(question.plan.readings) >= 2
