"""What the runs say of each claim: effects with their intervals, luck and ignorance apart, and a verdict in words.

    found = findings(plan, values, ids)
    found[0].verdict, found[0].parts[0].sentence

Owns the step from values of runs to findings. Knows nothing of how runs are made, or of pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated

import numpy as np
import numpy.typing as npt

from sim.claims import Claim, claims
from sim.experiments.columns import reading_of
from sim.experiments.comparing.paired import Contrast, Pairs, contrast_of, interval_of
from sim.history.claims.ledger import ArmOf, Entry, Part, Reads, ledger
from sim.history.claims.runs import Key, Plan, Values, key_of
from sim.history.claims.turning import Turn, turning
from sim.history.claims.verdicts import Verdict, how_often, judge, together
from sim.history.claims.wording import sentence_of
from sim.scenario.outcomes import FirstWeek, Relieved

__all__ = ["Finding", "PartFinding", "Step", "findings"]

Floats = npt.NDArray[np.float64]
Span = tuple[float, float]


@dataclass(frozen=True)
class PartFinding:
    """Hold what the runs say of one part of a claim."""

    part: Part
    unit: str
    names: tuple[str, ...]
    """What the arms are called, from the first to the last."""
    targets: tuple[str, ...]
    """What runs them again: `scenario:variant`, and what is set."""
    values: Annotated[Floats, "[arm, draw, seed]"]
    """What was read off each arm; of a change, the earlier reading and the later one."""
    contrast: Contrast
    """Last less first; of how often something is so, nothing but the clause itself."""
    interval: Span | None
    verdict: Verdict
    why: str
    turns: tuple[Turn, ...]
    sentence: str

    @property
    def differences(self) -> Annotated[Floats, "[draw, seed]"]:
        """Return last less first, pair by pair; of how often something is so, 1 where it is."""
        found: Floats = self.values[0] if self.part.often else self.values[-1] - self.values[0]
        return found


@dataclass(frozen=True)
class Step:
    """Hold what becomes of the first part of a claim at one value of the number on which it rests."""

    value: float
    found: PartFinding


@dataclass(frozen=True)
class Finding:
    """Hold what the runs say of one claim; of grade A no verdict, only what follows from what."""

    id: str
    claim: Claim
    entry: Entry
    parts: tuple[PartFinding, ...]
    steps: tuple[Step, ...]
    verdict: Verdict | None

    @property
    def turns_between(self) -> tuple[tuple[float, float], ...]:
        """Return the values of the driver between which the claim turns from holding to not holding, or back."""
        sure = [step for step in self.steps if step.found.verdict != "undetermined"]
        return tuple(
            (one.value, other.value) for one, other in pairwise(sure) if one.found.verdict != other.found.verdict
        )


def findings(plan: Plan, values: Mapping[Key, Values], ids: Iterable[str]) -> list[Finding]:
    """Return what the runs say of some claims."""
    return [_finding(each, plan, values) for each in ids]


def _finding(name: str, plan: Plan, values: Mapping[Key, Values]) -> Finding:
    claim, entry = claims()[name], ledger()[name]
    if entry.driver is None:
        parts = tuple(_part(part, part.each, plan, values) for part in entry.parts)
        verdict = together([part.verdict for part in parts]) if claim.grade == "T" and parts else None
        return Finding(name, claim, entry, parts, (), verdict)
    first, number = entry.parts[0], entry.driver.number
    steps = tuple(
        Step(value, _part(first, tuple(arm.setting(number, value) for arm in first.each), plan, values))
        for value in entry.driver.values
    )
    return Finding(name, claim, entry, (), steps, None)


def _part(part: Part, arms: tuple[ArmOf, ...], plan: Plan, values: Mapping[Key, Values]) -> PartFinding:
    keys = [key_of(arm) for arm in arms]
    read = [(key, each) for key in keys for each in part.readings]
    table = np.stack([_read(each, values[key], _start(plan, key)) for key, each in read])
    loaded = [plan.arms[key].loaded for key in keys]
    differences = table[0] if part.often else table[-1] - table[0]
    if part.often:
        verdict, why = how_often(differences, share=part.share or 0.0)
    else:
        verdict, why = judge(differences, expect=part.expect or "none", least=part.least or 0.0)
    contrast = contrast_of(Pairs(np.zeros_like(differences) if part.often else table[0], table[-1]))
    names = tuple(arm.name or one.scenario.title for arm, one in zip(arms, loaded, strict=True))
    draws = [plan.arms[key].draws for key in keys]
    shared = [
        {name: value for name, value in first.items() if all(name in other for other in others)}
        for first, *others in zip(*draws, strict=True)
    ]
    return PartFinding(
        part=part,
        unit=part.unit or _unit(part.reads),
        names=names,
        targets=tuple(" with ".join(filter(None, (arm.target, ", ".join(arm.sets)))) for arm in arms),
        values=table,
        contrast=contrast,
        interval=interval_of(differences),
        verdict=verdict,
        why=why,
        turns=() if part.often else tuple(turning(differences.mean(axis=1), shared)),
        sentence=sentence_of(part, contrast),
    )


def _start(plan: Plan, key: Key) -> date:
    return plan.arms[key].loaded.scenario.start


def _unit(reads: Reads) -> str:
    """Return the unit of what is read; a clause that is true or not is told in shares of runs."""
    return "share of runs" if reads.yes_no else reading_of(reads.outcome, 1).unit


def _read(reads: Reads, values: Values, start: date) -> Floats:
    """Return one number for each run; what never happened counts as the last week."""
    found = values.of(reads.outcome)
    if isinstance(reads.outcome, FirstWeek | Relieved):
        if reads.by is not None:
            return (found <= (reads.by - start).days / 7).astype(np.float64)  # never: not a number, so no
        found = np.where(np.isnan(found), float(values.weeks), found)
    found = found + sum(values.of(one) for one in reads.plus) - sum(values.of(one) for one in reads.minus)
    for one in reads.over:
        below = values.of(one)
        found = np.divide(found, below, out=np.zeros_like(found), where=below != 0.0)
    if reads.above is not None:
        return (found > reads.above).astype(np.float64)
    if reads.below is not None:
        return (found < reads.below).astype(np.float64)
    return np.asarray(found, dtype=np.float64)
