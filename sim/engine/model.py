"""The Mesa model: one war from a scenario, a week a step.

A week goes one way: open, look, decide, check, apply the rules, guard, measure, record, advance.
Owns the course of a run. Knows nothing of files, folders or pictures.
"""

from __future__ import annotations

import gc
import operator
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import mesa

from sim.actors.actor import Actor
from sim.engine.causes import name_holders
from sim.engine.desk import desk_of
from sim.engine.directives import give
from sim.engine.entries import enter, windows_of
from sim.engine.inputs import carry_out_strikes
from sim.engine.log import Log
from sim.engine.muster import muster
from sim.engine.opening import calendar_of, open_week, resume_series
from sim.engine.week import MONTH, run_rules
from sim.errors import InputError, nearest
from sim.orders.orders import Enter, Order
from sim.record.events import Event
from sim.record.keep import Keep
from sim.record.series import MEASURES
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.scenario.schema import ActorSetup
from sim.theatre.regions import Theatre, load_theatre
from sim.world.view import View, survey, view_of
from sim.world.world import World

__all__ = ["Script", "Sitting", "TheatreModel"]

Script = Mapping[int, Mapping[str, Sequence[Order]]]
"""Week -> actor -> orders."""


class Sitting(NamedTuple):
    """What one actor sees when it decides, and what it asks for, less what an event has told it to do."""

    view: View
    asked: Sequence[Order]


