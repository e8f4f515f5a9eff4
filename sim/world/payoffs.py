"""A patron's sum: how safe its client is, what staying costs, how likely it is to go (docs/model 3.11).

Owns the forms, as pure functions that the rule and its checks share. Knows nothing of the World, of patrons' names
or of weeks.
"""

from __future__ import annotations

import math

from sim.kernels import kernel

__all__ = [
    "acceptance", "logistic", "resolute", "safety", "staying_cost", "tired", "to_leave", "value_of_leaving",
    "value_of_staying",
]  # fmt: skip


@kernel
def logistic(score: float) -> float:
    """Return the probability whose log odds are `score`."""
    return 1.0 / (1.0 + math.exp(-score))


@kernel
def safety(ratio: float, morale: float, stays: float, base: float, force: float, spirit: float, help_: float) -> float:
    """Return the chance that a client survives the year, by its power over its enemies' and its morale."""
    score: float = base + force * math.log(max(ratio, 1e-9)) + spirit * (morale - 1.0) + help_ * stays
    return logistic(score)


@kernel
def staying_cost(
    engaged: float,
    fallen: float,
    escalation: float,
    weariness: float,
    money: float,
    blood: float,
    danger: float,
    weary: float,
) -> float:
    """Return the cost of a month's engagement [share of value]."""
    cost: float = money * engaged + blood * math.log(1.0 + fallen) + danger * escalation + weary * weariness
    return cost


@kernel
def tired(
    weariness: float, fallen: float, victories: float, keep: float, drift: float, toll: float, relief: float
) -> float:
    """Return the weariness of a public a week later."""
    left: float = max(0.0, keep * weariness + drift + toll * fallen - relief * victories)
    return left


@kernel
def value_of_staying(safe: float, leverage: float, deal: float, cost: float, ahead: float) -> float:
    """Return the payoff of staying: the client's survival and a later deal, less `ahead` months of cost."""
    value: float = safe + leverage * deal - ahead * cost
    return value


@kernel
def value_of_leaving(safe: float, bargain: float, reputation: float) -> float:
    """Return the payoff of leaving: the client's survival and a bargain's price, less the loss of name."""
    value: float = safe + bargain - reputation
    return value


@kernel
def to_leave(stay: float, leave: float, hazard: float, steep: float, weeks: float) -> float:
    """Return the chance that a patron decides to leave within `weeks`."""
    chance: float = 1.0 - math.exp(-weeks * hazard * math.exp(steep * (leave - stay)))
    return chance


@kernel
def acceptance(
    relation: float,
    valuation: float,
    block: float,
    base: float,
    friendly: float,
    valued: float,
    blocked: float,
) -> float:
    """Return the chance that a rival accepts a bargain that a patron offers."""
    score: float = base + friendly * relation + valued * valuation - blocked * block
    return logistic(score)


@kernel
def resolute(belief: float, steady: float, fickle: float) -> float:
    """Return the belief that a rival is resolute after it has stayed one month more."""
    stays, might = belief * (1.0 - steady), (1.0 - belief) * (1.0 - fickle)
    return stays / (stays + might)
