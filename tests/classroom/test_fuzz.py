"""Random acts in random phases, by seats and by the facilitator, while the engine is sometimes behind.

Whatever is done: nothing breaks, the log gives the same game, and no seat reads what is another's.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from sim.classroom import acts, clerk, debrief, view
from sim.classroom.game import Game
from sim.sides import SIDES
from tests.classroom.playing import WHITE, Table, player

SEATS = ("regime", "russia", "us_sdf", "opposition")
PLACES = ("aleppo", "raqqa", "homs", "nowhere")
VERBS = ("posture", "main_effort", "raid", "air_support", "reinforce", "arm", "offer", "accept", "engage", "nonsense")
PARTS: dict[str, tuple[Any, ...]] = {
    "governorate": PLACES, "level": (1, 2, 3), "stance": ("attack", "hold", "odd"), "partner": SIDES, "to": SIDES,
    "of": SIDES, "terms": ("ceasefire", "guard", "odd"), "fifths": (0, 3, 5), "against": SIDES,
}  # fmt: skip
OF_VERB = {
    "posture": ("stance",), "main_effort": ("governorate",), "raid": ("governorate", "level"),
    "air_support": ("governorate",), "reinforce": ("governorate", "level"), "arm": ("partner", "level"),
    "offer": ("to", "terms"), "accept": ("of", "terms"), "engage": ("fifths",),
}  # fmt: skip
EVENTS: tuple[dict[str, Any], ...] = (
    {"do": "sanctions", "against": "regime", "level": 2},
    {"do": "truce", "parties": ["regime", "opposition"], "compliance": 0.5, "id": "twice"},
    {"do": "overrule", "regions": ["raqqa"], "to": "russia"},
    {"do": "order", "actor": "regime", "order": {"verb": "raid", "governorate": "aleppo", "level": 2}},
    {"do": "policy", "actor": "regime", "policy": "nonsense"},
    {"do": "cadre", "men": 1e308},
    {"do": "luck", "seed": 2**53},
    {"do": []},
)


class Mob:
    """A class that does anything at any time."""

    def __init__(self, seed: int, turns: int = 2) -> None:
        self.dice = random.Random(seed)
        self.table = Table(turns=turns, seed=seed)
        self.count = self.done = 0
        self.kinds: Counter[str] = Counter()
        self.table.join(*(player(seat, name=f"name{seat}") for seat in SEATS))

    @property
    def game(self) -> Game:
        """Return the game."""
        return self.table.game

    def row(self, seat: str) -> dict[str, Any]:
        """Return an order, good or not."""
        dice = self.dice
        side = dice.choice(self.game.sides_of(seat) if seat in self.game.seats and dice.random() < 0.9 else SIDES)
        verb = dice.choice(VERBS)
        names = OF_VERB.get(verb, ()) if dice.random() < 0.9 else dice.sample(sorted(PARTS), 2)
        parts = {name: dice.choice(PARTS[name]) for name in names}
        return {"by": side, "verb": verb, "reason": f"secret{seat}", **parts}

    def rows(self, seat: str) -> list[dict[str, Any]]:
        """Return a set of orders."""
        return [self.row(seat) for _ in range(self.dice.choice((0, 1, 1, 2, 5)))]

    def seat_act(self, seat: str) -> dict[str, Any]:
        """Return an act of a seat."""
        dice, turn = self.dice, self.game.turn
        turn = turn if dice.random() < 0.9 else dice.randrange(4)
        orders = {"version": self.game.sheet(seat).version, "orders": self.rows(seat), "submit": dice.random() < 0.5}
        told = dice.choice((
            {"kind": "orders", "turn": turn, **orders},
            {"kind": "orders", "turn": turn, **orders},
            {"kind": "revise", "turn": turn},
            {"kind": "aims", "aims": [f"secret{seat}", ""]},
            {"kind": "predict", "turn": turn, "answers": {"land": f"secret{seat}", "civilians": "more", "x": "y"}},
            {"kind": "refuse", "side": dice.choice(SIDES), "of": dice.choice(SIDES), "terms": "guard"},
            {"kind": "statement", "turn": turn, "text": f"said{seat}{turn}"},
            {"kind": "ask_pause"},
        ))  # fmt: skip
        return dict(told)

    def white_act(self) -> dict[str, Any]:
        """Return an act of the facilitator."""
        dice, game = self.dice, self.game
        if game.phase == "debrief" and dice.random() < 0.9:
            return {"kind": "rewind", "turn": dice.randint(1, game.turn), "reason": "once more"}
        if dice.random() < 0.5:
            if dice.random() < 0.8:
                self.table.work()
            return {"kind": "step", "turn": game.turn, "phase": game.phase} | (
                {"to": "debrief"} if dice.random() < 0.02 else {}
            )
        seat = dice.choice((*SEATS, "turkey", "is", "hts", "nobody"))
        of = {"seat": seat, "reason": f"secret{seat}"}
        turn, index = game.turn + dice.choice((0, 0, 1)), dice.randrange(4)
        told = dice.choice((
            {"kind": "pause"}, {"kind": "resume"}, {"kind": "extend", "seconds": dice.choice((-600, 60))},
            {"kind": "settings", dice.choice(("auto_lock", "hard")): dice.random() < 0.5},
            {"kind": "settings", "no_orders": dice.choice(("policy", "hold", "repeat"))},
            {"kind": "edit_orders", "orders": self.rows(seat), **of},
            {"kind": "strike_order", "index": index, **of},
            {"kind": "modifier", "index": index, "steps": dice.choice((-2, 0, 1)), **of},
            {"kind": "modifier", "index": index, "steps": 2, **of},
            {"kind": "reroll", "reason": "other luck"},
            {"kind": "overrule", "regions": ["raqqa"], "to": dice.choice(SIDES), "reason": "so it is"},
            {"kind": "men", "side": "sdf", "men": dice.choice((-20000, 300)), "reason": "so it is"},
            {"kind": "inject", "event": dice.choice(EVENTS), "turn": turn, "reason": "so it is"},
            {"kind": "inject", "words": f"secret{seat}", "to": [seat], "turn": turn, "reason": "so it is"},
            {"kind": "message", "text": f"secret{seat}", "to": [seat]},
            {"kind": "rewind", "turn": max(turn if dice.random() < 0.2 else 9, 1), "reason": "once more"},
            {"kind": "lend", **of}, {"kind": "take_back", **of},
            {"kind": "mute", "turn": turn, **of},
        ))  # fmt: skip
        return dict(told)

    def act(self) -> None:
        """Do one act, and let the engine answer half of the time."""
        self.count += 1
        who = (
            WHITE
            if self.dice.random() < 0.5
            else player(self.dice.choice(SEATS), self.dice.choice(("commander", "observer")))
        )
        told = {"id": f"act-{self.count:08d}", **(self.white_act() if who is WHITE else self.seat_act(who.seat))}
        parse = acts.parse_white if who is WHITE else acts.parse_seat
        now = self.table.now = self.table.now + self.dice.choice((0.1, 30.0))
        self.table.enter(clerk.due(self.game, now))
        try:
            notes = clerk.admit(self.game, who, parse(told), now)
            json.dumps(notes, allow_nan=False)
        except (clerk.Refusal, acts.Malformed):
            return
        self.done += 1
        self.kinds[f"{told['kind']} in {self.game.phase}"] += 1
        self.table.enter(notes)
        if self.dice.random() < 0.3:
            self.table.work()

    def look(self) -> None:
        """Look at every screen, and hold what it shows against what it may."""
        now, game = self.table.now, self.game
        json.dumps([view.console(game, now, {}), debrief.state(game, now)], allow_nan=False)
        wall = json.dumps(view.public(game, now), allow_nan=False)
        seats = {seat: json.dumps(view.seat(game, seat, player(seat), now), allow_nan=False) for seat in game.seats}
        for seat in (*SEATS, "turkey", "is", "hts"):
            others = [wall, *(text for key, text in seats.items() if key != seat)]
            assert not any(f"secret{seat}" in text for text in others), (seat, game.phase)
            if game.phase not in ("reveal", "debrief", "closed"):
                assert not any(f"said{seat}{game.turn}" in text for text in others), (seat, game.phase)

    def fold(self) -> None:
        """Fold the log anew, and compare."""
        assert replace(Game.of(self.table.entries), known={}) == replace(self.game, known={})


def play(seed: int, acts_done: int) -> None:
    mob = Mob(seed)
    for number in range(acts_done):
        mob.act()
        if number % 7 == 0:
            mob.look()
    mob.table.work()
    mob.look()
    mob.fold()
    assert mob.done > acts_done // 10


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_a_class_does_the_game_holds(seed: int) -> None:
    play(seed, 80)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 30))
def test_whatever_many_classes_do_the_game_holds(seed: int) -> None:
    play(seed, 400)
