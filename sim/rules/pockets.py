"""Besieged pockets: when cut-off land gives up, and where its fighters go (docs/model 3.9).

Reads how long a pocket has been cut off and who rings it; writes holders and garrisons. One draw a pocket and
week, keyed by its smallest region. Knows nothing of assaults.
"""

from __future__ import annotations

import numpy as np

from sim.chance import Purpose, uniform
from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.pockets import Pockets
from sim.sides import COALITION, INDEX
from sim.theatre.regions import Theatre
from sim.world.enmity import patron_flies
from sim.world.fields import BoolArray, FloatArray, IntArray, Rows
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply"]

READS = ("pocket", "cut", "airhead", "hostility", "compliance", "sorties", "engaged", "air_weight", "zone")
WRITES = ("holder", "garrison", "fort", "deserted", "handed", "received", "taken_from")

_SURRENDER = int(Purpose.SURRENDER)
_COALITION = np.array(COALITION)
_REFUGE, _REFUGEES = "idlib", COALITION[INDEX["opposition"]]
_UNTOLD = np.zeros((0, 5))
"""The governorate to which fighters were bused out, and the coalition whose fighters they were."""

EQUATIONS = """
odds = surrender * (without_patron + (1 - without_patron) [a patron of the besieger flies]) * min(smallest, size/area)
       * (1 if bused, else without_haven)
when : cut >= patience, area <= largest, no airhead, no zone in it, and the besieger keeps no truce (compliance < truce)
out  : leave * its men; those of the opposition's coalition are bused to its land in Idlib, by the garrisons there,
       others go to other land of their side

One draw a pocket, keyed by its region with the smallest key. The besieger, the side with most border times hostility
around it, takes all of it; men who do not go out lay down arms. Form: own, after the trial by regions. Rejected: a
draw a region (large pockets would crumble); surrender by weakness: in the data small pockets were lost less often than
their position suggests. Faults: hunger has no part in it; Yarmouk and Jobar were lost too often in the trials.
"""


def apply(world: World, ground: Theatre, numbers: Pockets) -> list[Event]:
    """Draw the surrenders of the week and hand the land over; return one event a pocket."""
    if not _waited(world.cut, numbers.patience):
        return []
    told = np.full((ground.size, 5), -1.0) if world.telling else _UNTOLD
    refuge = ground.governorates.index(_REFUGE) if _REFUGE in ground.governorates else -1
    _surrender(
        world.seed, world.week, world.pocket, world.cut, world.airhead, world.hostility, world.compliance,
        world.zone, patron_flies(world), _COALITION, ground.key, ground.area, ground.degree, ground.beside,
        ground.border, numbers.surrender, numbers.without_patron, numbers.without_haven, numbers.patience, numbers.size,
        numbers.smallest, numbers.largest, numbers.leave, numbers.truce, world.holder, world.garrison,
        world.fort, world.deserted, world.handed, world.received, world.taken_from, ground.governorate, refuge,
        _REFUGEES, told,
    )  # fmt: skip
    if not world.telling:
        return []
    return [
        Event(
            world.week,
            "pockets",
            "surrender",
            int(c),
            int(told[c, 0]),
            int(told[c, 1]),
            told[c, 2],
            told[c, 3],
            {"pocket_km2": float(told[c, 4]), "weeks_cut": float(world.cut[c])},
        )
        for c in np.flatnonzero(told[:, 0] >= 0)
    ]


@kernel
def _waited(cut: FloatArray, patience: float) -> bool:
    """Say whether any region has been cut off for long enough."""
    waited = False
    for c in range(len(cut)):
        waited |= cut[c] >= patience
    return waited


