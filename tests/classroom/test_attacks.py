"""What a hostile reader found: each of these went wrong once."""

from __future__ import annotations

from typing import Any

import pytest

from sim.classroom import acts, clerk, debrief, futures, view
from sim.classroom.injects import library
from sim.sides import HOLDERS
from tests.classroom.playing import WHITE, Table, player

US = player("us_sdf")
RAQQA = {"by": "sdf", "verb": "main_effort", "governorate": "raqqa"}


def _table() -> Table:
    table = Table()
    table.join(US)
    return table


def test_what_the_facilitator_did_to_a_team_is_not_told_on_the_wall() -> None:
    table = _table()
    table.until("planning")
    table.order(US, RAQQA)
    table.until("locked")
    table.act(WHITE, "strike_order", seat="us_sdf", index=0, reason="no aircraft")
    table.until("reveal")
    assert view.public(table.game, 0.0)["reveal"]["notes"] == []
    assert len(view.seat(table.game, "us_sdf", US, 0.0)["reveal"]["notes"]) == 1


def test_orders_are_neither_taken_nor_sealed_while_nobody_can_judge_them() -> None:
    table = _table()
    table.until("planning")
    nonsense = {"by": "sdf", "verb": "nonsense"}
    table.order(US, nonsense, submit=False)
    answers = dict(table.game.known)
    table.game.known.clear()  # as after a crash
    with pytest.raises(clerk.Refusal, match="still at work"):
        table.order(US, nonsense)
    with pytest.raises(clerk.Refusal, match="still"):
        table.step()
    table.game.known.update(answers)
    table.until("locked")
    table.game.known.clear()
    with pytest.raises(clerk.Refusal, match="still at work"):
        table.act(WHITE, "edit_orders", seat="us_sdf", orders=[nonsense], reason="a test")


def test_orders_of_a_seat_that_is_not_there_cannot_be_edited() -> None:
    table = _table()
    table.until("locked")
    with pytest.raises(clerk.Refusal, match="no seat"):
        table.act(WHITE, "edit_orders", seat="nobody", orders=[RAQQA], reason="a test")


@pytest.mark.parametrize(
    "event",
    [
        {"do": "policy", "actor": "regime", "policy": "nonsense"},
        {"do": "overrule", "regions": ["raqqa"], "to": "russia"},
        {"do": "truce", "parties": ["regime", "regime"], "compliance": 0.5},
        {"do": "favour", "side": "sdf", "governorate": "raqqa", "steps": 1, "until": "2016-01-01"},
    ],
)
def test_an_event_that_no_scenario_may_have_is_no_inject(event: dict[str, Any]) -> None:
    with pytest.raises(clerk.Refusal):
        _table().act(WHITE, "inject", event=event, turn=1, reason="a test")


def test_every_inject_of_the_library_may_come_in_any_turn() -> None:
    table = Table(turns=6)
    for entry in library():
        for turn in (1, 6):
            told = {"id": "an-inject", "kind": "inject", "inject": entry.key, "turn": turn, "reason": "a test"}
            assert clerk.admit(table.game, WHITE, acts.parse_white(told), 0.0)


def test_one_event_may_be_let_happen_twice_and_what_is_over_stays_as_it_was() -> None:
    table = _table()
    table.until("planning")
    for _ in range(2):
        table.act(WHITE, "inject", event={"do": "mark", "id": "twice"}, turn=1, reason="a test")
    assert not any("id" in event for event in table.game.events())
    table.until("reveal")
    table.step(to="debrief")
    assert view.public(table.game, 0.0)["week"] == 4
    with pytest.raises(clerk.Refusal, match="over"):
        table.act(WHITE, "inject", event={"do": "mark"}, turn=1, reason="a test")


def test_the_debrief_of_a_war_that_was_left_in_its_second_month_is_dated_by_the_first() -> None:
    table = _table()
    table.until("reveal")
    table.step(2)
    table.step(to="debrief")
    told = view.public(table.game, 0.0)
    assert (told["week"], told["date"]) == (4, table.game.day(4).isoformat())


def test_a_class_is_not_placed_among_wars_that_are_its_own() -> None:
    table = _table()
    table.until("reveal")
    table.step(to="debrief")
    account = view.account_of(table.game)
    assert account is not None
    rows = [futures.work(chunk) for chunk in futures.start(table.game, 2, 2)]
    told = debrief.state(table.game, 0.0, rows=rows, asked={"from_turn": 2, "runs": 2})
    assert told["futures"]["place"] == {}
    areas = {f"area.{side}": "{less}" for side in HOLDERS}
    assert {*futures.place(account, rows, areas).values()} == {"0"}


def test_a_prediction_that_nothing_can_be_said_of_is_not_held_against_a_team() -> None:
    table = _table()
    table.until("planning")
    table.act(US, "predict", turn=1, answers={"civilians": "more"})
    table.until("reveal")
    table.step(to="debrief")
    account = view.account_of(table.game)
    assert account is not None
    assert debrief.predictions(table.game, account) == []


def test_a_seat_that_asks_for_a_pause_often_stands_once_in_the_list() -> None:
    table = _table()
    for _ in range(5):
        table.act(US, "ask_pause")
    assert [seat for seat, _ in table.game.pauses] == ["us_sdf"]
