"""The model as Mesa sees it, and a war that depends on its inputs alone."""

from __future__ import annotations

import itertools
from dataclasses import replace

import mesa
import numpy as np
import pytest

from sim.actors.actor import Actor
from sim.engine.directives import give
from sim.engine.model import TheatreModel
from sim.errors import InputError
from sim.orders.orders import AirSupport, Arm, MainEffort, Order, Posture, Raid, Reinforce, Restraint, Withdraw
from sim.record.history import RunHistory
from sim.record.keep import SWEEP
from sim.record.series import MEASURES
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded

WEEKS = 10
FULL: dict[str, list[Order]] = {
    "regime": [Posture("attack"), MainEffort("homs"), Reinforce("hama", 2), Withdraw("daraa"), Raid("idlib")],
    "russia": [AirSupport("homs"), AirSupport("hama"), Restraint(), Arm("regime", 3)],
    "is": [Posture("lie_low"), Reinforce("raqqa", 3)],
}


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_scenario("base_2015", weeks=WEEKS)


def _history(loaded: Loaded, **options: object) -> RunHistory:
    return TheatreModel(loaded, rng=5, collect=False, **options).run().log.history()  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def history(loaded: Loaded) -> RunHistory:
    return _history(loaded)


def test_the_same_inputs_give_the_same_bytes(loaded: Loaded, history: RunHistory) -> None:
    again = _history(loaded)
    assert again.table.tobytes() == history.table.tobytes()
    assert (again.hashes, again.events, again.orders) == (history.hashes, history.events, history.orders)
    assert _history(load_scenario("base_2015", weeks=WEEKS)).hashes == history.hashes


def test_another_seed_is_another_war(loaded: Loaded, history: RunHistory) -> None:
    other = TheatreModel(loaded, rng=6, collect=False).run().log.history()
    assert set(other.hashes).isdisjoint(history.hashes)


def test_a_sweep_keeps_the_last_hash_alone_and_the_same_series(loaded: Loaded, history: RunHistory) -> None:
    swept = _history(loaded, keep=SWEEP)
    assert swept.hashes == history.hashes[-1:]
    assert (swept.table == history.table).all()


@pytest.mark.parametrize("switch", [{"guards": True}, {"collect": True}])
def test_watching_a_war_does_not_change_it(loaded: Loaded, history: RunHistory, switch: dict[str, bool]) -> None:
    model = TheatreModel(loaded, rng=5, **switch).run()  # type: ignore[arg-type]
    assert model.log.history().hashes == history.hashes


def test_a_shorter_run_is_the_beginning_of_a_longer_one(history: RunHistory) -> None:
    assert _history(load_scenario("base_2015", weeks=4)).hashes == history.hashes[:4]


def test_the_order_in_which_actors_stand_in_the_file_does_not_matter(loaded: Loaded, history: RunHistory) -> None:
    actors = dict(reversed(loaded.scenario.actors.items()))
    turned = replace(loaded, scenario=loaded.scenario.model_copy(update={"actors": actors}))
    assert list(turned.scenario.actors) != list(loaded.scenario.actors)
    assert _history(turned).hashes == history.hashes


def test_the_order_in_which_actors_are_seated_does_not_matter(loaded: Loaded, history: RunHistory) -> None:
    model = TheatreModel(loaded, rng=5, collect=False)
    for agent in reversed(list(model.agents)):
        assert isinstance(agent, Actor)
        agent.remove()
        Actor(model, agent.name, agent.policy, loaded.scenario.actors[agent.name].options)
    assert model.run().log.history().hashes == history.hashes


def test_the_order_in_which_orders_arrive_does_not_matter(loaded: Loaded) -> None:
    model = TheatreModel(loaded, rng=5)
    give(model.world, model.ground, FULL)
    wanted = model.world.block.tobytes()
    for shift, actors in enumerate(itertools.permutations(FULL)):
        world = model.world.copy()
        turned = {name: FULL[name][shift % 2 :] + FULL[name][: shift % 2] for name in actors}
        give(world, model.ground, {name: orders[:: 1 - 2 * (shift % 2)] for name, orders in turned.items()})
        assert world.block.tobytes() == wanted


def test_scripted_orders_go_through_the_same_door(loaded: Loaded) -> None:
    orders = {"regime": [Posture("hold"), Raid("homz"), Reinforce("homs", 1)]}
    model = TheatreModel(loaded, rng=5, script={4: orders}).run()
    rows = [row for row in model.log.history().orders if (row["week"], row["actor"]) == (4, "regime")]
    assert [row["verb"] for row in rows] == ["posture", "raid", "reinforce"]
    assert [row.get("refused", "") for row in rows] == [
        "",
        'There is no governorate "homz" (did you mean "homs"?).',
        "",
    ]


def test_orders_for_an_unknown_seat_or_week_are_refused(loaded: Loaded) -> None:
    with pytest.raises(InputError, match=r'There is no seat "regim" \(did you mean "regime"\?\): this war has '):
        TheatreModel(loaded, script={0: {"regim": []}})
    with pytest.raises(InputError, match=r"Orders are given in weeks 0, 4, 8 and so on, not in week 5\."):
        TheatreModel(loaded, script={5: {"regime": []}})


@pytest.mark.parametrize("seed", [-1, 2**63, True, 1.5, "1", None])
def test_a_seed_that_is_no_seed_is_refused(loaded: Loaded, seed: object) -> None:
    with pytest.raises(InputError, match="A seed is a whole number from 0"):
        TheatreModel(loaded, rng=seed)  # type: ignore[arg-type]


def test_the_largest_seed_and_an_integer_of_numpy_will_do(loaded: Loaded) -> None:
    assert TheatreModel(loaded, rng=2**63 - 1).world.seed == 2**63 - 1
    assert type(TheatreModel(loaded, rng=np.int64(3)).world.seed) is int  # type: ignore[arg-type]


def test_a_step_is_a_week_and_the_model_stops_at_its_horizon(loaded: Loaded) -> None:
    model = TheatreModel(loaded, rng=5)
    model.step()
    assert (model.world.week, model.steps, model.running) == (1, 1, True)
    model.run_model()
    assert (model.world.week, model.steps, model.running) == (WEEKS, WEEKS, False)


def test_the_agents_are_the_actors(loaded: Loaded) -> None:
    model = TheatreModel(loaded, rng=5)
    assert sorted(model.agents.get("name")) == sorted(loaded.scenario.actors)
    assert model.agent_types == [Actor]


def test_the_data_collector_reads_every_week(loaded: Loaded, history: RunHistory) -> None:
    frame = TheatreModel(loaded, rng=5).run().datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(MEASURES)
    assert frame.to_numpy().tobytes() == history.table.tobytes()


def test_batch_run_works_on_the_model() -> None:
    rows = mesa.batch_run(
        TheatreModel,
        parameters={"scenario": ["base_2015", "base_2015:no_russia"], "weeks": [4]},
        rng=[1, 2],
        data_collection_period=1,
        display_progress=False,
    )
    assert len(rows) == 2 * 2 * 4
    assert {row["Step"] for row in rows} == {1, 2, 3, 4}
    alone = TheatreModel("base_2015", rng=2, weeks=4).run().log.history()
    told = [row["deaths.civilians"] for row in rows if (row["scenario"], row["rng"]) == ("base_2015", 2)]
    assert told == alone.series("deaths.civilians").tolist()