@kernel
def _surrender(
    seed: int,
    week: int,
    pocket: IntArray,
    cut: FloatArray,
    airhead: FloatArray,
    hostility: FloatArray,
    compliance: FloatArray,
    zone: IntArray,
    flies: FloatArray,
    coalition: IntArray,
    key: IntArray,
    area: FloatArray,
    degree: IntArray,
    neighbour: Rows,
    border: FloatArray,
    chance: float,
    without_patron: float,
    without_haven: float,
    patience: float,
    size: float,
    smallest: float,
    largest: float,
    leave: float,
    truce: float,
    holder: IntArray,
    garrison: FloatArray,
    fort: FloatArray,
    deserted: FloatArray,
    handed: FloatArray,
    received: FloatArray,
    taken_from: IntArray,
    governorate: IntArray,
    refuge: int,
    refugees: int,
    told: FloatArray,
) -> None:
    """P = surrender (without + (1 - without) patron) min(smallest, size / area), after a siege, with no truce.

    Pockets are those of the start of the week: what was taken since is no part of them.
    """
    count = len(holder)
    old = holder.copy()
    to = np.full(count, -1, dtype=np.int64)
    ring = np.zeros(len(coalition))
    given = False
    haven = np.zeros(count, dtype=np.bool_)
    first, after = np.full(count, -1, dtype=np.int64), np.full(count, -1, dtype=np.int64)
    for c in range(count - 1, -1, -1):
        haven[c] = governorate[c] == refuge and coalition[old[c]] == refugees
        after[c] = first[pocket[c]]
        first[pocket[c]] = c
    for root in range(count):
        if pocket[root] != root or taken_from[root] >= 0 or cut[root] < patience:
            continue
        ring[:] = 0.0
        land = 0.0
        posted = False
        flown_to = 0.0
        c = first[root]
        while c >= 0:
            if taken_from[c] < 0:
                land += area[c]
                posted = posted or zone[c] >= 0
                flown_to = max(flown_to, airhead[c])
                for k in range(degree[c]):
                    n = neighbour[c, k]
                    if coalition[old[n]] != coalition[old[c]]:
                        ring[old[n]] += border[c, k] * hostility[old[n], old[root]]
            c = after[c]
        besieger = 0
        for f in range(len(ring)):
            if ring[f] > ring[besieger]:
                besieger = f
        if posted or ring[besieger] <= 0.0 or land > largest or flown_to >= 1.0:
            continue
        if compliance[besieger, old[root]] >= truce:
            continue
        p = chance * (without_patron + (1.0 - without_patron) * flies[besieger]) * min(smallest, size / land)
        if coalition[old[root]] != refugees or not haven.any():
            p *= without_haven
        drawn = uniform(seed, _SURRENDER, week, key[root], 0)
        if drawn >= p:
            continue
        given = True
        if len(told):
            told[root, 0] = besieger
            told[root, 1] = old[root]
            told[root, 2] = p
            told[root, 3] = drawn
            told[root, 4] = land
        for c in range(count):
            if pocket[c] == root and taken_from[c] < 0:
                to[c] = besieger
    if given:
        haven = haven & (to < 0)
        _hand_over(
            to, old, leave, haven, refugees, coalition, holder, garrison, fort, deserted, handed, received, taken_from
        )


@kernel
def _hand_over(
    to: IntArray, old: IntArray, leave: float, haven: BoolArray, refugees: int, coalition: IntArray, holder: IntArray,
    garrison: FloatArray, fort: FloatArray, deserted: FloatArray, handed: FloatArray, received: FloatArray,
    taken_from: IntArray,
) -> None:  # fmt: skip
    """Give land to whom it goes; a share of its men joins land that their side or its haven keeps, the rest go home."""
    count = len(holder)
    elsewhere = np.zeros(len(deserted))
    moving = np.zeros(len(deserted))
    beds = 0.0
    for c in range(count):
        if to[c] < 0:
            elsewhere[old[c]] += garrison[c]
        if haven[c]:
            beds += garrison[c] + 1.0
    for c in range(count):
        if to[c] < 0:
            continue
        f = old[c]
        bused = coalition[f] == refugees and beds > 0.0
        out = leave * garrison[c] if bused or elsewhere[f] > 0.0 else 0.0
        moving[f] += out
        deserted[f] += garrison[c] - out
        garrison[c] = 0.0
        holder[c] = to[c]
        taken_from[c] = f
        fort[c] = 1.0
    came = garrison.copy()
    for f in range(len(moving)):
        if moving[f] <= 0.0:
            continue
        bused = coalition[f] == refugees and beds > 0.0
        for c in range(count):
            if to[c] >= 0 or (bused and not haven[c]) or (not bused and old[c] != f):
                continue
            men = moving[f] * ((came[c] + 1.0) / beds if bused else came[c] / elsewhere[f])
            garrison[c] += men
            if old[c] != f:
                handed[f] += men
                received[old[c]] += men