class TheatreModel(mesa.Model):
    """One war. `step()` runs a week, `agents` are the actors, `datacollector` reads the weekly measures."""

    def __init__(
        self,
        scenario: str | Path | Loaded = "base_2015",
        *,
        rng: int = 1,
        sets: Sequence[str] = (),
        weeks: int | None = None,
        guards: bool = False,
        keep: Keep | None = None,
        ground: Theatre | None = None,
        script: Script | None = None,
        collect: bool = True,
    ) -> None:
        """Set up week 0 of `scenario` (a file, `id:variant` or a loaded one) with the seed `rng`.

        `script` gives orders by week and actor that stand in for what policies would decide. `collect` lets
        Mesa's data collector read every week, as `mesa.batch_run` wants; ensembles do without.
        Raises ScenarioError or InputError for what cannot be run, and for orders of an unknown seat or week.
        """
        seed = _seed(rng)
        super().__init__(rng=seed)
        if not isinstance(scenario, Loaded):
            scenario = load_scenario(str(scenario), sets=sets, weeks=weeks)
        self.loaded = scenario
        self.ground = load_theatre() if ground is None else ground
        self.guards = guards
        self.horizon = scenario.scenario.weeks
        self.script = _checked(script or {}, scenario)
        self.world: World = muster(scenario, self.ground, seed)
        self.calendar = calendar_of(scenario)
        self.desk = desk_of(scenario)
        self._seat_actors()
        self.collects = collect
        self.log = Log(keep or Keep(), self.world, self.ground)
        self.world.telling = self.log.tells
        self.datacollector = mesa.DataCollector(model_reporters=_reporters() if collect else {})

    def step(self) -> None:
        """Run one week."""
        self._week()
        if self.collects:
            self.datacollector.collect(self)

    def _week(self) -> None:
        world = self.world
        told = open_week(world, self.ground, self.calendar, self.desk)
        if world.week % MONTH == 0:
            told += self._decide()
        told += run_rules(world, self.ground, self.loaded.parameters, guarded=self.guards)
        carry_out_strikes(self.loaded, world, self.desk)
        world.week += 1
        self.running = world.week < self.horizon
        self.log.add(world, told, last=not self.running)

    def continue_with(self, loaded: Loaded) -> None:
        """Go on from this week with other assumptions: parameters, policies, series and events still to come.

        Raises InputError if the new horizon is already past.
        """
        if loaded.scenario.weeks <= self.world.week:
            raise InputError(f"Week {self.world.week} has been reached; a run cannot end at {loaded.scenario.weeks}.")
        resume_series(self.world, self.ground, self.loaded, loaded)
        for name, setup in loaded.scenario.actors.items():
            if setup != self.loaded.scenario.actors.get(name):
                self.desk.policies.pop(name, None)
        self.desk.watch(loaded.scenario.events)
        self.loaded = loaded
        self.horizon = loaded.scenario.weeks
        self.calendar = calendar_of(loaded)
        self.world.mapped[:] = -1
        self._seat_actors()
        self.running = True

    def _seat_actors(self) -> None:
        """Seat each actor of the scenario; one whose policy has not changed keeps its memory."""
        seated = {agent.name: agent for agent in self.agents if isinstance(agent, Actor)}
        self.reseated = dict(self.desk.policies)
        for name, setup in sorted(self._wanted().items()):
            old = seated.pop(name, None)
            if old is not None:
                old.remove()
            new = Actor(self, name, setup.policy, setup.options)
            if old is not None and old.policy == new.policy:
                new.memory = old.memory
        self.seats = sorted((agent for agent in self.agents if isinstance(agent, Actor)), key=lambda a: a.name)

    def run(self) -> TheatreModel:
        """Run to the horizon of the scenario and return the model.

        If nothing is collected, weeks are run without Mesa's clock, which costs one per cent and which nobody reads.
        """
        week = self.step if self.collects else self._week
        collecting = gc.isenabled()
        gc.disable()  # a week leaves no cycles behind; looking for them costs a run four per cent
        try:
            while self.running:
                week()
        finally:
            if collecting:
                gc.enable()
        return self

    def council(self) -> dict[str, Sitting]:
        """Return what each actor sees at this week's decision and would ask for, by its name; nothing is put in force.

        The week is opened and policies remember what they have seen: a model that was asked must not be stepped
        afterwards. Raises InputError in a week without a decision.
        """
        if self.world.week % MONTH:
            raise InputError(
                f"Actors decide in weeks 0, {MONTH}, {2 * MONTH} and so on, not in week {self.world.week}."
            )
        open_week(self.world, self.ground, self.calendar, self.desk)
        return self._sit()

    def _sit(self) -> dict[str, Sitting]:
        """Show each actor its View and ask it, or the script, for orders; all see the same week."""
        world, entries = self.world, self.loaded.scenario.entries
        self._reseat()
        sums = survey(world, self.ground)
        scripted = self.script.get(world.week, {})
        sittings: dict[str, Sitting] = {}
        for actor in self.seats:
            windows = windows_of(world, self.ground, entries, actor.name, self.desk) if entries else ()
            view = view_of(world, self.ground, sums, actor.name, windows=windows)
            asked = actor.decide(view)
            asked = scripted.get(actor.name, asked)
            told = self.desk.orders.get(actor.name, ())
            sittings[actor.name] = Sitting(view, [order for order in asked if order not in told] if told else asked)
        return sittings

    def _decide(self) -> list[Event]:
        """Ask each actor for orders, rule on them, put what stands in force; return entries opened."""
        sittings = self._sit()
        standing: dict[str, list[Order]] = {}
        for actor in self.seats:
            view, asked = sittings[actor.name]
            rulings = actor.rule(asked, view, self.desk.orders.pop(actor.name, []))
            self.log.add_orders(self.world.week, actor.name, rulings)
            standing[actor.name] = [ruling.order for ruling in rulings if ruling.accepted]
        give(self.world, self.ground, standing)
        return self._enter(standing) if self.loaded.scenario.entries else []

    def _reseat(self) -> None:
        """Seat the policies that events have changed since the last decision."""
        if self.desk.policies != self.reseated:
            self._seat_actors()

    def _wanted(self) -> dict[str, ActorSetup]:
        """Return who is to decide for each actor: as the scenario says, or as an event has changed it."""
        setups: dict[str, ActorSetup] = dict(self.loaded.scenario.actors.items())
        setups.update(self.desk.policies)
        return setups

    def _enter(self, standing: Mapping[str, Sequence[Order]]) -> list[Event]:
        """Open the foreign entries that were ordered."""
        self.world.entering[:] = 0.0
        ordered = [order.window for orders in standing.values() for order in orders if isinstance(order, Enter)]
        before = self.world.holder.copy()
        told = [enter(self.world, self.ground, self.loaded, name, self.desk) for name in ordered]
        return name_holders(self.world, before, told, "scenario")


def _checked(script: Script, loaded: Loaded) -> Script:
    """Return the script if every seat is one of this war and every week one in which orders are given."""
    seats = loaded.scenario.actors
    for week, orders in script.items():
        if week < 0 or week % MONTH:
            raise InputError(f"Orders are given in weeks 0, {MONTH}, {2 * MONTH} and so on, not in week {week}.")
        for name in orders:
            if name not in seats:
                known = ", ".join(sorted(seats))
                raise InputError(f'There is no seat "{name}"{nearest(name, seats)}: this war has {known}.')
    return script


def _seed(given: object) -> int:
    """Return a seed as a plain integer; numpy's integers will do, booleans and nothing will not."""
    try:
        seed = -1 if isinstance(given, bool) else operator.index(given)  # type: ignore[arg-type]  # tried
    except TypeError:
        seed = -1
    if not 0 <= seed < 2**63:
        raise InputError(f"A seed is a whole number from 0 to 2^63 - 1, not {given!r}.")
    return seed


@lru_cache(maxsize=1)
def _reporters() -> dict[str, Any]:
    """Return one Mesa reporter for each weekly measure."""

    def reporter(name: str) -> Any:
        return lambda model: model.log.latest(name)

    return {name: reporter(name) for name in MEASURES}
