"""Events of a scenario in a running war: conditions, entries by order, plans, policies; and what must not change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter

from sim.engine.entries import windows_of
from sim.engine.model import TheatreModel
from sim.engine.replay import Fork, fork, verify
from sim.orders.orders import Engage, Enter, Posture
from sim.record.manifest import manifest_of
from sim.record.record import Record
from sim.scenario.events import Entry
from sim.scenario.events import Event as Form
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.scenario.start import Hotline, Patrols, Readiness, Standing, Worth
from sim.sides import INDEX
from sim.theatre.places import region_ids
from sim.world.build import build

WEEKS = 14
ALWAYS = {"measure": "area", "of": "regime", "above": 0, "weeks": 3}
NEVER = {"measure": "area", "of": "regime", "above": 0.99}
WHY = {"assumption": "a test"}
NORTH = {
    "side": "turkey", "men": 6000, "boxes": [{"west": 36.0, "east": 38.0, "south": 36.3}], "enter": ["azaz"],
    "against": ["is"], "weeks": 5,
}  # fmt: skip

_FORM: TypeAdapter[Any] = TypeAdapter(Form)


@lru_cache(maxsize=1)
def _base() -> Loaded:
    return load_scenario("base_2015:doctrine", weeks=WEEKS)


def _with(*events: Mapping[str, Any], entries: Mapping[str, Mapping[str, Any]] | None = None, **plain: Any) -> Loaded:
    """Return the base with more events and entries."""
    made = [_FORM.validate_json(json.dumps({**WHY, **event})) for event in events]
    update = {
        "events": [*_base().scenario.events, *made],
        "entries": {name: Entry.model_validate({**WHY, **entry}) for name, entry in (entries or {}).items()},
        **plain,
    }
    return replace(_base(), scenario=_base().scenario.model_copy(update=update))


def _run(loaded: Loaded, seed: int = 1, **more: Any) -> TheatreModel:
    return TheatreModel(loaded, rng=seed, collect=False, guards=True, **more).run()


def _told(model: TheatreModel, kind: str) -> list[Mapping[str, Any]]:
    return [e for e in model.log.history().events if e["rule"] == "scenario" and e["kind"] == kind]


def _record(loaded: Loaded, model: TheatreModel) -> Record:
    manifest = manifest_of(loaded.label, weeks=WEEKS, seed=1, runs=1, command=["run"], citations=[])
    return Record.of(loaded.resolved(), manifest, [model.log.history()], region_ids())


@lru_cache(maxsize=1)
def _plain_hashes() -> tuple[str, ...]:
    return _run(_base()).log.history().hashes


def test_a_conditional_event_happens_once_when_it_has_held_long_enough() -> None:
    (told,) = _told(_run(_with({"if": ALWAYS, "do": "mark", "label": "x"})), "mark")
    assert told["week"] == 2
    assert told["inputs"]["weeks"] == 3
    assert told["note"] == "x (if area of regime above 0 for 3 weeks)"


def test_it_happens_again_if_it_may_and_counts_anew() -> None:
    told = _told(_run(_with({"if": ALWAYS, "once": False, "do": "mark"})), "mark")
    assert [event["week"] for event in told] == [2, 5, 8, 11]


def test_an_event_of_chance_waits_as_long_as_its_odds_say() -> None:
    """The condition has held long enough from the third week on, so twelve weeks may draw, each with odds of 0.2."""
    event = {"if": ALWAYS, "odds": {"value": 0.2, "assumption": "a test"}, "id": "by_chance", "do": "mark"}
    loaded = _with(event)
    told = [_told(_run(loaded, seed), "mark") for seed in range(1, 61)]
    happened = [rows[0]["week"] for rows in told if rows]
    assert all(len(rows) <= 1 for rows in told)
    assert min(happened) >= 2
    assert abs(len(happened) / 60 - (1 - 0.8**12)) < 0.12
    assert abs(sum(week == 2 for week in happened) / 60 - 0.2) < 0.16
    assert _told(_run(loaded, 1), "mark") == told[0]


def test_it_does_not_happen_before_its_earliest_date_nor_if_the_condition_fails() -> None:
    loaded = _with(
        {"if": ALWAYS, "from": "2015-10-19", "do": "mark", "label": "late"}, {"if": NEVER, "do": "mark", "label": "no"}
    )
    (told,) = _told(_run(loaded), "mark")
    assert told["week"] == 5


def test_a_condition_broken_by_a_week_begins_anew() -> None:
    """The place is handed over in week 2 and back in week 4."""
    held = {"measure": "holds", "place": "al_waer", "by": "opposition", "weeks": 4}
    deal = {"do": "local_deal", "places": ["al_waer"]}
    loaded = _with(
        {"if": held, "do": "mark"},
        {"when": "2015-10-12", **deal, "to": "regime"},
        {"when": "2015-10-26", **deal, "to": "opposition"},
    )
    (told,) = _told(_run(loaded), "mark")
    assert told["week"] == 8


@pytest.mark.parametrize(
    "events",
    [
        [{"if": NEVER, "do": "departure", "side": "regime", "manner": "abrupt"}],
        [{"when": "2015-11-02", "do": "mark", "label": "x"}],
        [{"when": "2021-01-04", "do": "sanctions", "against": "regime", "level": 3}],
        [{"when": "2015-11-02", "do": "plan", "side": "regime", "places": ["palmyra"], "weight": 0}],
    ],
    ids=["never", "mark", "late", "no weight"],
)
def test_unused_events_leave_results_unchanged(events: list[Mapping[str, Any]]) -> None:
    assert _run(_with(*events)).log.history().hashes == _plain_hashes()


def test_an_entry_that_nobody_opens_leaves_results_unchanged() -> None:
    assert _run(_with(entries={"north": NORTH})).log.history().hashes == _plain_hashes()


@pytest.mark.parametrize("event", [{"do": "sanctions", "against": "regime", "level": 3}, {"do": "cadre", "men": 900}])
def test_a_later_event_changes_nothing_before_it(event: Mapping[str, Any]) -> None:
    hashes = _run(_with({"when": "2015-11-30", **event})).log.history().hashes
    assert hashes[:9] == _plain_hashes()[:9]
    assert hashes[9] != _plain_hashes()[9]


def test_replay_and_fork_rebuild_counts_policies_and_orders() -> None:
    loaded = _with(
        {"if": {**ALWAYS, "weeks": 6}, "once": False, "do": "cadre", "men": 500},
        {"when": "2015-10-26", "do": "policy", "actor": "russia", "policy": "idle"},
        {"when": "2015-10-26", "do": "order", "actor": "iran", "order": {"verb": "engage", "fifths": 2}},
        {"when": "2015-11-23", "do": "order", "actor": "turkey", "order": {"verb": "enter", "window": "north"}},
        entries={"north": NORTH},
    )
    model = _run(loaded)
    record = _record(loaded, model)
    assert verify(record) == WEEKS
    for week in (4, 5, 9):
        assert fork(record, Fork(week, ()))[0].hashes == record.histories[0].hashes
        assert fork(record, Fork(week, ()))[0].events == record.histories[0].events


def test_an_event_seats_another_policy() -> None:
    model = _run(_with({"when": "2015-10-26", "do": "policy", "actor": "russia", "policy": "idle"}))
    weeks = {row["week"] for row in model.log.history().orders if row["actor"] == "russia"}
    assert weeks == {0}
    assert {actor.name: actor.policy for actor in model.seats}["russia"] == "idle"


def test_memory_is_kept_only_by_the_same_policy() -> None:
    change = {"when": "2015-10-26", "do": "policy", "actor": "regime"}
    seated = _base().scenario.actors["regime"].policy
    model = TheatreModel(_with({**change, "policy": seated}), rng=1, weeks=8)
    memory = next(actor.memory for actor in model.seats if actor.name == "regime")
    for _ in range(5):
        model.step()
    assert next(actor for actor in model.seats if actor.name == "regime").memory is memory
    other = TheatreModel(_with({**change, "policy": "idle"}), rng=1, weeks=8)
    memory = next(actor.memory for actor in other.seats if actor.name == "regime")
    for _ in range(5):
        other.step()
    assert next(actor for actor in other.seats if actor.name == "regime").memory is not memory


def test_a_fork_that_names_a_policy_overrules_an_event_before_it() -> None:
    loaded = _with({"when": "2015-10-05", "do": "policy", "actor": "russia", "policy": "idle"})
    record = _record(loaded, _run(loaded))
    (forked,) = fork(record, Fork(6, ("actors.russia.policy=patron",)))
    assert not [row for row in record.histories[0].orders if row["actor"] == "russia" and row["week"] > 0]
    (same,) = fork(record, Fork(6, ("weeks=15",)))
    assert not [row for row in same.orders if row["actor"] == "russia" and row["week"] > 0]
    assert forked.hashes[6:] != record.histories[0].hashes[6:]


def test_an_order_waits_for_the_next_decision_and_comes_before_the_policys_own() -> None:
    given = {"verb": "posture", "stance": "lie_low"}
    model = _run(_with({"when": "2015-10-05", "do": "order", "actor": "regime", "order": given}))
    rows = [row for row in model.log.history().orders if row["actor"] == "regime" and row["verb"] == "posture"]
    assert [row["stance"] for row in rows if row["week"] == 4 and "refused" not in row] == ["lie_low"]
    assert all(row["week"] == 4 or "refused" not in row for row in rows)


def test_an_order_to_engage_stands_until_changed() -> None:
    order = {"when": "2015-10-05", "do": "order", "actor": "russia", "order": {"verb": "engage", "fifths": 2}}
    model = TheatreModel(_with(order), rng=1, script={8: {"russia": [Engage(5)]}})
    seen = []
    while model.running:
        model.step()
        seen.append(float(model.world.engaged[INDEX["russia"]]))
    assert seen[3:5] == [1.0, 0.4]


def _enter(weeks: int, entry: Mapping[str, Any] = NORTH, *more: Mapping[str, Any]) -> TheatreModel:
    model = TheatreModel(
        _with(*more, entries={"north": entry}),
        rng=1,
        guards=True,
        script={4: {"turkey": [Enter("north"), Posture("attack")]}},
    )
    for _ in range(weeks):
        model.step()
    return model


def test_an_entry_opens_by_order_for_its_weeks() -> None:
    turkey = INDEX["turkey"]
    before, inside, after = _enter(4), _enter(5), _enter(10)
    assert inside.world.strike[turkey] > before.world.strike[turkey] + 5000
    assert inside.world.entering[turkey] == 1
    assert {window.name for window in inside.desk.opened} == {"north"}
    assert not after.desk.opened
    assert after.world.strike[turkey] < inside.world.strike[turkey] - 4000
    told = [(e["week"], e["kind"], e["note"]) for e in after.log.history().events if e["kind"] == "window"]
    assert told == [(4, "window", "north"), (9, "window", "closes")]


def test_a_window_leaves_quarrels_and_limits_as_it_found_them() -> None:
    turkey, foe = INDEX["turkey"], INDEX["regime"]
    quarrel = {"when": "2015-09-28", "do": "hostility", "pair": ["turkey", "regime"], "value": 0.9}
    mild = {**NORTH, "against": ["is", "regime"], "hostility": 0.3}
    before, inside, after = (_enter(weeks, mild, quarrel) for weeks in (4, 5, 10))
    assert inside.world.quarrel[turkey, foe] == inside.world.quarrel[foe, turkey] == 0.9
    assert inside.world.strike_limit[turkey] > before.world.strike_limit[turkey]
    for name in ("quarrel", "strike_limit"):
        assert np.array_equal(getattr(after.world, name), getattr(before.world, name)), name
    later = {**quarrel, "when": "2015-11-02", "value": 0.2}
    assert _enter(6, mild, quarrel, later).world.quarrel[turkey, foe] == 0.2
    assert _enter(10, mild, quarrel, later).world.quarrel[turkey, foe] == 0.2


def test_only_those_who_live_go_home_when_a_window_closes() -> None:
    turkey = INDEX["turkey"]
    model = _enter(9)
    model.world.strike[turkey] *= 0.5
    model.world.dead[turkey] += model.world.strike[turkey]
    (window,) = model.desk.opened
    strike, handed = float(model.world.strike[turkey]), float(model.world.handed[turkey])
    model.step()
    home = float(model.world.handed[turkey]) - handed
    assert home == pytest.approx(window.share * strike)
    assert home < 0.9 * NORTH["men"]


def test_by_a_bargain_the_patron_leaves_at_its_next_decision() -> None:
    event = {"when": "2015-10-05", "do": "pact", "parties": ["russia", "us"], "terms": "bargain"}
    model = TheatreModel(_with(event), rng=1, guards=True)
    seen = []
    for _ in range(6):
        model.step()
        seen.append(float(model.world.engaged[INDEX["russia"]]))
    assert seen == [1.0, 1.0, 1.0, 1.0, 0.0, 0.0]


def _offered(model: TheatreModel) -> tuple[str, ...]:
    return windows_of(model.world, model.ground, model.loaded.scenario.entries, "turkey", model.desk)


def test_an_entry_is_offered_if_it_is_closed_free_of_posts_and_has_a_foe() -> None:
    assert _offered(_enter(4)) == ("north",)
    assert _offered(_enter(5)) == ()
    assert _offered(_enter(10)) == ("north",)
    post = {"when": "2015-09-28", "do": "contingent", "side": "russia", "place": "azaz", "men": 100}
    assert _offered(_enter(4, NORTH, post)) == ()
    own = {**post, "side": "turkey"}
    assert _offered(_enter(4, NORTH, own)) == ("north",)
    inward = {**NORTH, "against": [], "boxes": [{"west": 35.7, "east": 36.2, "south": 34.5, "north": 35.3}]}
    assert _offered(_enter(4, inward)) == ()
    assert _offered(_enter(4, {**NORTH, "against": []})) == ("north",)


def test_an_entry_that_is_not_open_is_refused() -> None:
    post = {"when": "2015-09-28", "do": "contingent", "side": "russia", "place": "azaz", "men": 100}
    rows = _enter(5, NORTH, post).log.history().orders
    (row,) = [row for row in rows if row["verb"] == "enter"]
    assert "none is open now" in row["refused"]


def test_a_plan_raises_the_share_of_campaigns_on_its_place_until_its_end() -> None:
    plan = {"when": "2015-09-28", "do": "plan", "side": "regime", "places": ["palmyra"], "weight": 12}
    plan["until"] = "2015-12-07"
    begun = []
    for loaded in (_base(), _with(plan)):
        goals = [_begun(_run(loaded, seed)) for seed in range(1, 9)]
        begun.append(float(np.mean([place == "palmyra" for goal in goals for place in goal])))
    assert begun[1] > begun[0] + 0.05
    assert not _run(_with(plan)).world.plan.any()


def _begun(model: TheatreModel) -> list[str]:
    """Return the places of the regime's new campaigns."""
    return [e["region"] for e in model.log.history().events if e["kind"] == "begin_campaign" and e["side"] == "regime"]


