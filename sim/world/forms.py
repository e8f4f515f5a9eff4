"""Constants of the forms themselves: what equations hold fixed where the numbers of the blocks vary (docs/model 1.1).

Owns the value, the unit and the basis of each; docs/model lists them all. Rules read them inside kernels.
Knows nothing of rules.
"""

from __future__ import annotations

__all__ = [
    "ALWAYS_THERE",
    "AMBUSH",
    "ARMED",
    "DAYBREAK",
    "EAGER",
    "ENCIRCLED",
    "HEX_AREA",
    "HEX_BORDER",
    "LEAST_FED",
    "LEAST_WORTH",
    "LEAVING",
    "LOSING",
    "MEMORY_KEPT",
    "MIDDLING",
    "MORALE_BOTTOM",
    "MORALE_TOP",
    "MOST_GUESTS",
    "MOST_RAIDS",
    "MOURNED",
    "NO_SOURCE",
    "OPEN_BELIEF",
    "SEASON",
    "THIRD",
]

HEX_AREA = 309.0
"""Area of a hex of the first trial, to which garrison tasks and thickness of men refer [km2] (hex_prototype)."""

HEX_BORDER = 11.0
"""Length of a hex's side there, to which the front term of a garrison's task refers [km] (hex_prototype)."""

LEAVING = 0.1
"""What is left of a region's garrison task where a side was ordered to leave [share] (assumption)."""

MORALE_BOTTOM = 0.6
"""Lowest morale [multiplier] (hex_prototype)."""

MORALE_TOP = 1.25
"""Highest morale [multiplier] (hex_prototype)."""

MOURNED = 0.3
"""Part of a week's dead share that `loss_of_men` is weighed with [share] (hex_prototype)."""

EAGER = 1.2
"""Highest multiplier by which morale raises recruiting [multiplier] (hex_prototype)."""

LOSING = 1e-5
"""Weekly loss of people, smoothed, from which a side counts as losing [share/week] (assumption)."""

ARMED = 0.5
"""Men sent per level of arming, as a share of those that the scenario dates: level 2 is as it was [share/level]
(assumption)."""

NO_SOURCE = 0.02
"""Supply that a coalition without any source has above what a pocket of one with a source has [share] (assumption)."""

THIRD = 3.0
"""Part of a brigade that still tries a campaign: one in so many [1] (assumption)."""

LEAST_WORTH = 0.01
"""Worth of a place below which staffs see no difference [towns] (assumption)."""

LEAST_FED = 0.05
"""Supply at the point of departure below which staffs see no difference [share] (assumption)."""

ALWAYS_THERE = 60.0
"""Men whom a staff expects in any place beside those reported [men] (hex_prototype)."""

MIDDLING = 1500.0
"""Men behind prepared defences whom a staff takes for middling: there their number costs nothing [men]
(hex_prototype)."""

ENCIRCLED = 8.0
"""Weeks cut off from which a siege counts as one of an encircled place [weeks] (assumption)."""

MOST_GUESTS = 0.5
"""Largest share of a host's guests that one region calls home in a week [share/week] (assumption)."""

MOST_RAIDS = 50.0
"""Most raids on one region in a week [count/week] (assumption)."""

SEASON = 13.0
"""Weeks over which raids are felt as a threat [weeks] (assumption)."""

DAYBREAK = 0.7
"""Share of the thickness at which night falls, below which day breaks again [share] (assumption)."""

AMBUSH = 1.8
"""Surprise at which the toll of raids, `toll` and `own_toll`, was set [multiplier] (hex_prototype)."""

MEMORY_KEPT = 0.75
"""What is left in a week of a patron's count of its dead: a mean of four weeks, summed to a month [share/week]
(assumption)."""

OPEN_BELIEF = 2.0
"""What `deal_later` is multiplied with where a rival is surely not resolute; at even odds once [multiplier]
(assumption)."""
