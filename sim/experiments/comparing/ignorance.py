"""What we do not know of the numbers: draws of them within their declared ranges, as a Latin hypercube.

    names = free_numbers([a, b], ["combat.*"])      those that no arm fixes
    draws = hypercube(names, count=20, seed=1)      20 mappings of name to value
    with_numbers(a, draws[0])                       the arm with these numbers

Each range is cut into as many layers as there are draws, and each layer is met once (mckay_1979). Ranges count as
even and independent: wide priors, no posterior. A number draws the same values whatever else is drawn.
Owns which numbers may be drawn, and the draws. Knows nothing of runs.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

import numpy as np

from sim.chance import Purpose, uniform
from sim.errors import InputError, nearest
from sim.scenario.loaded import Loaded
from sim.scenario.parameters.registry import declared

__all__ = ["free_numbers", "hypercube", "with_numbers"]

_SHUFFLE, _WITHIN = 0, 1
"""What a draw of chance is for: the order of the layers, or the place within one."""


def free_numbers(arms: Sequence[Loaded], asked: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the declared numbers that no arm fixes by its parameter set or a setting; of those `asked`, if any.

    `asked` are names (`supply.reach`) or patterns (`combat.*`); InputError for one that means nothing here.
    """
    fixed = {name for arm in arms for name in declared() if _is_fixed(arm, name)}
    free = [name for name, row in declared().items() if row.low < row.high and name not in fixed]
    chosen: set[str] = set()
    for pattern in asked or ("*",):
        known = [name for name in declared() if fnmatchcase(name, pattern)]
        if not known:
            raise InputError(f'there is no number "{pattern}"{nearest(pattern, declared())}; theatre params lists them')
        if not set(known) & set(free):
            raise InputError(f"{pattern} cannot be drawn: an arm fixes it by its parameter set or by --set")
        chosen.update(known)
    return tuple(name for name in free if name in chosen)


def _is_fixed(arm: Loaded, name: str) -> bool:
    """Say whether a number was given its value anywhere but where it is declared."""
    row, origin = declared()[name], arm.provenance[name]
    return (origin.file, origin.line) != (row.file, row.line)


def hypercube(names: Sequence[str], count: int, seed: int) -> list[dict[str, float]]:
    """Return `count` draws of the named numbers, each range in as many layers."""
    drawn = {name: _layered(name, count, seed) for name in names}
    return [{name: values[number] for name, values in drawn.items()} for number in range(count)]


def _layered(name: str, count: int, seed: int) -> list[float]:
    key = zlib.crc32(name.encode())
    order = np.argsort([uniform(seed, Purpose.DESIGN, _SHUFFLE, key, number) for number in range(count)])
    within = [uniform(seed, Purpose.DESIGN, _WITHIN, key, number) for number in range(count)]
    row = declared()[name]
    return [
        row.low + (row.high - row.low) * float(layer + part) / count for layer, part in zip(order, within, strict=True)
    ]


def with_numbers(arm: Loaded, values: Mapping[str, float]) -> Loaded:
    """Return an arm with other values of some numbers; its origins still tell what it was read with."""
    blocks = dict(arm.parameters)
    for block, old in arm.parameters.items():
        new = {name.partition(".")[2]: value for name, value in values.items() if name.startswith(f"{block}.")}
        if new:
            blocks[block] = type(old)(**{**old.model_dump(), **new})
    return replace(arm, parameters=blocks)
