"""One game: the state that follows from its log, and nothing else.

A log of entries, each in its place, is folded into turns, sheets of orders, the phase and the clock; after a crash the
same log gives the same game. Owns this folding. Knows nothing of who may enter what (see `clerk`), of files, of the
war's rules or of screens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Self

from sim.calendar import date_of
from sim.classroom.lesson import Plan, Settings
from sim.classroom.seats import SEAT_OF, SEATS, open_seats

__all__ = ["MONTH", "PHASES", "Entry", "Game", "Given", "Note", "Player", "Sheet", "Turn", "opening"]

MONTH = 4
"""Weeks of a turn: from one decision of the model to the next."""

PHASES = ("lobby", "briefing", "planning", "locked", "adjudication", "reveal", "debrief", "closed")
"""The phases of a game; PAUSE is a flag over any of them."""

Plain = dict[str, Any]


class Note(NamedTuple):
    """Hold what is to be entered in the log: who does what, with which particulars and why."""

    actor: str
    """`seat:<seat>`, `white`, `clock` or `engine`."""
    kind: str
    body: Plain
    reason: str = ""


class Entry(NamedTuple):
    """Hold one row of the log."""

    seq: int
    at: float
    """Time of the server [s since 1970]."""
    branch: int
    turn: int
    phase: str
    actor: str
    kind: str
    body: Plain
    reason: str


@dataclass(frozen=True, slots=True)
class Player:
    """Hold somebody who joined a seat."""

    name: str
    role: str


@dataclass(slots=True)
class Sheet:
    """Hold a seat's set of orders for a month: plain rows `{by, verb, ..., reason}`."""

    rows: list[Plain] = field(default_factory=list)
    version: int = 0
    submitted: bool = False
    by: str = ""
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Given:
    """Hold an order that stands when a month is run, and what the facilitator did to it."""

    seat: str
    """The seat that commands the side; the side itself where no seat does."""
    row: Plain
    origin: str
    """`people`, `policy` or `white`."""
    index: int
    steps: int = 0
    struck: bool = False


@dataclass(slots=True)
class Turn:
    """Hold what was asked, said, judged and changed in one month."""

    number: int
    sheets: dict[str, Sheet] = field(default_factory=dict)
    played: dict[str, str] = field(default_factory=dict)
    """Seat -> `people` or `policy`, as orders were sealed."""
    sealed: dict[str, list[Plain]] = field(default_factory=dict)
    """Seat -> rows of its people, as they were sealed."""
    policies: dict[str, list[Plain]] | None = None
    """Side -> orders of its policy, for every side that no people commanded."""
    wished: dict[str, list[Plain]] = field(default_factory=dict)
    """Side -> what its policy would have asked for, for every side that people commanded."""
    edited: dict[str, list[Plain]] = field(default_factory=dict)
    """Seat -> rows that the facilitator put in the place of its own."""
    struck: set[tuple[str, int]] = field(default_factory=set)
    steps: dict[tuple[str, int], int] = field(default_factory=dict)
    why: list[tuple[str, str, str]] = field(default_factory=list)
    """Seat, what the facilitator did to its orders, and why."""
    seeds: list[int] = field(default_factory=list)
    """Seeds of luck drawn anew for this month: one for each re-roll."""
    injects: list[Plain] = field(default_factory=list)
    overrules: list[Plain] = field(default_factory=list)
    """Events of the war that the facilitator put at the end of the proposed month."""
    predictions: dict[str, dict[str, str]] = field(default_factory=dict)
    statements: dict[str, str] = field(default_factory=dict)
    muted: set[str] = field(default_factory=set)
    refusals: set[tuple[str, str, str]] = field(default_factory=set)
    """Who refused an offer, of whom, and its terms."""
    proposal: str = ""
    """Hash of the war after the month, as last proposed."""
    released: bool = False

    def given(self) -> list[Given]:
        """Return the month's orders as they stand, those of seats first, then of sides without a seat by their name."""
        found: list[Given] = []
        unseated = {side: (side,) for side in self.policies or {} if side not in SEAT_OF}
        for seat, sides in {**{key: words.sides for key, words in SEATS.items()}, **unseated}.items():
            rows = self.edited.get(seat, self.sealed.get(seat))
            origin = "white" if seat in self.edited else "people"
            if rows is None:
                rows = [{"by": side, **row} for side in sides for row in (self.policies or {}).get(side, [])]
                origin = "policy"
            found += [self._judged(seat, row, origin, index) for index, row in enumerate(rows)]
        return found

    def _judged(self, seat: str, row: Plain, origin: str, index: int) -> Given:
        mark = (seat, index)
        return Given(seat, row, origin, index, self.steps.get(mark, 0), mark in self.struck)


