"""Change a scenario that is already running: what a fork may set, applied to the resolved form.

Owns the settings of a fork: parameters, weeks, an actor's policy, the scale of a series. The start is past
and cannot be changed. Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sim.errors import InputError
from sim.scenario.load import MOST_WEEKS
from sim.scenario.loaded import Loaded
from sim.scenario.overrides import Override, parse
from sim.scenario.parameters.registry import declared, override
from sim.scenario.policies import seat_fault
from sim.scenario.schema import MOST_SCALE, ActorSetup, Scenario
from sim.scenario.terms import known_fault

__all__ = ["change"]


def change(loaded: Loaded, sets: Sequence[str]) -> Loaded:
    """Return the scenario with `key=value` settings applied; InputError for what a fork cannot set."""
    for setting in parse(sets):
        loaded = _one(loaded, setting)
    return loaded


def _one(loaded: Loaded, setting: Override) -> Loaded:
    head, _, rest = setting.key.partition(".")
    if setting.key in declared():
        value = override(setting.key, setting.number(), forced=setting.forced)
        if rest in type(loaded.parameters[head]).AT_START:
            raise InputError(f"--set {setting.text}: this number acts only at the start. Run the scenario anew.")
        block = type(loaded.parameters[head])(**{**loaded.parameters[head].model_dump(), rest: value})
        return replace(loaded, parameters={**loaded.parameters, head: block})
    if setting.key == "weeks":
        return _with(loaded, weeks=_weeks(setting))
    if head == "actors" and rest.endswith(".policy"):
        return _with_policy(loaded, rest.removesuffix(".policy"), setting)
    if head == "series" and rest.endswith(".scale"):
        return _with_scale(loaded, rest.removesuffix(".scale"), setting)
    if head == "start":
        raise InputError(f"--set {setting.text}: the start is past; a fork cannot change it. Run the scenario anew.")
    raise InputError(f"--set {setting.text}: {known_fault(setting.key, [*declared(), 'weeks'], 'value')}")


def _with(loaded: Loaded, **update: object) -> Loaded:
    scenario: Scenario = loaded.scenario.model_copy(update=update)
    return replace(loaded, scenario=scenario)


def _weeks(setting: Override) -> int:
    weeks = setting.number()
    if not weeks.is_integer() or not 1 <= weeks <= MOST_WEEKS:
        raise InputError(f"--set {setting.text}: a run has 1 to {MOST_WEEKS} whole weeks")
    return int(weeks)


def _with_policy(loaded: Loaded, name: str, setting: Override) -> Loaded:
    actors = loaded.scenario.actors
    if name not in actors:
        raise InputError(f"--set {setting.text}: {known_fault(name, actors, 'actor')}")
    fault = seat_fault(name, str(setting.value))
    if fault:
        raise InputError(f"--set {setting.text}: {fault}")
    return _with(loaded, actors={**actors, name: ActorSetup(policy=str(setting.value))})


def _with_scale(loaded: Loaded, name: str, setting: Override) -> Loaded:
    series = loaded.scenario.series
    if name not in series:
        raise InputError(f"--set {setting.text}: {known_fault(name, series, 'series')}")
    scale = setting.number()
    if not 0.0 <= scale <= MOST_SCALE:
        raise InputError(f"--set {setting.text}: a scale lies between 0 and {MOST_SCALE}")
    return _with(loaded, series={**series, name: series[name].model_copy(update={"scale": scale})})
