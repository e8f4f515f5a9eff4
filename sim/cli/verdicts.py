"""What the claims come to, in a table for a terminal: verdict, effect, pairs; and what to read beside it.

Owns the words that `theatre claims` prints. Knows nothing of how a verdict is reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.tables import paragraph, table
from sim.experiments.comparing.wording import RANGE
from sim.history.claims.draws import DRAWN_FROM
from sim.history.claims.wording import COMPARISONS, amount_words

if TYPE_CHECKING:
    from sim.history.claims.findings import Finding, PartFinding
    from sim.history.claims.runs import Plan

__all__ = ["as_words"]

_HEAD = ("Claim", "in the model", "effect (95 %)", "more-less-same", "past", "of")
_MOST, _MOST_UNIT = 52, 16
"""Signs of what is told of a part, and of its unit."""


def as_words(found: list[Finding], plan: Plan, folder: Path) -> str:
    """Return the findings as text for a terminal."""
    graded = [one for one in found if one.claim.grade != "N"]
    left = len(found) - len(graded)
    return "\n".join([
        *(paragraph(line, "", fit=True) for line in _sample(plan)),
        "",
        *([table(_HEAD, [row for one in graded for row in _rows(one)]), ""] if graded else []),
        *(paragraph(line, "", fit=True) for one in found if len(found) == 1 for line in _alone(one)),
        *([f"{left} cannot be tested by a simulation of this kind."] if left else []),
        paragraph(COMPARISONS, "", fit=True),
        RANGE,
        f"A card for each claim: {folder / 'claims.html'}",
    ])  # fmt: skip


def _sample(plan: Plan) -> Iterator[str]:
    pairs = plan.draws * plan.seeds
    yield f"{plan.draws} draws of the numbers with {plan.seeds} seeds each, {pairs:,} pairs a contrast"
    yield f"Drawn from: {DRAWN_FROM}"


def _rows(found: Finding) -> Iterator[tuple[str, ...]]:
    """Yield a row for each part; of grade A for each value of the number on which it rests."""
    mark = found.claim.history.mark if found.claim.history else ""
    single = len(found.parts) == 1
    if not single:
        yield (found.id, _verdict(found), "", "", mark, _clip(found.claim.claim))
    for number, part in enumerate(found.parts, 1):
        name, verdict = (found.id, _verdict(found)) if single else (f"{found.id}.{number}", f"  {part.verdict}")
        yield (name, verdict, *_numbers(part), mark if single else "", _clip(part.part.says))
    for step in found.steps:
        driver = found.entry.driver.number if found.entry.driver else ""
        yield ("", f"  = {step.value:g}", *_numbers(step.found), "", driver)


def _verdict(found: Finding) -> str:
    if found.claim.grade == "A":
        return "an if-then"
    return found.verdict or "not built"


def _numbers(part: PartFinding) -> tuple[str, str]:
    found = part.contrast
    unit = "" if part.part.reads.yes_no or part.unit == "count" else part.unit
    signs = (found.up, found.pairs - found.up) if part.part.often else (found.up, found.down, found.equal)
    return f"{amount_words(part.part, found)} {_clip(unit, _MOST_UNIT)}".rstrip(), "-".join(map(str, signs))


def _clip(text: str, most: int = _MOST) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip(' ,')}…"


def _alone(found: Finding) -> Iterator[str]:
    """Say more of a claim that was asked for alone."""
    yield found.claim.claim
    for part in found.parts:
        yield part.sentence
        yield f"{part.verdict.capitalize()}: {part.why}." if found.verdict else ""
    if found.claim.premise:
        yield f"Rests on: {found.claim.premise}"
    if found.entry.not_built:
        yield f"Not built: {found.entry.not_built}"
    yield ""
