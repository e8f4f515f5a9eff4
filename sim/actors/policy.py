"""Find a policy by name: a file in `sim/actors/policies`, or an installed package's entry point.

A scenario names a policy, never code. Owns the look-up and the form of a policy. Knows no policy by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Protocol, cast

import sim.actors.policies
from sim.actors.memory import Memory
from sim.errors import InputError, nearest
from sim.orders.orders import Order
from sim.world.view import View

__all__ = ["Decide", "find_policy", "options_for", "policy_names"]

ENTRY_POINTS = "theatre.policies"


class Decide(Protocol):
    """A policy: reads a View, its memory and its options, returns this month's orders."""

    def __call__(self, view: View, memory: Memory, options: Any) -> Sequence[Order]:
        """Decide."""


def policy_names() -> tuple[str, ...]:
    """Return the names of all policies that can be chosen, own ones first."""
    own = sorted(module.name for module in iter_modules(sim.actors.policies.__path__))
    return (*own, *sorted(point.name for point in entry_points(group=ENTRY_POINTS)))


@lru_cache(maxsize=64)
def find_policy(name: str) -> ModuleType:
    """Return the module of a policy, which has `Options` and `decide`; InputError with the nearest name."""
    own = {module.name for module in iter_modules(sim.actors.policies.__path__)}
    if name in own:
        return import_module(f"sim.actors.policies.{name}")
    for point in entry_points(group=ENTRY_POINTS):
        if point.name == name:
            return cast(ModuleType, point.load())
    raise InputError(f'There is no policy "{name}"{nearest(name, policy_names())}.')


def options_for(name: str, given: Mapping[str, object]) -> Any:
    """Return the policy's `Options` filled from plain values; InputError names what does not fit."""
    kind = find_policy(name).Options
    assert is_dataclass(kind)
    known = {field.name: field.default for field in fields(kind)}
    for key, value in given.items():
        if key not in known:
            raise InputError(f'Policy "{name}" has no option "{key}"{nearest(key, known)}.')
        wanted = type(known[key])
        fits = isinstance(value, int | float) if wanted is float else isinstance(value, wanted)
        if not fits or (isinstance(value, bool) and wanted is not bool):
            raise InputError(f'Option "{key}" of policy "{name}" takes {wanted.__name__}, not {value!r}.')
    return cast(Any, kind)(**given)