EFFECTS = [
    pytest.param({"do": "sanctions", "against": "regime", "level": 2}, "embargo", 2.0, id="sanctions"),
    pytest.param({"do": "valuation", "patron": "russia", "value": 0.4}, "valuation", 0.4, id="valuation"),
    pytest.param({"do": "provokes", "side": "regime", "level": 2}, "provokes", 2.0, id="provokes"),
    pytest.param({"do": "budget", "side": "regime", "factor": 0.5}, "subsidy", 0.5, id="budget"),
]


@pytest.mark.parametrize(("event", "field", "value"), EFFECTS)
def test_an_event_sets_a_number_of_a_side(event: Mapping[str, Any], field: str, value: float) -> None:
    model = _run(_with({"when": "2015-10-05", **event}, weeks=2))
    assert getattr(model.world, field)[INDEX[str(event.get("patron", "regime"))]] == value


def test_a_punitive_strike_kills_men_and_counts_them_among_the_dead_of_its_week() -> None:
    strike = {"when": "2015-10-05", "do": "strike", "side": "us", "against": "regime", "dead": 40}
    struck, plain = _run(_with(strike, weeks=2)), _run(_with(weeks=2))
    more = struck.world.dead[0] - plain.world.dead[0]
    assert more == pytest.approx(40)
    assert struck.log.latest("deaths.regime") - plain.log.latest("deaths.regime") == pytest.approx(more)
    assert struck.world.violence[0, INDEX["us"]] > plain.world.violence[0, INDEX["us"]] + 5


