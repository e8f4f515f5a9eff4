"""`report.html` of a comparison: both arms side by side, where they differ, and what the pairs come to.

Owns what goes onto that page. Knows nothing of how pairs are run, counted or stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.calendar import monday
from sim.experiments.columns import Reading
from sim.experiments.comparing.compare import Comparison
from sim.experiments.comparing.courses import PER_WEEK
from sim.experiments.comparing.wording import beside, counted, drawn_words, ignorance_words, interval_words, sentence
from sim.reports import style, words
from sim.reports.atlas.backdrop import load_backdrop
from sim.reports.comparing.difference_map import STEPS, change_of, effect_words, most_moved
from sim.reports.naming import outcome_label
from sim.reports.page import sheet
from sim.reports.page.assumptions import assumptions_of, outside
from sim.reports.page.ground import ground_of
from sim.reports.page.honesty import CANNOT, vintage
from sim.reports.page.numbers import as_bytes, rounded
from sim.reports.page.page import looks, served
from sim.reports.page.war import SHARE
from sim.sides import HOLDERS, INDEX, SIDES

__all__ = ["write_comparison"]

_COURSES = {
    "civilians_deaths": ("Civilians killed since the start", "people"),
    "civilians_deaths" + PER_WEEK: ("Civilians killed", "people a week"),
    "all_deaths": ("All killed since the start", "people"),
    "all_deaths" + PER_WEEK: ("All killed", "people a week"),
    "regime_area": ("Land of the regime and allies", "% of the country"),
}
"""Course -> its title and unit."""
_A, _B, _APART = style.SECOND, style.DIFFERENCE[-1], style.DRAWS
_ARM = ("A", "B")
_REACH = words.RANGE.replace("this parameter set", "its assumptions")


def write_comparison(comparison: Comparison, manifest: Mapping[str, Any], path: Path) -> Path:
    """Write the page of a comparison to `path`."""
    scenarios = comparison.a.resolved(), comparison.b.resolved()
    start = monday(comparison.a.scenario.start)
    draws = [draw for draw in comparison.draws if draw]
    rows = assumptions_of(scenarios[1], draws, comparison.numbers)
    claims = {each["id"]: each for scenario in scenarios for each in served(scenario)}
    return sheet.write(
        path,
        "arms.html",
        data={
            "start": start.isoformat(), "weeks": comparison.weeks, "runs": comparison.seeds.size, "looks": looks(),
            "ground": ground_of(), "arms": _holders(comparison), "charts": _charts(comparison), "events": [],
            "fields": {}, "steps": style.STEPS, "stops": list(comparison.holders.weeks),
            "difference": style.DIFFERENCE,
        },
        comparison=comparison,
        title=_title(comparison),
        arms=list(zip(_ARM, comparison.names, (comparison.a.scenario, comparison.b.scenario), strict=True)),
        span=f"{words.day(start)} to {words.day(start + timedelta(weeks=comparison.weeks))}",
        sample=_sample(comparison),
        reach=_REACH,
        says=[sentence(comparison, name) for name in ("civilians_deaths", "all_deaths", "regime_area")],
        outcomes=[_outcome(comparison, reading) for reading in comparison.readings],
        claims=list(claims.values()),
        assumptions=rows,
        changed_rows=[row for row in rows if row.changed],
        drawn_rows=[row for row in rows if row.drawn],
        drawn_from=(comparison.numbers or {}).get("told"),
        outside=outside([*assumptions_of(scenarios[0]), *rows]),
        known_miss=words.missed(comparison.a.scenario.start, comparison.weeks),
        cannot=CANNOT,
        caveats=_caveats(comparison),
        vintage=vintage(scenarios[0]),
        manifest=manifest,
        words=words,
    )  # fmt: skip


def _title(comparison: Comparison) -> str:
    """Name both arms; where they bear one title, by the one thing that differs, or by what runs them again."""
    titles = [arm.scenario.title for arm in (comparison.a, comparison.b)]
    if titles[0] != titles[1]:
        return f"{titles[0]} (A) against {titles[1]} (B)"
    if len(comparison.differences) == 1:
        one = comparison.differences[0]
        return f"{titles[0]}: {one.key} {one.a} (A) against {one.b} (B)"
    return f"{comparison.names[0]} (A) against {comparison.names[1]} (B)"


def _sample(comparison: Comparison) -> str:
    draws = len(comparison.draws)
    drawn = drawn_words(comparison)
    if draws > 1:
        return f"{drawn}, {counted(comparison.runs, 'pair')} of runs each"
    return f"{comparison.seeds.size} pairs of runs with the same luck{', ' if drawn else ''}{drawn}"


def _holders(comparison: Comparison) -> dict[str, Any]:
    """Return the share of runs of each holder in A and B, and the class of its change, `[week, holder, region]`.

    Classes run from 0 (less likely in B by a half) over 3 (small, or not to be told from none) to 6.
    """
    held = comparison.holders
    sides = [side for side in HOLDERS if (held.a + held.b)[:, :, INDEX[side]].any()]
    index = [INDEX[side] for side in sides]
    shares = [np.stack([held.share(week)[arm][:, index].T for week in held.weeks]) for arm in range(2)]
    change = np.stack([[_classes(comparison, week, side) for side in index] for week in held.weeks])
    end = held.weeks[-1]
    return {
        "sides": sides, "step": SHARE, "a": as_bytes(SHARE * shares[0]), "b": as_bytes(SHARE * shares[1]),
        "change": as_bytes(change), "most": SIDES[most_moved(comparison, end, load_backdrop())], "limits": STEPS,
    }  # fmt: skip


def _classes(comparison: Comparison, week: int, holder: int) -> NDArray[np.int64]:
    return change_of(comparison, week, holder).classes


def _charts(comparison: Comparison) -> list[dict[str, Any]]:
    """Return for each course both arms with their bands, and beside it the difference pair by pair."""
    found = []
    for name, (title, unit) in _COURSES.items():
        if name not in comparison.bands:
            continue
        a, b, apart = comparison.bands[name].levels
        at = 0.5 if name.endswith(PER_WEEK) else 1.0  # middle and end of a week
        lines = [_line(f"{arm}", rows, colour) for arm, rows, colour in (("A", a, _A), ("B", b, _B))]
        found.append({"key": name, "title": title, "unit": unit, "lines": lines, "at": at})
        found.append({
            "key": f"{name}-apart", "title": "B minus A, pair by pair", "unit": unit, "at": at,
            "lines": [_line("B \u2212 A", apart, _APART)],
        })  # fmt: skip
    return found


def _line(name: str, rows: NDArray[np.float64], colour: str) -> dict[str, Any]:
    return {"name": name, "line": colour, "text": colour, "rows": [rounded(row) for row in rows]}


def _outcome(comparison: Comparison, reading: Reading) -> dict[str, str]:
    found = comparison.contrasts[reading.name]
    never = "" if found.happened_a is None else " (never counts as the last week)"
    return {
        "name": outcome_label(reading) + never,
        "unit": reading.unit.replace("persons", "people"),
        "a": beside(found.mean_a, found.mean),
        "b": beside(found.mean_b, found.mean),
        "apart": interval_words(found).replace("-", "\u2212"),
        "pairs": effect_words(comparison, reading)[1],
    }


def _caveats(comparison: Comparison) -> list[str]:
    return [
        _REACH,
        ignorance_words(comparison),
        "Both runs of a pair have the same seed. What differs follows from the inputs that differ alone.",
        words.missed(comparison.a.scenario.start, comparison.weeks),
    ]
