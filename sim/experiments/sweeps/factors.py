"""What a sweep can vary: any number, date, policy or option that `--set` can set, with the range it has by itself.

    factor_of("combat.kappa", Wish(), loaded)         its declared range
    factor_of("event.exit.when", Wish(low=date(2017, 6, 1), high=date(2018, 6, 1)), loaded)

Owns the meaning of a factor's name, its range and its kind. Knows nothing of designs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fnmatch import fnmatchcase
from typing import Annotated, Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sim.errors import InputError
from sim.experiments.sweeps.plan import Factor, Value
from sim.scenario.changes import apply
from sim.scenario.loaded import Loaded
from sim.scenario.overrides import Override
from sim.scenario.parameters.registry import declared
from sim.scenario.policies import option_types, ranges
from sim.scenario.terms import Number, Strict, known_fault, said

__all__ = ["Wish", "expand", "factor_of", "settings_of"]

Finite = Annotated[float, Field(allow_inf_nan=False)]


class Wish(Strict):
    """How far a factor is to go: a range, or a list of values; left empty, its declared range."""

    low: Finite | int | str | None = None
    """Least value: a number, or a date."""
    high: Finite | int | str | None = None
    """Greatest value, likewise."""
    values: Annotated[list[bool | int | Finite | str], Field(min_length=2, max_length=1000)] | None = None
    """All values that it takes."""
    beyond: bool = False
    """Whether it may leave its declared range."""

    @model_validator(mode="after")
    def _one_way(self) -> Wish:
        if self.values is not None and (self.low is not None or self.high is not None):
            raise PydanticCustomError("wish", 'give either "values" or "low" and "high", and not both')
        if (self.low is None) != (self.high is None):
            raise PydanticCustomError("wish", '"low" and "high" belong together')
        if self.values is not None and len({str(value) for value in self.values}) < len(self.values):
            raise PydanticCustomError("wish", "a value stands twice")
        return self


def expand(name: str) -> list[str]:
    """Return the parameters that a pattern such as `combat.*` means, or the name itself."""
    if "*" not in name:
        return [name]
    found = [row.name for row in declared().values() if fnmatchcase(row.name, name) and row.low < row.high]
    if not found:
        raise InputError(f'no parameter is called like "{name}"; `theatre params` lists them')
    return found


def settings_of(values: Mapping[str, Value]) -> list[Override]:
    """Return factors with their values as settings; their ranges were checked with the plan."""
    return [Override(name, value, forced=True, text=f"{name}={value}") for name, value in values.items()]


def factor_of(name: str, wish: Wish, arms: Iterable[Loaded]) -> Factor:
    """Return the factor of that name; InputError where an arm lacks it, its range is empty, or a value is refused."""
    loaded = list(arms)
    try:
        base, low, high, unit, doc = _known(name, loaded[0])
    except InputError as error:
        raise InputError(f"in {loaded[0].label}: {error}" if len(loaded) > 1 else str(error)) from error
    factor = _with_values(name, wish.values, base) if wish.values else _with_range(name, wish, base, low, high)
    if not wish.beyond and low is not None and high is not None:
        _within(factor, float(low), float(high))
    factor = Factor(factor.name, factor.kind, unit, factor.low, factor.high, factor.values, base, doc)
    for arm in loaded:
        for value in factor.values or (factor.at(0.0), factor.at(1.0)):
            try:
                apply(arm, settings_of({name: value}))
            except InputError as error:
                raise InputError(f"in {arm.label}: {error}" if len(loaded) > 1 else str(error)) from error
    return factor


Known = tuple[Value | None, float | None, float | None, str, str]
"""Value in force, least and greatest by declaration, unit, meaning."""


def _known(name: str, loaded: Loaded) -> Known:
    """Return what is known of a factor by itself."""
    head, _, rest = name.partition(".")
    if row := declared().get(name):
        value = float(getattr(loaded.parameters[head], rest))
        return value, row.low, row.high, row.unit, row.meaning
    parts = rest.split(".")
    if head == "start" and len(parts) == 2:
        number = getattr(loaded.start.sides.get(parts[0]), parts[1], None)  # type: ignore[call-overload]
        return _of_number(name, number, loaded)
    if head == "event" and len(parts) == 2:
        return _of_event(name, parts[0], parts[1], loaded)
    if head == "series" and rest.endswith(".scale"):
        series = loaded.scenario.series.get(rest.removesuffix(".scale"))
        return (series.scale if series else 1.0), None, None, "multiplier", "every value of the series times this"
    if head == "actors" and len(parts) >= 2:
        return _of_actor(parts, loaded)
    names = [*declared(), *(key for key in loaded.provenance if key.startswith("start."))]
    raise InputError(known_fault(name, names, "value to vary"))


def _of_number(name: str, number: object, loaded: Loaded) -> Known:
    if not isinstance(number, Number):
        names = [key for key in loaded.provenance if key.startswith("start.")]
        raise InputError(known_fault(name, names, "number of the start state"))
    low, high = number.range
    origin = loaded.provenance.get(name)
    return number.value, *((low, high) if low < high else (None, None)), origin.unit if origin else "", ""


def _of_event(name: str, event: str, field: str, loaded: Loaded) -> Known:
    found = next((one for one in loaded.scenario.events if one.id == event), None)
    if found is None:
        ids = [one.id for one in loaded.scenario.events if one.id]
        raise InputError(known_fault(event, ids, "event with the id"))
    given = getattr(found, field, None)
    if isinstance(given, Number):
        return _of_number(name, given, loaded)
    if isinstance(given, date):
        return given.isoformat(), None, None, "date", f"date of {event}"
    return (given if isinstance(given, bool | int | float | str) else None), None, None, "", ""


def _of_actor(parts: list[str], loaded: Loaded) -> Known:
    actor: Any = loaded.scenario.actors.get(parts[0])  # type: ignore[call-overload]  # any word may be asked for
    if actor is None:
        raise InputError(known_fault(parts[0], loaded.scenario.actors, "actor"))
    if parts[1] == "policy":
        return actor.policy, None, None, "policy", f"who decides for {parts[0]}"
    option = parts[-1]
    low, high = ranges(actor.policy).get(option, (None, None))
    base = actor.options.get(option)
    if base is None and option_types(actor.policy).get(option) == "int":
        base = 0  # not set: the policy's own; only its kind is of use here
    return base, low, high, "", f"option of {actor.policy}"


def _with_values(name: str, values: list[Any], base: Value | None) -> Factor:
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        if _whole(base, values):
            return Factor(name, "whole", values=tuple(sorted(values)))
        return Factor(name, "number", values=tuple(sorted(float(value) for value in values)))
    if base is not None and all(_is_date(value) for value in values):
        return Factor(name, "date", values=tuple(sorted(values)))
    return Factor(name, "choice", values=tuple(values))


def _whole(base: Value | None, given: Iterable[object]) -> bool:
    """Say whether a factor takes whole numbers: its own value is one, and so is every one that is given."""
    return isinstance(base, int) and not isinstance(base, bool) and all(isinstance(one, int) for one in given)


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _with_range(name: str, wish: Wish, base: Value | None, low: float | None, high: float | None) -> Factor:
    bottom = low if wish.low is None else wish.low
    top = high if wish.high is None else wish.high
    if bottom is None or top is None:
        raise InputError(f"{name} has no range of its own; give low and high, or values")
    if isinstance(bottom, str) or isinstance(top, str):
        if not (_is_date(bottom) and _is_date(top)):
            raise InputError(f"{name}: low and high are numbers or dates (YYYY-MM-DD), not {bottom} and {top}")
        days = [float(date.fromisoformat(str(end)).toordinal()) for end in (bottom, top)]
        kind = "date"
    else:
        days = [float(bottom), float(top)]
        kind = "whole" if _whole(base, (bottom, top)) else "number"
    if days[0] >= days[1]:
        raise InputError(f"{name}: its range is empty, from {bottom} to {top}")
    return Factor(name, kind, low=days[0], high=days[1])  # type: ignore[arg-type]  # one of the two kinds


def _within(factor: Factor, low: float, high: float) -> None:
    least, most = factor.span
    if factor.kind != "choice" and not low <= least <= most <= high:
        raise InputError(
            f"{factor.name}: {said(least)} to {said(most)} leaves its declared range, {said(low)} to {said(high)}; "
            "to go there all the same write beyond: true"
        )
