"""The known maps from which a war to come can be told: which one a start date rests on, and its scenario.

    outset(date(2017, 6, 26)).known      2017-06-12, the last known state on or before that day

Owns the choice of the state. Nothing is dated after it (see `scenarios/outlook.yaml`). Knows nothing of scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sim.errors import InputError
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded

__all__ = ["KNOWN", "Outset", "outset"]

SCENARIO: Final = "outlook"


@dataclass(frozen=True, slots=True)
class Outset:
    """A state of the country to start from."""

    known: date
    """The day from which the state may be used: nothing recorded after it went into the state."""
    control: date
    """The day of the control map that it rests on."""
    monday: date
    """The first day of the first week that is run."""
    variant: str

    def loaded(self, weeks: int, sets: Sequence[str] = ()) -> Loaded:
        """Load the scenario of this state for so many weeks, with settings as on the command line."""
        return load_scenario(f"{SCENARIO}:{self.variant}", weeks=weeks, sets=sets)


KNOWN: Final = (
    Outset(date(2015, 9, 30), date(2015, 9, 30), date(2015, 9, 28), "from_2015_09"),
    Outset(date(2016, 3, 1), date(2016, 3, 1), date(2016, 2, 29), "from_2016_03"),
    Outset(date(2016, 12, 31), date(2016, 12, 31), date(2017, 1, 2), "from_2016_12"),
    Outset(date(2017, 6, 1), date(2017, 6, 1), date(2017, 5, 29), "from_2017_05"),
    Outset(date(2017, 6, 12), date(2017, 6, 1), date(2017, 6, 12), "from_2017_06"),
    Outset(date(2019, 10, 1), date(2019, 10, 1), date(2019, 9, 30), "from_2019_09"),
)
"""Every known state, earliest first; a test holds it to the scenario's variants."""


def outset(start: date) -> Outset:
    """Return the last state known on or before `start`; InputError if there is none, or none within half a year."""
    usable = [one for one in KNOWN if one.known <= start]
    dates = ", ".join(str(one.known) for one in KNOWN)
    if not usable:
        raise InputError(f"No state of the country is known on or before {start}. Known: {dates}.")
    found = usable[-1]
    if (start - found.known).days > 183:
        raise InputError(f"The last state known before {start}, {found.known}, is half a year old. Known: {dates}.")
    return found
