"""Make small grounds and Worlds for tests of the rules: a line, a grid, one fight; and move their rows about.

Owns synthetic wars without a scenario file. Knows nothing of what the tests claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from sim.engine.week import RULES, block_of
from sim.record.events import Event
from sim.rules import combat, control
from sim.scenario.parameters.declare import Block
from sim.scenario.parameters.registry import load_parameters
from sim.sides import COALITION, GROUND, HOLDERS, INDEX, SIDE_COUNT
from sim.theatre.regions import FLAGS, FLOATS, Theatre
from sim.world.fields import declared
from sim.world.world import World, allocate

__all__ = [
    "GAP", "HOT", "Fight", "apply_rule", "fight", "grid", "line", "moved", "numbers", "random_world", "run_weeks",
    "shares", "shuffled", "world_of",
]  # fmt: skip

GAP = 19.0
"""Distance between centres of neighbours [km], as on the hexes in which the trials stated their rates."""

BORDER = 11.0
"""Length of a border between neighbours [km]."""

Numbers = Mapping[str, Block]
Link = tuple[str, str, float, float, int]


def numbers(**changed: float) -> Numbers:
    """Return all parameter blocks; `combat__kappa=0.02` changes one number, whatever its range."""
    return load_parameters({name.replace("__", "."): value for name, value in changed.items()})


HOT = numbers(
    combat__launch=0.1, control__speed=60.0, control__town=1.0, hinterland__thin=400.0, hinterland__flip=0.8,
    pockets__surrender=1.0, pockets__patience=8.0, pockets__size=9000.0, pockets__largest=9000.0,
    pockets__without_patron=1.0, pockets__without_haven=1.0,
)  # fmt: skip
"""Numbers under which every kind of event comes up within a week."""


def line(count: int, *, road: int = 3, cut: Iterable[int] = (), **columns: Sequence[Any]) -> Theatre:
    """Return regions r0, r1, ... along a road; `cut` names the steps (0 = r0 to r1) that are missing."""
    ids = [f"r{row}" for row in range(count)]
    missing = set(cut)
    links = [(ids[row], ids[row + 1], BORDER, GAP, road) for row in range(count - 1) if row not in missing]
    columns.setdefault("x", [GAP * row for row in range(count)])
    return Theatre.build(ids, links, **columns)


def grid(width: int, height: int, *, uneven: int | None = None, **columns: Sequence[Any]) -> Theatre:
    """Return a grid of regions; `uneven` seeds unequal regions, borders and ways, and empty country."""
    chance = np.random.default_rng(uneven)

    def spread(low: float, high: float, count: int) -> list[float]:
        return [(low + high) / 2.0] * count if uneven is None else chance.uniform(low, high, count).tolist()

    count = width * height
    ids = [f"r{row}" for row in range(count)]
    pairs = [(c, c + 1) for c in range(count) if (c + 1) % width]
    pairs += [(c, c + width) for c in range(count - width)]
    roads = [3] * len(pairs) if uneven is None else chance.integers(0, 5, len(pairs)).tolist()
    links = [
        (ids[a], ids[b], border, gap, road)
        for (a, b), border, gap, road in zip(
            pairs, spread(6.0, 16.0, len(pairs)), spread(14.0, 24.0, len(pairs)), roads, strict=True
        )
    ]
    columns.setdefault("x", [GAP * (c % width) for c in range(count)])
    columns.setdefault("y", [GAP * (c // width) for c in range(count)])
    columns.setdefault("area", spread(218.0, 400.0, count))
    columns.setdefault("population", spread(10_000.0, 50_000.0, count))
    if uneven is not None:
        places = [c % 3 > 0 for c in range(count)]
        columns.setdefault("is_place", places)
        columns.setdefault("anchor", [c if place else c + 1 - 2 * (c == count - 1) for c, place in enumerate(places)])
    return Theatre.build(ids, links, **columns)


def world_of(
    ground: Theatre,
    holders: Sequence[str],
    *,
    depots: Mapping[int, str] | None = None,
    garrison: float = 600.0,
    strike: float = 4000.0,
    seed: int = 1,
) -> World:
    """Return a war of all coalitions present against all others, with men enough and equal in kind."""
    world = allocate(ground.size, len(ground.governorates), seed)
    world.holder[:] = [INDEX[name] for name in holders]
    world.population[:] = ground.population
    world.garrison[:] = world.reported[:] = garrison
    world.fort[:] = 1.4
    world.worth[:] = 0.5
    world.people_share[:] = shares(world, np.maximum(ground.population, 1.0))
    for side in set(world.holder.tolist()):
        world.strike[side], world.strike_limit[side] = strike, 1.6 * strike
        world.eligible[side], world.commit[side], world.brigade[side] = 1e5, 0.6, 1000.0
    apart = np.not_equal.outer(COALITION, COALITION)
    world.hostility[:] = apart
    for row, name in (depots or {}).items():
        world.depot[row] = INDEX[name]
    return world


def random_world(ground: Theatre, seed: int) -> World:
    """Return a valid World with every side on the map, truces, posts, orders, aircraft and old wounds."""
    chance = np.random.default_rng(seed)
    world = world_of(ground, _patches(ground, chance), seed=seed)
    for name, field in declared().items():
        values = getattr(world, name)
        if values.dtype == np.float64 and name not in ("hostility", "people_share", "population", "fed", "favour"):
            _scatter(values, field.low, field.high, field.unit, chance)
    world.garrison[:] = chance.uniform(0.0, 900.0, ground.size)
    world.strike[:] = chance.uniform(2000.0, 15_000.0, SIDE_COUNT)
    world.strike_limit[:] = chance.uniform(5000.0, 15_000.0, SIDE_COUNT)
    world.brigade[:] = chance.uniform(800.0, 2000.0, SIDE_COUNT)
    world.posture[:] = chance.choice([0.5, 1.0], SIDE_COUNT)
    world.commit[:] = chance.uniform(0.4, 0.7, SIDE_COUNT)
    world.tempo[:] = chance.uniform(0.8, 1.2, SIDE_COUNT)
    world.readiness[:] = chance.choice([0.0, 0.5, 1.0], world.readiness.shape, p=[0.1, 0.1, 0.8])
    world.hostility *= chance.uniform(0.0, 1.0, (SIDE_COUNT, SIDE_COUNT))
    world.compliance *= chance.random((SIDE_COUNT, SIDE_COUNT)) < 0.2
    world.compliance[:] = (world.compliance + world.compliance.T) / 2.0
    world.leaving *= chance.random(world.leaving.shape) < 0.1
    world.cut *= chance.random(ground.size) < 0.9
    world.depot[:] = np.where(chance.random(ground.size) < 0.06, world.holder, -1)
    world.zone[:] = np.where(chance.random(ground.size) < 0.05, world.holder, -1)
    places = chance.choice(np.flatnonzero(ground.is_place), (len(GROUND), 2), replace=False)
    world.target[[INDEX[side] for side in GROUND], :2] = places
    world.guests[:] = world.population * chance.uniform(0.0, 0.2, ground.size)
    world.people_share[:] = shares(world, ground.population)
    world.trend[:] = chance.normal(0.0, 0.001, SIDE_COUNT)
    world.week = int(chance.integers(0, 100))
    world.airhead[:] = chance.random(ground.size) < 0.03
    world.favour[:] = chance.integers(-2, 3, world.favour.shape)
    return world


def _patches(ground: Theatre, chance: np.random.Generator) -> list[str]:
    """Return holders of a map of patches: each region follows the nearest of some random centres."""
    centres = chance.choice(ground.size, max(8, ground.size // 12), replace=False)
    away = np.hypot(ground.x[:, None] - ground.x[centres], ground.y[:, None] - ground.y[centres])
    return [HOLDERS[nearest % 6] for nearest in away.argmin(axis=1)]


def _scatter(
    values: np.ndarray[Any, Any], low: float | None, high: float | None, unit: str, chance: np.random.Generator
) -> None:
    most = {"men": 3000.0, "men/week": 100.0, "people": 20_000.0, "weeks": 60.0}.get(unit, 100.0)
    top = most if high is None else min(high, 2.0)
    values[...] = chance.uniform(low or 0.0, top, values.shape)


def shares(world: World, amount: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the share of `amount` per region that each side holds."""
    held = np.bincount(world.holder, amount, SIDE_COUNT)
    return held / max(amount.sum(), 1e-300)


