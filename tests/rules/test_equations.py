"""The equations that are printed, evaluated: for some of them the kernel must give what the page says."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from types import ModuleType

import pytest

from sim.rules import combat, control, displacement, manpower, patrons, provocations, truces
from sim.scenario.parameters.combat import Combat
from sim.scenario.parameters.control import Control
from sim.scenario.parameters.patrons import Patrons
from sim.scenario.parameters.provocations import Provocations
from sim.scenario.parameters.truces import Truces
from sim.world.forms import EAGER, MORALE_BOTTOM, MORALE_TOP, MOST_GUESTS, MOURNED
from sim.world.losses import DISABLED_PER_DEAD, HEALED_PER_DEAD, OUT_PER_DEAD
from sim.world.payoffs import acceptance, logistic, resolute, safety, staying_cost, tired, to_leave

SAYS = {"exp": math.exp, "ln": math.log, "sqrt": math.sqrt, "min": min, "max": max, "logistic": logistic}
KAPPA, ETA, THETA, P = 0.012, 0.2, 0.5, 0.675


def _stated(rule: ModuleType, name: str, until: str = ";  ") -> str:
    """Return the right side of the equation of `name`, as Python reads it."""
    found = re.search(rf"(?:^|\s){re.escape(name)} *= (.*)", rule.EQUATIONS)
    assert found, f"{rule.__name__} does not state {name}"
    return found.group(1).split(until)[0].split("   ")[0].strip().rstrip(";").replace("^", "**")


def _value(text: str, values: Mapping[str, float]) -> float:
    return float(eval(text, {"__builtins__": {}}, {**SAYS, **values}))  # the text is the code's own


@pytest.mark.parametrize("ratio", [0.3, 1.0, 2.5, 40.0])
@pytest.mark.parametrize("weeks", [0.7, 5.0])
def test_the_odds_of_a_capture_are_those_stated(ratio: float, weeks: float) -> None:
    n, tempo = Control(), 1.1
    said = _stated(control, "odds")
    values = {"ratio": ratio, "weeks": weeks, "tempo": tempo}
    values |= {name: getattr(n, name) for name in ("power", "most_power", "sigma")}
    odds = control.weekly_odds(weeks / tempo, ratio, n.power, n.most_power, n.sigma)
    assert _value(said, values) == pytest.approx(odds)


@pytest.mark.parametrize("defenders", [0.0, 150.0, 600.0, 5000.0])
@pytest.mark.parametrize(("urban", "place"), [(0, False), (0, True), (1, True), (2, True)])
def test_the_weeks_of_a_siege_are_those_stated(defenders: float, urban: int, place: bool) -> None:
    n = Control()
    size = n.city if urban == 2 else 1.0 if urban == 1 else n.village if place else 0.0
    said = _value(_stated(control, "siege"), {"size": size, "defenders": defenders, "town": n.town, "stand": n.stand})
    numbers = (n.speed, n.desert_speed, n.town, n.city, n.village, n.encircled, n.stand)
    depth, siege = control._weeks_needed(309.0, True, urban, place, 0.0, defenders, *numbers)
    assert siege == pytest.approx(said)
    assert control._weeks_needed(309.0, True, urban, place, 9.0, defenders, *numbers)[1] == pytest.approx(
        said * n.encircled
    )
    assert depth == pytest.approx(math.sqrt(309.0) / (n.speed * n.desert_speed))


@pytest.mark.parametrize(("attack", "defence", "edge"), [(3000.0, 900.0, 1.4), (200.0, 4000.0, 0.5), (5.0, 5e5, 3.0)])
def test_the_dead_of_a_battle_are_those_stated(attack: float, defence: float, edge: float) -> None:
    values = {"A": attack, "D": defence, "e": edge, "p": P, "theta": THETA, "kappa": KAPPA, "eta": ETA}
    values["K"] = _value(_stated(combat, "K"), values)
    said = [_value(_stated(combat, name), values) for name in ("dead_A", "dead_D")]
    assert combat.exchange(attack, defence, edge, P, KAPPA, THETA, ETA) == pytest.approx(said)
    assert {"kappa", "theta", "eta", "exponent"} <= set(Combat.model_fields)


def test_the_hazard_of_a_truce_is_that_stated() -> None:
    n = Truces()
    text = re.search(r"frailty \* (min\(cap, .*?\)\))\ncompliance", truces.EQUATIONS, re.DOTALL)
    assert text
    said = " ".join(text.group(1).split()).replace("truces.violations", "weight_violations")
    said = said.replace("truces.outside", "weight_outside").replace("truces.shift", "weight_shift")
    values = {"weight_violations": n.violations, "weight_outside": n.outside, "weight_shift": n.shift}
    values |= {name: getattr(n, name) for name in ("cap", "hazard", "violations_scale")}
    for violations, outside, shift, guarantee in (
        (0.0, 0.0, 0.0, 0.0),
        (250.0, 0.4, 0.2, n.diplomatic),
        (9e9, 1, 1, 0),
    ):
        now = {"violations": violations, "outside": outside, "shift": shift, "guarantee": guarantee}
        chance = truces.end_chance(
            violations, outside, shift, guarantee, n.hazard, n.violations, n.violations_scale, n.outside, n.shift, n.cap
        )
        assert _value(said, values | now) == pytest.approx(chance)


def test_a_clients_survival_and_a_patrons_odds_are_those_stated() -> None:
    n = Patrons()
    text = patrons.EQUATIONS.replace("[stays]", "stays").replace("safe(leave)", "0.3").replace("safe(stay)", "0.6")
    said = re.search(r"safe\(x\) = (.*)", text)
    assert said
    values = {"power": 3000.0, "enemies": 2000.0, "M": 0.9, "stays": 1.0} | n.model_dump()
    assert _value(said.group(1), values) == pytest.approx(
        safety(1.5, 0.9, 1.0, n.safe_base, n.safe_power, n.safe_morale, n.safe_stay)
    )
    odds = {"U_leave": 0.2, "U_stay": 0.5}
    assert _value(_stated(patrons, "leave_odds"), values | odds) == pytest.approx(
        to_leave(0.5, 0.2, n.hazard, n.steep, 4.0)
    )
    paid = _stated(patrons, "cost").replace("spend/usual_<patron>", "paid")
    cost = {"paid": 0.8, "fallen": 12.0, "escalation": 1.5, "W": 2.0}
    assert _value(paid, values | cost) == pytest.approx(
        staying_cost(0.8, 12.0, 1.5, 2.0, n.money, n.blood, n.danger, n.weary)
    )
    tire = _stated(patrons, "W").replace("[engaged]", "engaged").replace("places gained", "gained")
    assert _value(tire, values | {"W": 2.0, "engaged": 1.0, "fallen": 12.0, "gained": 1.0}) == pytest.approx(
        tired(2.0, 12.0, 1.0, n.keep, n.drift, n.toll, n.relief)
    )
    believed = re.search(r"belief <- (.*?) for a rival", patrons.EQUATIONS)
    assert believed
    assert _value(believed.group(1), values | {"belief": 0.4}) == pytest.approx(resolute(0.4, n.resolute, n.irresolute))
    accepted = " ".join((re.search(r"bargain_odds = (.*?\))\n", patrons.EQUATIONS, re.DOTALL) or [""])[1].split())
    known = values | {"R": 0.3, "valuation": 0.7, "block": 0.5}
    assert _value(accepted.replace("block_<rival>", "block"), known) == pytest.approx(
        n.acceptance * acceptance(0.3, 0.7, 0.5, n.accept_base, n.accept_relation, n.accept_value, n.accept_block)
    )


def test_the_rate_of_provocations_is_that_stated() -> None:
    n = Provocations()
    values = {"provokes": 1.0, "betrayal": 0.4, "restraint": 0.3, "hazard": n.hazard, "fear": n.fear}
    assert _value(_stated(provocations, "rate"), values) == pytest.approx(provocations.hazard_of(0.4, 0.3, n))


def test_constants_that_equations_print_are_those_of_the_code() -> None:
    assert f"min({EAGER:g}, morale[f]^2)" in manpower.EQUATIONS
    assert f"loss_of_men * {MOURNED:g} *" in manpower.EQUATIONS
    assert f"{MORALE_BOTTOM:g}, {MORALE_TOP:g})" in manpower.EQUATIONS
    words = " ".join(manpower.EQUATIONS.split())
    assert f"{DISABLED_PER_DEAD:g} men are disabled for good and {HEALED_PER_DEAD:g} return" in words
    assert f"A/{OUT_PER_DEAD:g}" in combat.EQUATIONS
    assert f"{MOST_GUESTS:g}) of each host's guests" in displacement.EQUATIONS
