"""A finished sweep, explored: four questions, asked of every outcome that was named.

What outcomes are possible, what does this input do, which inputs matter, which inputs give this outcome; and how many
runs are enough. Owns the gathering of answers. Knows nothing of how they are told or drawn.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.errors import InputError
from sim.experiments.columns import Reading
from sim.experiments.exploring.advisor import Advice, advise
from sim.experiments.exploring.discovery import Box, find_box, rule_of
from sim.experiments.exploring.effects import Effect, effects_of
from sim.experiments.exploring.response import Response, response
from sim.experiments.exploring.sensitivity import Ranking, which_matter
from sim.experiments.exploring.spread import Spread, spread_of
from sim.experiments.plain import finite
from sim.experiments.sweeps.table import Table

__all__ = ["Answers", "Exploration", "explore"]


@dataclass(frozen=True)
class Answers:
    """What the sweep says of one outcome."""

    response: Response
    spreads: tuple[Spread, ...]
    """Of every arm; of a difference, its own alone."""
    effects: tuple[Effect, ...]
    """One for each factor."""
    ranking: Ranking | None
    no_ranking: str
    """Why there is none."""
    advice: Advice

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "outcome": self.response.name,
            "unit": self.response.unit,
            "of": self.response.of,
            "possible": [spread.plain() for spread in self.spreads],
            "effects": [effect.plain() for effect in self.effects],
            "ranking": self.ranking.plain() if self.ranking else None,
            "no_ranking": self.no_ranking or None,
            "advice": self.advice.plain(),
        }


@dataclass(frozen=True)
class Exploration:
    """All answers of one exploration."""

    table: Table
    answers: tuple[Answers, ...]
    boxes: tuple[Box, ...]

    def plain(self) -> dict[str, Any]:
        """Return it as plain data that JSON knows."""
        plain: dict[str, Any] = finite(
            {
                "sweep": self.table.plan.id,
                "title": self.table.plan.title,
                "rows": len(self.table.rows),
                "failed": len(self.table.rows) - len(self.table.good),
                "answers": [one.plain() for one in self.answers],
                "boxes": [box.plain() for box in self.boxes],
            }
        )
        return plain


def explore(
    table: Table,
    *,
    outcomes: Sequence[str] = (),
    arm: str | None = None,
    versus: str | None = None,
    give: Sequence[str] = (),
    widths: Mapping[str, float] | None = None,
) -> Exploration:
    """Ask the four questions of some outcomes (all, if none is named); `give` are rules such as `regime_area<30`."""
    rules = [rule_of(text, table) for text in give]
    names = outcomes or [reading.name for reading in table.plan.readings]
    answers = tuple(_answers(table, name, arm, versus, (widths or {}).get(name)) for name in names)
    return Exploration(table, answers, tuple(find_box(table, rule, arm=arm, versus=versus) for rule in rules))


def _answers(table: Table, name: str, arm: str | None, versus: str | None, width: float | None) -> Answers:
    mine = response(table, name, arm=arm, versus=versus)
    arms = [mine] if versus is not None else [response(table, name, arm=one) for one in table.plan.arms]
    ranking, why = None, ""
    try:
        ranking = which_matter(mine) if table.plan.factors else None
        why = "" if ranking else "Nothing varies but the seeds."
    except InputError as error:
        why = str(error)
    return Answers(
        response=mine,
        spreads=tuple(spread_of(one) for one in arms),
        effects=_signed(effects_of(mine), ranking, float(mine.means.mean())),
        ranking=ranking,
        no_ranking=why,
        advice=_advice(mine, width or _usual(mine.reading, mine.sample.mean)),
    )


def _advice(mine: Response, wish: float) -> Advice:
    return advise(mine.sample, wish, mine.plan.unit, doubling=mine.plan.design.kind == "saltelli")


def _signed(effects: list[Effect], ranking: Ranking | None, middle: float) -> tuple[Effect, ...]:
    """Return effects with the method's own signed changes, where it has them: they are free of the other inputs."""
    own = {one.factor: one for one in ranking.influences if not math.isnan(one.change)} if ranking else {}
    return tuple(
        effect.with_own(own[effect.factor].change, own[effect.factor].change_half, middle)
        if effect.factor in own
        else effect
        for effect in effects
    )


def _usual(reading: Reading, mean: float) -> float:
    """Return the half-width that is advised where none is wished: a point, two weeks, or a twentieth of the mean."""
    if reading.unit.startswith("%"):
        return 1.0
    return 2.0 if reading.unit == "weeks" else abs(mean) / 20.0
