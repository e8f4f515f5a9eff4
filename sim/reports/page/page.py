"""`report.html`: one self-contained file for a run or for many runs of one scenario.

No network, no file beside it: fonts, script and numbers stand inside; a content policy forbids all else. Text and
tables are set here and can be read without a script; the script draws map and curves from the numbers.
Owns what goes onto that page. Knows nothing of how files of a run are stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sim.calendar import date_of
from sim.claims import GRADES, claims
from sim.record.record import Record
from sim.record.telling import RULE_OF_ODDS
from sim.reports import style, words
from sim.reports.curves import deaths
from sim.reports.page import sheet
from sim.reports.page.assumptions import assumptions_of, outside
from sim.reports.page.cards import cards_of
from sim.reports.page.charts import charts_of, events_of
from sim.reports.page.divided import divided_of
from sim.reports.page.ground import ground_of
from sim.reports.page.honesty import CANNOT, caveats, vintage
from sim.reports.page.war import fields_of, war_of
from sim.sides import INDEX, SIDES
from sim.sources import bibliography
from sim.theatre.regions import load_theatre

__all__ = ["FILE", "looks", "served", "write_page"]

FILE = "report.html"

_LEAST = 0.005
"""Holders below this share of the land at both ends are left out of the table."""


def write_page(record: Record, path: Path) -> Path:
    """Write the page of one run or an ensemble to `path`."""
    draws = [run.numbers for run in record.histories if run.numbers]
    rows = assumptions_of(record.scenario, draws, record.manifest.get("numbers"))
    start, end = date_of(0, record.start), date_of(record.weeks, record.start)
    return sheet.write(
        path,
        "war.html",
        data={
            "start": start.isoformat(),
            "weeks": record.weeks,
            "runs": record.runs,
            "looks": looks(),
            "ground": ground_of(),
            "war": war_of(record),
            "fields": fields_of(record),
            "steps": style.STEPS,
            "charts": charts_of(record),
            "events": events_of(record),
        },
        record=record,
        title=str(record.scenario.get("title") or record.scenario.get("id") or "A war"),
        arm=words.arm(record),
        reach=words.range_of(record),
        summary=record.scenario.get("summary") or "",
        span=f"{words.day(start)} to {words.day(end)}",
        sample=words.sample(record),
        changed=words.changed(record, 600),
        killed=_killed(record),
        known_miss=words.misses(record),
        holders=_holders(record),
        cards=cards_of(record) if record.runs == 1 else [],
        divided=divided_of(record) if record.runs > 1 else [],
        rule_of_odds=RULE_OF_ODDS,
        claims=served(record.scenario),
        assumptions=rows,
        changed_rows=[row for row in rows if row.changed],
        drawn_rows=[row for row in rows if row.drawn],
        drawn_from=(record.manifest.get("numbers") or {}).get("told"),
        outside=outside(rows),
        cannot=CANNOT,
        caveats=caveats(record),
        vintage=vintage(record.scenario),
        manifest=record.manifest,
        words=words,
    )


def looks() -> list[dict[str, Any]]:
    """Return how each side looks, by its index; allies that hold nothing look like the regime."""
    found = []
    for number, side in enumerate(SIDES):
        look = style.look(number)
        pattern = look.pattern
        found.append({
            "side": side, "name": look.name, "short": look.short, "code": look.code, "fill": look.fill,
            "thin": look.thin, "line": look.line, "text": look.text, "deep": look.deep, "ink": look.ink,
            "pattern": None if pattern is None else {
                "kind": pattern.kind, "weight": pattern.weight, "spacing": pattern.spacing, "angle": pattern.angle,
                "colour": look.pattern_colour,
            },
        })  # fmt: skip
    return found


def served(scenario: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the claims that a scenario serves: id, claim, who made it, and what its grade means."""
    known, books = claims(), bibliography()
    return [
        {
            "id": each, "claim": claim.claim, "grade": GRADES[claim.grade],
            "by": f"{claim.by}; {books[claim.source].cite()}" if claim.by else books[claim.source].cite(),
        }
        for each in scenario.get("claims") or ()
        if (claim := known.get(each)) is not None
    ]  # fmt: skip


def _spread(values: Any) -> str:
    """Return about how many, with the range of 90 % of runs if there are many."""
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    return words.about(middle) if len(values) == 1 else f"{words.about(middle)} ({words.spread(low, high)})"


def _killed(record: Record) -> list[tuple[str, str]]:
    """Return the dead of each party over the whole run, civilians first."""
    dead = deaths.groups_of(record)
    return [(group.name, _spread(dead[group.name].sum(axis=1))) for group in deaths.GROUPS]


def _share(values: Any) -> str:
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    one, ends = words.percent(middle), (f"{100 * low:.0f}", f"{100 * high:.0f}")
    return one if ends[0] == ends[1] else f"{one} ({' to '.join(ends)})"


def _holders(record: Record) -> list[tuple[str, str, str, str]]:
    """Return for each holder its share of the land at the start and the end, and of people's homes at the end."""
    ground, found = load_theatre(), []
    start = np.stack([history.start_holder for history in record.histories])
    for side in style.LEGEND_ORDER:
        area, people = (record.series.get(f"{name}.{side}") for name in ("area", "population"))
        first = (start == INDEX[side]) @ ground.area / ground.area.sum()
        if area is not None and people is not None and max(first.max(), area[:, -1].max()) > _LEAST:
            found.append((style.FACTION[side].name, _share(first), _share(area[:, -1]), _share(people[:, -1])))
    return found
