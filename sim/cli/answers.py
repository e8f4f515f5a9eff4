"""What an exploration comes to, as text for a terminal: four questions, and how many runs are enough.

Owns the words that `theatre explore` prints. Numbers have two digits. Knows nothing of how an answer was found.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.tables import paragraph, table
from sim.experiments.comparing.wording import RANGE, beside, counted, figure
from sim.scenario.terms import said

if TYPE_CHECKING:
    from sim.experiments.exploring.advisor import Advice
    from sim.experiments.exploring.discovery import Box, Side
    from sim.experiments.exploring.effects import Effect
    from sim.experiments.exploring.exploration import Answers, Exploration
    from sim.experiments.exploring.sensitivity import Influence
    from sim.experiments.exploring.spread import Spread
    from sim.experiments.sweeps.plan import Factor

__all__ = ["as_words"]


def as_words(found: Exploration, folder: Path, top: int) -> str:
    """Return all answers as text; of each outcome the `top` most important inputs."""
    return "\n".join([
        found.table.plan.title,
        *_sample(found),
        "",
        *_possible(found),
        *(_does(found, top) if found.table.plan.factors else ()),
        *(_matter(found, top) if found.table.plan.factors else ()),
        *(_gives(found) if found.table.plan.factors else _nothing_varies()),
        *_enough(found),
        RANGE,
        f"All numbers and the pictures: {folder}",
    ])  # fmt: skip


def _sample(found: Exploration) -> Iterator[str]:
    rows, plan = found.table.rows, found.table.plan
    failed = len(rows) - len(found.table.good)
    planned = plan.rows
    done = counted(len(rows), "run") if len(rows) == planned else f"{len(rows):,} of {planned:,} runs are done"
    yield (
        f"{done}: {counted(rows['point'].nunique(), 'point')} of {counted(len(plan.factors), 'input')} "
        f"({plan.design.kind.replace('_', ' ')}), {counted(rows['replicate'].nunique(), 'seed')}, "
        + ", ".join(plan.arms)
        + (f"; {failed:,} failed and are left out" if failed else "")
    )
    yield f"Explored: {found.answers[0].response.of}"


def _nothing_varies() -> Iterator[str]:
    yield "Nothing varies but the seeds: there is no input to ask of."
    yield ""


def _possible(found: Exploration) -> Iterator[str]:
    yield "1. What outcomes are possible?"
    rows = [_spread_row(answer, spread) for answer in found.answers for spread in answer.spreads]
    yield table(("Outcome", "unit", "5 %", "median", "95 %", "never", "luck", "of"), rows)
    yield paragraph("luck: its share in the variance of single runs; the rest is ignorance of the inputs.", fit=True)
    yield ""


def _spread_row(answer: Answers, spread: Spread) -> tuple[str, ...]:
    share = spread.luck_share
    return (
        answer.response.name,
        answer.response.unit,
        figure(spread.low),
        figure(spread.median),
        figure(spread.high),
        "" if spread.never is None else f"{100 * spread.never:.0f} %",
        "?" if share is None else f"{100 * share:.0f} %",
        spread.of,
    )


def _ranked(answer: Answers, top: int) -> list[str]:
    """Return the names of the most important inputs: by the ranking, else by their swing."""
    if answer.ranking is not None:
        return [one.factor for one in answer.ranking.influences[:top]]
    ordered = sorted(answer.effects, key=lambda effect: -abs(effect.swing))
    return [effect.factor for effect in ordered[:top]]


def _does(found: Exploration, top: int) -> Iterator[str]:
    factors = {factor.name: factor for factor in found.table.plan.factors}
    yield "2. What does this input do?"
    for answer in found.answers:
        if answer.response.flat:
            continue
        effects = {effect.factor: effect for effect in answer.effects}
        rows = [_effect_row(effects[name], factors[name]) for name in _ranked(answer, top)]
        head = (
            f"{answer.response.name} [{answer.response.unit}]",
            "low end",
            "high end",
            "change",
            "95 %",
            "input from .. to",
        )
        yield table(head, rows)
        yield ""
    own = {effect.own for answer in found.answers if not answer.response.flat for effect in answer.effects}
    yield from (paragraph(line, fit=True) for line in _ends(own))
    yield ""


def _ends(own: set[bool]) -> Iterator[str]:
    """Say what the ends of an input are: of a change of the method's own (True), of means (False), or of both."""
    if True in own:
        yield (
            "Change: mean elementary effect of the whole range, each input moved alone (of words, from one to "
            "another); ends: the mean of all points less and plus half of it."
        )
    if False in own:
        yield (
            "Other inputs' ends" if True in own else "Ends"
        ) + ": mean of the first and last third of the range, or of a list."
    if own:
        yield "Of twenty inputs without any effect one is expected to look clear."


def _effect_row(effect: Effect, factor: Factor) -> tuple[str, ...]:
    half = effect.swing_half
    between = (
        ""
        if math.isnan(half)
        else f"{figure(effect.swing - half, signed=True)} to {figure(effect.swing + half, signed=True)}"
    )
    low, high = factor.span
    return (
        effect.factor,
        beside(effect.low.mean, effect.swing),
        beside(effect.high.mean, effect.swing),
        figure(effect.swing, signed=True),
        between,
        f"{_value(factor, low)} .. {_value(factor, high)} {factor.unit}".rstrip(),
    )


def _value(factor: Factor, code: float) -> str:
    """Return a code of a factor as people write its value."""
    if factor.kind == "date":
        return date.fromordinal(round(code)).isoformat()
    return str(factor.values[round(code)]) if factor.kind == "choice" else said(float(f"{code:.4g}"))


