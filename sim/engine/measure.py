"""Measure a week: one row of numbers from the World, in the order of the declared measures.

Owns how each series is read off. Knows nothing of what is kept.
"""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter

import numpy as np

from sim.kernels import kernel
from sim.record.series import MEASURES, PATRON_MEASURES
from sim.scenario.outcomes import BESIEGED
from sim.sides import BACKS, COALITION, FIGHTING, GROUND, HOLDERS, HOLDS_AS, INDEX
from sim.theatre.regions import Theatre
from sim.world.fields import BoolArray, FloatArray, IntArray
from sim.world.sanctuary import HIDES
from sim.world.world import World

__all__ = ["EAST", "measure"]

CAPITAL = "damascus"
TO_IRAQ = ("qaim_crossing", "walid_crossing", "yarubiyah")
"""Border crossings to Iraq, by place."""

_HOLDERS = np.array([INDEX[side] for side in HOLDERS])
_FIGHTING = np.array([INDEX[side] for side in FIGHTING])
_REGIME, _OPPOSITION, _HTS, _SDF = INDEX["regime"], INDEX["opposition"], INDEX["hts"], INDEX["sdf"]
_US, _RUSSIA = INDEX["us"], INDEX["russia"]
_LEADS, _COALITIONS = np.array(HOLDS_AS), np.array(COALITION)
_PATRONS = np.array([INDEX[patron] for patron in BACKS])
_PATRON_FIELDS = attrgetter(*PATRON_MEASURES)
_RAIDS, _AGREEMENTS, _PATRONS_AT, _CORRIDOR, _FIGHTS = (
    list(MEASURES).index(name)
    for name in ("raids", "compliance.opposition", f"engaged.{next(iter(BACKS))}", "corridor", f"attacks.{GROUND[0]}")
)
_SIEGE = list(MEASURES).index(f"siege.{BESIEGED}")
_ATTACKERS = np.array([INDEX[side] for side in GROUND])

EAST = 38.5
"""Longitude from which the regime's men stand in the east [degrees]: Palmyra lies west of it (claim A3)."""


def measure(world: World, ground: Theatre) -> FloatArray:
    """Return the row of measures of the week just run."""
    row = np.empty(len(MEASURES))
    _fill(
        world.holder, ground.area, ground.population, world.population, world.garrison, world.civil_dead,
        world.displaced_week, world.ratio, world.taken_from, ground.core, world.dead_week, world.strike,
        world.morale, world.coverage, world.income, world.emigrants, world.raided, world.night, _HOLDERS, _FIGHTING,
        _REGIME, row,
    )  # fmt: skip
    row[_RAIDS + 1] = np.add.reduce(world.raid_dead) - world.raid_dead[HIDES]
    row[_RAIDS + 2], row[_RAIDS + 3] = np.add.reduce(world.cadre), world.detained[_SDF]
    _fill_agreements(world, row)
    _fill_patrons(world, row)
    _fights(
        world.holder, world.taken_from, world.rival, world.zone, world.garrison, world.cut, ground.lon,
        ground.is_place, world.entry, world.raid_dead, world.incident_dead, world.concession, world.overlap, _ATTACKERS,
        (_REGIME, HIDES, _SDF, _RUSSIA, _US), row[_FIGHTS:],
    )  # fmt: skip
    row[_CORRIDOR] = _joined(world.holder, world.pocket, _COALITIONS, _REGIME, *_ends(ground))
    row[_SIEGE] = world.cut[ground.index[BESIEGED]] if BESIEGED in ground.index else 0.0
    return row


@kernel
def _joined(
    holder: IntArray, pocket: IntArray, coalition: IntArray, side: int, capital: int, crossings: IntArray
) -> bool:
    """Say whether connected land of a side's coalition joins a crossing to Iraq with the capital (claim C15)."""
    for c in crossings:
        if capital >= 0 and coalition[holder[c]] == coalition[side] and pocket[c] == pocket[capital]:
            return True
    return False


@lru_cache(maxsize=8)
def _ends(ground: Theatre) -> tuple[int, IntArray]:
    """Return the rows of the capital (-1 on a ground without it) and of the crossings to Iraq."""
    rows = np.array([ground.index[name] for name in TO_IRAQ if name in ground.index], dtype=np.int64)
    return ground.index.get(CAPITAL, -1), rows


def _fill_agreements(world: World, row: FloatArray) -> None:
    """Fill in truces, relations and offers, from the first of their measures on."""
    _agreements(
        world.compliance, world.violence, world.relation, world.concession, world.overlap, world.pain, world.agreed,
        _LEADS, _COALITIONS, _HOLDERS, _REGIME, _OPPOSITION, _HTS, _US, _RUSSIA, row[_AGREEMENTS:],
    )  # fmt: skip


@kernel
def _agreements(
    compliance: FloatArray,
    violence: FloatArray,
    relation: FloatArray,
    concession: FloatArray,
    overlap: FloatArray,
    pain: FloatArray,
    agreed: FloatArray,
    lead: IntArray,
    coalition: IntArray,
    holders: IntArray,
    regime: int,
    rebels: int,
    hts: int,
    us: int,
    russia: int,
    row: FloatArray,
) -> None:
    """Fill eight measures in the order of `record.series`."""
    row[0] = compliance[regime, rebels]
    row[1] = compliance[regime, hts]
    row[2] = 0.0
    for side in range(len(lead)):
        if lead[side] == regime:
            row[2] += violence[side, rebels]
    row[3] = relation[us, russia]
    row[4] = concession[regime]
    row[5] = overlap[regime]
    row[6] = pain[regime]
    row[7] = 0.0
    for one in holders:
        for other in holders:
            if one < other and coalition[one] != coalition[other] and agreed[one, other] > 0.0:
                row[7] += 1.0


