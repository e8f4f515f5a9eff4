"""Play, then ensemble: from the start of any turn, many wars that go on with every seat played by its policy.

Each has the class's war up to that turn, then luck and numbers of its own, so that the class's line can be seen among
them. Owns these runs. Knows nothing of processes: a chunk is work for any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.classroom.adjudication import Account
from sim.classroom.game import MONTH, Game
from sim.classroom.war import War, war_of
from sim.errors import InputError
from sim.record.keep import SWEEP
from sim.record.series import MEASURES
from sim.scenario.posterior import free_in, posterior
from sim.sides import FIGHTING, HOLDERS

__all__ = [
    "CHUNK",
    "CURVES",
    "FIRST_SEED",
    "MOST_RUNS",
    "Chunk",
    "Rows",
    "bands_of",
    "class_curves",
    "curves_of",
    "gather",
    "place",
    "start",
    "work",
]

FIRST_SEED = 1001
"""Seed of the first future; the others follow."""

CHUNK = 10
MOST_RUNS = 1000
"""Most futures of one request: some 15 s of one core."""

CURVES = (*(f"area.{side}" for side in HOLDERS), *(f"present.{side}" for side in HOLDERS), "civilians", "fighters",
          "killed", "displaced")  # fmt: skip
"""What is kept of each future, a value a week; the killed and the fled are summed from the start of the game."""

QUANTILES = {"low": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "high": 0.95}

Rows = npt.NDArray[np.float64]
"""`[run, curve, week]`."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Hold a few futures to run: the class's war up to a turn, and the seeds from there on."""

    war: War
    turn: int
    weeks: int
    seeds: tuple[int, ...]


def start(game: Game, from_turn: int, runs: int) -> list[Chunk]:
    """Return the futures of a game from a turn on, cut into chunks; InputError for a turn that was not reached."""
    played = [turn for _, turn in sorted(game.turns.items()) if turn.released]
    last = len(played) + (len(played) < game.plan.turns)
    if not 1 <= from_turn <= last:
        raise InputError(f"Futures start at turn 1 to {last} of this game, not {from_turn}.")
    if not 2 <= runs <= MOST_RUNS:
        raise InputError(f"Ask for 2 to {MOST_RUNS} futures, not {runs}.")
    before = [turn for turn in played if turn.number < from_turn]
    war = war_of(_until(game, from_turn), before)
    seeds = range(FIRST_SEED, FIRST_SEED + runs)
    weeks = MONTH * game.plan.turns
    return [Chunk(war, from_turn, weeks, tuple(seeds[at : at + CHUNK])) for at in range(0, runs, CHUNK)]


def _until(game: Game, turn: int) -> Game:
    """Return the game as it was before a turn: what the facilitator put in later is left out."""
    return replace(game, turns={number: each for number, each in game.turns.items() if number < turn})


def work(chunk: Chunk) -> Rows:
    """Run a chunk. The same chunk gives the same numbers in any process."""
    return np.stack([_future(chunk, seed) for seed in chunk.seeds])


def _future(chunk: Chunk, seed: int) -> npt.NDArray[np.float64]:
    """Run one future: the class's orders up to the turn, then policies, with a draw of the posterior from there."""
    from sim.engine.model import TheatreModel  # what the server imports with this module stays light

    week = MONTH * (chunk.turn - 1)
    base = chunk.war.loaded()
    weeks = max(chunk.weeks, week + 1)
    base = replace(base, scenario=base.scenario.model_copy(update={"weeks": weeks}))
    drawn = base.with_numbers(free_in([base], posterior()).draw_for(seed).values)
    if week == 0:
        model = TheatreModel(drawn, rng=seed, keep=SWEEP, collect=False)
    else:
        model = TheatreModel(base, rng=chunk.war.seed, script=chunk.war.orders(), keep=SWEEP, collect=False)
        while model.world.week < week:
            model.step()
        model.world.seed = seed
        model.continue_with(drawn)
    return curves_of(model.run().log.table)


def curves_of(table: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the curves of a table of measures, `[curve, week]`."""
    at = {name: number for number, name in enumerate(MEASURES)}
    civilians = np.cumsum(table[:, at["deaths.civilians"]])
    fighters = np.cumsum(table[:, [at[f"deaths.{side}"] for side in FIGHTING]].sum(axis=1))
    shares = [table[:, at[name]] for name in CURVES if "." in name]
    return np.stack([*shares, civilians, fighters, civilians + fighters, np.cumsum(table[:, at["displaced"]])])


def class_curves(account: Account) -> dict[str, list[float]]:
    """Return the class's own curves, under the names and in the sums of the futures."""
    curves = account.curves
    found = {name: list(curves[name]) for name in CURVES if name in curves and "." in name}
    civilians, fighters = np.cumsum(curves["civilians"]), np.cumsum(curves["fighters"])
    summed = {"civilians": civilians, "fighters": fighters, "killed": civilians + fighters}
    found |= {name: [float(value) for value in values] for name, values in summed.items()}
    return found | {"displaced": list(curves["displaced"])}


def gather(rows: Iterable[Rows], from_turn: int) -> dict[str, Any]:
    """Return bands by curve and week of all futures that are done, and their number."""
    told = bands_of(rows)
    runs = told["runs"]
    return {**told, "from_turn": from_turn, "seeds": [FIRST_SEED, FIRST_SEED + runs - 1]}


def bands_of(rows: Iterable[Rows]) -> dict[str, Any]:
    """Return the number of runs, their weeks, and for each curve its quantiles by week."""
    every = np.concatenate(list(rows))
    bands = {}
    for number, name in enumerate(CURVES):
        found = np.quantile(every[:, number], list(QUANTILES.values()), axis=0)
        bands[name] = {
            key: [float(f"{value:.4g}") for value in line] for key, line in zip(QUANTILES, found.tolist(), strict=True)
        }
    return {"runs": len(every), "weeks": list(range(1, every.shape[2] + 1)), "bands": bands}


def _told(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return values to the digits that an account has: what is equal in both must stay so."""
    return np.array([float(f"{value:.4g}") for value in values.ravel()]).reshape(values.shape)


def place(account: Account, rows: Iterable[Rows], names: Mapping[str, str]) -> dict[str, str]:
    """Return for each curve in how many futures it was lower than the class's, at the last week that was played."""
    if account.weeks == 0:
        return {}
    every = np.concatenate(list(rows))
    own = class_curves(account)
    week = min(account.weeks, every.shape[2]) - 1
    every = _told(every[:, :, week])
    found = {}
    for number, name in enumerate(CURVES):
        values = every[:, number]
        if name in names and (values.max() > 0.0 or own[name][week] > 0.0):
            less = int((values < _told(np.array([own[name][week]]))).sum())
            found[name] = names[name].format(less=less, runs=len(every))
    return found
