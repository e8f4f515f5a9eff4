"""What we do not know of the numbers: draws of them within wide ranges, or those that fit the record.

    names = free_numbers([a, b], ["combat.*"])      those that no arm fixes
    draws = hypercube(names, count=20, seed=1)      20 mappings of name to value, within the declared ranges
    laid_out(100)                                   (20, 5): pairs as draws of the posterior, and seeds of each

In a hypercube each range is cut into as many layers as there are draws, and each layer is met once (mckay_1979). Ranges
count as even and independent: wide priors, no posterior. A number draws the same values whatever else is drawn.
Owns which numbers may be drawn, the draws, and how many pairs each has. Knows nothing of runs.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from fnmatch import fnmatchcase

import numpy as np
import numpy.typing as npt

from sim.chance import Purpose, uniform
from sim.errors import InputError, nearest
from sim.scenario.loaded import Loaded
from sim.scenario.parameters.registry import declared
from sim.scenario.posterior import DRAWS

__all__ = ["free_numbers", "hypercube", "laid_out", "seeds_of"]

_SHUFFLE, _WITHIN = 0, 1
"""What a draw of chance is for: the order of the layers, or the place within one."""


def free_numbers(arms: Sequence[Loaded], asked: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the declared numbers that no arm fixes by its parameter set or a setting; of those `asked`, if any.

    `asked` are names (`supply.reach`) or patterns (`combat.*`); InputError for one that means nothing here.
    """
    fixed = {name for arm in arms for name in declared() if arm.fixes(name)}
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


_SEEDS, _DRAWS = 5, 10
"""Seeds that each draw of the posterior should have, and draws without which it has fewer: docs/decisions/0020."""


def laid_out(pairs: int) -> tuple[int, int]:
    """Return how many draws of the posterior so many pairs have, and how many seeds each draw.

    Five seeds a draw, or as near to it as the pairs can be shared out evenly; fewer, but two if that can be, where
    there would be under ten draws. With one seed a draw, as a prime number of pairs must have it, luck and ignorance
    cannot be told apart. InputError for pairs that cannot be shared out.
    """
    shares = [(pairs // seeds, seeds) for seeds in range(1, pairs // 2 + 1) if pairs % seeds == 0]
    fit = [(draws, seeds) for draws, seeds in shares if draws <= DRAWS]
    if not fit:
        near = f"{pairs - pairs % _SEEDS} or {pairs - pairs % _SEEDS + _SEEDS}"
        raise InputError(f"--runs: {pairs} pairs cannot be shared out evenly among {DRAWS} draws or fewer; say {near}.")
    several = [one for one in fit if one[1] > 1] or fit
    broad = [one for one in several if one[0] >= _DRAWS] or several[:1]
    return min(broad, key=lambda one: abs(one[1] - _SEEDS))


def seeds_of(draws: int, each: int, first: int) -> npt.NDArray[np.int64]:
    """Return `[draw, seed]` such that seed k belongs to draw k mod 200 of the posterior, from `first` on."""
    return first + np.arange(draws)[:, None] + DRAWS * np.arange(each)[None, :]
