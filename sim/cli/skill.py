"""What theatre backcast says: what was asked, the scores of each forecast, what they come to.

In conditional mode every line says so. Owns these words. Knows nothing of how scores are found.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.cli.tables import paragraph, table
from sim.history.backcasts.backcast import FITTED, MODEL, NAMES, Backcast
from sim.history.backcasts.folder import NOTE
from sim.history.backcasts.plan import Plan
from sim.history.backcasts.scores import Score, find
from sim.history.backcasts.verdicts import standing, verdicts

__all__ = ["as_words", "cost_words"]


def cost_words(plan: Plan, runs: int, jobs: int, seconds: float) -> str:
    """Say what is about to be done, and how long it takes."""
    time = f"{max(1, round(seconds))} seconds" if seconds < 120 else f"{round(seconds / 60)} minutes"
    maps, months = len(plan.maps), len(plan.months)
    text = (
        f"{runs:,} runs of {plan.loaded.scenario.weeks} weeks from {plan.start}, scored on {maps} map"
        f"{'s' * (maps != 1)} and {months} month{'s' * (months != 1)}: about {time} with {jobs} process"
        f"{'es' * (jobs != 1)}."
    )
    return _marked(plan, [text])


def as_words(backcast: Backcast, scores: list[Score], folder: Path) -> str:
    """Return all that the command prints."""
    plan = backcast.plan
    blocks = [
        f"{plan.loaded.label} from {plan.start} to {plan.horizon}, {backcast.runs:,} runs, {plan.mode}; "
        f"the record: {plan.truth}\nnumbers: {backcast.numbers}; {backcast.sample}",
        *_place_tables(backcast, scores),
        *_death_table(backcast, scores),
        *_land_tables(backcast, scores),
        "\n".join(paragraph(each) for each in verdicts(scores)),
        paragraph(NOTE),
        f"{folder}",
    ]
    return _marked(plan, "\n\n".join(blocks).splitlines())


def _marked(plan: Plan, lines: Sequence[str]) -> str:
    """Return lines as they are, or each with the word that they depend on."""
    return "\n".join(f"conditional | {line}".rstrip() for line in lines) if plan.conditional else "\n".join(lines)


def _place_tables(backcast: Backcast, scores: list[Score]) -> Iterator[str]:
    head = (
        "forecast", "log", "model less this", "", "Brier", "right", "of changed", "recall", "precision", "AUC",
        "changes",
    )  # fmt: skip
    for result in backcast.places_of("merged"):
        when = str(result.day)

        def cell(name: str, measure: str, form: str = ".2f", when: str = when) -> str:
            return _figure(find(scores, "places", measure, when=when, reading="merged")[name].value, form)

        rows = []
        for name in result.forecasts:
            log = find(scores, "places", "log", when=when, reading="merged")[name]
            rows.append((
                NAMES[name] + (" *" if name in FITTED else ""), cell(name, "log", ".3f"), *_less(log, "+.3f"),
                cell(name, "brier", ".3f"), cell(name, "accuracy", ".3f"), cell(name, "accuracy_changed"),
                cell(name, "recall"), cell(name, "precision"), cell(name, "auc"), cell(name, "expected_changes", ".1f"),
            ))  # fmt: skip
        changed = int(result.question.changed.sum())
        yield (
            f"Places on {when}, after {result.weeks} weeks: {len(result.question.places)} scored, "
            f"{changed} changed hands; * {result.basis}\n{table(head, rows)}"
        )


def _death_table(backcast: Backcast, scores: list[Score]) -> Iterator[str]:
    if backcast.months is None:
        return
    head = ("forecast", "CRPS", "model less this", "", "ignorance", "interval 80", "cover 50", "80", "95", "bias")
    rows = []
    for name, crps in find(scores, "deaths", "crps").items():
        forms = (("ignorance", ".2f"), ("interval_80", ",.0f"), ("coverage_50", ".2f"), ("coverage_80", ".2f"),
                 ("coverage_95", ".2f"), ("bias", "+,.0f"))  # fmt: skip
        others = (_figure(find(scores, "deaths", measure)[name].value, form) for measure, form in forms)
        rows.append((NAMES[name], f"{crps.value:,.0f}", *_less(crps, "+,.0f"), *others))
    yield f"Deaths a month, {crps.when}: {len(backcast.months.rows)} months\n{table(head, rows)}"


def _land_tables(backcast: Backcast, scores: list[Score]) -> Iterator[str]:
    for land in backcast.lands:
        when = str(land.day)
        rows = [
            (NAMES[name], f"{score.value:.1f}", f"{find(scores, 'land', 'energy', when=when)[name].value:.1f}")
            for name, score in find(scores, "land", "rmse", when=when).items()
        ]
        yield f"Land on {when}, points of the country\n{table(('forecast', 'RMSE', 'energy score'), rows)}"


def _less(score: Score, form: str) -> tuple[str, str]:
    """Return the paired difference with its standard error, and how the model stands."""
    if score.forecast == MODEL or score.less is None:
        return "", ""
    error = "" if math.isnan(score.less.error) else f" ({format(score.less.error, form.replace('+', ''))})"
    return f"{score.less.mean:{form}}{error}", standing(score.less)


def _figure(value: float, form: str) -> str:
    return "-" if math.isnan(value) else format(value, form)
