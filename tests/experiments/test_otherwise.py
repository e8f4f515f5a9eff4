"""What if: the same rule, one thing otherwise."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sim.experiments.ensemble import run_ensemble
from sim.experiments.otherwise import otherwise
from sim.record.keep import Keep
from sim.scenario.load import load_scenario

NUMBERS = {"power": 0.5, "most_power": 25.0, "sigma": 0.5}


def capture(**inputs: float) -> dict[str, Any]:
    told = {"power_ratio": 4.0, "depth": 1.0, "siege": 3.0, "tempo": 2.0, **inputs}
    return {"kind": "capture", "draw": 0.3, "inputs": told}


def chance(ratio: float) -> float:
    return 1.0 - math.exp(-math.sqrt(ratio) / (2.0 * (1.0 + ratio**-2)))


def test_twice_the_men_double_the_ratio() -> None:
    (men,) = otherwise(capture(), NUMBERS)
    assert men.odds == pytest.approx(chance(8.0))
    assert men.taken


def test_the_strongest_help_and_hindrance_are_taken_away() -> None:
    found = otherwise(capture(air_attack=2.0, luck=1.1, fort=3.0, town=1.2, supply_attack=0.9), NUMBERS)
    assert [each.words for each in found[:2]] == ["the attackers had had no aircraft", "no defences had been prepared"]
    assert found[0].odds == pytest.approx(chance(2.0))
    assert found[1].odds == pytest.approx(chance(12.0))


def test_weak_defenders_helped_the_attack() -> None:
    found = otherwise(capture(supply_defence=0.5), NUMBERS)
    assert found[0].words == "the defenders had been well supplied"
    assert found[0].odds == pytest.approx(chance(2.0))


def test_what_was_no_battle_is_not_asked() -> None:
    assert otherwise({"kind": "surrender", "inputs": {}}, NUMBERS) == []
    assert otherwise({"kind": "capture", "draw": 0.1, "inputs": {"power_ratio": 1.0}}, NUMBERS) == []


def test_the_odds_of_every_capture_of_a_run_come_out_again() -> None:
    loaded = load_scenario("russian_exit", weeks=12)
    (history,) = run_ensemble(loaded, [3], keep=Keep())
    numbers = loaded.resolved()["values"]["control"]
    captures = [event for event in history.events if event["kind"] == "capture" and "depth" in event.get("inputs", {})]
    assert len(captures) > 3
    for event in captures:
        told = {**event["inputs"], "power_ratio": event["inputs"]["power_ratio"] / 2.0}
        men = otherwise({**event, "inputs": told}, numbers)[-1]
        assert men.odds == pytest.approx(event["probability"], rel=2e-3)