def test_an_opportunity_lasts_one_week() -> None:
    model = TheatreModel(_with({"when": "2015-10-05", "do": "opportunity", "places": ["palmyra"], "factor": 5}), rng=1)
    palmyra = model.ground.index["palmyra"]
    seen = []
    for _ in range(4):
        model.step()
        seen.append(float(model.world.exposed[palmyra]))
    assert seen[0] == seen[2] == seen[3] == 1.0


def test_men_who_come_to_hide_are_counted() -> None:
    model = _run(_with({"when": "2015-10-05", "do": "cadre", "men": 500}, weeks=2))
    assert model.world.received[INDEX["is"]] == pytest.approx(500)
    assert model.world.cadre.sum() > 0


def test_hotlines_patrols_and_truces_are_set() -> None:
    day = {"when": "2015-10-05"}
    model = _run(
        _with(
            {**day, "do": "hotline", "pair": ["us", "russia"], "value": 0.5},
            {**day, "do": "patrols", "side": "russia", "places": ["qamishli"], "radius_km": 30, "share": 0.25},
            {**day, "do": "truce", "parties": ["regime", "sdf"], "compliance": 0.5, "hazard": 2, "guarantee": "troops"},
            weeks=2,
        )
    )
    world, us, russia = model.world, INDEX["us"], INDEX["russia"]
    assert world.hotline[us, russia] == world.hotline[russia, us] == 0.5
    assert world.patrol[model.ground.index["qamishli"], russia] == 0.25
    assert world.patrol[model.ground.index["damascus"], russia] == 0.0
    assert world.frailty[0, INDEX["sdf"]] == 2.0
    assert world.guarantee[0, INDEX["sdf"]] >= 1.0


