"""The World: what is true this week, as typed arrays that share one block of memory.

Owns allocation, copying and the weekly hash. Knows nothing of rules; a scenario fills it in `build`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self
from zlib import crc32

import numpy as np

from sim.sides import SIDE_COUNT
from sim.world.fields import CAMPAIGNS, FACTORS, HOSPITAL_WEEKS, Fields, declared

__all__ = ["FLOWS", "World", "allocate"]

_GIVEN = frozenset(
    {"worth", "readiness", "depot", "zone", "reported", "plan", "patrol", "exposed", "post", "post_km", "won"}
    | {"kept_by", "haunt", "favour"}
)
"""Fields that only the scenario and a patron's engagement set, or that repeat what was hashed in an earlier week."""

FLOWS = _GIVEN | {name for name, field in declared().items() if field.flow}
"""Fields left out of the hash: nothing of them carries over that the hashed fields and the scenario do not say."""


@dataclass(slots=True)
class World(Fields):
    """Hold the state of one war at the start of `week`, and the seed of its chance."""

    seed: int
    week: int
    block: np.ndarray[Any, np.dtype[np.uint8]]
    telling: bool = True
    """Whether anybody keeps what rules tell; if not, they need not put it together."""

    def copy(self) -> Self:
        """Return an independent copy (microseconds: one block is copied, views are laid anew)."""
        block = self.block.copy()
        views = _views(block, len(self.holder), self.effort.shape[1])
        return type(self)(**views, seed=self.seed, week=self.week, block=block, telling=self.telling)

    def digest(self) -> str:
        """Return the hash of all that carries over to the next week, as 16 hexadecimal digits.

        Two CRC-32, one for each half of the state: they tell any honest difference, at a sixth of the cost of a
        cryptographic hash, and are no seal against forgery.
        """
        state = self.block[: _hashed(len(self.holder), self.effort.shape[1])]
        half = len(state) // 2
        return f"{crc32(state[:half].data, self.week):08x}{crc32(state[half:].data, self.week):08x}"


@lru_cache(maxsize=8)
def _hashed(regions: int, governorates: int) -> int:
    """Return the length of the part of the block that is hashed [bytes]."""
    return max(last for name, _, last, _, _ in _layout(regions, governorates) if name not in FLOWS)


def _shape(axes: tuple[str, ...], regions: int, governorates: int) -> tuple[int, ...]:
    sizes = {
        "region": regions,
        "side": SIDE_COUNT,
        "governorate": governorates,
        "slot": CAMPAIGNS,
        "bed": HOSPITAL_WEEKS,
        "factor": len(FACTORS),
    }
    return tuple(sizes[axis] for axis in axes)


@lru_cache(maxsize=8)
def _layout(regions: int, governorates: int) -> tuple[tuple[str, int, int, tuple[int, ...], type], ...]:
    """Return (name, first byte, last byte, shape, dtype) of every field in one block; hashed fields come first."""
    rows = []
    at = 0
    for name, field in sorted(declared().items(), key=lambda item: item[0] in FLOWS):
        shape = _shape(field.axes, regions, governorates)
        size = int(np.prod(shape)) * 8
        rows.append((name, at, at + size, shape, np.int64 if field.unit in _WHOLE else np.float64))
        at += size
    return tuple(rows)


_WHOLE = {"side", "region"}


def _views(block: np.ndarray[Any, np.dtype[np.uint8]], regions: int, governorates: int) -> Mapping[str, Any]:
    return {
        name: block[first:last].view(kind).reshape(shape)
        for name, first, last, shape, kind in _layout(regions, governorates)
    }


def allocate(regions: int, governorates: int, seed: int) -> World:
    """Return a World of the given size with every field at its declared start value."""
    block = _blank(regions, governorates).copy()
    return World(**_views(block, regions, governorates), seed=seed, week=0, block=block)


@lru_cache(maxsize=8)
def _blank(regions: int, governorates: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return a block with every field at its declared start value, worked out once."""
    block = np.zeros(_layout(regions, governorates)[-1][2], dtype=np.uint8)
    views = _views(block, regions, governorates)
    for name, field in declared().items():
        views[name][...] = field.start
    return block
