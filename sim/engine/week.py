"""The week: the rules in their fixed order, each from the state at the start of its phase.

Owns the order of the rules, and the guards around them. Knows nothing of who decided what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType

from sim.engine.causes import name_holders
from sim.kernels import kernel
from sim.record.events import Event
from sim.rules import (
    air,
    approach,
    campaigns,
    combat,
    contraction,
    control,
    diplomacy,
    displacement,
    economy,
    fronts,
    garrison,
    harm,
    hinterland,
    incidents,
    manpower,
    patrons,
    pockets,
    provocations,
    settlement,
    supply,
    truces,
    underground,
)
from sim.scenario.parameters.declare import Block
from sim.theatre.regions import Theatre
from sim.world.fields import FloatArray, IntArray, declared
from sim.world.guards import check_bounds, check_manpower, check_untouched, photograph
from sim.world.guards import manpower as count_men
from sim.world.world import World

__all__ = ["MONTH", "REPORT_LAG", "RULES", "block_of", "run_rules"]

MONTH = 4
"""Weeks from one decision to the next (the game's month)."""

REPORT_LAG = 2
"""Weeks by which reports of the enemy lag behind at a decision (docs/model 3.2b)."""

RULES: tuple[tuple[str, ModuleType], ...] = (
    ("economy", economy),
    ("manpower", manpower),
    ("supply", supply),
    ("garrison", garrison),
    ("campaigns", campaigns),
    ("approach", approach),
    ("air", air),
    ("combat", combat),
    ("control", control),
    ("fronts", fronts),
    ("contraction", contraction),
    ("pockets", pockets),
    ("hinterland", hinterland),
    ("underground", underground),
    ("incidents", incidents),
    ("provocations", provocations),
    ("harm", harm),
    ("displacement", displacement),
    ("diplomacy", diplomacy),
    ("truces", truces),
    ("settlement", settlement),
    ("patrons", patrons),
)
"""The rules of a week, in order (docs/model 3.2)."""


def block_of(name: str, rule: ModuleType) -> str:
    """Return the name of the rule's block of numbers: its own, unless it says another."""
    return getattr(rule, "NUMBERS", name)


_FAST = tuple((rule, block_of(name, rule)) for name, rule in RULES)
"""The rules with the names of their blocks, looked up once."""


def run_rules(world: World, ground: Theatre, numbers: Mapping[str, Block], *, guarded: bool) -> list[Event]:
    """Apply every rule once and return what happened; with `guarded`, check what each may write and the men."""
    told: list[Event] = []
    if guarded:
        men = count_men(world)
        for name, rule in RULES:
            photo = photograph(world, declared())
            told += _apply(world, ground, rule, numbers[block_of(name, rule)])
            check_untouched(world, photo, name, rule.WRITES)
        check_bounds(world)
        check_manpower(world, men)
    else:
        for rule, block in _FAST:
            told += _apply(world, ground, rule, numbers[block])
    _report(world.garrison, world.taken_from, world.week % MONTH == MONTH - 1 - REPORT_LAG, world.reported)
    return told


@kernel
def _report(men: FloatArray, taken_from: IntArray, everywhere: bool, reported: FloatArray) -> None:
    """Let men be seen where land has changed hands this week, or everywhere."""
    for c in range(len(men)):
        if everywhere or taken_from[c] >= 0:
            reported[c] = men[c]


def _apply(world: World, ground: Theatre, rule: ModuleType, numbers: Block) -> Sequence[Event]:
    """Apply one rule; if anybody keeps what it tells, see that each change of holder is told by one event."""
    if not world.telling or "holder" not in rule.WRITES:
        told: Sequence[Event] = rule.apply(world, ground, numbers)
        return told
    before = world.holder.copy()
    return name_holders(world, before, rule.apply(world, ground, numbers), rule.__name__.rpartition(".")[2])