def _matter(found: Exploration, top: int) -> Iterator[str]:
    yield "3. Which inputs matter?"
    told: set[str] = set()
    for answer in found.answers:
        ranking = answer.ranking
        if ranking is None:
            yield paragraph(f"{answer.response.name}: {answer.no_ranking}", "", fit=True)
            yield ""
            continue
        head = (answer.response.name, "main", "95 %", _beside(answer), "")
        yield table(head, [_influence_row(one) for one in ranking.influences[:top]])
        yield from (paragraph(line, fit=True) for line in _notes(answer) if line not in told)
        told |= set(_notes(answer))
        yield ""


def _beside(answer: Answers) -> str:
    """Return the heading of the figure beside the main one."""
    return "alone" if answer.ranking is not None and answer.ranking.method.startswith("Sobol") else "other"


def _influence_row(one: Influence) -> tuple[str, ...]:
    return (one.factor, figure(one.main), f"{figure(one.main_low)} to {figure(one.main_high)}", figure(one.other), "")


def _notes(answer: Answers) -> list[str]:
    ranking = answer.ranking
    if ranking is None:
        return []
    notes = [f"{ranking.method}; main: {ranking.what}; {_beside(answer)}: {ranking.other}."]
    if ranking.luck is not None:
        notes.append(f"Luck is still {100 * ranking.luck:.0f} % of what was explained; more seeds lessen it.")
    if ranking.explained is not None:
        notes.append(f"The regression explains {100 * ranking.explained:.0f} % of the variance of ranks.")
    if ranking.dropped:
        notes.append(f"{ranking.dropped} points are left out: the rest of their block is not there.")
    return notes


def _gives(found: Exploration) -> Iterator[str]:
    yield "4. Which inputs give this outcome?"
    if not found.boxes:
        one = found.answers[0]
        bound = figure(one.spreads[0].low).replace(",", "")
        yield paragraph(f'Name it with --give, for example --give "{one.response.name}<{bound}".', fit=True)
    for box in found.boxes:
        yield paragraph(_box_words(box), "", fit=True)
        factors = {factor.name: factor for factor in found.table.plan.factors}
        rows = [_side_row(side, factors[side.factor]) for side in box.sides]
        if rows:
            yield table(("Input", "in the box", "in all", "by luck"), rows)
    yield ""


def _box_words(box: Box) -> str:
    rule, unit = (f"Difference in {box.rule}", "pairs") if " minus " in box.of else (box.rule, "runs")
    if not box.sides:
        return f"{rule}: in {100 * box.base:.0f} % of the {unit}; PRIM found no box of inputs that it is sure of."
    return (
        f"{rule}: in {100 * box.density:.0f} % of the {unit} in this box, against {100 * box.base:.0f} % of all; "
        f"the box holds {100 * box.coverage:.0f} % of the cases and {100 * box.inside / box.runs:.0f} % of the {unit}."
    )


def _side_row(side: Side, factor: Factor) -> tuple[str, ...]:
    low, high = factor.span
    inside = ", ".join(side.values) or f"{_value(factor, side.low)} .. {_value(factor, side.high)}"
    return (side.factor, inside, f"{_value(factor, low)} .. {_value(factor, high)}", f"{side.quasi_p:.2g}")


def _enough(found: Exploration) -> Iterator[str]:
    yield "How many runs are enough?"
    unit, several = found.table.plan.unit, any(answer.advice.samples > 1 for answer in found.answers)
    grows = bool(unit) and several
    more = (f"or {unit}", f"or {unit} x seeds, fewest runs") if grows else ()
    rows = [_advice_row(answer, answer.advice, grows=grows) for answer in found.answers]
    yield table(("Mean of", "now", "+/-", "wished", "seeds it takes", *more), rows)
    yield from (paragraph(line, fit=True) for line in _how_sure(found, grows=grows, several=several))
    yield ""


def _how_sure(found: Exploration, *, grows: bool, several: bool) -> Iterator[str]:
    """Say what an interval counts, what a dash means, and how a sweep grows."""
    plan = found.table.plan
    if several and all(answer.advice.seeds == 1 for answer in found.answers):
        yield "With one seed the interval leaves out what a seed does at all points alike, so nothing can be advised."
    elif several:
        yield (
            f"The interval counts {plan.unit or 'points'} and seeds as samples, as every point has the same seeds"
            + (f": more {plan.unit} do not help where seeds are few, nor the other way round." if grows else ".")
        )
    short = [one.advice for one in found.answers if not one.advice.enough]
    if any(one.seeds_needed is None or (grows and one.samples_needed is None) for one in short):
        yield "-: no number of them is enough by itself, or it cannot be known."
    if short:
        yield "What it takes goes by the variances seen so far, which few seeds tell only roughly."
        both = " --points N" if grows else ""
        yield f"theatre sweep --expand {found.table.folder}{both} --runs SEEDS" + (
            f", where N are {plan.unit} in all." if grows else "."
        )


def _advice_row(answer: Answers, advice: Advice, *, grows: bool) -> tuple[str, ...]:
    def needed(count: int | None) -> str:
        return "" if advice.enough else "-" if count is None else f"{count:,}"

    both = " x ".join(f"{count:,}" for count in advice.cheapest) if advice.cheapest else "-"
    more = (needed(advice.samples_needed), "" if advice.enough else both) if grows else ()
    half = "?" if math.isnan(advice.half) else figure(advice.half)
    return (
        f"{answer.response.name} [{answer.response.unit}]",
        "?" if math.isnan(advice.mean) else figure(advice.mean),
        half,
        figure(advice.wish),
        "enough" if advice.enough else needed(advice.seeds_needed),
        *more,
    )
