"""The explore page: one scenario with a few numbers moved, run some times, as bands.

Only the teacher's own machine may ask, runs are capped, and every answer says its numbers and seeds. Owns these
requests. Knows nothing of pages or processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.classroom.futures import CHUNK, Rows, bands_of, curves_of
from sim.classroom.speech import say
from sim.errors import InputError
from sim.record.keep import SWEEP
from sim.scenario.find import find_scenarios
from sim.scenario.load import load_scenario
from sim.scenario.parameters.registry import declared

__all__ = ["MOST_RUNS", "MOST_WEEKS", "Ask", "Batch", "answer", "batches", "options", "work"]

MOST_RUNS, MOST_WEEKS = 200, 160
"""Caps of one request: some 20 s of one core."""

OFFERED = (
    "combat.kappa",
    "combat.launch",
    "campaigns.temperature",
    "control.town",
    "air.russia",
    "harm.deep_regime",
    "pockets.surrender",
    "truces.hazard",
)
"""Numbers that have a slider: eight of those that were fitted."""


class Ask(BaseModel):
    """Hold what the page asks for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: Annotated[str, Field(max_length=80)]
    sets: Annotated[dict[Annotated[str, Field(max_length=60)], Annotated[float, Field(allow_inf_nan=False)]],
                    Field(max_length=8)] = Field(default_factory=dict)  # fmt: skip
    runs: Annotated[int, Field(ge=2, le=MOST_RUNS)] = 40
    weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)] = 52
    seed: Annotated[int, Field(ge=0, lt=2**53)] = 1


@dataclass(frozen=True, slots=True)
class Batch:
    """Hold a few runs of a request."""

    scenario: bytes
    seeds: tuple[int, ...]


@lru_cache(maxsize=4)
def options(language: str = "en") -> dict[str, Any]:
    """Return what the page can choose from: scenarios with their variants, and numbers with their ranges."""
    numbers = declared()
    return {
        "scenarios": [
            {"label": f"{one.id}:{variant}", "title": f"{one.title}: {variant.replace('_', ' ')}"}
            for one in find_scenarios()
            for variant in one.variants
        ],
        "parameters": [
            {
                "key": key,
                "name": say(language, f"sliders.{key.replace('.', '_')}"),
                **{part: getattr(numbers[key], part) for part in ("low", "high", "value", "unit")},
            }
            for key in OFFERED
        ],
        "most": {"runs": MOST_RUNS, "weeks": MOST_WEEKS},
    }  # fmt: skip


def batches(data: object) -> tuple[Ask, list[Batch]]:
    """Return a request and its runs in batches; InputError says what is wrong with it."""
    from sim.experiments.job import packed  # what the server imports with this module stays light

    try:
        ask = Ask.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise InputError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    if ask.scenario not in {row["label"] for row in options()["scenarios"]}:
        raise InputError("There is no such scenario in the list.")
    if unknown := set(ask.sets) - set(OFFERED):
        raise InputError(f"There is no slider for {', '.join(sorted(unknown))}.")
    sets = [f"{key}={value}" for key, value in sorted(ask.sets.items())]
    scenario = packed(load_scenario(ask.scenario, sets=sets, weeks=ask.weeks))
    seeds = range(ask.seed, ask.seed + ask.runs)
    return ask, [Batch(scenario, tuple(seeds[at : at + CHUNK])) for at in range(0, ask.runs, CHUNK)]


def work(batch: Batch) -> Rows:
    """Run a batch. The same batch gives the same numbers in any process."""
    from sim.engine.model import TheatreModel
    from sim.experiments.job import unpacked

    loaded = unpacked(batch.scenario)
    models = (TheatreModel(loaded, rng=seed, keep=SWEEP, collect=False) for seed in batch.seeds)
    return np.stack([curves_of(model.run().log.table) for model in models])


def answer(ask: Ask, rows: Sequence[Rows]) -> dict[str, Any]:
    """Return the bands of a request that is done, with its numbers and seeds."""
    told = bands_of(rows)
    return {
        **told, "scenario": ask.scenario, "sets": ask.sets, "seeds": [ask.seed, ask.seed + ask.runs - 1],
    }  # fmt: skip
