"""Numbers of bargaining over the end of the war (docs/model 3.12)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Settlement"]


class Settlement(Block):
    """Say what claims rest on, what each side asks for, and what a leader's departure does."""

    area: float = number(0.2, unit="weight", low=0.0, high=1.0, assumption="land as a claim: open, see claim E7")
    """Weight of land in a claim (wA)."""
    people: float = number(0.4, unit="weight", low=0.0, high=1.0, assumption="most think that people count")
    """Weight of people in a claim (wP)."""
    power: float = number(0.4, unit="weight", low=0.0, high=1.0, assumption="men under arms, by their morale")
    """Weight of power in a claim (wM)."""
    patrons: float = number(0.6, unit="share", low=0.0, high=1.0, assumption="survival outweighs what is held now")
    """How much of a side's prospects is its survival, where a patron stands behind it, rather than its claim."""
    war: float = number(0.15, unit="share", low=0.02, high=0.3, assumption="what a side gives to be spared the war")
    """Cost of going on with a war, at most, for each side."""
    war_half: float = number(100.0, unit="dead/week", low=20, high=400, assumption="half the toll of 2015")
    """Violence at which half of that cost is felt."""
    distrust: float = number(0.35, unit="share", low=0.0, high=0.7, assumption="no promise binds who keeps the police")
    """What rebels ask for beyond their prospects while the leader stays in office."""
    leader: float = number(0.25, unit="share", low=0.0, high=0.5, assumption="trial values")
    """How far that falls if the leader goes."""
    concede: float = number(0.0, unit="share per level", low=0.0, high=0.07, assumption="sanctions moved no offer")
    """What each felt level of sanctions adds to an offer."""
    talks: float = number(0.1, unit="1/month", low=0.02, high=0.5, assumption="a round of talks a year or so")
    """Chance in a month that talks reach what could be agreed."""
    theta: float = number(0.25, unit="share", low=0.05, high=0.6, assumption="half the land with half the people")
    """Product of the state's shares of land and people above which it refuses self-rule to anybody."""
    pride: float = number(0.1, unit="share", low=0.0, high=0.3, assumption="a precedent costs more than a province")
    """What self-rule costs the state beyond the land and people that it gives up."""
    backing: float = number(0.25, unit="share", low=0.0, high=0.6, assumption="aircraft overhead, for now")
    """What an engaged patron adds to what a side expects to keep without self-rule, and so asks for."""
    level: float = number(0.95, unit="share", low=0.8, high=1.0, assumption="trial values")
    """Compliance that a settlement or a federal bargain asks for."""
    frailty: float = number(0.25, unit="multiplier", low=0.05, high=1.0, assumption="trial values")
    """How likely it is to end, over a truce in the same conditions."""
    negotiated: float = number(0.15, unit="multiplier", low=0.0, high=0.5, assumption="an agreed successor")
    """Shock of a negotiated departure over that of an abrupt one."""
    officer_tie: float = number(0.3, unit="share", low=0.0, high=0.6, assumption="officers who answer to the patron")
    """Part of the shock that officers tied to a patron take off a departure led by the army."""
    recruiting: float = number(0.7, unit="multiplier", low=0.6, high=1.0, assumption="the leader recruits for IS")
    """Inflow of those whom the leader's rule recruits for, after he is gone."""
