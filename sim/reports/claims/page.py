"""`claims.html`: one self-contained page with a card and a small figure for each claim, by the analysis that made it.

Owns what stands on a card. Knows nothing of how runs are made or verdicts are reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from sim.claims import MARKS
from sim.experiments.comparing.wording import RANGE
from sim.history.claims.draws import DRAWN_FROM
from sim.history.claims.findings import Finding, PartFinding
from sim.history.claims.runs import Plan
from sim.history.claims.verdicts import RULE, Verdict
from sim.history.claims.wording import COMPARISONS, LETTERS, amount, amount_words
from sim.reports import words
from sim.reports.claims.strip import Ladder, Strip, ladder_of, often_of, strip_of
from sim.reports.page import sheet
from sim.reports.page.honesty import CANNOT, DATA
from sim.scenario.parameters.registry import declared
from sim.sources import bibliography

__all__ = ["Card", "Group", "Piece", "cards_of", "write_claims"]

_UNITS = {"count": "", "flag": "weeks", "share": "as a share", "multiplier": "as a multiplier"}
"""Units in words where that of the series is none."""

_EXPECTED = {"up": "the claim says more", "down": "the claim says less", "none": "the claim says no difference"}
_BADGES = {
    "supported": "Supported here",
    "opposed": "Opposed here",
    "undetermined": "Undetermined here",
    "if-then": "An if-then",
    "not-built": "Not built",
    "none": "Not testable here",
}


@dataclass(frozen=True)
class Piece:
    """Hold one part of a claim as its card shows it."""

    says: str
    sentence: str
    strip: Strip
    arms: tuple[tuple[str, str], ...]
    """Letter and title of each arm; none where the part before has the same."""
    effect: str
    levels: str
    unit: str
    expected: str
    """What the claim expects: up, down, none or often."""
    told: str
    why: str
    verdict: str
    spread: tuple[int, int] | None
    """Share of luck and of ignorance in the spread of single pairs, in per cent."""
    hangs: tuple[str, ...]
    alt: str
    rests: str


@dataclass(frozen=True)
class Card:
    """Hold one claim as the page shows it."""

    id: str
    claim: str
    kind: str
    badge: str
    by: str
    pieces: tuple[Piece, ...]
    targets: tuple[str, ...]
    """What runs its arms again."""
    ladder: Ladder | None
    follows: str
    """Of grade A: from what it follows, and where it turns."""
    ladder_alt: str
    ladder_says: str
    ladder_unit: str
    ladder_arms: tuple[tuple[str, str], ...]
    premise: str
    reason: str
    mechanism: str
    not_built: str
    history: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Hold the cards of one analysis."""

    key: str
    title: str
    by: str
    cards: tuple[Card, ...]


def write_claims(found: Sequence[Finding], plan: Plan, manifest: Mapping[str, Any], path: Path) -> Path:
    """Write the page to `path`; StorageError when it cannot be written."""
    groups = cards_of(found)
    counts = {kind: [one.id for one in found if _kind(one) == kind] for kind in _BADGES}
    return sheet.write(
        path,
        "claims.html",
        data={},
        title=f"{len(found)} claims put to the model" if len(found) > 1 else f"Claim {found[0].id} put to the model",
        groups=groups,
        counts=[(kind, _BADGES[kind], names) for kind, names in counts.items() if names],
        sample=f"{plan.draws} draws of the numbers, {plan.seeds} pairs of runs of each",
        drawn_from=DRAWN_FROM,
        rule=RULE,
        comparisons=COMPARISONS,
        note=RANGE,
        outside=[],
        cannot=CANNOT,
        caveats=[
            RANGE,
            f"Draws come from: {DRAWN_FROM}.",
            COMPARISONS,
            "A verdict is about these rules and ranges. It confirms no claim and refutes none.",
        ],
        vintage=DATA,
        manifest=manifest,
        words=words,
    )


def cards_of(found: Sequence[Finding]) -> tuple[Group, ...]:
    """Return the cards by analysis, each in the order of the claims."""
    books, order = bibliography(), list(dict.fromkeys(one.claim.source for one in found))
    ordered = sorted(found, key=lambda one: order.index(one.claim.source))
    return tuple(
        Group(
            key=key,
            title=_upper(books[key].what),
            by=_byline(books[key].author, books[key].outlet, books[key].date),
            cards=tuple(map(_card, those)),
        )
        for key, those in groupby(ordered, key=lambda one: one.claim.source)
    )


def _byline(author: str, outlet: str, date: str) -> str:
    """Say who wrote an analysis, where and when; what is not known is said once."""
    known = [each for each in dict.fromkeys((author, outlet)) if each != "not stated"]
    if any(one != other and other in one for one in known for other in known):
        known = known[:1]
    return f"{', '.join(known) or 'Author and outlet not stated'}, {date}"


def _card(found: Finding) -> Card:
    claim, books = found.claim, bibliography()
    history, kind = claim.history, _kind(found)
    ladder = ladder_of(found) if found.steps else None
    return Card(
        id=found.id,
        claim=claim.claim,
        kind=kind,
        badge=_badge(found),
        by=_upper(claim.by or ""),
        pieces=tuple(_pieces(found)),
        targets=tuple(dict.fromkeys(_targets(found))),
        ladder=ladder,
        follows=_follows(found) if claim.grade == "A" else "",
        ladder_alt=_ladder_words(found) if found.steps else "",
        ladder_says=_upper(found.steps[0].found.part.says) if found.steps else "",
        ladder_unit=_ladder_unit(found.steps[0].found) if found.steps else "",
        ladder_arms=_arms(found.steps[0].found) if found.steps else (),
        premise=claim.premise or "",
        reason=claim.reason or "",
        mechanism=claim.mechanism or "",
        not_built=found.entry.not_built or "",
        history=f"{MARKS[history.mark].capitalize()}. {history.note}" if history else "",
        sources=tuple(books[key].cite() for key in history.sources) if history else (),
    )


