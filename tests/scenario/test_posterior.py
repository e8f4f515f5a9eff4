"""The posterior: 200 draws with their provenance, of which one is the declared values; bad files are said by line."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sim.errors import InputError
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.scenario.parameters.registry import declared
from sim.scenario.posterior import DRAWS, Posterior, drawn, free_in, posterior, read_posterior

PRIORS = {"combat.kappa": (0.004, 0.09, 2), "supply.reach": (10, 900, 1)}


def test_the_shipped_medoid_is_the_declared_values() -> None:
    """A single run has the declared values: they must be the draw in the middle of all."""
    shipped = posterior()
    medoid = shipped[shipped.made.medoid]
    assert medoid.values == {name: declared()[name].value for name in shipped.names}
    assert len(shipped.rows) == DRAWS
    assert 1 <= len(shipped.names) <= 15


def test_run_k_takes_draw_k_mod_200() -> None:
    shipped = posterior()
    assert [shipped.draw_for(run).number for run in (0, 17, 199, 200, 2**62)] == [0, 17, 199, 0, 2**62 % 200]
    assert shipped.draw_for(217) == shipped[17]


def test_nine_of_ten_draws_lie_where_numpy_says() -> None:
    shipped = posterior()
    for number, name in enumerate(shipped.names):
        column = [row[number] for row in shipped.rows]
        assert shipped.spans[name] == pytest.approx(tuple(np.quantile(column, (0.05, 0.95))))


@pytest.fixture
def loaded() -> Loaded:
    return load_scenario("base_2015", sets=[f"combat.kappa={declared()['combat.kappa'].value!r}"])


def test_what_is_fixed_is_not_drawn_even_at_its_declared_value(loaded: Loaded) -> None:
    fixed = {name for name in declared() if loaded.fixes(name)}
    assert fixed == {"combat.kappa"}
    free = free_in([loaded], posterior())
    assert set(free.names) == set(posterior().names) - fixed
    assert free[3].values == {name: posterior()[3].values[name] for name in free.names}
    assert free_in([loaded, load_scenario("russian_exit:bargain_refused")], posterior()).names == free.names


def test_a_parameter_set_fixes_what_it_names() -> None:
    refused = load_scenario("russian_exit:bargain_refused")
    assert {name for name in declared() if refused.fixes(name)} == {"patrons.acceptance"}


def test_a_drawn_scenario_says_from_where_and_survives_a_journey(loaded: Loaded) -> None:
    free = free_in([loaded], posterior())
    there = Loaded.from_resolved(drawn(loaded, free[17], free.made).resolved())
    origins = there.provenance
    assert {name for name, one in origins.items() if one.why == "posterior draw 17"} == set(free.names)
    for name, value in free[17].values.items():
        block, _, field = name.partition(".")
        assert getattr(there.parameters[block], field) == value
        assert (origins[name].file, origins[name].line) == ("scenarios/sets/posterior.csv", 19)
        assert (origins[name].low, origins[name].high) == (free.made.priors[name].low, free.made.priors[name].high)
    assert there.parameters["combat"].kappa == declared()["combat.kappa"].value  # type: ignore[attr-defined]
    assert all(there.fixes(name) for name in free.names), "one draw is a choice: nothing draws them again"


def test_a_number_that_there_is_not_cannot_be_given(loaded: Loaded) -> None:
    for name in ("combat.kapa", "kombat.kappa", "combat"):
        with pytest.raises(InputError, match="there is no number"):
            loaded.with_numbers({name: 1.0})


def _files(folder: Path, table: str | None = None, told: str | None = None) -> Path:
    """Write a small posterior of two numbers, or what is given in its place."""
    luck = random.Random(1)
    rows = [f"{luck.uniform(0.01, 0.03)!r},{luck.uniform(50, 250)!r}" for _ in range(DRAWS)]
    (folder / "posterior.csv").write_text(table or "\n".join([",".join(PRIORS), *rows, ""]), encoding="utf-8")
    priors = [f"  {name}: {{low: {low}, high: {high}, widened: {by}}}" for name, (low, high, by) in PRIORS.items()]
    lines = [
        "title: made up", "made: 2026-11-22", "record: control and deaths", "last: 2017-06-30", "method: by hand",
        "seed: 1", "command: theatre calibrate", "model: theatre 0.1.0", "medoid: 3", "worth: nothing", "priors:",
    ]  # fmt: skip
    (folder / "posterior.yaml").write_text(told or "\n".join([*lines, *priors, ""]), encoding="utf-8")
    return folder


def test_any_numbers_will_do_and_it_says_what_they_fit(tmp_path: Path) -> None:
    made = read_posterior(_files(tmp_path))
    assert isinstance(made, Posterior)
    assert made.names == tuple(PRIORS)
    assert made.told == "those that fit the record to June 2017"
    assert made.made.priors["combat.kappa"].words == "0.004 to 0.09, widened 2 times"
    assert made.plain()["priors"].keys() == PRIORS.keys()


def _told(old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "posterior.yaml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return change


def _line(number: int, text: str | None) -> Callable[[Path], None]:
    """Put a line of the table in place of another, or take it out."""

    def change(folder: Path) -> None:
        path = folder / "posterior.csv"
        lines = path.read_text("utf-8").splitlines()
        lines[number - 1 : number] = [] if text is None else [text]
        path.write_text("\n".join([*lines, ""]), "utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_line(5, "0.02"), "posterior.csv:5: this row has 1 columns, not 2"),
        (_line(5, "0.02,much"), 'posterior.csv:5: supply.reach: a finite number is wanted here, not "much"'),
        (_line(5, "nan,100"), "posterior.csv:5: combat.kappa: a finite number"),
        (_line(5, "0.02,inf"), "posterior.csv:5: supply.reach: a finite number"),
        (_line(7, "0.0039,100"), "posterior.csv:7: combat.kappa: 0.0039 lies outside its prior, 0.004 to 0.09"),
        (_line(201, None), "there must be 200 draws, not 199"),
        (_line(1, "combat.kappa,supply.rich"), "posterior.csv:1: the columns must be the numbers with a prior"),
        (_line(1, "combat.kappa"), "posterior.csv:1: the columns must be"),
        (_line(1, "combat.kappa,combat.kappa"), "posterior.csv:1: the columns must be"),
        (_told("supply.reach:", "supply.rich:"), 'there is no such parameter (did you mean "supply.reach"?)'),
        (_told("low: 0.004", "low: -0.004"), "priors.combat.kappa: this number cannot be below zero"),
        (_told("low: 0.004", "low: 0.05"), "lies outside 0.05 to 0.09, widened 2 times"),
        (_told("low: 0.004", "low: 1"), "low must lie below high"),
        (_told("widened: 2", "widened: 0.5"), "0.5 is out of range: it must be at least 1"),
        (_told("medoid: 3", "medoid: 200"), "medoid"),
        (_told("last: 2017-06-30", "last: 2017-07-31"), "reaches into months kept apart for judging"),
        (_told("last: 2017-06-30", "last: 2017-06-31"), "is not a date of the calendar"),
        (_told("worth: nothing\n", ""), "posterior.yaml:1: worth: this key is missing"),
        (_told("seed: 1", "sead: 1"), 'sead: unknown key (did you mean "seed"?)'),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_is_refused_with_its_line(change: Callable[[Path], None], says: str, tmp_path: Path) -> None:
    change(_files(tmp_path))
    with pytest.raises(InputError) as caught:
        read_posterior(tmp_path)
    assert says in str(caught.value)


@pytest.mark.parametrize("name", ["posterior.csv", "posterior.yaml"])
def test_a_missing_or_binary_file_is_named(name: str, tmp_path: Path) -> None:
    _files(tmp_path)
    (tmp_path / name).write_bytes(b"\xff\x00\xfe")
    with pytest.raises(InputError, match=name):
        read_posterior(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(InputError, match=name):
        read_posterior(tmp_path)
