"""Numbers of incidents between foreign forces (docs/model 3.11)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Incidents"]


class Incidents(Block):
    """Say how often patrols meet, how ill it goes, and what meets those who press into a zone."""

    meet: float = number(0.20, unit="1/week", low=0.05, high=0.5, source="derik_2020")
    """Encounters on 309 km2 that two forces patrol every day, with no rules between them (l_enc)."""
    area: float = number(309, unit="km2", low=200, high=400, source="hex_prototype")
    """Area for which that rate holds."""
    hotline: float = number(0.8, unit="share", low=0.4, high=1, source="hex_prototype")
    """Encounters that a perfect hotline between parties that keep its rules avoids."""
    keeping: float = number(0.9, unit="share", low=0.7, high=1, assumption="rules are mostly kept")
    """How far a force keeps the rules that it means to keep."""
    probing: float = number(0.5, unit="share", low=0.2, high=0.8, assumption="half of its patrols test the rules")
    """How far a force that tests them keeps them."""
    post_patrol: float = number(0.5, unit="share", low=0.2, high=1, source="hex_prototype")
    """Share of days on which the men of a post patrol its zone."""
    injury: float = number(0.06, unit="probability", low=0.02, high=0.12, source="derik_press_2020")
    """An encounter ends with somebody hurt (grade 1)."""
    shots: float = number(0.035, unit="probability", low=0.01, high=0.07, source="derik_2020")
    """An encounter ends with warning fire or a local death (grade 2)."""
    fire: float = number(0.005, unit="probability", low=0.001, high=0.01, source="hex_prototype")
    """An encounter ends with two states' soldiers firing at each other (grade 3)."""
    fire_dead: float = number(2, unit="men", low=0, high=10, assumption="a short exchange of fire")
    """Mean dead of each party when states' soldiers fire at each other."""
    push: float = number(0.10, unit="1/week", low=0.03, high=0.2, source="tanf_timeline")
    """Encounters per 19 km of a zone's edge that proxies press against, or per 309 km2 where they go on patrol."""
    edge: float = number(19, unit="km", low=15, high=25, source="hex_prototype")
    """Length of edge for which that rate holds."""
    pressed: float = number(95, unit="km", low=40, high=300, source="hex_prototype")
    """Longest edge that one side's men press against at a time (at Tanf five cells of the first trial)."""
    watch: float = number(1.0, unit="share", low=0.3, high=1, source="tanf_timeline")
    """Share of time that a post watches the edge of its zone."""
    warning: float = number(0.40, unit="probability", low=0.2, high=0.6, source="hex_prototype")
    """A push meets a warning strike (grade 1)."""
    deadly: float = number(0.13, unit="probability", low=0.05, high=0.25, source="hex_prototype")
    """A push meets a strike with dead (grade 2)."""
    massed: float = number(0.02, unit="probability", low=0.005, high=0.05, source="hex_prototype")
    """A push ends in a strike with many dead (grade 3)."""
    deadly_dead: float = number(6, unit="men", low=2, high=15, source="hex_prototype")
    """Mean dead of a strike with dead beyond the first."""
    massed_dead: float = number(80, unit="men", low=40, high=150, source="khasham_wikipedia")
    """Median dead of a strike with many dead."""
    massed_spread: float = number(0.5, unit="log", low=0.2, high=0.8, source="hex_prototype")
    """Spread of the log of these dead."""
    thrust: float = number(0.01, unit="1/week", low=0.002, high=0.05, source="khasham_wikipedia")
    """Hazard that men who press against a zone with oil or gas try to take it (once in five months of contact)."""
    thrust_least: float = number(300, unit="men", low=100, high=400, source="khasham_wikipedia")
    """Fewest men of such a thrust."""
    thrust_most: float = number(500, unit="men", low=400, high=800, source="khasham_wikipedia")
    """Most men of such a thrust."""
    thrust_dead: float = number(0.10, unit="share", low=0.05, high=0.15, source="khasham_wikipedia")
    """Smallest share of them that dies under fire equal to 120 strikes (model brief; the toll is disputed)."""
    thrust_worst: float = number(0.25, unit="share", low=0.15, high=0.4, source="khasham_wikipedia")
    """Largest share of them that dies."""
    punish_dead: float = number(10, unit="men", low=0, high=50, assumption="strikes on empty or warned bases kill few")
    """Mean dead of a punitive strike."""
    cools: float = number(0.03, unit="1", low=0.01, high=0.06, source="hex_prototype")
    """Fall of relations by an incident of grade 1."""
    strains: float = number(0.08, unit="1", low=0.03, high=0.16, source="hex_prototype")
    """Fall of relations by an incident of grade 2."""
    harms: float = number(0.15, unit="1", low=0.05, high=0.3, source="hex_prototype")
    """Fall of relations by a massed strike on proxies, or by a thrust (grade 3)."""
    punished: float = number(0.15, unit="1", low=0.05, high=0.3, assumption="as an incident with many dead")
    """Fall of relations by a punitive strike."""
    drags: float = number(0.5, unit="share", low=0, high=1, assumption="half: patrons answer for their friends")
    """Share of any such fall that passes to the patrons behind the two parties; 0: they let it pass."""
    breaks: float = number(0.40, unit="1", low=0.2, high=0.8, source="hex_prototype")
    """Fall of relations by fire between states (grade 3)."""
    caution: float = number(0.1, unit="share", low=0, high=0.3, source="hex_prototype")
    """What an incident adds to the hotline between the parties for a time."""
    caution_weeks: float = number(8, unit="weeks", low=2, high=16, source="hex_prototype")
    """How long it does."""
    alarm: float = number(2, unit="multiplier", low=1, high=4, source="hex_prototype")
    """How much likelier a second encounter is while the alarm lasts; what it brings does not prolong it."""
    alarm_weeks: float = number(2, unit="weeks", low=1, high=4, source="hex_prototype")
    """How long the alarm lasts."""