def test_pacts_settlements_departures_and_outrage_are_handed_on() -> None:
    day = {"when": "2015-10-05"}
    model = _run(
        _with(
            {**day, "do": "pact", "parties": ["regime", "sdf"], "terms": "federal"},
            {**day, "do": "settlement", "parties": ["regime", "opposition"], "compliance": 0.8, "leader": "goes"},
            {**day, "do": "departure", "side": "opposition", "manner": "abrupt", "shock": 0.4},
            {**day, "do": "outrage", "by": "regime", "size": 1},
            weeks=2,
        )
    )
    world, sdf, opposition = model.world, INDEX["sdf"], INDEX["opposition"]
    assert world.pact[0, sdf] == world.pact[sdf, 0] > 0
    assert world.pact[0, opposition] > 0
    assert world.compliance[0, opposition] > 0.4
    assert world.leader[0] == world.leader[opposition] == 0
    assert world.provoked[INDEX["us"]] > 0


def test_a_start_state_sets_how_powers_stand() -> None:
    more = {
        "relations_between": [Standing.model_validate({"pair": ["us", "russia"], "value": -0.4, **WHY})],
        "patrols": [Patrols.model_validate({"side": "us", "places": ["tanf"], "radius_km": 40, "share": 0.5, **WHY})],
        "hotlines": [Hotline.model_validate({"pair": ["us", "russia"], "value": 0.7, **WHY})],
        "valuation": [Worth.model_validate({"patron": "russia", "value": 0.4, **WHY})],
        "provokes": [Readiness.model_validate({"side": "iran", "level": 2, **WHY})],
    }
    loaded = replace(_base(), start=_base().start.model_copy(update=more))
    model = TheatreModel(loaded, rng=1)
    world, us, russia = build(loaded, model.ground, 1), INDEX["us"], INDEX["russia"]
    assert world.relation[russia, us] == world.relation_start[us, russia] == -0.4
    assert world.patrol[model.ground.index["tanf"], us] == 0.5
    assert world.hotline[us, russia] == 0.7
    assert world.valuation[russia] == 0.4
    assert world.provokes[INDEX["iran"]] == 2.0


def test_the_event_of_a_condition_says_what_was_measured() -> None:
    model = _run(_with({"if": {"measure": "border", "of": ["regime", "sdf"], "above": 0}, "do": "mark"}))
    (told,) = _told(model, "mark")
    assert told["inputs"]["measured"] > 0
