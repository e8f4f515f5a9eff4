"""Change a scenario that has already been read: what a fork or a sweep sets, applied to the resolved form.

    change(loaded, ["combat.kappa=0.02"])                      a war that is already running
    apply(loaded, parse(["start.regime.strike=20000"]))        a war that has yet to begin

Owns the settings: parameters, weeks, an actor's policy and its options, the scale of a series and, before the first
week, numbers of the start state and of events. Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from sim.calendar import LAST_DATE
from sim.errors import InputError
from sim.scenario.load import MOST_WEEKS
from sim.scenario.loaded import Loaded
from sim.scenario.overrides import Override, parse
from sim.scenario.parameters.registry import declared, override
from sim.scenario.policies import named_faults, option_faults, seat_fault
from sim.scenario.schema import MOST_SCALE, ActorSetup, Scenario
from sim.scenario.terms import Number, known_fault

__all__ = ["apply", "change"]


def change(loaded: Loaded, sets: Sequence[str]) -> Loaded:
    """Return a running scenario with `key=value` settings applied; InputError for what a fork cannot set."""
    for setting in parse(sets):
        loaded = _one(loaded, setting, begun=True)
    return loaded


def apply(loaded: Loaded, settings: Iterable[Override]) -> Loaded:
    """Return a scenario that has yet to begin with settings applied, as `load_scenario` would read them."""
    for setting in sorted(settings, key=lambda one: not one.key.endswith(".policy")):
        loaded = _one(loaded, setting, begun=False)
    return loaded


def _one(loaded: Loaded, setting: Override, *, begun: bool) -> Loaded:
    changed = _changed(loaded, setting, begun=begun)
    origin = changed.provenance.get(setting.key)
    if origin is None:
        return changed
    number = setting.value if isinstance(setting.value, float) else None
    value = str(setting.value) if number is None else f"{number:g}"
    told = replace(origin, value=value, file=setting.at.file, line=0, why="set on the command line")
    return replace(changed, provenance={**changed.provenance, setting.key: told})


def _changed(loaded: Loaded, setting: Override, *, begun: bool) -> Loaded:
    head, _, rest = setting.key.partition(".")
    if setting.key in declared():
        return _with_parameter(loaded, setting, begun=begun)
    if setting.key == "weeks":
        return _with(loaded, weeks=_weeks(setting))
    if head == "actors" and rest.count("."):
        return _with_actor(loaded, setting, begun=begun)
    if head == "series" and rest.endswith(".scale"):
        return _with_scale(loaded, rest.removesuffix(".scale"), setting)
    if head in {"start", "event"} and begun:
        what = "the start is past" if head == "start" else "events are set in the scenario file"
        raise InputError(f"--set {setting.text}: {what}; a fork cannot change it. Run the scenario anew.")
    if head == "start":
        return _with_start(loaded, setting)
    if head == "event":
        return _with_event(loaded, setting)
    raise InputError(f"--set {setting.text}: {known_fault(setting.key, [*declared(), 'weeks'], 'value')}")


def _with(loaded: Loaded, **update: object) -> Loaded:
    scenario: Scenario = loaded.scenario.model_copy(update=update)
    return replace(loaded, scenario=scenario)


def _with_parameter(loaded: Loaded, setting: Override, *, begun: bool) -> Loaded:
    block, _, name = setting.key.partition(".")
    value = override(setting.key, setting.number(), forced=setting.forced)
    old = loaded.parameters[block]
    if begun and name in type(old).AT_START:
        raise InputError(f"--set {setting.text}: this number acts only at the start. Run the scenario anew.")
    return replace(loaded, parameters={**loaded.parameters, block: type(old)(**{**old.model_dump(), name: value})})


def _weeks(setting: Override) -> int:
    weeks = setting.number()
    if not weeks.is_integer() or not 1 <= weeks <= MOST_WEEKS:
        raise InputError(f"--set {setting.text}: a run has 1 to {MOST_WEEKS} whole weeks")
    return int(weeks)


def _with_actor(loaded: Loaded, setting: Override, *, begun: bool) -> Loaded:
    """Seat another policy, which starts with its own options, or set one option of the one that is seated.

    In a running war a policy that is named is seated anew even if the scenario names it too: an event may have
    seated another meanwhile.
    """
    _, name, field, *option = setting.key.split(".", 3)
    actors = loaded.scenario.actors
    if name not in actors:
        raise InputError(f"--set {setting.text}: {known_fault(name, actors, 'actor')}")
    if field == "policy" and not option:
        fault = seat_fault(name, str(setting.value))
        old = actors[name].options if actors[name].policy == setting.value and not begun else {}
        setup = ActorSetup(policy=str(setting.value), options=dict(old))
    elif field == "options" and option:
        options: Any = {**actors[name].options, option[0]: setting.value}
        setup = ActorSetup(policy=actors[name].policy, options=options)
        found = [*named_faults(name, options), *option_faults(setup.policy, options)]
        fault = next((text for key, text in found if key == option[0]), None)
    else:
        fault = f"say actors.{name}.policy or actors.{name}.options.NAME"
    if fault:
        raise InputError(f"--set {setting.text}: {fault}")
    return _with(loaded, actors={**actors, name: setup})


def _with_scale(loaded: Loaded, name: str, setting: Override) -> Loaded:
    series = loaded.scenario.series
    if name not in series:
        raise InputError(f"--set {setting.text}: {known_fault(name, series, 'series')}")
    scale = setting.number()
    if not 0.0 <= scale <= MOST_SCALE:
        raise InputError(f"--set {setting.text}: a scale lies between 0 and {MOST_SCALE}")
    return _with(loaded, series={**series, name: series[name].model_copy(update={"scale": scale})})


def _with_start(loaded: Loaded, setting: Override) -> Loaded:
    """Set one number of a side's start."""
    _, side, *field = setting.key.split(".")
    setup: Any = loaded.start.sides.get(side)  # type: ignore[call-overload]  # any word may be asked for
    number = getattr(setup, field[0], None) if len(field) == 1 else None
    if not isinstance(number, Number):
        names = [name for name in loaded.provenance if name.startswith("start.")]
        raise InputError(f"--set {setting.text}: {known_fault(setting.key, names, 'number of the start state')}")
    value = _number_within(number, setting)
    sides: dict[Any, Any] = {**loaded.start.sides, side: setup.model_copy(update={field[0]: value})}
    return replace(loaded, start=loaded.start.model_copy(update={"sides": sides}))


