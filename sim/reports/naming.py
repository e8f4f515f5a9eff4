"""What outcomes, inputs and their values are called under a picture.

Owns these labels. Knows nothing of drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from sim.experiments.columns import Reading
from sim.experiments.sweeps.plan import Factor
from sim.sides import LABELS, NAMES
from sim.theatre.places import places

__all__ = ["arm_labels", "brief", "factor_label", "outcome_label", "value_label"]

BRIEF = 26
"""Signs of an input's meaning that a title has room for."""

_PARTY = re.compile(rf"(?<=by |of |d: |k: )(?:{'|'.join(NAMES)})\b")
"""Where a label names a party."""


def outcome_label(reading: Reading) -> str:
    """Return the name of an outcome as a label."""
    text = reading.doc.removesuffix("; empty: never")
    text = text.replace("first week in which ", "first week: ")
    for place in (one for one in places() if re.search(rf"\b{one}\b", text)):
        text = re.sub(rf"\b{place}\b", places()[place].name, text)
    text = _PARTY.sub(lambda side: NAMES[side.group()].replace("The ", "the "), text)
    return text[:1].upper() + text[1:]


def factor_label(factor: Factor) -> str:
    """Return what an input means, in a few words; its key where nothing is known of it."""
    if factor.name.endswith(".scale"):
        return f"{factor.name.removeprefix('series.').removesuffix('.scale')}, every value times"
    head, _, rest = factor.name.partition(".")
    side, _, field = rest.partition(".")
    if head == "start" and side in LABELS and field:
        return f"{LABELS[side]} at the start: {field.replace('_', ' ')}"
    text = factor.doc.partition(".")[0].partition(";")[0].strip()
    if text.startswith("The same"):  # as the number above it in the list, which is not here
        return factor.name
    return text[:1].upper() + text[1:] if text else factor.name


def brief(factor: Factor) -> str:
    """Return an input for a title: what it means where that is short, else its key."""
    text = factor_label(factor)
    return text if len(text) <= BRIEF else factor.name


def value_label(factor: Factor, code: float) -> str:
    """Return a value of an input from its code: a date as a date, a word as a word, a number in three digits."""
    if factor.kind == "date":
        return date.fromordinal(round(code)).isoformat()
    if factor.kind == "choice":
        return str(factor.values[round(code)])
    return f"{float(f'{code:.3g}'):,.10g}".replace("-", "−")


def arm_labels(arms: Iterable[str]) -> dict[str, str]:
    """Return a short name for each arm: its variant, where all are variants of one scenario."""
    every = list(arms)
    heads = {arm.partition(":")[0] for arm in every}
    return {arm: arm.partition(":")[2] or arm for arm in every} if len(heads) == 1 else {arm: arm for arm in every}