def apply_rule(name: str, world: World, ground: Theatre, values: Numbers) -> list[Event]:
    """Apply one rule of the week."""
    rule = dict(RULES)[name]
    return list(rule.apply(world, ground, values[block_of(name, rule)]))


def run_weeks(world: World, ground: Theatre, values: Numbers, weeks: int) -> World:
    """Run whole weeks of rules without actors: postures and orders stay as they are."""
    for _ in range(weeks):
        for name, rule in RULES:
            rule.apply(world, ground, values[block_of(name, rule)])
        world.week += 1
    return world


@dataclass(frozen=True)
class Fight:
    """What one week of one isolated fight came to."""

    odds: float
    ratio: float
    dead_attack: float
    dead_defence: float


def fight(
    *,
    attackers: float = 3000.0,
    defenders: float = 1500.0,
    supply: float = 1.0,
    values: Numbers | None = None,
    seed: int = 1,
    fields_of: Mapping[str, float] | None = None,
    **columns: Sequence[Any],
) -> Fight:
    """Let the opposition at r0 attack the SDF at r1 for a week; `fields_of` sets fields of r1."""
    ground = line(2, **columns)
    world = world_of(ground, ["opposition", "sdf"], seed=seed)
    values = numbers(combat__launch=0.0, combat__posted=0.0) if values is None else values
    attack, defence = INDEX["opposition"], INDEX["sdf"]
    world.garrison[1], world.strike[attack], world.strike[defence] = defenders, 10.0 * attackers, 0.0
    world.rival[1], world.entry[attack, 0] = attack, 1
    world.campaign_men[attack, 0], world.campaign_supply[attack, 0] = attackers, supply
    for name, value in (fields_of or {}).items():
        getattr(world, name)[1] = value
    combat.apply(world, ground, values["combat"])  # type: ignore[arg-type]
    ratio, dead = float(world.ratio[1]), world.dead.copy()
    control.apply(world, ground, values["control"])  # type: ignore[arg-type]
    return Fight(float(world.odds[1]), ratio, float(dead[attack]), float(dead[defence]))


