"""Numbers of air support (docs/model 3.8)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Air"]


class Air(Block):
    """Say what sorties add to a battle."""

    russia: float = number(0.7697, unit="gain", low=0.15, high=4, source="calibration")
    """Most that Russian sorties can add to the regime coalition's power in a battle (aX)."""
    us: float = number(1.7, unit="gain", low=1, high=2.6, source="prototype")
    """Most that coalition strikes can add to SDF power in a battle."""
    turkey: float = number(0.8, unit="gain", low=0.4, high=1.6, source="prototype")
    """Most that Turkish sorties can add to the power of Turkey-backed men."""
    own: float = number(0.45, unit="multiplier", low=0.2, high=0.7, source="own_fit")
    """The Syrian air force's part of the Russian gain."""
    russia_half: float = number(60, unit="sorties per battle", low=30, high=100, source="prototype")
    """Sorties per battle for 63 per cent of the gain (s0)."""
    us_half: float = number(25, unit="strikes per battle", low=12, high=50, source="prototype")
    """Strikes per battle for 63 per cent of the gain."""
    own_half: float = number(40, unit="sorties per battle", low=20, high=80, source="prototype")
    """Syrian sorties per battle for 63 per cent of their gain."""
    spread: float = number(0.25, unit="weight", low=0, high=1, assumption="some aircraft serve other fronts")
    """Weight of governorates that were not named when air support was ordered."""
    careful: float = number(0.3, unit="share", low=0, high=0.6, assumption="restraint costs effect")
    """Effect lost under full restraint."""
    deep_us: float = number(0.10, unit="IS dead per strike", low=0.03, high=0.3, source="prototype")
    """IS men killed away from battles by a coalition strike."""
    deep_russia: float = number(0.02, unit="IS dead per sortie", low=0.005, high=0.05, source="prototype")
    """IS men killed away from battles by a Russian sortie."""
    deep_limit: float = number(0.02, unit="share/week", low=0.01, high=0.04, assumption="men hide and scatter")
    """Most that strikes away from battles can kill of IS in a week."""
