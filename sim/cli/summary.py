"""What a run comes to, in a few lines: who holds what, who died, where the files are.

Owns the words that `theatre run` prints. Civilians come first; numbers have two digits. Knows nothing of how
the run was made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.calendar import date_of
from sim.cli.tables import paragraph, table
from sim.record.manifest import single
from sim.record.telling import RULE_OF_ODDS, amount
from sim.sides import HOLDERS, INDEX, LABELS

if TYPE_CHECKING:
    from sim.record.history import RunHistory
    from sim.scenario.loaded import Loaded

__all__ = ["as_plain", "as_words"]

_LEAST_SHARE = 0.005
"""Holders below this share at both ends are left out of the table."""

_KILLED = {
    "civilians": ("civilians",),
    "regime and allies": ("regime", "iran", "russia"),
    "opposition and HTS": ("opposition", "hts"),
    "IS": ("is",),
    "SDF and US": ("sdf", "us"),
    "Turkey-backed": ("turkey",),
}


def _of(histories: Sequence[RunHistory], name: str) -> Any:
    return np.array([history.series(name) for history in histories])


def _killed(histories: Sequence[RunHistory]) -> dict[str, Any]:
    """Return deaths over the whole run by group, one number a run."""
    return {
        group: sum(_of(histories, f"deaths.{side}").sum(axis=1) for side in sides) for group, sides in _KILLED.items()
    }


def _start(histories: Sequence[RunHistory], side: str) -> Any:
    """Return the share of the country that a side holds before the first week, one number a run."""
    from sim.theatre.regions import load_theatre

    area = load_theatre().area
    return np.array([area[history.start_holder == INDEX[side]].sum() / area.sum() for history in histories])


def _percent(values: Any) -> str:
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95]) * 100
    return f"{middle:.0f} %" if len(values) == 1 else f"{middle:.0f} % ({low:.0f} to {high:.0f})"


def _people(values: Any) -> str:
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    if len(values) == 1:
        return amount(middle)
    return f"{amount(middle)} ({amount(low)} to {amount(high)})"


def as_words(loaded: Loaded, folder: Path, histories: Sequence[RunHistory], manifest: Mapping[str, Any]) -> str:
    """Return the summary as text for a terminal."""
    scenario = loaded.scenario
    weeks = len(histories[0].hashes)
    first, last = date_of(0, scenario.start), date_of(weeks, scenario.start)
    seeds = [history.seed for history in histories]
    luck = f"one run, seed {seeds[0]}" if len(seeds) == 1 else f"{len(seeds)} runs, seeds {seeds[0]} to {seeds[-1]}"
    rows = [
        (LABELS[side], _percent(_start(histories, side)), _percent(_of(histories, f"area.{side}")[:, -1]),
         _percent(_of(histories, f"population.{side}")[:, -1]))
        for side in HOLDERS
        if max(*_start(histories, side), *_of(histories, f"area.{side}")[:, -1]) > _LEAST_SHARE
    ]  # fmt: skip
    killed = [(group, _people(total)) for group, total in _killed(histories).items()]
    return "\n".join([
        f"{scenario.title} ({loaded.label})",
        f"{first} to {last}, {weeks} weeks, {luck}",
        *_drawn(histories, manifest),
        "",
        table(("Killed in the model", "people" + _spread(len(seeds))), killed),
        "",
        table(("Holder", "area at the start", "area at the end", "people's homes at the end"), rows),
        "",
        *_moments(loaded, histories, manifest),
        "This is the range of the model under its assumptions, not of history.",
        f"Maps, curves and tables: {folder}",
        *([f"Why a place changed hands: theatre explain {folder} PLACE"] if len(seeds) == 1 else []),
        f"Again, to the same hash: theatre replay {folder} --verify",
    ])  # fmt: skip


def _drawn(histories: Sequence[RunHistory], manifest: Mapping[str, Any]) -> list[str]:
    """Say from where the numbers were drawn; of an ensemble without draws, that it shows luck alone."""
    told = manifest.get("numbers")
    if told is None:
        return ["Luck alone: all runs have the numbers declared."] if len(histories) > 1 else []
    if "draw" in told:
        return [paragraph(f"numbers of posterior draw {told['draw']}, one of {told['told']}", "", fit=True)]
    many = len(histories[0].numbers)
    return [paragraph(f"{many} numbers drawn for each run from {told['told']}", "", fit=True)]


def _moments(loaded: Loaded, histories: Sequence[RunHistory], manifest: Mapping[str, Any]) -> list[str]:
    """Return the moments of a single run as lines; of many runs, how to have them of one."""
    from sim.record.moments import moments_of

    if len(histories) > 1:
        return [f"What happened in one of them: {single(manifest, histories[0])}", ""]
    told = moments_of(histories[0], loaded.scenario.start)
    if not told:
        return []
    return [
        "What counted most in this run, by week",
        paragraph(RULE_OF_ODDS, fit=True),
        *(paragraph(f"{moment.date}  {moment.words}", fit=True) for moment in told),
        "",
    ]


def _spread(runs: int) -> str:
    return "" if runs == 1 else ", median (90 % of runs)"


def as_plain(loaded: Loaded, histories: Sequence[RunHistory]) -> dict[str, Any]:
    """Return the summary as plain data: last values by measure, the deaths, the moments and the last hash, per run."""
    from sim.record.moments import moments_of

    return {
        "scenario": loaded.label,
        "weeks": len(histories[0].hashes),
        "runs": [
            {
                "seed": history.seed,
                **({} if history.draw is None else {"draw": history.draw}),
                "hash": history.hashes[-1],
                "area": {side: float(history.series(f"area.{side}")[-1]) for side in HOLDERS},
                "population": {side: float(history.series(f"population.{side}")[-1]) for side in HOLDERS},
                "killed": {group: float(total[0]) for group, total in _killed([history]).items()},
                "moments": [moment.plain() for moment in moments_of(history, loaded.scenario.start)],
            }
            for history in histories
        ],
    }
