"""Numbers of harm to civilians (docs/model 3.10)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Harm"]


class Harm(Block):
    """Say how many civilians die beside fighters and under aircraft."""

    ground: float = number(0.15, unit="civilians per fighter killed", low=0.05, high=0.25, source="hex_prototype")
    """Civilians killed per fighter killed in battle, at middling density (cg)."""
    density_floor: float = number(0.4, unit="1", low=0.2, high=0.8, source="hex_prototype")
    """Harm of battle in empty country, on the density scale."""
    density_top: float = number(1.5, unit="1", low=1, high=2, source="hex_prototype")
    """Largest density factor."""
    russia: float = number(0.20, unit="civilians per sortie", low=0.1, high=0.48, source="prototype")
    """Civilians killed by a Russian sortie over a battle in a town of 100,000 (cRU)."""
    regime: float = number(0.22, unit="civilians per sortie", low=0.1, high=0.45, source="prototype")
    """The same for a Syrian sortie (cSY)."""
    us: float = number(0.10, unit="civilians per strike", low=0.05, high=0.3, source="airwars")
    """The same for a coalition strike (cUS)."""
    turkey: float = number(0.10, unit="civilians per sortie", low=0.05, high=0.3, assumption="as the coalition")
    """The same for a Turkish sortie."""
    deep_russia: float = number(0.25, unit="civilians per sortie", low=0.1, high=0.5, source="prototype")
    """Civilians killed behind the front by a Russian sortie (st_RU)."""
    deep_regime: float = number(0.6735, unit="civilians per sortie", low=0.15, high=2.4, source="calibration")
    """The same for a Syrian sortie (st_SY)."""
    spared: float = number(0.5, unit="share", low=0.2, high=0.8, assumption="careful rules halve the harm")
    """Harm avoided under full restraint."""
