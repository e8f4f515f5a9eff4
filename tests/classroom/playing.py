"""Play a game without a server: enter acts as the server would, and let the engine answer at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sim.classroom import acts, adjudication, clerk, war
from sim.classroom.game import Entry, Game, Note, opening
from sim.classroom.lesson import Plan, Settings
from sim.scenario.load import load_scenario

__all__ = ["LABEL", "WHITE", "Table", "player"]

LABEL = "outlook:from_2016_03"
WHITE = clerk.Who("white")


@lru_cache(maxsize=4)
def _resolved(turns: int) -> dict[str, Any]:
    return load_scenario(LABEL, weeks=4 * turns).resolved()


def player(seat: str, role: str = "commander", name: str = "") -> clerk.Who:
    return clerk.Who("seat", seat, role, name)


class Table:
    """A game with its log; every entry goes through JSON, as it would through the store."""

    def __init__(self, turns: int = 2, seed: int = 7, **settings: Any) -> None:
        self.entries: list[Entry] = []
        self.now = 1000.0
        self.count = 0
        first = opening(LABEL, Plan(turns=turns), Settings(**settings), seed, _resolved(turns), "0.1.0")
        self.entries.append(self._entry(first, None))
        self.game = Game.of(self.entries)
        self.work()

    def _entry(self, note: Note, game: Game | None) -> Entry:
        at = (game.branch, game.turn, game.phase) if game else (0, 0, "lobby")
        plain = json.loads(json.dumps(note.body))
        return Entry(len(self.entries) + 1, self.now, *at, note.actor, note.kind, plain, note.reason)

    def enter(self, notes: Sequence[Note]) -> None:
        """Enter notes in the log."""
        for note in notes:
            entry = self._entry(note, self.game)
            self.entries.append(entry)
            self.game.take(entry)

    def work(self) -> None:
        """Let the engine answer all that the game needs to know."""
        while (job := war.job_of(self.game)) is not None:
            answer = adjudication.work(job)
            self.game.known[job.key] = answer
            self.enter(answer.notes)

    def join(self, *players: clerk.Who) -> None:
        """Let players join their seats."""
        for who in players:
            self.enter([clerk.joined(self.game, who.seat, who.name, who.role)])

    def act(self, who: clerk.Who, kind: str, **body: Any) -> None:
        """Do an act, and let the engine answer."""
        self.count += 1
        told = {"id": f"act-{self.count:08d}", "kind": kind, **body}
        parse = acts.parse_white if who.kind == "white" else acts.parse_seat
        self.enter(clerk.admit(self.game, who, parse(told), self.now))
        self.work()

    def order(self, who: clerk.Who, *orders: dict[str, Any], submit: bool = True) -> None:
        """Save a seat's set of orders."""
        sheet = self.game.sheet(who.seat)
        rows = list(orders)
        self.act(who, "orders", turn=self.game.turn, version=sheet.version, orders=rows, submit=submit)

    def step(self, times: int = 1, to: str | None = None) -> None:
        """Go on to the next phase, or to another."""
        for _ in range(times):
            told = {} if to is None else {"to": to}
            self.act(WHITE, "step", turn=self.game.turn, phase=self.game.phase, **told)

    def until(self, phase: str) -> None:
        """Step until a phase is reached."""
        for _ in range(40):
            if self.game.phase == phase:
                return
            self.step()
        raise AssertionError(f"{phase} was never reached")
