"""Numbers of supply along roads (docs/model 3.4)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Supply"]


class Supply(Block):
    """Say how supply fades with the way it has to travel."""

    reach: float = number(38, unit="19 km of road", low=20, high=60, assumption="decay length of docs/model 3.4")
    """Way over which supply falls by a factor e."""
    top: float = number(1.08, unit="share", low=1, high=1.15, assumption="full supply holds for some distance")
    """Supply at no distance, before it is cut at 1."""
    floor: float = number(0.45, unit="share", low=0.3, high=0.6, assumption="what arrives however far")
    """Least supply of a region that is connected to a source."""
    cut_off: float = number(0.40, unit="share", low=0.2, high=0.5, assumption="stores and smuggling")
    """Supply of a region cut off from every source."""
    airhead: float = number(0.50, unit="share", low=0.4, high=0.7, assumption="airlift to a besieged base")
    """Supply of a besieged pocket that holds an airbase while its coalition flies."""
    track: float = number(1.3, unit="multiplier", low=1.1, high=1.8, assumption="desert tracks")
    """Cost of a kilometre of track, relative to a road."""
    open: float = number(1.7, unit="multiplier", low=1.2, high=2.2, assumption="open country")
    """Cost of a kilometre without a road."""
    desert: float = number(2.2, unit="multiplier", low=1.5, high=3, assumption="desert")
    """Cost of a kilometre of desert without a road."""
    mountain: float = number(3.0, unit="multiplier", low=2, high=4, assumption="mountains")
    """Cost of a kilometre of mountains without a road."""
