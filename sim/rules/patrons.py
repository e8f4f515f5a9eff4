"""Patrons: what an engagement costs, what it is worth, and the odds that a patron leaves (docs/model 3.11).

Weekly it counts dead, money and weariness, and breaks bargains; at a month's end, so that the next View shows it,
it weighs staying against leaving. Posts leave with their patron. Reads forces, land and relations; writes what
patrons know of themselves, and zones and land of posts given up. Knows nothing of what a patron then decides: an
exit is an order of its policy, and this rule tells it as an event.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from sim.chance import Purpose, uniform
from sim.record.events import Event
from sim.scenario.parameters.patrons import Patrons
from sim.sides import BACKS, COALITION, INDEX, SIDES
from sim.theatre.regions import Theatre
from sim.world.enmity import TERMS
from sim.world.fields import FloatArray, IntArray
from sim.world.patronage import count, forces, learn, weigh
from sim.world.turnover import close_post
from sim.world.world import World

__all__ = ["EQUATIONS", "GULF", "MONTH", "PATRONS", "READS", "RIVALS", "WRITES", "apply"]

READS = (
    "strike", "morale", "hostility", "compliance", "relation", "sorties", "dead_week", "taken_from",
    "pain", "engaged", "offer", "whim_from",
)  # fmt: skip
WRITES = (
    "fallen", "spend", "spent", "weariness", "escalation", "provoked", "valuation", "leverage", "safe_with",
    "safe_without", "cost", "stay_payoff", "leave_payoff", "leave_odds", "whim_odds", "taken_back", "bargain_odds",
    "yield_odds", "belief", "betrayal", "net_gain", "engaged_before", "pact", "holder", "garrison", "reported", "fort",
    "cut", "mapped", "zone", "post", "post_km", "handed", "won", "deserted",
)  # fmt: skip

EQUATIONS = """\
weekly:   fallen = 3/4 * fallen + mourned_<patron> * dead + risk_<patron> * sorties * engaged     [men a month]
          W = max(0, keep * W + drift * [engaged] + toll * fallen - relief * places gained)
          spend = cost_<patron> * engaged * (1 + pressure * pain), pain the highest of its coalition
          escalation and provoked lose a quarter a week
          a bargain breaks with chance 1 - exp(-breaks); then betrayal <- betrayal + fear_broken * (1 - betrayal)
monthly:  safe(x) = logistic(safe_base + safe_power * ln(power/enemies) + safe_morale * (M - 1) + safe_stay * [stays])
          power = 1 + sum M * (S + garrisons) of the coalition; enemies likewise, times their enmity to it;
          the M of safe is the client's
          cost = money * spend/usual_<patron> + blood * ln(1 + fallen) + danger * escalation + weary * W
          leverage = lever * valuation * engaged * share of land;  valuation <- (1 - fade) * valuation
          deal = deal_later * 2 * (1 - belief);  price = [bargain in force] * bargain * valuation
          U_stay = safe(stay) + leverage * deal - look_ahead * cost
          U_leave = safe(leave) + price - name_<patron>
          leave_odds = 1 - exp(-4 * hazard * exp(steep * (U_leave - U_stay)))
          whim_odds = 1 - exp(-4 * whim_<patron>), from the week it sets in; taken back with chance reversal
          belief <- belief * (1 - resolute)/(belief * (1 - resolute) + (1 - belief) * (1 - irresolute)) for a rival
                    that stays
          bargain_odds = acceptance * logistic(accept_base + accept_relation * R + accept_value * valuation
                         - accept_block * block_<rival>)
          that is of the rival whom it would take; yield_odds[q, p] the same with patron q taking a bargain of p
          betrayal <- (1 - fear_fades) * betrayal, then up by (1 - betrayal) * min(1, fear_pact * [bargain]
                      + fear_offer * [offer of one])
          net_gain <- net_gain + engaged * ((safe(stay) - safe(leave) + leverage * deal)/look_ahead - cost)
                      + price/look_ahead
posts:    engaged below a half: posts leave, but for those at oil; engaged 0: all leave, guards agreed on as well
A war of attrition with two-sided doubt and a third party's payoff (`powell_2017`), with the commitment problem of
`fearon` as the hazard of bargains. Rejected: an extensive game (cannot be identified), dated exits (would assume what
is asked). A client that weakens makes its patron stay: help then matters most.
"""

GULF = "The Gulf states act through the inflow of men and money to the opposition; they weigh nothing themselves."
"""The stub that stands for the Gulf."""

MONTH = 4
"""Weeks of a month; payoffs are weighed in its last week."""

PATRONS: IntArray = np.array([INDEX[name] for name in BACKS])
"""Patrons, in the order of their numbers."""

RIVALS: IntArray = np.array([INDEX[name] for name in ("us", "us", "russia", "russia")])
"""With whom each patron would bargain first: Russia and Iran with the US, the US and Turkey with Russia."""

_PATRONS = PATRONS.tolist()
_LEADS: IntArray = np.array([INDEX[clients[0]] for clients in BACKS.values()])
_COALITION = np.array(COALITION)
_BARGAIN = float(TERMS.index("bargain") + 1)
_HALF = 0.5


def apply(world: World, ground: Theatre, numbers: Patrons) -> list[Event]:
    """Count the week; break bargains; let posts go; at a month's end weigh staying against leaving."""
    told = _decided(world) if world.engaged.tobytes() != world.engaged_before.tobytes() else []
    each = _each(numbers)
    bargains = count(
        PATRONS, _COALITION, world.holder, world.taken_from, ground.is_place, world.sorties, world.engaged,
        world.dead_week, world.pain, each, numbers.keep, numbers.drift, numbers.toll, numbers.relief, numbers.pressure,
        world.pact, _BARGAIN, world.fallen, world.weariness, world.spend, world.spent,
    )  # fmt: skip
    if bargains:
        told += _break_bargains(world, numbers)
    engaged = world.engaged.tolist()
    if min([engaged[patron] for patron in _PATRONS]) < _HALF:
        told += _withdraw_posts(world, ground)
    if world.week % MONTH == MONTH - 1:
        _weigh(world, ground, numbers, each)
    world.escalation *= 1.0 - 1.0 / MONTH
    world.provoked *= 1.0 - 1.0 / MONTH
    return told


