"""The words around the pictures of a backcast: what was run from when, against which record, and what that cannot say.

Owns subtitle and small print. Knows nothing of what a picture shows.
"""

from __future__ import annotations

from sim.history.backcasts.backcast import MODEL, NAMES, Backcast
from sim.reports import words

__all__ = ["MODE", "foot", "named", "subtitle"]

MODE = {
    "unconditional": "unconditional: nothing dated after the start is put in",
    "conditional": "CONDITIONAL: the scenario may hold what happened after the start",
}

_SHORT = {MODEL: "The model"}


def named(forecast: str) -> str:
    """Return what a picture calls a forecast."""
    name = _SHORT.get(forecast, NAMES[forecast])
    return name[0].upper() + name[1:]


def subtitle(backcast: Backcast) -> str:
    """Write scenario, start, runs and record, and in a second line whether it was conditional."""
    plan = backcast.plan
    last = backcast.seed + backcast.runs - 1
    sample = f"n = {backcast.runs:,} runs, seeds {backcast.seed} to {last}"
    first = f"{plan.loaded.label} from {words.day(plan.start)}  ·  {sample}"
    return f"{first}  ·  {backcast.sample.partition(':')[0]}\n{MODE[plan.mode]}  ·  record: {plan.truth}"


def foot(backcast: Backcast, *sentences: str) -> list[str]:
    """Return the small print: how to read this picture, then what all of them must say."""
    plan = backcast.plan
    few = [f"Only {backcast.runs} runs: shares and bands say little."] if backcast.runs < 100 else []
    return [
        *sentences,
        *few,
        f"{plan.mode.capitalize()} forecast, {backcast.sample}; numbers: {backcast.numbers}.",
        "Trials on all years had informed some ranges; priors were widened at least twofold.",
        words.RANGE,
        "Sources: UCDP (deaths), documented history and a map dump (control); those of the numbers: scenario.yaml.",
        words.CANNOT_SAY,
    ]