def _kind(found: Finding) -> str:
    """Return which badge a claim has."""
    return found.verdict or {"A": "if-then", "N": "none", "T": "not-built"}[found.claim.grade]


def _pieces(found: Finding) -> Iterator[Piece]:
    """Yield the parts of a claim; arms that were named for the part before are not named again."""
    before: tuple[str, ...] = ()
    for part in found.parts:
        yield _piece(part, judged=found.verdict is not None, named=part.targets == before)
        before = part.targets


def _piece(found: PartFinding, *, judged: bool, named: bool) -> Piece:
    part, contrast = found.part, found.contrast
    unit = "" if part.reads.yes_no else _UNITS.get(found.unit, found.unit)
    return Piece(
        says=_upper(part.says),
        sentence=found.sentence,
        strip=often_of(found) if part.often else strip_of(found),
        arms=() if named else _arms(found),
        effect=_minus(amount_words(part, contrast)),
        levels=_levels(found),
        unit=unit,
        expected="often" if part.often else str(part.expect),
        told=_told(found),
        why=found.why,
        verdict=found.verdict if judged else "",
        spread=_spread(found),
        hangs=_hangs(found),
        alt=f"{found.sentence} Mean with 95 % interval: {_minus(amount_words(part, contrast))} {unit}".strip() + ".",
        rests=part.rests or "",
    )


def _letters(found: PartFinding) -> Sequence[str]:
    return LETTERS[: len(found.names)] if len(found.names) > 1 else ("in",)


def _arms(found: PartFinding) -> tuple[tuple[str, str], ...]:
    return tuple(zip(_letters(found), found.names, strict=True))


def _told(found: PartFinding) -> str:
    """Say what the claim expects."""
    part = found.part
    return f"the claim says at least {100 * (part.share or 0):.0f} %" if part.often else _EXPECTED[str(part.expect)]


def _levels(found: PartFinding) -> str:
    """Return the mean of every arm, or of the earlier and the later reading."""
    if found.part.often:
        return ""
    heads = ("earlier", "later") if found.part.since else tuple(_letters(found))
    means = found.values.mean(axis=(1, 2))
    told = (f"{head} {_minus(amount(found.part, float(mean)))}" for head, mean in zip(heads, means, strict=True))
    return ", ".join(told)


def _spread(found: PartFinding) -> tuple[int, int] | None:
    apart = found.contrast.ignorance
    if apart is None or apart.share is None:
        return None
    ignorance = round(100 * apart.share)
    return 100 - ignorance, ignorance


def _hangs(found: PartFinding) -> tuple[str, ...]:
    """Say with which numbers the sign of the effect turns over."""
    times = 100.0 if found.part.reads.yes_no else 1.0
    return tuple(
        f"{turn.number}: {_minus(f'{times * turn.low:+.2g}')} in the lowest third of its draws, "
        f"{_minus(f'{times * turn.high:+.2g}')} in the highest"
        for turn in found.turns
        if turn.turns
    )


def _targets(found: Finding) -> Iterator[str]:
    for part in (*found.parts, *(step.found for step in found.steps[:1])):
        yield from part.targets


def _badge(found: Finding) -> str:
    """Return the words of a badge; of grade A the value from which the claim follows."""
    driver = found.entry.driver
    if found.claim.grade != "A":
        return _BADGES[_kind(found)]
    if driver is None:
        return "Follows from what is put in"
    held = _values(found, "supported")
    return f"Follows from {driver.number} = {held}" if held else f"Follows at no value of {driver.number}"


def _values(found: Finding, verdict: Verdict) -> str:
    return words.listed([f"{step.value:g}" for step in found.steps if step.found.verdict == verdict])


def _follows(found: Finding) -> str:
    """Say for a claim of grade A what is in force, and where it turns."""
    driver = found.entry.driver
    if driver is None:
        return found.entry.turns or ""
    told = [f"In force is {declared()[driver.number].value:g}."]
    if contrary := _values(found, "opposed"):
        told.append(f"The opposite comes out at {contrary}.")
    if unclear := _values(found, "undetermined"):
        told.append(f"Neither can be told at {unclear}.")
    if between := [f"{low:g} and {high:g}" for low, high in found.turns_between]:
        told.append(f"It turns between {words.listed(between)}.")
    return " ".join(told)


def _ladder_words(found: Finding) -> str:
    part = found.steps[0].found.part
    steps = "; ".join(f"at {s.value:g}: {_minus(amount_words(part, s.found.contrast))}" for s in found.steps)
    return f"{_upper(part.says)}, by {found.entry.driver.number if found.entry.driver else ''}: {steps}."


def _ladder_unit(found: PartFinding) -> str:
    """Say what the figure of a claim of grade A measures, and what the claim expects."""
    if found.part.often:
        return f"share of runs; {_told(found)}"
    unit = "points" if found.part.reads.yes_no else _UNITS.get(found.unit, found.unit)
    last = LETTERS[len(found.names) - 1]
    return f"{last} less A{', ' + unit if unit else ''}; {_told(found)}"


def _minus(text: str) -> str:
    return text.replace("-", "\u2212")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
