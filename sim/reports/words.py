"""The words under the pictures: dates, round numbers, who and how many, and what a picture cannot say.

Owns the spelling of captions. Knows nothing of how pictures are drawn. Party names as in `sim.sides`; plain
past tense ("took", "held", "killed"), no adjectives for any party.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sim.record.telling import amount
from sim.reports.reading import Reading

__all__ = [
    "BOUNDARIES",
    "CANNOT_SAY",
    "EARLY_MISS",
    "EDGES",
    "GROUND_SOURCES",
    "KEPT_APART",
    "LATE_MISS",
    "RANGE",
    "about",
    "arm",
    "changed",
    "clip",
    "day",
    "few",
    "ignorant",
    "limits",
    "listed",
    "missed",
    "misses",
    "month",
    "percent",
    "period",
    "range_of",
    "sample",
    "spread",
    "spread_between",
    "subtitle",
    "told",
    "weeks",
    "within",
]

RANGE = "Range of the model under this parameter set, not of history."
CANNOT_SAY = "What this cannot say: motives, tactics, who committed what."
EDGES = "Empty country takes the nearest place: edges there are drawn, not observed (about 10 km)."
GROUND_SOURCES = "Natural Earth (ground), GeoNames and Wikipedia (places), census of 2004 scaled (people)"
EARLY_MISS = "Known misses, for one that without Russia the regime hardly declines: docs/model, 3.13."
LATE_MISS = "Known misses: fronts stay too hot, deaths too high, civilians too large a share of them: docs/model, 3.13."
_FITTED_TO = date(2017, 6, 30)
"""Last day of the months that numbers were fitted to (docs/model 4.2)."""
KEPT_APART = (
    "No hollow boxes from July 2017 to December 2018: those recorded months are kept apart for judging the model."
)
BOUNDARIES = "Boundaries: Natural Earth; no view on status is implied."

_MILLION = " million"
_FEW = 10
"""Runs from which on nine in ten of them can be told from all."""
_LINE = 142
"""Signs of a subtitle that fit across a page."""
_DOT = "  ·  "

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


def period(first: date, last: date) -> str:
    """Write the months from one date to another: `June 2017 to May 2018`, `June to July 2017`, `June 2017`."""
    if (first.year, first.month) == (last.year, last.month):
        return month(first)
    ahead = _MONTHS[first.month - 1] if first.year == last.year else month(first)
    return f"{ahead} to {month(last)}"


def weeks(number: int) -> str:
    """Write a number of weeks: `one week`, `12 weeks`."""
    return "one week" if number == 1 else f"{number} weeks"


def about(number: float) -> str:
    """Round to two significant digits: 17,234 gives `17,000`, 1,840,000 `1.8 million`, 0.26 `0`."""
    if abs(number) >= 995_000:
        return f"{float(f'{number:.2g}') / 1e6:g}{_MILLION}".replace("-", "−")
    return amount(number).replace("-", "−")


def ignorant(record: Reading) -> bool:
    """Say whether each run has numbers of its own, so that their spread shows ignorance and not luck alone."""
    told = _drawn(record)
    return bool(told) and "draw" not in told


def _drawn(record: Reading) -> Mapping[str, Any]:
    """Return what the manifest says of the posterior that numbers are from; nothing where they are declared."""
    return record.manifest.get("numbers") or {}


def _drawn_words(record: Reading) -> str:
    """Say whose numbers the runs have: each those of a draw, or all those of one; empty where they are declared."""
    if told := _drawn(record):
        return f"numbers drawn from {told['told']}" if ignorant(record) else f"numbers of posterior draw {told['draw']}"
    return ""


def spread_between(record: Reading) -> str:
    """Say what makes the runs of an ensemble differ: luck, and the numbers if each has its own."""
    if ignorant(record):
        return f"Spread between runs: luck, and ignorance of numbers, drawn from {_drawn(record)['told']}."
    return "Spread between runs under one parameter set (luck); ignorance of the parameters is wider."


def range_of(record: Reading) -> str:
    """Say of what a record shows the range: of one set of numbers, or of those that were drawn."""
    return RANGE.replace("this parameter set", "the numbers drawn") if ignorant(record) else RANGE


def misses(record: Reading) -> str:
    """Name what the model is known to get wrong in the years that a run reaches."""
    return missed(record.start, record.weeks)


def missed(start: date, weeks: int) -> str:
    """Name what the model is known to get wrong in so many weeks from `start`."""
    return LATE_MISS if start + timedelta(weeks=weeks) > _FITTED_TO else EARLY_MISS


def spread(low: float, high: float) -> str:
    """Write a range with two significant digits: `17,000 to 19,000`; one number where both round to it."""
    first, last = about(low), about(high)
    if first == last:
        return first
    return f"{first.removesuffix(_MILLION) if last.endswith(_MILLION) else first} to {last}"


def percent(share: float) -> str:
    """Write a share 0..1 in whole per cent; `under 1 %`, `over 99 %` where it would round to nothing or to all."""
    if 0.0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1.0 - 1e-9:
        return "over 99 %"
    return f"{100 * share:.0f} %"


def listed(parts: Sequence[str]) -> str:
    """Join words as people do: `a, b and c`."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def arm(record: Reading, most: int = 92) -> str:
    """Name what was run, with the words that run it again, `Title (scenario:variant)`, in about `most` signs."""
    scenario = record.scenario
    name, variant = str(scenario.get("id") or ""), scenario.get("variant")
    target = f"{name}:{variant}" if name and variant else name
    title = clip(str(scenario.get("title") or ""), min(60, max(most - len(target) - 3, 20)))
    return f"{title} ({target})" if title and target else title or target or "a run"