def shuffled(ground: Theatre, order: Sequence[int], extra: int = 0) -> Theatre:
    """Return the ground with its rows in another order, then `extra` empty regions that border nothing."""
    new = {old: row for row, old in enumerate(order)}
    ids = [ground.ids[old] for old in order] + [f"extra{row}" for row in range(extra)]
    links: list[Link] = []
    for c in range(ground.size):
        for k in range(int(ground.degree[c])):
            n = int(ground.neighbour[c, k])
            if c < n:
                values = (float(ground.border[c, k]), float(ground.distance[c, k]), int(ground.road[c, k]))
                links.append((ids[new[c]], ids[new[n]], *values))
    columns: dict[str, Sequence[Any]] = {
        name: [*getattr(ground, name)[list(order)].tolist(), *[0] * extra]
        for name in (*FLOATS, *FLAGS, "urban", "governorate")
    }
    columns["area"] = [*columns["area"][: ground.size], *[309.0] * extra]
    columns["x"] = [*columns["x"][: ground.size], *[5000.0] * extra]
    columns["key"] = [*ground.key[list(order)].tolist(), *range(10**7, 10**7 + extra)]
    columns["anchor"] = [new[int(ground.anchor[old])] for old in order]
    columns["anchor"] = [*columns["anchor"], *range(ground.size, ground.size + extra)]
    columns["terrain"] = [*(ground.terrain[old] for old in order), *["steppe"] * extra]
    return Theatre.build(ids, links, governorates=ground.governorates, **columns)


def moved(world: World, order: Sequence[int], extra: int = 0) -> World:
    """Return the World with its regions in another order, then `extra` regions that nobody wants."""
    count = len(order)
    new = np.empty(count + 1, dtype=np.int64)
    new[list(order)] = np.arange(count)
    new[-1] = -1
    other = allocate(count + extra, world.effort.shape[1], world.seed)
    other.week = world.week
    for name, field in declared().items():
        values = getattr(world, name)
        if field.unit == "region":
            values = new[values]
        if field.axes[0] == "region":
            getattr(other, name)[:count] = values[list(order)]
        else:
            getattr(other, name)[:] = values
    other.holder[count:] = INDEX["israel"]
    other.pocket[count:] = np.arange(count, count + extra)
    return other


assert {field.name for field in fields(World)} >= set(declared())
