"""Which inputs give an outcome: a box that is known is found; what makes no sense is refused."""

from __future__ import annotations

import pytest

from sim.errors import InputError
from sim.experiments.executors import one_by_one
from sim.experiments.exploring.discovery import find_box, rule_of
from sim.experiments.exploring.exploration import explore
from sim.experiments.exploring.response import response
from sim.experiments.exploring.spread import spread_of
from sim.experiments.sweeps.batches import Place
from sim.experiments.sweeps.chunk import Chunk, Played
from sim.experiments.sweeps.sweep import start
from sim.experiments.sweeps.table import Table, load_table
from tests.experiments.asking import GOOD, ask

pytestmark = pytest.mark.xdist_group("discovery")

TEXT = GOOD.replace("{kind: latin_hypercube, points: 8}", "{kind: latin_hypercube, points: 800}").replace(
    "  start.regime.strike:\n", "  combat.theta:\n  actors.regime.policy: {values: [ground, idle, hold_all]}\n"
).replace("replicates: 3", "replicates: 1").replace(
    "scenario: base_2015:intervention", "arms: [base_2015:intervention, base_2015:doctrine]"
)  # fmt: skip


def boxed(chunk: Chunk, place: Place) -> Played:
    """Return 90 in a corner of the inputs and 10 elsewhere; the second outcome never comes in that corner."""
    kappa, theta = ((float(v) - f.low) / (f.high - f.low)
                    for v, f in zip(chunk.values[place.point][:2], chunk.plan.factors[:2], strict=True))  # fmt: skip
    inside = kappa < 0.4 and theta > 0.5 and chunk.values[place.point][2] != "idle"
    return Played([90.0 if inside else 10.0 + place.arm, float("nan") if inside else 4.0])


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    folder = tmp_path_factory.mktemp("discovery")
    sweep = start(ask(folder, TEXT), folder / "sweep", {})
    with one_by_one() as here:
        sweep.run(here, play=boxed)
    return load_table(sweep.folder)


@pytest.mark.parametrize("rule", ["regime_area>50", "palmyra_first_regime=never", "regime_area >= 90"])
def test_a_known_box_is_found(table: Table, rule: str) -> None:
    box = find_box(table, rule_of(rule, table))
    sides = {side.factor: side for side in box.sides}
    kappa, theta, policy = table.plan.factors
    assert set(sides) == {one.name for one in table.plan.factors}
    assert sides["combat.kappa"].high == pytest.approx(kappa.low + 0.4 * (kappa.high - kappa.low), rel=0.05)
    assert sides["combat.theta"].low == pytest.approx(theta.low + 0.5 * (theta.high - theta.low), rel=0.05)
    assert set(sides["actors.regime.policy"].values) == {"ground", "hold_all"}
    assert box.density > 0.95
    assert box.coverage > 0.9
    assert box.base == pytest.approx(0.4 * 0.5 * 2 / 3, abs=0.03)
    assert all(side.quasi_p < 0.05 for side in box.sides)
    assert policy.kind == "choice"


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("regime_area", "write OUTCOME<NUMBER"),
        ("regim_area<3", 'did you mean "regime_area"'),
        ("regime_area=3", "= goes with never"),
        ("regime_area<never", "= goes with never"),
        ("regime_area=never", "cannot but have a value"),
        ("regime_area<1.2.3", "is not a number"),
        ("__import__('os')<3", "write OUTCOME<NUMBER"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(table: Table, rule: str, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        rule_of(rule, table)


def test_what_nearly_always_or_never_comes_cannot_be_searched(table: Table) -> None:
    with pytest.raises(InputError, match="came in 0 of 800 runs"):
        find_box(table, rule_of("regime_area>99", table))
    with pytest.raises(InputError, match="came in 800 of 800 runs"):
        find_box(table, rule_of("regime_area>1", table))


def test_the_difference_of_two_arms_is_taken_seed_by_seed(table: Table) -> None:
    one, other = table.plan.arms
    found = response(table, "regime_area", arm=other, versus=one)
    assert set(found.runs["value"]) == {0.0, 1.0}
    assert found.of == f"{other} minus {one}"
    with pytest.raises(InputError, match="cannot be compared with itself"):
        response(table, "regime_area", arm=one, versus=one)
    with pytest.raises(InputError, match='no arm "nobody"'):
        response(table, "regime_area", arm="nobody")


def test_never_counts_as_the_horizon_and_is_told(table: Table) -> None:
    spread = spread_of(response(table, "palmyra_first_regime"))
    assert spread.never == pytest.approx(0.4 * 0.5 * 2 / 3, abs=0.03)
    assert spread.high == 6.0
    assert spread.luck is None


def test_an_exploration_asks_all_questions_of_all_outcomes(table: Table) -> None:
    found = explore(table, give=["regime_area>50"], widths={"regime_area": 3.0})
    assert [answer.response.name for answer in found.answers] == ["regime_area", "palmyra_first_regime"]
    first = found.answers[0]
    assert first.advice.wish == 3.0
    assert [spread.of for spread in first.spreads] == list(table.plan.arms)
    assert {effect.factor for effect in first.effects} == {factor.name for factor in table.plan.factors}
    kappa = next(effect for effect in first.effects if effect.factor == "combat.kappa")
    assert kappa.swing < -10
    assert kappa.bins[0].mean > kappa.bins[-1].mean
    assert len(found.boxes) == 1
