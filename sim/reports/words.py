"""The words under the pictures: dates, round numbers, who and how many, and what a picture cannot say.

Owns the spelling of captions. Knows nothing of how pictures are drawn. Party names as in `sim.sides`; plain
past tense ("took", "held", "killed"), no adjectives for any party.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from sim.reports.reading import Reading

__all__ = [
    "BOUNDARIES",
    "CANNOT_SAY",
    "EDGES",
    "GROUND_SOURCES",
    "RANGE",
    "about",
    "arm",
    "clip",
    "day",
    "listed",
    "month",
    "percent",
    "sample",
    "span",
]

RANGE = "Range of the model under this parameter set, not of history."
CANNOT_SAY = "What this cannot say: motives, tactics, who committed what."
EDGES = "Empty country takes the nearest place: edges there are drawn, not observed (about 10 km)."
GROUND_SOURCES = "Natural Earth (ground), GeoNames and Wikipedia (places), census of 2004 scaled (people)"
BOUNDARIES = "Boundaries: Natural Earth; no view on status is implied."

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(when: date) -> str:
    """Write a date in full: `1 June 2017`."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def month(when: date, *, short: bool = False) -> str:
    """Write a month: `June 2017`, or short `Jun 2017`."""
    name = _MONTHS[when.month - 1]
    return f"{name[:3] if short else name} {when.year}"


def about(number: float) -> str:
    """Round to two significant digits, with commas: 17,234 gives `17,000`, 0.26 gives `0`."""
    whole = round(number)
    if abs(whole) < 100:
        return f"{whole:,}".replace("-", "−")
    scale = 10 ** (int(math.log10(abs(whole))) - 1)
    return f"{round(whole / scale) * scale:,}".replace("-", "−")


def percent(share: float) -> str:
    """Write a share 0..1 in whole per cent; `under 1 %` where it would round to nothing."""
    if 0.0 < share < 0.005:
        return "under 1 %"
    return f"{100 * share:.0f} %"


def listed(parts: Sequence[str]) -> str:
    """Join words as people do: `a, b and c`."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def arm(record: Reading) -> str:
    """Name what was run, with the words that run it again: `Title (scenario:variant)`."""
    scenario = record.scenario
    name, variant = str(scenario.get("id") or ""), scenario.get("variant")
    target = f"{name}:{variant}" if name and variant else name
    title = clip(str(scenario.get("title") or ""), 60)
    return f"{title} ({target})" if title and target else title or target or "a run"


def sample(record: Reading) -> str:
    """Say how many runs stand behind a picture and with which seeds."""
    seeds = [int(seed) for seed in record.seeds]
    if record.runs == 1:
        return f"one run, seed {seeds[0]}" if seeds else "one run"
    if len(seeds) > 1 and seeds == list(range(seeds[0], seeds[0] + len(seeds))):
        return f"n = {record.runs} runs, seeds {seeds[0]} to {seeds[-1]}"
    shown = ", ".join(str(seed) for seed in seeds[:3])
    return f"n = {record.runs} runs, seeds {shown}{' ...' if len(seeds) > 3 else ''}"


def span(record: Reading, first: date, last: date) -> str:
    """Write the subtitle: arm, time, sample."""
    return f"{arm(record)}  ·  {month(first)} to {month(last)}  ·  {sample(record)}"


def clip(text: str, most: int) -> str:
    """Shorten `text` to at most `most` signs at a word's end."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
