"""From a target on the command line to everything a run needs, or to every fault with its line.

    load_scenario("ceasefire:hold", sets=["combat.kappa=0.02"]) -> Loaded

Owns the order of reading: file, parent, variant, settings, start state, control table, parameters.
Knows nothing of what is done with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sim.calendar import LAST_DATE
from sim.errors import InputError
from sim.scenario.draft import Draft, StartDraft, read_draft, read_start, validate
from sim.scenario.faults import MISSING, Fault, FaultsError, refuse
from sim.scenario.find import locate, variant_names
from sim.scenario.loaded import Loaded
from sim.scenario.overrides import Override, parse
from sim.scenario.parameters.declare import Block
from sim.scenario.parameters.registry import declared, load_parameters, override
from sim.scenario.provenance import Origin, parameter_origins, scenario_origins, start_origins
from sim.scenario.schema import Scenario, series_names
from sim.scenario.terms import known_fault
from sim.scenario.tree import Node, Where
from sim.scenario.variants import choose, read_with_parent, same_variants
from sim.scenario.yaml_lines import read_yaml

__all__ = ["MOST_WEEKS", "check_file", "load_scenario"]

MOST_WEEKS = 400


def load_scenario(target: str, *, sets: Sequence[str] = (), weeks: int | None = None) -> Loaded:
    """Load `path[:variant]` or a shipped `id[:variant]`; without a variant, the first.

    `sets` are `key=value` settings: parameters by dotted name, `weeks`, `actors.NAME.policy`,
    `series.NAME.scale`, `start.SIDE.NUMBER`, `event.ID.KEY`. Raises FaultsError with every fault of the
    files, InputError for a wrong target or setting.
    """
    settings = parse(sets)
    _refuse_unknown(settings)
    path, variant = locate(target)
    base = read_with_parent(path)
    refuse(_base_faults(base))
    draft = read_draft(path, choose(base, variant), settings)
    refuse(draft.faults)
    scenario, state = draft.scenario, draft.state
    if scenario is None or state.start is None or state.tree is None or state.control is None:
        raise AssertionError("a draft without faults is whole")
    scenario = _shorten(scenario, settings, weeks)
    parameters, origins = _parameters(draft, settings)
    provenance = {
        **scenario_origins(scenario, draft.tree),
        **start_origins(state.start, state.tree),
        **origins,
    }
    events = sorted(scenario.events, key=lambda event: event.when or LAST_DATE)
    scenario = scenario.model_copy(update={"events": events, "extends": None})
    return Loaded(scenario, state.start, state.control, parameters, provenance)


def check_file(target: str) -> list[Fault]:
    """Return every fault of a scenario or start file, in all its variants and in all that it names."""
    try:
        path, variant = locate(target)
        if {"sides", "control", "as_of"} & set(read_yaml(path).value):
            return read_start(path).faults
        base = read_with_parent(path)
        faults = _base_faults(base)
        names: list[str | None] = [variant] if variant else [*variant_names(base)] or [None]
        seen: dict[Path, StartDraft] = {}
        for name in names:
            faults += read_draft(path, choose(base, name), seen=seen).faults
    except FaultsError as error:
        return list(error.faults)
    except InputError as error:
        return [Fault(Where(target, 0), "", str(error))]
    return _once(faults)


def _base_faults(base: Node) -> list[Fault]:
    """Check a file before any variant is applied; `variant` is a key of resolved scenarios alone."""
    faults = validate(Scenario, base)[1]
    if written := base.child("variant"):
        faults.append(Fault(written.at, "variant", 'unknown key (did you mean "variants"?)'))
    return faults or same_variants(base)


def _once(faults: Iterable[Fault]) -> list[Fault]:
    """Return each fault of a line once: one in the common part shows up in every variant."""
    seen: dict[tuple[Where, str, str], Fault] = {}
    for fault in faults:
        key = (fault.at, fault.text, fault.path.rpartition(".")[2] if fault.text == MISSING else "")
        if key not in seen or len(fault.path) > len(seen[key].path):
            seen[key] = fault
    return sorted(seen.values(), key=lambda fault: (fault.at.file, fault.at.line))


_PATHS = {
    "actors": "actors.regime.policy=idle",
    "series": "series.russia.sorties.scale=0.5",
    "start": "start.regime.strike=15000",
    "event": "event.february_truce.when=2016-03-01",
}
"""First word of a setting that names a part of the scenario, and an example."""


def _refuse_unknown(settings: Sequence[Override]) -> None:
    for setting in settings:
        head, *rest = setting.key.split(".")
        if setting.key in declared() or setting.key == "weeks" or (head in _PATHS and len(rest) > 1 and all(rest)):
            continue
        if head in _PATHS:
            raise InputError(f"--set {setting.text}: say what of {head}, as in {_PATHS[head]}")
        if setting.key in series_names():
            raise InputError(
                f"--set {setting.text}: a dated series is set in a scenario file; "
                f"--set series.{setting.key}.scale=0.5 halves it"
            )
        raise InputError(
            f"--set {setting.text}: {known_fault(setting.key, [*declared(), 'weeks'], 'value')}; "
            "parameters are listed by `theatre params`"
        )


def _shorten(scenario: Scenario, settings: Sequence[Override], weeks: int | None) -> Scenario:
    """Return the scenario with another number of weeks, if one is asked for; those of the call win over a setting."""
    set_weeks = [setting.number() for setting in settings if setting.key == "weeks"]
    asked = [int(number) if number.is_integer() else 0 for number in set_weeks] + ([] if weeks is None else [weeks])
    if not all(1 <= number <= MOST_WEEKS for number in asked):
        raise InputError(f"a run has 1 to {MOST_WEEKS} whole weeks")
    return scenario.model_copy(update={"weeks": asked[-1]}) if asked else scenario


def _parameters(draft: Draft, settings: Sequence[Override]) -> tuple[Mapping[str, Block], dict[str, Origin]]:
    """Return the blocks with the set's and the command line's values, and every number's origin."""
    changed = dict(draft.changed)
    for setting in settings:
        if setting.key in declared():
            changed[setting.key] = (
                setting.at,
                override(setting.key, setting.number(), forced=setting.forced),
            )
    blocks = load_parameters({name: value for name, (_, value) in changed.items()})
    values = {name: float(getattr(blocks[name.split(".")[0]], name.split(".")[1])) for name in declared()}
    whys = {
        name: (at, "set on the command line" if not at.line else "parameter set") for name, (at, _) in changed.items()
    }
    return blocks, parameter_origins(values, whys)
