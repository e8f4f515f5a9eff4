"""The weekly measures of a war: what is counted, in what unit, under which name.

Owns the names of series and how each is read from the World. Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.sides import BACKS, FIGHTING, GROUND, HOLDERS

__all__ = ["LATER", "MEASURES", "PATRON_MEASURES", "Measure"]


@dataclass(frozen=True, slots=True)
class Measure:
    """Describe one weekly series: its unit and meaning."""

    unit: str
    doc: str


PATRON_MEASURES: Mapping[str, tuple[str, str]] = {
    "engaged": ("share", "share of its engagement kept up"),
    "weariness": ("level", "weariness of the public"),
    "leverage": ("share of value", "worth of the consent"),
    "cost": ("share of value/month", "cost of staying, as last weighed,"),
    "leave_odds": ("probability/month", "chance of a decision to leave"),
    "safe_with": ("probability", "survival of the client with the help"),
    "spent": ("USD m", "money spent on the engagement since the start"),
    "provoked": ("events/month", "provocations felt, over four weeks,"),
}
"""Fields that are measured for each patron, with unit and words."""


def _declare() -> Mapping[str, Measure]:
    rows = {"deaths.civilians": Measure("people/week", "civilians killed")}
    rows |= {f"deaths.{side}": Measure("people/week", f"fighters of {side} killed") for side in FIGHTING}
    rows |= {f"area.{side}": Measure("share", f"share of the country held by {side}") for side in HOLDERS}
    rows |= {
        f"population.{side}": Measure("share", f"share of the people of 2015 whose homes {side} holds")
        for side in HOLDERS
    }
    rows |= {
        f"present.{side}": Measure("share", f"share of the people still in the country in land of {side}")
        for side in HOLDERS
    }
    rows |= {f"strike.{side}": Measure("men", f"mobile men of {side}") for side in FIGHTING}
    rows |= {f"garrison.{side}": Measure("men", f"local men of {side}") for side in HOLDERS}
    rows |= {f"morale.{side}": Measure("multiplier", f"morale of {side}") for side in FIGHTING}
    rows |= {f"coverage.{side}": Measure("share", f"garrison men of {side} over its task") for side in HOLDERS}
    rows |= {f"income.{side}": Measure("USD m/week", f"oil and tax of {side}") for side in HOLDERS}
    rows |= {
        "core_lost": Measure("count", "of six core cities, those the regime does not hold"),
        "displaced": Measure("people/week", "people who fled their region"),
        "emigrants": Measure("people", "people who left the country since the start"),
        "battles": Measure("count", "regions where a battle took place"),
        "captures": Measure("count", "regions that changed hands"),
        "raids": Measure("count", "raids by the underground of IS"),
        "raid_deaths": Measure("people/week", "fighters killed in raids of IS, its own not counted"),
        "cadre.is": Measure("men", "men of IS in hiding"),
        "detained.sdf": Measure("men", "captured men of IS whom the SDF still guards"),
        "night.is": Measure("count", "regions that IS rules by night"),
    }
    return rows | _agreements() | _patrons() | _fights()


def _agreements() -> dict[str, Measure]:
    return {
        "compliance.opposition": Measure("share", "how far the truce of regime and opposition is kept"),
        "compliance.hts": Measure("share", "how far a truce of regime and HTS is kept"),
        "violence.opposition": Measure("men/week", "dead between the regime, its allies and the opposition, smoothed"),
        "relation.us": Measure("-1..1", "how the US and Russia stand to each other"),
        "concession.regime": Measure("share", "what the regime would concede at the table"),
        "overlap.regime": Measure("share", "what is left between that and what the opposition asks"),
        "pain.regime": Measure("level", "sanctions as the regime feels them"),
        "truces": Measure("count", "pairs of holders under a truce or agreement"),
    }


def _patrons() -> dict[str, Measure]:
    rows = {
        f"{name}.{patron}": Measure(unit, f"{words} of {patron}")
        for name, (unit, words) in PATRON_MEASURES.items()
        for patron in BACKS
    }
    return rows | {
        "encounters": Measure("count", "encounters of foreign forces that are not at war with each other"),
        "incidents": Measure("count", "pairs of them with an incident: somebody hurt, warning fire, or dead"),
        "net_gain.russia": Measure("share of value", "gain less cost of Russia's engagement since the start"),
        "corridor": Measure("flag", "whether land of the regime and allies joins a crossing to Iraq with Damascus"),
    }


def _fights() -> dict[str, Measure]:
    rows = {f"attacks.{side}": Measure("count", f"regions that {side} attacks") for side in GROUND}
    return rows | {
        "attacks_on_is": Measure("count", "regions of IS that others attack"),
        "garrison_east.regime": Measure("men", "local men of the regime east of 38.5 E"),
        "posted.russia": Measure("count", "regions that Russian posts or guards keep"),
        "posted.us": Measure("count", "regions that American posts or guards keep"),
        "cut_off.regime": Measure("count", "places of the regime that are cut off from supply"),
        "raiders_dead": Measure("people/week", "fighters of IS killed in its own raids"),
        "incident_deaths": Measure("people", "fighters killed in incidents and punitive strikes since the start"),
        "concession.sdf": Measure("share", "self-rule that the regime would concede to the SDF"),
        "overlap.sdf": Measure("share", "what is left between that and what the SDF asks"),
        "siege.deir_ez_zor": Measure("weeks", "time for which Deir ez-Zor has been cut off; 0: its siege is lifted"),
    }


MEASURES: Mapping[str, Measure] = _declare()
"""Name -> unit and meaning, in the order of the table."""

LATER = frozenset(list(MEASURES)[list(MEASURES).index("captures") + 1 :])
"""Measures that results folders of earlier versions lack; they are read as not a number."""