@dataclass(slots=True)
class Game:
    """Hold one game. Only `take` changes it; `known` remembers what the engine has answered."""

    label: str
    plan: Plan
    seed: int
    resolved: Plain
    """The scenario as a run needs it (`Loaded.resolved`)."""
    version: str
    settings: Settings = field(default_factory=Settings)
    phase: str = "lobby"
    turn: int = 0
    branch: int = 0
    turns: dict[int, Turn] = field(default_factory=dict)
    branches: dict[int, tuple[int, dict[int, Turn]]] = field(default_factory=dict)
    """Branches left behind: number -> first turn of their own, and all turns."""
    since: int = 1
    """First turn of the branch in play that is its own."""
    deadline: float | None = None
    left: float | None = None
    """Seconds left on a clock that is paused; None while it runs or where there is none."""
    paused: bool = False
    players: dict[str, list[Player]] = field(default_factory=dict)
    lent: set[str] = field(default_factory=set)
    aims: dict[str, list[str]] = field(default_factory=dict)
    pauses: list[tuple[str, float]] = field(default_factory=list)
    """Who asked for a pause, and when; cleared when the clock runs on."""
    messages: list[Plain] = field(default_factory=list)
    log: list[Entry] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Self:
        """Return the game of a log whose first entry is that of `opening`."""
        rest = iter(entries)
        first = next(rest)
        body = first.body
        game = cls(
            body["label"], Plan.model_validate(body["plan"]), body["seed"], body["resolved"], body["version"],
            Settings.model_validate(body["settings"]),
        )  # fmt: skip
        game.log.append(first)
        for entry in rest:
            game.take(entry)
        return game

    @property
    def start(self) -> date:
        """Return the date on which the war starts."""
        return date.fromisoformat(self.resolved["start"])

    @property
    def week(self) -> int:
        """Return the week in which the month of this turn begins."""
        return MONTH * max(self.turn - 1, 0)

    @property
    def now(self) -> Turn:
        """Return the turn that is played, or the first before the game begins."""
        return self.turns.setdefault(max(self.turn, 1), Turn(max(self.turn, 1)))

    @property
    def seats(self) -> list[str]:
        """Return the seats that this war has."""
        return open_seats(self.resolved["actors"])

    def sides_of(self, seat: str) -> list[str]:
        """Return the sides of a seat that are actors of this war; a side without a seat stands for itself."""
        sides = SEATS[seat].sides if seat in SEATS else (seat,)
        return [side for side in sides if side in self.resolved["actors"]]

    @property
    def unseated(self) -> list[str]:
        """Return the sides that no seat commands: policies play them, or the facilitator does."""
        return [side for side in self.resolved["actors"] if side not in SEAT_OF]

    def month(self, turn: int) -> date:
        """Return the middle of a turn's month: by it the turn is named."""
        return self.day(MONTH * (max(turn, 1) - 1) + MONTH // 2)

    def day(self, week: int) -> date:
        """Return the Monday of a week of this war."""
        return date_of(week, self.start)

    def peopled(self, seat: str) -> bool:
        """Say whether people play a seat now: somebody joined it, and it is not lent to the policy."""
        return bool(self.players.get(seat)) and seat not in self.lent

    def ready(self, seat: str) -> bool:
        """Say whether a seat has submitted its orders, or needs none since the policy plays it."""
        return not self.peopled(seat) or self.sheet(seat).submitted

    def sheet(self, seat: str) -> Sheet:
        """Return the set of orders of a seat for the month that is played; an empty one if it has none."""
        return self.now.sheets.get(seat) or Sheet()

    def take(self, entry: Entry) -> None:
        """Fold one more entry of the log."""
        self.log.append(entry)
        fold = _FOLDS.get(entry.kind)
        if fold is not None:
            fold(self, entry)
        _ = self.now  # a turn is there since its first entry, not since somebody looked

    def events(self) -> list[Plain]:
        """Return what the facilitator has put into the war so far, as dated events of a scenario."""
        return [event for number in sorted(self.turns) for event in self._events_of(self.turns[number])]

    def _events_of(self, turn: Turn) -> list[Plain]:
        week = MONTH * (turn.number - 1)
        opens, last, after = (self.day(w).isoformat() for w in (week, week + MONTH - 1, week + MONTH))
        found = [{**inject["event"], "when": opens} for inject in turn.injects if inject.get("event")]
        found += [
            {"do": "favour", "when": opens, "until": after, "side": given.row["by"],
             "governorate": given.row["governorate"], "steps": given.steps, "assumption": "the facilitator's judgement"}
            for given in turn.given() if given.steps and not given.struck and "governorate" in given.row
        ]  # fmt: skip
        if turn.seeds:
            found.append({"do": "luck", "when": opens, "seed": turn.seeds[-1], "assumption": "drawn anew in class"})
        return found + [{**event, "when": last} for event in turn.overrules]


def opening(label: str, plan: Plan, settings: Settings, seed: int, resolved: Plain, version: str) -> Note:
    """Return the first entry of a log."""
    body = {
        "label": label, "plan": plan.model_dump(), "settings": settings.model_dump(), "seed": seed,
        "resolved": resolved, "version": version,
    }  # fmt: skip
    return Note("white", "open", body)


def _join(game: Game, entry: Entry) -> None:
    player = Player(entry.body["name"], entry.body["role"])
    game.players.setdefault(entry.body["seat"], []).append(player)


def _step(game: Game, entry: Entry) -> None:
    to, turn = entry.body["to"], entry.body["turn"]
    if game.phase == "adjudication" and to in ("reveal", "debrief"):
        game.now.released = game.now.released or to == "reveal"
    if to == "locked":
        game.now.played, game.now.sealed = entry.body["played"], entry.body["sealed"]
    game.phase, game.turn = to, turn
    game.deadline, game.left, game.paused = entry.body.get("deadline"), None, False
    game.pauses.clear()


def _pause(game: Game, entry: Entry) -> None:
    game.paused = True
    if game.deadline is not None:
        game.left = max(0.0, game.deadline - entry.at)
        game.deadline = None


def _resume(game: Game, entry: Entry) -> None:
    game.paused = False
    game.pauses.clear()
    if game.left is not None:
        game.deadline, game.left = entry.at + game.left, None


def _extend(game: Game, entry: Entry) -> None:
    seconds = entry.body["seconds"]
    if game.left is not None:
        game.left = max(0.0, game.left + seconds)
    elif game.deadline is not None:
        game.deadline = max(entry.at, max(game.deadline, entry.at) + seconds)


def _settings(game: Game, entry: Entry) -> None:
    game.settings = game.settings.model_copy(update=entry.body)


def _orders(game: Game, entry: Entry) -> None:
    body = entry.body
    game.now.sheets[body["seat"]] = Sheet(body["orders"], body["version"], body["submit"], body["by"], entry.at)


def _revise(game: Game, entry: Entry) -> None:
    sheet = game.now.sheets.setdefault(entry.body["seat"], Sheet())
    sheet.submitted, sheet.version = False, sheet.version + 1


def _edit(game: Game, entry: Entry) -> None:
    seat, turn = entry.body["seat"], game.now
    turn.edited[seat] = entry.body["orders"]
    turn.struck = {mark for mark in turn.struck if mark[0] != seat}
    turn.steps = {mark: steps for mark, steps in turn.steps.items() if mark[0] != seat}
    turn.why.append((seat, entry.body["words"], entry.reason))


def _strike(game: Game, entry: Entry) -> None:
    game.now.struck.add((entry.body["seat"], entry.body["index"]))
    game.now.why.append((entry.body["seat"], entry.body["words"], entry.reason))


def _modifier(game: Game, entry: Entry) -> None:
    game.now.steps[entry.body["seat"], entry.body["index"]] = entry.body["steps"]
    game.now.why.append((entry.body["seat"], entry.body["words"], entry.reason))


def _policies(game: Game, entry: Entry) -> None:
    game.now.policies, game.now.wished = entry.body["orders"], entry.body["wished"]


def _proposal(game: Game, entry: Entry) -> None:
    game.now.proposal = entry.body["hash"]


def _inject(game: Game, entry: Entry) -> None:
    number = entry.body["turn"]
    told = {**entry.body, "reason": entry.reason}
    game.turns.setdefault(number, Turn(number)).injects.append(told)
    if entry.body["words"]:
        game.messages.append({"to": entry.body["to"], "text": entry.body["words"], "turn": number})


def _rewind(game: Game, entry: Entry) -> None:
    """Begin a branch at the start of a turn: what was before is shared, what came is kept aside."""
    first = entry.body["turn"]
    game.branches[game.branch] = (game.since, dict(game.turns))
    game.branch = entry.body["branch"]
    game.since = first
    game.turns = {number: turn for number, turn in game.turns.items() if number < first}
    game.phase, game.turn = "briefing", first
    game.deadline, game.left, game.paused = entry.body.get("deadline"), None, False
    game.pauses.clear()
    game.messages = [told for told in game.messages if told.get("turn", 0) < first]


def _put(game: Game, entry: Entry) -> None:
    """Fold the small kinds, each of which sets one thing."""
    body, turn = entry.body, game.now
    match entry.kind:
        case "aims":
            game.aims[body["seat"]] = body["aims"]
        case "predict":
            turn.predictions[body["seat"]] = body["answers"]
        case "refuse":
            turn.refusals.add((body["side"], body["of"], body["terms"]))
        case "statement":
            turn.statements[body["seat"]] = body["text"]
        case "ask_pause":
            game.pauses = [*(asked for asked in game.pauses if asked[0] != body["seat"]), (body["seat"], entry.at)]
        case "reroll":
            turn.seeds.append(body["seed"])
        case "overrule" | "men":
            turn.overrules.append(body["event"])
        case "lend":
            game.lent.add(body["seat"])
        case "take_back":
            game.lent.discard(body["seat"])
        case "new_code":
            game.players.pop(body["seat"], None)
        case "message":
            game.messages.append({**body, "turn": game.turn})
        case "mute":
            game.turns[body["turn"]].muted.add(body["seat"])


_SMALL = (
    "aims", "predict", "refuse", "statement", "ask_pause", "reroll", "overrule", "men", "lend", "take_back", "new_code",
    "message", "mute",
)  # fmt: skip

_FOLDS: Mapping[str, Callable[[Game, Entry], None]] = {
    "join": _join, "step": _step, "pause": _pause, "resume": _resume, "extend": _extend, "settings": _settings,
    "orders": _orders, "revise": _revise, "edit_orders": _edit, "strike_order": _strike, "modifier": _modifier,
    "policies": _policies, "proposal": _proposal, "inject": _inject, "rewind": _rewind,
    **dict.fromkeys(_SMALL, _put),
}  # fmt: skip
"""Kind of entry -> what it does to a game; other kinds only stand in the log."""