def sample(record: Reading) -> str:
    """Say how many runs stand behind a picture and with which seeds."""
    seeds = [int(seed) for seed in record.seeds]
    if record.runs == 1:
        return f"one run, seed {seeds[0]}" if seeds else "one run"
    if len(seeds) == 2:
        return f"n = 2 runs, seeds {seeds[0]} and {seeds[1]}"
    if len(seeds) > 1 and seeds == list(range(seeds[0], seeds[0] + len(seeds))):
        return f"n = {record.runs:,} runs, seeds {seeds[0]} to {seeds[-1]}"
    shown = ", ".join(str(seed) for seed in seeds[:3])
    return f"n = {record.runs:,} runs, seeds {shown}{' ...' if len(seeds) > 3 else ''}"


def within(record: Reading) -> str:
    """Begin a title, so that no reader takes it for history: in which run its figures stand."""
    return "In this run" if record.runs == 1 else f"In the median of {record.runs:,} runs"


def few(record: Reading) -> list[str]:
    """Warn of an ensemble so small that its shares and bands say little; nothing for others."""
    return [f"Only {record.runs} runs: shares and bands say little."] if 1 < record.runs < _FEW else []


def limits(record: Reading, *, start: bool = False) -> list[str]:
    """Return the small print in which the maps of a record end; with `start`, where its first state is told."""
    first = "; start state: see scenario.yaml" if start else ""
    return [EDGES, range_of(record), misses(record), f"Sources: {GROUND_SOURCES}{first}.", BOUNDARIES, CANNOT_SAY]


def _few(items: Sequence[str], most: int) -> str:
    """List `items` in at most `most` signs; those without room are counted, one too long is cut."""
    for count in range(len(items), 0, -1):
        more = f" … and {len(items) - count} more" if count < len(items) else ""
        text = ", ".join(items[:count]) + more
        if len(text) <= most:
            return text
    return items[0][: max(most - len(more) - 1, 8)] + (more.replace(" …", "…", 1) or "…")


def changed(record: Reading, most: int = _LINE) -> str:
    """Say what was set otherwise than in the scenario, or drawn, and from which week a fork differs; or nothing."""
    parts: list[tuple[str, list[str]]] = []
    if sets := record.manifest.get("sets"):
        parts.append(("changed", [str(each) for each in sets]))
    if fork := record.manifest.get("fork"):
        parts.append((f"forked at week {fork['week']}", [str(each) for each in fork.get("sets") or ()]))
    last = [each] if (each := _drawn_words(record)) else []
    most -= sum(len(_DOT) + len(each) for each in last)
    room = (most - len(_DOT) * (len(parts) - 1)) // max(len(parts), 1)
    said = [f"{head}: {_few(sets, room - len(head) - 2)}" if sets else head for head, sets in parts]
    return _DOT.join([*said, *last])


def subtitle(record: Reading, *facts: str, note: str = "") -> str:
    """Write the subtitle: arm and facts; in a second line, if there is any, what was changed, and a note."""
    rest = _DOT.join(facts)
    change = changed(record, _LINE - len(note) - len(_DOT) if note else _LINE)
    second = _DOT.join(each for each in (change, note) if each)
    first = f"{arm(record, _LINE - len(rest) - len(_DOT))}{_DOT}{rest}"
    return f"{first}\n{second}" if second else first


def told(record: Reading) -> str:
    """Say for the ear what was run: arm, sample and changes."""
    change = changed(record, 300).replace(_DOT, "; ")
    return ", ".join(each for each in (arm(record), sample(record), change) if each)


def clip(text: str, most: int) -> str:
    """Shorten `text` to at most `most` signs at a word's end."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