@lru_cache(maxsize=8)
def _each(numbers: Patrons) -> FloatArray:
    """Return what differs between patrons, one row a number."""
    return np.array(numbers.by_patron())


def _decided(world: World) -> list[Event]:
    """Tell which patrons have changed their engagement, with what they saw when they decided."""
    told = []
    bound = (world.pact == _BARGAIN).any(axis=1)
    for p in PATRONS[world.engaged[PATRONS] != world.engaged_before[PATRONS]].tolist():
        now, before = float(world.engaged[p]), float(world.engaged_before[p])
        kind = "leaves" if now == 0.0 else "draws_down" if now < before else "returns"
        seen = ("stay_payoff", "leave_payoff", "safe_with", "safe_without", "cost", "weariness", "whim_odds")
        inputs = {"engaged": now, "before": before} | {name: float(getattr(world, name)[p]) for name in seen}
        odds, draw = (None, None) if now > before or bound[p] else _chance(world, p)
        note = "bargain" if bound[p] and now < before else ""
        told.append(Event(world.week, "patrons", kind, side=p, probability=odds, draw=draw, inputs=inputs, note=note))
        world.engaged_before[p] = now
    return told


def _chance(world: World, p: int) -> tuple[float | None, float | None]:
    """Return the odds under which the month's luck of a patron fell, and that luck; nothing if it was not chance.

    An exit by order or by plan in a month in which luck fell under the odds cannot be told from one by chance.
    """
    if world.week % MONTH:
        return None, None
    draw = uniform(world.seed, int(Purpose.RESOLVE), world.week, p, 0)
    odds = max(float(world.leave_odds[p]), float(world.whim_odds[p]))
    return (odds, draw) if draw < odds else (None, None)


def _break_bargains(world: World, numbers: Patrons) -> list[Event]:
    """Let bargains break; each party then fears the other more."""
    told = []
    odds = 1.0 - math.exp(-numbers.breaks)
    deals = world.pact == _BARGAIN
    for a, b in np.argwhere(np.triu(deals | deals.T)).tolist():
        draw = uniform(world.seed, int(Purpose.BARGAIN), world.week, a, b)
        if draw < odds:
            for one, other in ((a, b), (b, a)):
                world.pact[one, other] = 0.0
                world.betrayal[one, other] += numbers.fear_broken * (1.0 - world.betrayal[one, other])
            told.append(Event(world.week, "patrons", "bargain_breaks", -1, a, b, odds, draw))
    return told


def _withdraw_posts(world: World, ground: Theatre) -> list[Event]:
    """Let the posts of a patron that is half gone leave, but for those at oil; all posts and guards of one gone."""
    told = []
    for p in PATRONS[world.engaged[PATRONS] < _HALF].tolist():
        leaving = (world.post > 0.0) & (world.zone == p)
        if world.engaged[p] > 0.0:
            leaving &= ground.oil == 0.0
        for c in np.flatnonzero(leaving).tolist():
            inputs = {"men": float(world.post[c]), "km": float(world.post_km[c]), "engaged": float(world.engaged[p])}
            close_post(world, ground, SIDES[p], ground.ids[c], inputs["km"], leaving=True)
            told.append(Event(world.week, "patrons", "post_leaves", c, p, inputs=inputs))
        if world.engaged[p] == 0.0:
            world.zone[world.zone == p] = -1
    return told


def _weigh(world: World, ground: Theatre, n: Patrons, each: FloatArray) -> None:
    """Set beliefs, fears, payoffs and odds of every patron (see EQUATIONS)."""
    learning = (n.fear_fades, n.fear_pact, n.fear_offer, n.resolute, n.irresolute)
    learn(PATRONS, _COALITION, _BARGAIN, world.pact, world.offer, world.engaged, learning, world.betrayal, world.belief)
    world.valuation[PATRONS] *= 1.0 - n.fade
    world.taken_back[PATRONS] = n.reversal
    power, foes, land = forces(
        PATRONS, _COALITION, world.holder, world.garrison, ground.area, world.strike, world.morale, world.hostility,
        world.compliance,
    )  # fmt: skip
    weigh(
        PATRONS, RIVALS, world.morale[_LEADS], power, foes, land, each, world.week + 1.0, world.whim_from,
        (n.safe_base, n.safe_power, n.safe_morale, n.safe_stay), (n.money, n.blood, n.danger, n.weary),
        (n.accept_base, n.accept_relation, n.accept_value, n.accept_block),
        (n.lever, n.deal_later, n.bargain, n.acceptance, n.look_ahead), (n.hazard, n.steep, float(MONTH)),
        (world.pact == _BARGAIN).any(axis=1), world.engaged, world.spend, world.fallen, world.escalation,
        world.weariness, world.valuation, world.belief, world.relation, world.safe_with, world.safe_without,
        world.cost, world.leverage, world.stay_payoff, world.leave_payoff, world.leave_odds, world.whim_odds,
        world.bargain_odds, world.yield_odds, world.net_gain,
    )  # fmt: skip
