"""Run in a process without compilation: apply each rule to stored Worlds and store what came out.

    NUMBA_DISABLE_JIT=1 python -m tests.engine.jit_off FOLDER

Owns the uncompiled arm of `test_compiled.py`. Knows nothing of what must be equal.
"""

from __future__ import annotations

import pickle
import sys
import warnings
from collections import Counter
from pathlib import Path

import numba
import numpy as np

from sim import chance
from sim.engine.measure import measure
from sim.engine.week import RULES
from sim.theatre.regions import Theatre
from sim.world.view import survey
from sim.world.world import World, allocate
from tests.engine.ground_making import HOT, apply_rule, grid

__all__ = ["GROUND", "draws", "outcome", "restore"]

GROUND: Theatre = grid(
    7, 6, uneven=8, airbase=[c % 16 == 0 for c in range(42)],
    mountain=[c % 5 == 0 for c in range(42)], desert=[c % 6 == 1 for c in range(42)],
    urban=[c % 3 for c in range(42)], oil=[float(c % 4 == 0) for c in range(42)], core=[c % 8 == 2 for c in range(42)],
)  # fmt: skip


def restore(block: np.ndarray, seed: int, week: int) -> World:
    """Return the World of a stored block of bytes."""
    world = allocate(GROUND.size, len(GROUND.governorates), seed)
    world.block[:] = block
    world.week = week
    return world


def outcome(rule: str, world: World) -> dict[str, object]:
    """Apply a rule and return its events, every field, the week's measures and what actors could see."""
    told = apply_rule(rule, world, GROUND, HOT)
    sums = survey(world, GROUND)
    return {
        "events": [(event.kind, event.region, event.side, event.other, event.draw) for event in told],
        "block": world.block,
        "measures": measure(world, GROUND),
        "survey": sums.sums[:6],
    }


def draws() -> dict[str, list[object]]:
    """Return draws of every kind for a spread of keys."""
    keys = [(2**63 - 5, p, week, 3**k, k) for p in (1, 4, 11) for week in (0, 70) for k in range(12)]
    return {
        "words": [tuple(map(int, chance.philox(*key))) for key in keys],
        "uniform": [float(chance.uniform(*key)) for key in keys],
        "normal": [float(chance.normal(*key)) for key in keys],
        "gumbel": [float(chance.gumbel(*key)) for key in keys],
    }


def _twice_drawn(world: World) -> list[tuple[int, ...]]:
    """Return the keys from which one week of rules draws more than once."""
    asked: Counter[tuple[int, ...]] = Counter()
    original = chance.philox

    def counting(*key: int) -> tuple[np.uint64, np.uint64]:
        asked[tuple(int(part) for part in key)] += 1
        return original(*key)

    chance.philox = counting
    for name, _ in RULES:
        apply_rule(name, world, GROUND, HOT)
    chance.philox = original
    assert asked, "no rule drew anything"
    return [key for key, times in asked.items() if times > 1]


def main(folder: Path) -> None:
    """Answer for every stored World in `folder`."""
    assert numba.config.DISABLE_JIT  # type: ignore[attr-defined]
    warnings.simplefilter("ignore", RuntimeWarning)
    answers = {}
    for path in sorted(folder.glob("*.npz")):
        stored = np.load(path)
        rule, seed, week = path.stem.split("-")[0], int(stored["seed"]), int(stored["week"])
        answers[path.stem] = outcome(rule, restore(stored["block"], seed, week))
    first = np.load(next(iter(sorted(folder.glob("economy-*.npz")))))
    twice = _twice_drawn(restore(first["block"], int(first["seed"]), int(first["week"])))
    with (folder / "answers").open("wb") as file:
        pickle.dump({"rules": answers, "draws": draws(), "twice": twice}, file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
