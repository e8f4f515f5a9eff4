"""Numbers of the underground: hiding, raids, jailbreaks (docs/model 3.9)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Underground"]


class Underground(Block):
    """Say how beaten fighters of IS hide, how often they raid, and at what toll."""

    hide: float = number(0.10, unit="men per dead", low=0.04, high=0.16, source="hex_prototype")
    """Men who join the underground for each fighter of IS killed (und_in)."""
    slip_away: float = number(0.3, unit="share", low=0, high=0.6, source="hex_prototype")
    """Share of those captured or gone home in a week of retreat who go into hiding instead."""
    disperse: float = number(
        0.05, unit="share/week", low=0.02, high=0.15, assumption="the move of an army takes months"
    )
    """Share of its open fighters who go into hiding, for each level of the order to disperse."""
    nearby: float = number(5, unit="multiplier", low=1, high=20, assumption="most men hide near where they were beaten")
    """Weight of land lost or fought over this week as the place where men go into hiding."""
    settled: float = number(0.15, unit="share", low=0.05, high=0.5, assumption="towns and fields hide fewer men")
    """Sanctuary of land that is not desert, for its area."""
    thick: float = number(50, unit="men per 309 km2", low=20, high=300, assumption="half a company for some 18 km")
    """Garrison of others at which a refuge is worth half."""
    drift: float = number(0.02, unit="share/week", low=0, high=0.1, assumption="men in hiding move within a year")
    """Share of the men in hiding who move towards better sanctuary."""
    loss: float = number(0.004, unit="share/week", low=0.001, high=0.01, source="hex_prototype")
    """Men in hiding who give up."""
    sweep: float = number(
        0.02, unit="share/week", low=0.005, high=0.05, assumption="two thirds caught in a year of sweeps"
    )
    """Men in hiding caught for each level of raids ordered by the holder's coalition in the governorate."""
    hunted: float = number(0.002, unit="share/week", low=0, high=0.01, assumption="a tenth a year from the air")
    """Men in hiding in the desert whom aircraft kill, at sorties without limit."""
    hunters: float = number(200, unit="sorties/week", low=50, high=600, assumption="a third of all sorties of 2016")
    """Sorties against IS at which hunting from the air reaches 63 per cent."""
    elsewhere: float = number(0.25, unit="weight", low=0, high=1, assumption="as in battles: some serve other fronts")
    """Weight of sorties over governorates for which none are ordered."""
    raid: float = number(0.068, unit="raids/week per 100 men", low=0.02, high=0.12, source="hex_prototype")
    """Raids of a hundred men in hiding on middling desert."""
    open_war: float = number(0.30, unit="share", low=0.15, high=0.6, source="hex_prototype")
    """Share of the country held by IS from which on its men fight in the open and do not raid."""
    fields: float = number(0.5, unit="share", low=0.1, high=1, assumption="raiders withdraw more easily in the desert")
    """Raids on land that is not desert, relative to desert."""
    roadless: float = number(0.4, unit="share", low=0.1, high=1, assumption="posts and convoys are on roads")
    """Raids on land without a road, relative to land with one."""
    thin_coverage: float = number(
        0.5, unit="share", low=0.3, high=0.8, assumption="coverage of the Badia in 2018, a guess"
    )
    """Local coverage at which raids are as many as stated."""
    guard_land: float = number(100, unit="men per 309 km2", low=40, high=200, assumption="twice the garrison task")
    """Men who would guard empty land against raids."""
    guard_road: float = number(210, unit="men per 17.6 km", low=80, high=400, assumption="twice the garrison task")
    """Men who would guard a road against raids."""
    guard_people: float = number(530, unit="men per 100,000", low=200, high=1000, assumption="twice the task")
    """Men who would guard people against raids."""
    least_men: float = number(10, unit="men", low=1, high=50, assumption="where nobody stands there is nobody to raid")
    """Garrison from which a region can be raided."""
    least_open: float = number(0.1, unit="share", low=0, high=0.3, assumption="no land is guarded everywhere")
    """Least share of its task that a holder leaves open to raids."""
    by_night: float = number(2, unit="multiplier", low=1, high=4, source="hex_prototype")
    """Raids from regions that IS rules by night, relative to others."""
    night: float = number(
        30, unit="men per 309 km2", low=5, high=150, assumption="a platoon for some 18 km; the trial had 150"
    )
    """Men in hiding with whom IS rules a region by night."""
    toll: float = number(4, unit="men", low=2, high=8, source="hex_prototype")
    """Mean dead of the holder in a raid, at a surprise of 1.8."""
    spread: float = number(0.5, unit="1", low=0.2, high=2, source="hex_prototype")
    """Size of the negative binomial of the toll; smaller, heavier tail."""
    surprise: float = number(1.8, unit="multiplier", low=1, high=2.5, source="hex_prototype")
    """Surprise of a raid."""
    own_toll: float = number(0.4, unit="share", low=0.2, high=0.8, source="hex_prototype")
    """Dead of IS for each of the holder's, at a surprise of 1.8."""
    massed_from: float = number(4000, unit="men", low=2000, high=8000, source="hex_prototype")
    """Men in hiding from which raids on many posts at once happen."""
    massed: float = number(0.01, unit="share", low=0, high=0.05, assumption="one or two a year")
    """Share of raids that are then massed."""
    massed_toll: float = number(5, unit="multiplier", low=2, high=10, assumption="five posts at once")
    """Toll of a massed raid, relative to another."""
    on_ally: float = number(
        0.15, unit="share", low=0, high=0.4, assumption="Iran's men hold part of the posts in the east"
    )
    """Share of the toll borne by the men of an ally who fights on the holder's land."""
    on_patron: float = number(0.01, unit="share", low=0, high=0.05, assumption="advisers beside one post in a hundred")
    """Share of the toll borne by soldiers of a patron who flies for the holder."""
    guarded: float = number(0.6, unit="share", low=0.4, high=0.8, source="hex_prototype")
    """Coverage of the jailer, at most 1, less guards drawn to the front, below which prisons can be broken."""
    drawn_off: float = number(
        4000, unit="men", low=2000, high=20000, assumption="about as many as guarded prisons and camps"
    )
    """Men who attack the jailer's land (other than IS) by whom his guard is halved."""
    jailbreak: float = number(0.02, unit="1/week", low=0.005, high=0.05, source="hex_prototype")
    """Hazard of a jailbreak then."""
    freed: float = number(0.2, unit="share", low=0.05, high=0.5, assumption="one prison in five at once")
    """Share of the prisoners whom a jailbreak frees."""
