"""Numbers of the garrison task: the stretch of the Y (docs/model 3.5)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Garrison"]


class Garrison(Block):
    """Say how many men a region asks of its holder, and how quickly men move."""

    land: float = number(0.12, unit="units per 309 km2", low=0.05, high=0.3, assumption="empty land needs a few posts")
    """Task of land (g0)."""
    road: float = number(0.25, unit="units per 17.6 km of road", low=0.1, high=0.5, assumption="posts along a road")
    """Task of a road through the region (g_road)."""
    people: float = number(0.63, unit="units per 100,000 people", low=0.5, high=1.4, source="prototype")
    """Task of people (g_pop), linear on the region grid."""
    front: float = number(1.0, unit="units per 11 km of hostile border", low=0.3, high=1.5, source="prototype")
    """Task of a hostile border at full hostility (g_front)."""
    quiet_front: float = number(0.3, unit="multiplier", low=0.1, high=1, source="prototype")
    """Weight of a border with neither road nor people."""
    peopled: float = number(60, unit="people per km2", low=30, high=120, source="prototype")
    """Density from which a border counts in full."""
    least_enmity: float = number(0.25, unit="share", low=0, high=0.5, assumption="a foreign border is never trusted")
    """Least hostility counted on a border with another coalition's land (docs/model 3.5); truces act on the rest."""
    place: float = number(0.5, unit="units per unit of value", low=0, high=1, source="prototype")
    """Task of a named place per unit of its value (gplace)."""
    core: float = number(3.2, unit="units", low=0, high=4, source="own_fit")
    """Task added in the holder's own core regions (g_obj)."""
    move: float = number(0.25, unit="share/week", low=0.1, high=0.5, source="prototype")
    """Share of the gap to the task that is closed each week, inside one connected area (lam)."""
    required: float = number(420, unit="men per unit", low=300, high=560, source="prototype")
    """Men per unit of task at which coverage is 1 (rho_req)."""
    reinforced: float = number(0.35, unit="multiplier per level", low=0.1, high=0.8, assumption="an order moves men")
    """Added weight of a governorate that is ordered to be reinforced."""
    threat: float = number(
        4, unit="units per raid a week", low=0, high=12, assumption="a region raided monthly asks a unit"
    )
    """Task of a region that is raided: how raids pin men down."""
    core_guard: float = number(1.5, unit="multiplier", low=1, high=3, assumption="an order shifts men, not all of them")
    """Task of core cities under the order to keep the core."""
    stronghold: float = number(
        3, unit="multiplier", low=1, high=6, assumption="men go where something is worth keeping"
    )
    """Task of places, by worth, under the order to keep strongholds."""
    elsewhere: float = number(0.5, unit="multiplier", low=0.1, high=1, assumption="posts in empty land are halved")
    """Task of land and roads that such an order lets go thin."""
