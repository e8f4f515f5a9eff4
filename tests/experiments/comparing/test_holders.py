"""Who held what in both arms: counted pair by pair, in any order, with the interval of paired indicators."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.errors import InputError
from sim.experiments.comparing.holders import EVERY, Holders, Tally, held_in, weeks_kept
from sim.experiments.job import run_job
from sim.record.keep import SWEEP
from sim.scenario.load import load_scenario
from sim.sides import SIDE_COUNT

WEEKS, REGIONS = 30, 5


def _arms(draws: int, runs: int) -> np.ndarray:
    """Return made-up holders of both arms, `[arm, draw, seed, week, region]`."""
    chance = np.random.default_rng(3)
    return chance.integers(0, 4, size=(2, draws, runs, len(weeks_kept(WEEKS)), REGIONS)).astype(np.int8)


def _tallied(arms: np.ndarray, chunk: int, order: list[int] | None = None) -> tuple[Holders, Tally]:
    _, draws, runs = arms.shape[:3]
    tally = Tally(weeks_kept(WEEKS), draws, runs)
    parts = [(arm, draw, at) for draw in range(draws) for at in range(0, runs, chunk) for arm in range(2)]
    for arm, draw, at in parts if order is None else [parts[one] for one in order]:
        tally.add(arm, draw, at, arms[arm, draw, at : at + chunk])
    return tally.whole(), tally


def test_holders_are_kept_every_quarter_and_at_the_end() -> None:
    assert weeks_kept(WEEKS) == (13, 26, 30)
    assert weeks_kept(EVERY) == (13,)
    assert weeks_kept(1) == (1,)


@pytest.mark.parametrize(("draws", "runs"), [(1, 9), (3, 4)])
def test_counts_are_those_of_single_pairs(draws: int, runs: int) -> None:
    arms = _arms(draws, runs)
    found, _ = _tallied(arms, 4)
    for side in range(SIDE_COUNT):
        a, b = (arms == side).astype(int)
        assert (found.a[..., side] == a.sum(axis=(0, 1))).all()
        assert (found.b[..., side] == b.sum(axis=(0, 1))).all()
        assert (found.gained[..., side] == (b > a).sum(axis=(0, 1))).all()
        assert (found.lost[..., side] == (b < a).sum(axis=(0, 1))).all()


@pytest.mark.parametrize(("draws", "runs"), [(1, 9), (6, 4)])
def test_the_interval_is_student_s_over_pairs_or_draws_and_two_more(draws: int, runs: int) -> None:
    arms = _arms(draws, runs)
    found, _ = _tallied(arms, 4)
    a, b = (arms[:, :, :, 1] == 2).astype(float)
    units = (b - a)[0] if draws == 1 else (b - a).mean(axis=1)
    mean, low, high = found.effect(26, 0.90)
    assert mean[:, 2] == pytest.approx(units.mean(axis=0))
    more = np.concatenate([units, np.ones((1, REGIONS)), -np.ones((1, REGIONS))])
    half = stats.t.ppf(0.95, len(more) - 1) * more.std(axis=0, ddof=1) / np.sqrt(len(more))
    assert low[:, 2] == pytest.approx(np.maximum(more.mean(axis=0) - half, -1.0))
    assert high[:, 2] == pytest.approx(np.minimum(more.mean(axis=0) + half, 1.0))
    share_a, share_b = found.share(26)
    assert share_b - share_a == pytest.approx(mean)


@pytest.mark.parametrize(("pairs", "gained", "clear"), [(2, 2, False), (5, 5, True), (20, 4, False), (20, 6, True)])
def test_a_few_pairs_that_agree_are_not_yet_clear(pairs: int, gained: int, clear: bool) -> None:
    """As by the test of signs: four of a kind and none against them come by luck in one of eight cases."""
    arms = np.zeros((2, 1, pairs, len(weeks_kept(WEEKS)), REGIONS), dtype=np.int8)
    arms[1, 0, :gained] = 4
    found, _ = _tallied(arms, 4)
    mean, low, high = found.effect(30, 0.95)
    assert mean[0, 4] == pytest.approx(gained / pairs)
    assert bool(low[0, 4] > 0.0) is clear
    assert (low <= mean).all()
    assert (mean <= high).all()


def test_the_order_in_which_runs_come_in_does_not_matter_and_nothing_stays_behind() -> None:
    arms = _arms(3, 5)
    first, _ = _tallied(arms, 2)
    order = np.random.default_rng(1).permutation(2 * 3 * 3).tolist()
    other, tally = _tallied(arms, 2, order)
    for name in ("a", "b", "gained", "lost", "squares"):
        assert (getattr(first, name) == getattr(other, name)).all()
    assert not tally.waiting
    assert not tally.net


def test_one_pair_has_no_interval_and_other_weeks_were_not_kept() -> None:
    found, _ = _tallied(_arms(1, 1), 1)
    assert np.isinf(found.effect(30, 0.90)[1:]).all()
    with pytest.raises(InputError, match="not kept after week 7, but after 13, 26, 30"):
        found.share(7)


def test_a_run_gives_its_holders_at_these_weeks() -> None:
    history = run_job(load_scenario("russian_exit", weeks=15), 3, keep=SWEEP)
    held = held_in(history)
    assert (held[0] == history.holder_after(13)).all()
    assert (held[1] == history.holder_after(15)).all()
    assert (held[1] != history.start_holder).any()
