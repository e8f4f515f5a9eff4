"""The war of a game, as the engine's process needs it: scenario, seed, the facilitator's events and everybody's orders.

A war is always run from week 0, so a re-roll, a rewind and a crash need no code of their own. Owns the jobs: which run
the game needs next. Knows nothing of how a job is done (see `adjudication`) or where.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

from pydantic import TypeAdapter

from sim.classroom.game import MONTH, Game, Turn
from sim.orders.codec import order_from_plain
from sim.orders.orders import Order
from sim.scenario.events import Event
from sim.scenario.loaded import Loaded

__all__ = ["Job", "War", "base_of", "job_of", "jobs_of", "war_of"]

_EVENTS: TypeAdapter[list[Event]] = TypeAdapter(list[Event])


@dataclass(frozen=True, slots=True)
class War:
    """Hold all that a run of a game's war follows from; texts are JSON, so that equal wars are equal."""

    scenario: bytes
    seed: int
    events: str
    script: str

    def loaded(self) -> Loaded:
        """Return the scenario with the facilitator's events in it."""
        base = _unpacked(self.scenario)
        added = _EVENTS.validate_python(json.loads(self.events))
        return replace(base, scenario=base.scenario.model_copy(update={"events": [*base.scenario.events, *added]}))

    def orders(self) -> dict[int, dict[str, list[Order]]]:
        """Return the orders by week and side."""
        return {
            int(week): {side: [order_from_plain(row) for row in rows] for side, rows in given.items()}
            for week, given in json.loads(self.script).items()
        }


@dataclass(frozen=True, slots=True)
class Job:
    """Say what is to be found out about a war: the situation in a turn, what policies ask for, or how a month goes."""

    kind: Literal["situation", "policies", "month"]
    war: War
    turn: int
    sides: tuple[str, ...] = ()
    """Whose policies are asked."""
    key: str = field(init=False, compare=False)
    """A name that equal jobs share."""

    def __post_init__(self) -> None:
        """Name the job."""
        told = (self.kind, self.turn, self.sides, self.war.seed, self.war.events, self.war.script)
        name = hashlib.sha256(self.war.scenario + json.dumps(told).encode()).hexdigest()[:24]
        object.__setattr__(self, "key", name)

    @property
    def week(self) -> int:
        """Return the week in which the turn's month begins."""
        return MONTH * (self.turn - 1)


def war_of(game: Game, turns: Iterable[Turn]) -> War:
    """Return the war of a game with the orders of some turns."""
    script = {str(MONTH * (turn.number - 1)): _orders_of(game, turn) for turn in turns}
    return War(
        _scenario(game),
        game.seed,
        json.dumps(game.events(), sort_keys=True),
        json.dumps(script, sort_keys=True),
    )


def _orders_of(game: Game, turn: Turn) -> dict[str, list[dict[str, Any]]]:
    """Return the orders of every actor in a turn, without those struck; who has none gave none."""
    found: dict[str, list[dict[str, Any]]] = {side: [] for side in game.resolved["actors"]}
    for given in turn.given():
        if not given.struck:
            found[given.row["by"]].append({k: v for k, v in given.row.items() if k not in ("by", "reason")})
    return found


def jobs_of(game: Game) -> list[Job]:
    """Return every job that the screens of this phase need, in the order in which they are needed.

    A game changes only as its log grows, so they are worked out once for each entry.
    """
    last, jobs = game.known.get("jobs", (0, []))
    if last != len(game.log):
        jobs = _jobs(game)
        game.known["jobs"] = (len(game.log), jobs)
    found: list[Job] = jobs
    return found


def _jobs(game: Game) -> list[Job]:
    done = [turn for number, turn in sorted(game.turns.items()) if turn.policies is not None]
    before = [turn for turn in done if turn.number < max(game.turn, 1)]
    situation = Job("situation", war_of(game, before), max(game.turn, 1))
    if game.phase in ("lobby", "briefing", "planning"):
        return [situation]
    if game.phase == "locked" or (game.phase == "adjudication" and game.now.policies is None):
        return [situation, Job("policies", situation.war, game.turn, _unseated(game))]
    if game.phase in ("adjudication", "reveal"):
        return [situation, Job("month", war_of(game, done), game.turn)]
    played = [turn for turn in done if turn.released]
    return [Job("month", war_of(game, played), played[-1].number)] if played else [situation]


def job_of(game: Game) -> Job | None:
    """Return the first job whose answer the game does not know yet, or has not entered on this branch."""
    for job in jobs_of(game):
        if job.kind == "policies":
            if game.now.policies is None:
                return job
        elif job.key not in game.known or (job.kind == "month" and not _entered(game)):
            return job
    return None


def _entered(game: Game) -> bool:
    """Say whether this month's proposal is in the log: after a rewind the same month may be known, but not entered."""
    return game.phase != "adjudication" or bool(game.now.proposal)


def _unseated(game: Game) -> tuple[str, ...]:
    """Return the sides that no people command this month."""
    commanded = {side for seat in game.now.sealed for side in game.sides_of(seat)}
    return tuple(sorted(set(game.resolved["actors"]) - commanded))


def base_of(game: Game) -> Loaded:
    """Return the scenario of a game, without what the facilitator has put into it."""
    return _unpacked(_scenario(game))


def _scenario(game: Game) -> bytes:
    """Return the scenario as a few kilobytes that can travel, packed once a game."""
    if "scenario" not in game.known:
        game.known["scenario"] = zlib.compress(json.dumps(game.resolved).encode())
    packed: bytes = game.known["scenario"]
    return packed


@lru_cache(maxsize=4)
def _unpacked(packed: bytes) -> Loaded:
    return Loaded.from_resolved(json.loads(zlib.decompress(packed)))
