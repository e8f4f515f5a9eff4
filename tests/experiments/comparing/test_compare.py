"""Two arms of whole wars: the same luck, the same draws, what differs, and nothing else."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import pytest

from sim.errors import InputError
from sim.experiments.comparing import compare as comparing
from sim.experiments.comparing.compare import Comparison, compare, matched
from sim.experiments.comparing.ignorance import free_numbers, hypercube, laid_out, seeds_of
from sim.experiments.comparing.wording import beside, figure, interval_words, sentence
from sim.experiments.contents import differences
from sim.experiments.ensemble import run_ensemble
from sim.experiments.readings import value_of
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.scenario.parameters.registry import declared
from sim.scenario.posterior import free_in, posterior

WEEKS = 8


def _load(target: str = "russian_exit", *sets: str, weeks: int = WEEKS) -> Loaded:
    return load_scenario(target, sets=sets, weeks=weeks)


@pytest.fixture(scope="module")
def stays() -> Loaded:
    return _load()


@pytest.fixture(scope="module")
def fiercer() -> Loaded:
    return _load("russian_exit", "combat.kappa=0.04")


@pytest.fixture(scope="module")
def found(stays: Loaded, fiercer: Loaded) -> Comparison:
    return compare(stays, fiercer, runs=4, seed=7)


def test_an_arm_and_the_same_with_a_change_of_nothing_differ_by_exactly_nothing(stays: Loaded) -> None:
    """Turkey flies no sortie in this scenario, so that half of none is none: all luck must be shared."""
    same = compare(stays, _load("russian_exit", "series.turkey.sorties.scale=0.5"), runs=3)
    assert np.array_equal(same.values[0], same.values[1], equal_nan=True)
    assert all(not same.course(name).any() for name in same.weekly)
    assert all(one.equal == 3 for one in same.contrasts.values())


def test_arms_that_are_turned_turn_every_sign(stays: Loaded, fiercer: Loaded, found: Comparison) -> None:
    turned = compare(fiercer, stays, runs=4, seed=7)
    for one in found.readings:
        here, there = found.contrasts[one.name], turned.contrasts[one.name]
        assert (here.up, here.down, here.mean) == (there.down, there.up, -there.mean)


def test_each_run_is_the_run_of_its_seed(stays: Loaded, found: Comparison) -> None:
    from sim.experiments.job import run_job
    from sim.record.keep import ENSEMBLE

    history = run_job(stays, 9, keep=ENSEMBLE)
    assert found.seeds.tolist() == [[7, 8, 9, 10]]
    read = [value_of(one, history, stays.scenario.start) for one in comparing.ALWAYS]
    assert found.values[0, 0, 2, :3].tolist() == read
    for name, value in zip(found.weekly, read, strict=True):
        assert found.weekly[name][0, 0, 2, -1] == pytest.approx(value)


def test_harm_to_civilians_comes_first_and_nothing_is_read_twice(found: Comparison) -> None:
    names = [one.name for one in found.readings]
    assert names[:3] == ["civilians_deaths", "all_deaths", "regime_area"]
    assert len(set(names)) == len(names) > 3


class _Elsewhere:
    """Do what processes do to work: everything travels as bytes, and answers come in any order."""

    def spread[T, R](self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R]]:
        for task in list(tasks)[::-1]:
            there, sent = pickle.loads(pickle.dumps((work, task)))
            yield task, pickle.loads(pickle.dumps(there(sent)))


def test_processes_give_the_same_numbers(
    stays: Loaded, fiercer: Loaded, found: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "FEW", 0)
    monkeypatch.setattr(comparing, "CHUNK", 3)
    monkeypatch.setattr(comparing, "on_processes", lambda jobs: nullcontext(_Elsewhere()))
    told: list[int] = []
    spread = compare(stays, fiercer, runs=4, seed=7, jobs=2, progress=told.append)
    assert np.array_equal(spread.values, found.values, equal_nan=True)
    assert all(np.array_equal(spread.weekly[name], found.weekly[name]) for name in found.weekly)
    assert sorted(told) == [1, 1, 3, 3]


def test_what_pairing_is_worth_falls_with_time(found: Comparison) -> None:
    first, last = (found.worth_after("civilians_deaths", week) for week in (2, WEEKS))
    assert first is not None
    assert last is not None
    assert first > last


def test_draws_are_the_same_in_both_arms_and_have_seeds_of_their_own(stays: Loaded, fiercer: Loaded) -> None:
    same = compare(stays, fiercer, runs=2, draws=3, vary=["combat.*"])
    assert same.values.shape[:3] == (2, 3, 2)
    assert len(set(same.seeds.ravel().tolist())) == 6
    assert "combat.kappa" not in same.draws[0], "what an arm fixes is the contrast"
    assert set(same.draws[0]) == {name for name in declared() if name.startswith("combat.")} - {"combat.kappa"}
    nothing = compare(stays, _load("russian_exit", "series.turkey.sorties.scale=0.5"), runs=2, draws=2)
    assert np.array_equal(nothing.values[0], nothing.values[1], equal_nan=True)
    assert not np.array_equal(nothing.values[0, 0], nothing.values[0, 1]), "a draw changes the war"


def test_draws_of_the_posterior_are_the_same_in_both_arms_and_told_by_the_seed(stays: Loaded) -> None:
    idle = _load("russian_exit", "series.turkey.sorties.scale=0.5")
    same = compare(stays, idle, runs=4, seed=199, posterior=free_in([stays, idle], posterior()))
    assert same.seeds.tolist() == [[199, 399], [200, 400]]
    assert [dict(draw) for draw in same.draws] == [posterior()[199].values, posterior()[0].values]
    assert np.array_equal(same.values[0], same.values[1], equal_nan=True)
    run = run_ensemble(stays, [400], posterior=posterior())[0]
    read = [value_of(one, run, stays.scenario.start) for one in comparing.ALWAYS]
    assert same.values[1, 1, 1, :3].tolist() == read, "a pair is the run of an ensemble with its seed"
    assert same.numbers is not None
    assert same.numbers["told"] == posterior().told


def test_what_one_arm_fixes_is_drawn_in_neither(stays: Loaded) -> None:
    name = posterior().names[0]
    other = _load("russian_exit", f"{name}={posterior()[1].values[name]!r}")
    found = compare(stays, other, runs=4, posterior=free_in([stays, other], posterior()))
    assert all(set(draw) == set(posterior().names) - {name} for draw in found.draws)
    assert [one.key for one in found.differences] == [name]


@pytest.mark.parametrize(
    ("pairs", "shape"),
    [(2, (2, 1)), (4, (2, 2)), (6, (3, 2)), (7, (7, 1)), (20, (10, 2)), (30, (10, 3)), (50, (10, 5)),
     (100, (20, 5)), (400, (80, 5)), (1000, (200, 5)), (2000, (200, 10)), (50_000, (200, 250)), (202, (101, 2))],
)  # fmt: skip
def test_pairs_are_shared_out_as_draws_and_seeds(pairs: int, shape: tuple[int, int]) -> None:
    assert laid_out(pairs) == shape
    seeds = seeds_of(*shape, first=150)
    assert seeds.shape == shape
    assert len(np.unique(seeds)) == pairs
    assert (seeds % 200 == seeds[:, :1] % 200).all()
    assert len(np.unique(seeds[:, 0] % 200)) == shape[0]


def test_pairs_that_cannot_be_shared_out_are_refused() -> None:
    with pytest.raises(InputError, match="211 pairs cannot be shared out evenly among 200 draws or fewer; say 210"):
        laid_out(211)


def test_a_hypercube_meets_each_layer_of_each_range_once() -> None:
    names = ("supply.reach", "combat.kappa")
    draws = hypercube(names, 10, seed=3)
    for name in names:
        row = declared()[name]
        layers = [int(10 * (draw[name] - row.low) / (row.high - row.low)) for draw in draws]
        assert sorted(layers) == list(range(10))
    assert hypercube(names, 10, seed=3) == draws
    assert hypercube(names, 10, seed=4) != draws
    assert [draw["combat.kappa"] for draw in hypercube(("combat.kappa",), 10, seed=3)] == [
        draw["combat.kappa"] for draw in draws
    ]


def test_numbers_that_a_parameter_set_fixes_are_not_drawn(stays: Loaded) -> None:
    refused = _load("russian_exit:bargain_refused")
    assert "patrons.acceptance" in free_numbers([stays])
    assert "patrons.acceptance" not in free_numbers([stays, refused])
    drawn = refused.with_numbers(hypercube(free_numbers([stays, refused]), 2, 1)[1])
    assert drawn.parameters["patrons"].acceptance == 0.0  # type: ignore[attr-defined]
    assert drawn.parameters["combat"] != refused.parameters["combat"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("combat.kapa", 'did you mean "combat.kappa"'),
        ("nothing.*", "there is no number"),
        ("combat.kappa", "an arm fixes it"),
    ],
)
def test_what_cannot_be_drawn_is_refused(asked: str, says: str, fiercer: Loaded) -> None:
    with pytest.raises(InputError, match=says):
        free_numbers([fiercer], [asked])


def test_what_differs_is_told_by_its_key(stays: Loaded, fiercer: Loaded) -> None:
    assert [(one.key, one.a, one.b) for one in differences(stays, fiercer)] == [("combat.kappa", "0.01874", "0.04")]
    truce = differences(load_scenario("ceasefire:none"), load_scenario("ceasefire:hold"))
    assert [(one.key, one.a) for one in truce] == [("events.february_truce", "-")]


def test_names_and_sources_are_no_difference(stays: Loaded) -> None:
    renamed = replace(stays, scenario=stays.scenario.model_copy(update={"id": "other", "title": "x", "outcomes": []}))
    given = _load("russian_exit", f"combat.kappa={declared()['combat.kappa'].value}")
    for same in (stays, renamed, given):
        with pytest.raises(InputError, match="are the same"):
            matched(stays, same)


def test_the_shorter_length_counts_and_another_start_is_refused(stays: Loaded) -> None:
    one, other, _ = matched(_load(weeks=5), _load("russian_exit", "combat.kappa=0.04"))
    assert (one.scenario.weeks, other.scenario.weeks) == (5, 5)
    with pytest.raises(InputError, match="must start on the same date"):
        matched(stays, _load("ceasefire"))


@pytest.mark.parametrize(
    ("value", "words"),
    [(17_234, "17,000"), (0.256, "0.26"), (-4.26, "-4.3"), (0.0, "0"), (0.0004, "0"), (-0.0004, "0"), (0.012, "0.012")],
)
def test_figures_have_two_digits(value: float, words: str) -> None:
    assert figure(value) == words


def test_a_difference_shows_beside_what_it_changes() -> None:
    assert (beside(30_123, -280), beside(29_843, -280), beside(30_123, -8_000)) == ("30,100", "29,800", "30,000")


@pytest.mark.parametrize(
    ("mean", "interval", "words"),
    [
        (-12_023.0, (-12_153.0, -11_894.0), "-12,000 (-12,200 to -11,900)"),
        (-0.035, (-0.877, 0.807), "0 (-0.9 to +0.8)"),
        (-0.15, (-0.152, -0.148), "-0.150 (-0.152 to -0.148)"),
        (0.2, (0.2, 0.2), "+0.20 (+0.20 to +0.20)"),
        (350.0, None, "+350 (no interval)"),
    ],
)
def test_a_mean_is_as_sharp_as_its_interval(
    mean: float, interval: tuple[float, float] | None, words: str, found: Comparison
) -> None:
    assert interval_words(replace(found.contrasts["all_deaths"], mean=mean, interval=interval)) == words


def test_a_sentence_says_no_more_than_in_how_many_pairs(found: Comparison) -> None:
    told = sentence(found, "civilians_deaths")
    contrast = found.contrasts["civilians_deaths"]
    assert told.startswith("Under these rules and this set of numbers, civilian deaths are ")
    assert f"of {contrast.pairs} pairs" in told
    assert interval_words(contrast).count("+") + interval_words(contrast).count("-") >= 3
