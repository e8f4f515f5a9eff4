"""What may be said of a claim, and in which words: how many pairs of this model went which way, never that it is true.

    sentence_of(part, contrast)
    Under these rules and ranges, land of the opposition after 40 weeks rises in 310 of 400 pairs and falls in 90.

Owns this wording. Knows nothing of how a terminal or a page shows it.
"""

from __future__ import annotations

from sim.experiments.comparing.paired import Contrast
from sim.experiments.comparing.wording import figure, interval_words
from sim.history.claims.ledger import Part

__all__ = ["COMPARISONS", "LETTERS", "UNDER", "amount", "amount_words", "sentence_of"]

UNDER = "Under these rules and ranges"

LETTERS = "ABCDEF"
"""What arms are called, from the first to the last."""

COMPARISONS = (
    "So many contrasts were looked at that some would come out clear by chance: of forty without any effect, two by "
    "their intervals alone. The rule asks for more than an interval, and still each verdict is weaker than it would be "
    "if it were the only one."
)


def sentence_of(part: Part, found: Contrast) -> str:
    """Say of one part in how many pairs, or runs, the effect has which sign; never more than that."""
    if part.often:
        return f"{UNDER}, \u201c{part.says}\u201d is true in {found.up:,} of {found.pairs:,} runs."
    if part.reads.yes_no:
        return _clause(part, found)
    signs = sorted([(found.up, "rises"), (found.down, "falls")], key=lambda sign: -sign[0])
    of = "runs" if part.since else "pairs"
    told = f"{part.says} {signs[0][1]} in {signs[0][0]:,} of {found.pairs:,} {of} and {signs[1][1]} in "
    told += f"{signs[1][0] or 'none'}"
    if found.equal:
        told += f"; it is the same in {found.equal:,}"
    return f"{UNDER}, {told}."


def _clause(part: Part, found: Contrast) -> str:
    """Say of a clause in how many pairs it is true in one arm alone."""
    last = f"only in {LETTERS[len(part.each) - 1]}"
    later, earlier, of = ("only later", "only earlier", "runs") if part.since else (last, "only in A", "pairs")
    signs = sorted([(found.up, later), (found.down, earlier)], key=lambda sign: -sign[0])
    return (
        f"{UNDER}, \u201c{part.says}\u201d is true {signs[0][1]} in {signs[0][0]:,} of {found.pairs:,} {of}, "
        f"{signs[1][1]} in {signs[1][0] or 'none'}, and alike in {found.equal:,}."
    )


def amount(part: Part, value: float) -> str:
    """Write a level of a part: shares of runs in whole per cent, all else in two digits."""
    return f"{_percent(value)} %" if part.reads.yes_no else figure(value)


def amount_words(part: Part, found: Contrast) -> str:
    """Return the mean difference of a part, or the share of a clause, with its interval."""
    if found.interval is None or not part.reads.yes_no:
        return interval_words(found)
    low, high = found.interval
    if part.often:
        return f"{_percent(found.mean)} ({_percent(max(low, 0.0))} to {_percent(min(high, 1.0))}) %"
    mean, least, most = (_percent(value, signed=True) for value in (found.mean, low, high))
    return f"{mean} ({least} to {most}) points"


def _percent(value: float, *, signed: bool = False) -> str:
    whole = round(100 * value)
    return f"{whole:{'+' if signed else ''}d}" if whole else "0"
