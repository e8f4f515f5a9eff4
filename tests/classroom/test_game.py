"""A game without a server: phases, orders, powers, secrecy, and the same war from the same log."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sim.classroom import clerk, debrief, forms, futures, view, war
from sim.classroom.game import Game
from sim.engine.model import TheatreModel
from tests.classroom.playing import WHITE, Table, player

US = player("us_sdf", name="Maya")
RUSSIA = player("russia")
RAQQA = (
    {"by": "sdf", "verb": "posture", "stance": "attack", "reason": "now"},
    {"by": "sdf", "verb": "main_effort", "governorate": "raqqa", "reason": "MARKER of the plan"},
    {"by": "us", "verb": "air_support", "governorate": "raqqa"},
)


def _planning(**settings: Any) -> Table:
    table = Table(**settings)
    table.join(US, RUSSIA)
    table.step(2)
    return table


def _refused(table: Table, who: clerk.Who, kind: str, **body: Any) -> clerk.Refusal:
    with pytest.raises(clerk.Refusal) as caught:
        table.act(who, kind, **body)
    return caught.value


def test_two_turns_are_played_and_the_log_gives_the_same_game_again() -> None:
    table = _planning()
    for _ in range(2):
        table.until("planning")
        table.order(US, *RAQQA)
        table.until("reveal")
    table.step()
    assert table.game.phase == "debrief"
    again = Game.of(table.entries)
    assert again.turns == table.game.turns
    assert (again.phase, again.turn, again.deadline) == ("debrief", 2, table.game.deadline)
    state = debrief.state(table.game, 0.0)
    assert [row["words"] for row in state["timeline"] if row["seat"] == "us_sdf"]


def test_the_war_of_a_game_is_that_of_a_headless_run_of_its_orders() -> None:
    table = _planning()
    table.order(US, *RAQQA)
    table.until("adjudication")
    table.act(WHITE, "reroll", reason="a second look")
    table.act(WHITE, "overrule", regions=["manbij"], to="sdf", reason="the argument won")
    table.until("reveal")
    told = war.war_of(table.game, [table.game.turns[1]])
    model = TheatreModel(told.loaded(), rng=told.seed, script=told.orders(), collect=False, guards=True)
    for _ in range(4):
        model.step()
    assert model.world.digest() == table.game.now.proposal
    assert view.account_of(table.game).holders(4)[model.ground.index["manbij"]] == "5"  # type: ignore[union-attr]


@pytest.mark.parametrize("phase", ["planning", "locked", "adjudication"])
def test_nothing_of_a_seats_orders_reaches_others_before_the_reveal(phase: str) -> None:
    table = _planning()
    table.order(US, *RAQQA)
    table.until(phase)
    for told in (view.seat(table.game, "russia", RUSSIA, 0.0), view.public(table.game, 0.0)):
        text = json.dumps(told)
        assert "MARKER" not in text
        assert "Maya" not in text
        assert table.game.now.proposal not in text or not table.game.now.proposal
    own = json.dumps(view.seat(table.game, "us_sdf", US, 0.0))
    assert "MARKER" in own
    assert "MARKER" in json.dumps(view.console(table.game, 0.0, {}))


def test_the_map_of_a_proposal_is_not_public() -> None:
    table = _planning()
    before = view.public(table.game, 0.0)["map"]
    table.until("adjudication")
    assert view.public(table.game, 0.0)["map"] == before
    assert view.console(table.game, 0.0, {})["proposal"]["state"] == "ready"
    table.step()
    shown = view.public(table.game, 0.0)
    assert shown["map"] == before
    assert [week["week"] for week in shown["reveal"]["weeks"]] == [1, 2, 3, 4]


def test_empty_seats_are_played_by_policies_and_marked_so() -> None:
    table = _planning()
    table.order(US, *RAQQA)
    table.until("locked")
    seats = {row["seat"]: row["side_orders"] for row in view.console(table.game, 0.0, {})["orders"]["seats"]}
    assert {order["from"] for order in seats["us_sdf"]} == {"people"}
    assert {order["from"] for order in seats["regime"]} == {"policy"}
    assert {order["by"] for key in ("hts", "is") for order in seats[key]} == {"hts", "is"}


def test_the_facilitator_may_play_a_side_that_has_no_seat() -> None:
    table = _planning()
    table.until("locked")
    table.act(
        WHITE, "edit_orders", seat="is", orders=[{"by": "is", "verb": "posture", "stance": "hold"}], reason="umpire"
    )
    assert [each.row["verb"] for each in table.game.now.given() if each.seat == "is"] == ["posture"]
    assert _refused(table, WHITE, "lend", seat="is", reason="no such seat").fault == "unknown"


def test_a_step_is_taken_once_however_often_it_is_asked() -> None:
    table = Table()
    table.act(WHITE, "step", turn=0, phase="lobby")
    refusal = _refused(table, WHITE, "step", turn=0, phase="lobby")
    assert (refusal.status, refusal.fault) == (409, "stale")
    assert table.game.phase == "briefing"


def test_messages_name_the_fault_and_the_way_out() -> None:
    table = _planning()
    costly = [{"by": "sdf", "verb": "reinforce", "governorate": "raqqa", "level": 3},
              {"by": "sdf", "verb": "reinforce", "governorate": "hasakah", "level": 3},
              {"by": "sdf", "verb": "main_effort", "governorate": "raqqa"}]  # fmt: skip
    sheet = {"turn": 1, "version": 0, "submit": True}
    told = _refused(table, US, "orders", orders=costly, **sheet)
    assert told.text == "Main effort costs 2 and you have 0 of 6 left. Remove an order or lower a level."
    told = _refused(table, US, "orders", orders=[{"by": "russia", "verb": "restraint"}], **sheet)
    assert "does not command" in told.text
    told = _refused(table, US, "orders", orders=[{"by": "sdf", "verb": "main_effort", "governorate": "daraa"}], **sheet)
    assert told.text.startswith("The SDF has no force that can reach Daraa this month.")
    assert not table.game.sheet("us_sdf").rows


def test_drafts_keep_illegal_orders_and_observers_may_not_submit() -> None:
    table = _planning()
    wrong = {"by": "sdf", "verb": "main_effort", "governorate": "daraa"}
    table.order(player("us_sdf", "observer"), wrong, submit=False)
    shown = view.seat(table.game, "us_sdf", US, 0.0)["orders"]
    assert [ruling["accepted"] for ruling in shown["rulings"]] == [False]
    told = _refused(table, player("us_sdf", "observer"), "orders", turn=1, version=1, orders=[], submit=True)
    assert told.fault == "observer"


def test_two_commanders_who_edit_one_set_lose_nothing() -> None:
    table = _planning()
    table.order(US, *RAQQA, submit=False)
    told = _refused(table, US, "orders", turn=1, version=0, orders=[], submit=False)
    assert told.fault == "conflict"
    assert told.text.startswith("Maya changed this order at ")
    assert [row["verb"] for row in told.extra["orders"]] == ["posture", "main_effort", "air_support"]


def test_orders_are_refused_once_they_are_sealed_or_the_month_is_over() -> None:
    table = _planning()
    table.until("locked")
    told = _refused(table, US, "orders", turn=1, version=0, orders=[])
    assert told.text.startswith("Orders are sealed.")
    table.until("reveal")
    table.step(2)
    told = _refused(table, US, "orders", turn=1, version=0, orders=[])
    assert told.text == "March 2016 is closed. This is April 2016; your text is kept below."


@pytest.mark.parametrize(("rule", "origin", "rows"), [("hold", "people", 0), ("policy", "policy", 1)])
def test_a_seat_without_orders_does_what_the_room_is_set_to(rule: str, origin: str, rows: int) -> None:
    table = _planning(no_orders=rule)
    table.until("locked")
    given = [each for each in table.game.now.given() if each.seat == "russia"]
    assert len(given) >= rows
    assert {each.origin for each in given} <= {origin}


def test_a_valid_draft_is_played_though_nobody_pressed_submit() -> None:
    table = _planning()
    table.order(US, *RAQQA, submit=False)
    table.until("locked")
    assert [each.row["verb"] for each in table.game.now.given() if each.seat == "us_sdf"] == [
        "posture", "main_effort", "air_support"]  # fmt: skip


def test_a_lent_seat_is_played_by_its_policy_and_can_be_taken_back() -> None:
    table = _planning()
    table.act(WHITE, "lend", seat="us_sdf", reason="they left early")
    assert _refused(table, US, "orders", turn=1, version=0, orders=[]).fault == "lent"
    table.until("locked")
    assert {each.origin for each in table.game.now.given() if each.seat == "us_sdf"} == {"policy"}
    table.act(WHITE, "take_back", seat="us_sdf", reason="they are back")
    table.until("reveal")
    table.until("planning")
    table.order(US, *RAQQA)
    assert table.game.ready("us_sdf")


def test_the_facilitators_hand_is_in_the_log_with_a_reason_and_told_to_the_team() -> None:
    table = _planning()
    table.order(US, *RAQQA)
    table.until("locked")
    table.act(WHITE, "modifier", seat="us_sdf", index=1, steps=2, reason="well argued")
    table.act(WHITE, "strike_order", seat="us_sdf", index=2, reason="no aircraft that week")
    table.until("adjudication")
    first = table.game.now.proposal
    table.act(WHITE, "reroll", reason="a second look")
    assert table.game.now.proposal != first
    table.until("reveal")
    notes = view.seat(table.game, "us_sdf", US, 0.0)["reveal"]["notes"]
    assert [("struck" in note["text"], "no aircraft" in note["text"]) for note in notes] == [
        (False, False),
        (True, True),
    ]
    assert view.seat(table.game, "russia", RUSSIA, 0.0)["reveal"]["notes"] == []
    kinds = [entry.kind for entry in table.game.log if entry.actor == "white" and entry.reason]
    assert kinds == ["modifier", "strike_order", "reroll"]
    assert debrief.state(table.game, 0.0)["facilitator"]["rerolls"] == 1


def test_a_rewind_begins_a_branch_and_keeps_the_old_one() -> None:
    table = _planning()
    table.order(US, *RAQQA)
    table.until("reveal")
    was = table.game.now.proposal
    table.act(WHITE, "rewind", turn=1, reason="try it otherwise")
    assert (table.game.phase, table.game.turn, table.game.branch) == ("briefing", 1, 1)
    assert not table.game.sheet("us_sdf").rows
    table.until("reveal")
    assert table.game.now.proposal != was
    assert table.game.branches[0][1][1].proposal == was


def test_a_month_that_is_played_again_in_the_same_way_comes_out_the_same() -> None:
    table = _planning()
    table.until("reveal")
    was = table.game.now.proposal
    table.act(WHITE, "rewind", turn=1, reason="once more")
    table.until("reveal")
    assert table.game.now.policies is not None
    assert table.game.now.proposal == was


def test_an_inject_comes_in_its_month_and_to_whom_it_is_sent() -> None:
    table = _planning()
    event = {"do": "sanctions", "against": "regime", "level": 2}
    table.act(WHITE, "inject", event=event, words="New sanctions.", to=["russia"], turn=1, reason="from the news")
    texts = [told["text"] for told in view.seat(table.game, "russia", RUSSIA, 0.0)["messages"]]
    assert texts == ["New sanctions."]
    assert not view.seat(table.game, "us_sdf", US, 0.0)["messages"]
    told = _refused(table, WHITE, "inject", event={"do": "sanctions"}, turn=1, reason="half of it")
    assert told.status == 422
    told = _refused(table, WHITE, "inject", event={"do": "nothing"}, turn=1, reason="no such thing")
    assert told.status == 422


def test_a_hard_clock_seals_orders_and_a_soft_one_only_says_so() -> None:
    table = _planning()
    late = table.game.deadline + 1.0  # type: ignore[operator]
    assert clerk.due(table.game, late) == []
    assert view.public(table.game, late)["clock"]["time_up"]
    table.act(WHITE, "settings", hard=True)
    table.now = late
    assert _refused(table, US, "orders", turn=1, version=0, orders=[]).fault == "locked"
    table.enter(clerk.due(table.game, late))
    assert table.game.phase == "locked"


def test_a_pause_stops_the_clock_and_more_time_is_added_to_it() -> None:
    table = _planning()
    left = table.game.deadline - table.now  # type: ignore[operator]
    table.act(US, "ask_pause")
    assert view.console(table.game, table.now, {})["room"]["pause_asked"]
    table.act(WHITE, "pause")
    table.now += 500.0
    table.act(WHITE, "extend", seconds=60)
    table.act(WHITE, "resume")
    assert table.game.deadline == pytest.approx(table.now + left + 60.0)
    assert not table.game.pauses


def test_all_ready_seals_orders_if_the_room_is_set_so() -> None:
    table = _planning(auto_lock=True)
    table.order(US, *RAQQA)
    assert clerk.due(table.game, table.now) == []
    table.order(RUSSIA)
    table.enter(clerk.due(table.game, table.now))
    assert table.game.phase == "locked"


def test_predictions_are_held_against_what_came() -> None:
    table = _planning()
    for _ in range(2):
        table.until("planning")
        table.act(US, "predict", turn=table.game.turn, answers={"land": "more", "civilians": "less"})
        table.until("reveal")
    rows = debrief.state(table.game, 0.0)["predictions"]
    assert {row["said"] for row in rows} == {"more", "less"}
    assert all(row["right"] == (row["said"] == row["came"]) for row in rows)


def test_futures_share_the_war_up_to_their_turn_and_part_after_it() -> None:
    table = _planning()
    for _ in range(2):
        table.until("planning")
        table.order(US, *RAQQA)
        table.until("reveal")
    rows = [futures.work(chunk) for chunk in futures.start(table.game, 2, 6)]
    account = view.account_of(table.game)
    assert account is not None
    own = futures.class_curves(account)["killed"]
    killed = rows[0][:, futures.CURVES.index("killed")]
    assert [row[:4] == pytest.approx(own[:4], rel=1e-3) for row in killed.tolist()] == [True] * 6
    assert len({round(value) for value in killed[:, 7].tolist()}) > 1
    told = debrief.state(table.game, 0.0, rows=rows, asked={"from_turn": 2, "runs": 6})["futures"]
    assert told["state"] == "ready"
    assert told["place"]["killed"].endswith("of 6 wars fewer people were killed")


def test_every_form_offers_only_what_the_law_allows() -> None:
    table = _planning()
    for side, seen in clerk.views_of(table.game).items():
        for verb in forms.menu(seen):
            for field in verb["fields"]:
                assert field["choices"], (side, verb["verb"], field["name"])
            assert verb["name"]
