"""What battles and truces alone say of two numbers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.history.calibrating import submodels
from sim.history.calibrating.submodels import LAST, Fought, TruceLife, battle_kappas, beliefs, fought, truces
from sim.history.observed import battles


def test_nothing_after_june_2017_is_fitted() -> None:
    ended = {one.id: one.end for one in battles()}
    assert fought()
    assert all(ended[one.name] <= LAST == date(2017, 6, 30) for one in fought())
    assert all(one.began <= LAST for one in truces())


@pytest.mark.parametrize("exponent", [0.5, 0.675])
@pytest.mark.parametrize("edge", [0.5, 2.0])
def test_kappa_is_found_again_whoever_fights_better(
    monkeypatch: pytest.MonkeyPatch, exponent: float, edge: float
) -> None:
    """Promise: from losses made by the law of docs/model 3.7 the kappa that made them, for any p and advantage."""
    kappa, men, foes, weeks = 0.03, 6000.0, 2000.0, 3.0
    rate = kappa * ((men + foes) / 4000.0) ** -0.10
    one = Fought(
        "made", weeks, men, foes,
        attacker_killed=weeks * rate * men**exponent * foes ** (1 - exponent) / edge,
        defender_killed=weeks * rate * foes**exponent * men ** (1 - exponent) * edge,
    )  # fmt: skip
    monkeypatch.setattr(submodels, "fought", lambda: (one,))
    assert battle_kappas()["made"] == pytest.approx(kappa)


def test_the_hazard_of_truces_is_ends_over_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    day = date(2016, 1, 4)
    made = (TruceLife("a", day, 10.0, True), TruceLife("b", day, 30.0, False))
    monkeypatch.setattr(submodels, "truces", lambda: made)
    found = submodels.truce_hazard()
    assert found.median == pytest.approx(1.5 / 40.0 / 1.1)
    assert found.sd == pytest.approx(1.5**-0.5)


def test_beliefs_are_wide() -> None:
    """Promise: strengths are guesses, so no belief is sharper than a factor of 1.6 either way."""
    for belief in beliefs().values():
        assert belief.sd >= 0.5
        densities = belief.log_density(np.array([belief.median, belief.median * np.exp(belief.sd)]))
        assert densities == pytest.approx([0.0, -0.5])