def _fill_patrons(world: World, row: FloatArray) -> None:
    """Fill what is measured of patrons and of their forces' encounters."""
    _patrons(
        _PATRON_FIELDS(world), _PATRONS, world.encounters, world.severity, world.net_gain, _RUSSIA, row[_PATRONS_AT:]
    )


@kernel
def _patrons(
    measured: tuple[FloatArray, ...],
    patrons: IntArray,
    encounters: FloatArray,
    severity: FloatArray,
    net_gain: FloatArray,
    russia: int,
    row: FloatArray,
) -> None:
    """Fill each measure of each patron, then the encounters and their incidents: both ways are one."""
    at = 0
    for field in measured:
        for patron in patrons:
            row[at] = field[patron]
            at += 1
    met = incidents = 0.0
    for i in range(len(encounters)):
        for j in range(len(encounters)):
            met += encounters[i, j]
            incidents += severity[i, j] != 0.0
    row[at] = met / 2.0
    row[at + 1] = incidents / 2.0
    row[at + 2] = net_gain[russia]


@kernel
def _fill(
    holder: IntArray,
    area: FloatArray,
    homes: FloatArray,
    population: FloatArray,
    garrison: FloatArray,
    civil_dead: FloatArray,
    displaced: FloatArray,
    ratio: FloatArray,
    taken_from: IntArray,
    core: BoolArray,
    dead_week: FloatArray,
    strike: FloatArray,
    morale: FloatArray,
    coverage: FloatArray,
    income: FloatArray,
    emigrants: FloatArray,
    raided: FloatArray,
    night: FloatArray,
    holders: IntArray,
    fighting: IntArray,
    regime: int,
    row: FloatArray,
) -> None:
    """Fill one row in one pass over the regions; the order is that of `record.series.MEASURES`."""
    sides = len(strike)
    land, people, present, men = np.zeros(sides), np.zeros(sides), np.zeros(sides), np.zeros(sides)
    civilians = fled = battles = captures = lost = raids = nights = 0.0
    for c in range(len(holder)):
        h = holder[c]
        land[h] += area[c]
        people[h] += homes[c]
        present[h] += population[c]
        men[h] += garrison[c]
        civilians += civil_dead[c]
        fled += displaced[c]
        battles += ratio[c] > 0.0
        captures += taken_from[c] >= 0
        raids += raided[c]
        nights += night[c]
        lost += core[c] and h != regime
    all_land, all_people, all_present = land.sum(), people.sum(), present.sum()
    row[0] = civilians
    n, m = len(fighting), len(holders)
    for i in range(n):
        row[1 + i] = dead_week[fighting[i]]
        row[1 + n + 3 * m + i] = strike[fighting[i]]
        row[1 + 2 * n + 4 * m + i] = morale[fighting[i]]
    for i in range(m):
        row[1 + n + i] = land[holders[i]] / all_land
        row[1 + n + m + i] = people[holders[i]] / all_people
        row[1 + n + 2 * m + i] = present[holders[i]] / all_present
        row[1 + 2 * n + 3 * m + i] = men[holders[i]]
        row[1 + 3 * n + 4 * m + i] = coverage[holders[i]]
        row[1 + 3 * n + 5 * m + i] = income[holders[i]]
    last = 1 + 3 * n + 6 * m
    row[last] = lost
    row[last + 1] = fled
    row[last + 2] = emigrants.sum()
    row[last + 3] = battles
    row[last + 4] = captures
    row[last + 5] = raids
    row[last + 9] = nights


@kernel
def _fights(
    holder: IntArray,
    taken_from: IntArray,
    rival: IntArray,
    zone: IntArray,
    garrison: FloatArray,
    cut: FloatArray,
    longitude: FloatArray,
    is_place: BoolArray,
    entry: IntArray,
    raid_dead: FloatArray,
    incident_dead: FloatArray,
    concession: FloatArray,
    overlap: FloatArray,
    attackers: IntArray,
    named: tuple[int, int, int, int, int],
    row: FloatArray,
) -> None:
    """Fill who attacks, who keeps what, and the dead of raids and incidents, in the order of `record.series`."""
    regime, hider, self_rule, russia, us = named
    n = len(attackers)
    row[: n + 5] = 0.0
    for c in range(len(holder)):
        if rival[c] >= 0:
            row[n] += (taken_from[c] if taken_from[c] >= 0 else holder[c]) == hider
        if zone[c] >= 0:
            row[n + 2] += zone[c] == russia
            row[n + 3] += zone[c] == us
        if holder[c] == regime:
            row[n + 4] += is_place[c] and cut[c] > 0.0
            if longitude[c] > EAST:
                row[n + 1] += garrison[c]
    for number in range(n):
        side = attackers[number]
        for slot in range(entry.shape[1]):
            place = entry[side, slot]
            if place >= 0 and not (entry[side, :slot] == place).any():
                row[number] += 1.0
    row[n + 5] = raid_dead[hider]
    row[n + 6] = incident_dead.sum()
    row[n + 7] = concession[self_rule]
    row[n + 8] = overlap[self_rule]