def _number_within(number: Number, setting: Override) -> Number:
    """Return a number with another value inside its range; outside only if forced, and its range then grows."""
    low, high = number.range
    value = setting.number_within(low, high)
    return number.model_copy(update={"value": value, "low": min(low, value), "high": max(high, value)})


def _with_event(loaded: Loaded, setting: Override) -> Loaded:
    """Set the date or another value of one event, found by its id."""
    _, name, *field = setting.key.split(".")
    events = loaded.scenario.events
    ids = [event.id for event in events if event.id]
    if name not in ids:
        raise InputError(f"--set {setting.text}: {known_fault(name, ids, 'event with the id')}")
    old = next(event for event in events if event.id == name)
    fields = [key for key in type(old).model_fields if key not in {"do", "id", "condition"}]
    if len(field) != 1 or field[0] not in fields:
        raise InputError(f"--set {setting.text}: {known_fault('.'.join(field), fields, f'value of {name}')}")
    given = getattr(old, field[0])
    value: object = _number_within(given, setting) if isinstance(given, Number) else setting.value
    try:
        new = type(old).model_validate({**_fields(old), field[0]: value})
    except ValidationError as error:
        raise InputError(f"--set {setting.text}: {error.errors(include_url=False)[0]['msg']}") from error
    changed = [new if event is old else event for event in events]
    return _with(loaded, events=sorted(changed, key=lambda event: event.when or LAST_DATE))


def _fields(event: Any) -> dict[str, Any]:
    """Return what was given for an event, under the keys of a file."""
    kept: dict[str, Any] = {}
    for key, info in type(event).model_fields.items():
        value = getattr(event, key)
        if key in event.model_fields_set:
            kept[info.alias or key] = value.isoformat() if isinstance(value, date) else value
    return kept
