"""Persistence smoothed by the rate of change of places with the same kind of neighbour.

The kind of a place is how near hostile land is (on its border, within NEAR, or farther) and whose most of that land
is. Owns these kinds and their rates. Knows nothing of any place in particular.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from sim.history.baselines.contact import COALITIONS, Contact

__all__ = ["KINDS", "NEAR", "kind_of", "rate_by_kind", "takers"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NEAR: Final = 40.0
"""[km] Hostile land within it, but not on the border, counts as near."""

_COUNT = len(COALITIONS)
KINDS: Final = 2 * _COUNT + 1
"""On the border with each coalition, near each, and far from all."""


def kind_of(contact: Contact, able: Flags) -> Ints:
    """Return the kind of each place, `[place]`; `able[place, coalition]` says who is hostile to it."""
    border, wide = np.where(able, contact.border, 0.0), np.where(able, contact.wide, 0.0)
    beside = border.sum(axis=1) > 0.0
    near = np.where(able, contact.away, np.inf).min(axis=1) <= NEAR
    far = np.full(len(beside), 2 * _COUNT)
    return np.where(beside, border.argmax(axis=1), np.where(near, _COUNT + wide.argmax(axis=1), far))


def rate_by_kind(kind: Ints, weeks: Floats, changed: Flags) -> Floats:
    """Return the rate of change a week of each kind, `[kind]`, from places that were watched for `weeks`.

    A place that changed was watched for half the time. Each kind is drawn towards the rate of its distance by one
    change's worth, and each distance towards the rate of all, so that no rate is zero.
    """
    time = np.bincount(kind, np.where(changed, weeks / 2.0, weeks), KINDS)
    count = np.bincount(kind, changed, KINDS).astype(np.float64)
    whole = max(count.sum(), 0.5) / max(time.sum(), 1.0)
    rates = np.zeros(KINDS)
    for part in (slice(0, _COUNT), slice(_COUNT, 2 * _COUNT), slice(2 * _COUNT, KINDS)):
        group = (count[part].sum() + 1.0) / (time[part].sum() + 1.0 / whole)
        rates[part] = (count[part] + 1.0) / (time[part] + 1.0 / group)
    return rates


def takers(contact: Contact, able: Flags) -> Floats:
    """Return the share of each hostile coalition in the land around each place, `[place, coalition]`."""
    border = np.where(able, contact.border, 0.0)
    land = np.where(able, contact.wide + 1e-6, 0.0)
    weight = np.where(border.sum(axis=1, keepdims=True) > 0.0, border, land)
    total = weight.sum(axis=1, keepdims=True)
    return np.divide(weight, total, out=np.zeros_like(weight), where=total > 0.0)
