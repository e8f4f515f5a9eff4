"""One scenario with one variant, read as far as it can be, with every fault found on the way.

Owns the steps from annotated trees to checked models: settings, start state, control table, parameter set.
Knows nothing of runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from sim.errors import InputError, nearest
from sim.scenario.checks import logic_faults, scenario_faults, start_faults
from sim.scenario.control import ControlRow, read_control
from sim.scenario.faults import Fault, FaultsError, from_pydantic, stop
from sim.scenario.fields import keys_at
from sim.scenario.find import scenario_folder
from sim.scenario.inherit import beside, read_start_tree, with_changes
from sim.scenario.overrides import Override, put
from sim.scenario.parameters.registry import declared, find
from sim.scenario.schema import ParameterSet, Scenario
from sim.scenario.start import Start
from sim.scenario.terms import known_fault, said
from sim.scenario.tree import Node, Where, plain, where
from sim.scenario.yaml_lines import read_yaml

__all__ = ["Draft", "StartDraft", "read_draft", "read_start", "validate"]


@dataclass(slots=True)
class StartDraft:
    """A start state and its control table, as far as they could be read."""

    tree: Node | None = None
    start: Start | None = None
    control: dict[str, ControlRow] | None = None
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A scenario with its start state and changed parameters, as far as they could be read."""

    tree: Node
    scenario: Scenario | None = None
    state: StartDraft = field(default_factory=StartDraft)
    changed: dict[str, tuple[Where, float]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def validate[Model: BaseModel](model: type[Model], tree: Node) -> tuple[Model | None, list[Fault]]:
    """Check a tree against a model; return the model, or all faults with their lines."""
    try:
        return model.model_validate(plain(tree)), []
    except ValidationError as error:
        return None, from_pydantic(error, tree, partial(keys_at, model))


def read_draft(
    path: Path,
    tree: Node,
    settings: Sequence[Override] = (),
    seen: dict[Path, StartDraft] | None = None,
) -> Draft:
    """Read what a scenario tree (variant applied) names, and check it all; never raises for a faulty file.

    `seen` keeps start states from one variant of a file to the next.
    """
    draft = Draft(_settle(tree, settings))
    draft.scenario, draft.faults = validate(Scenario, draft.tree)
    if draft.scenario:
        draft.faults += scenario_faults(draft.scenario, draft.tree, path)
        draft.changed, faults = _parameter_set(draft.scenario, draft.tree, path)
        draft.faults += faults
    state = draft.tree.get("state")
    if isinstance(state, str):
        file = _beside(path, "starts", f"{state}.yaml")
        if file is None:
            text = known_fault(state, _names(path, "starts"), "start state")
            draft.faults.append(Fault(where(draft.tree, ("state",)), "state", text))
        else:
            seen = {} if seen is None else seen
            draft.state = seen[file] if file in seen else read_start(file, settings)
            seen[file] = draft.state
            draft.faults += draft.state.faults
    start, control = draft.state.start, draft.state.control
    if draft.scenario and start and control is not None:
        draft.faults += logic_faults(draft.scenario, start, control, draft.tree)
    return draft


def read_start(file: Path, settings: Sequence[Override] = ()) -> StartDraft:
    """Read a start state and the control table that it names."""
    draft = StartDraft()
    try:
        draft.tree = _settle_start(read_start_tree(file), settings)
    except FaultsError as error:
        draft.faults = list(error.faults)
        return draft
    draft.start, draft.faults = validate(Start, draft.tree)
    if draft.start:
        draft.faults += start_faults(draft.start, draft.tree)
        try:
            table = beside(file, draft.start.control)
            if table is None:
                stop(where(draft.tree, ("control",)), f"control: there is no control table {draft.start.control}")
            draft.control = with_changes(read_control(table), draft.start)
        except FaultsError as error:
            draft.faults += error.faults
    return draft


def _settle(tree: Node, settings: Sequence[Override]) -> Node:
    """Put the settings that concern the scenario into its tree; another policy starts without the old one's options."""
    for setting in settings:
        if setting.key.startswith("event."):
            tree = _settle_event(tree, setting)
    paths = [(keys, setting) for setting in settings if (keys := _scenario_path(tree, setting.key))]
    for keys, setting in sorted(paths, key=lambda pair: pair[0][-1] != "policy"):
        if keys[0] == "actors" and keys[-1] == "policy" and setting.value != tree.get("actors", keys[1], "policy"):
            tree = put(tree, (*keys[:-1], "options"), {}, setting.at)
        tree = put(tree, keys, setting.value, setting.at)
    return tree


def _scenario_path(tree: Node, key: str) -> tuple[str, ...] | None:
    """Return the path of a setting such as `actors.regime.policy` or `series.russia.sorties.scale`."""
    head, _, rest = key.partition(".")
    if head == "actors" and rest.count(".") >= 1:
        return ("actors", *rest.split(".", 2))
    if head == "series":
        name, _, field_name = rest.rpartition(".")
        names = list((tree.get("series") or {}).keys())
        if name not in names:
            raise InputError(f"--set {key}: {known_fault(name or rest, names, 'series in this scenario')}")
        return ("series", name, field_name)
    return None


def _settle_event(tree: Node, setting: Override) -> Node:
    """Put a setting such as `event.february_truce.when=2016-03-01` into the event of that id."""
    _, name, *keys = setting.key.split(".")
    rows = tree.get("events") or []
    ids = [str(row["id"]) for row in rows if isinstance(row, dict) and row.get("id")]
    if name not in ids:
        raise InputError(f"--set {setting.text}: {known_fault(name, ids, 'event with the id')}")
    row = next(number for number, row in enumerate(rows) if isinstance(row, dict) and row.get("id") == name)
    given = rows[row].get(keys[0]) if len(keys) == 1 else None
    if isinstance(given, dict) and "value" in given:
        return _put_number(tree, ("events", row, keys[0]), given, setting)
    return put(tree, ("events", row, *keys), setting.value, setting.at)


def _put_number(tree: Node, path: tuple[str | int, ...], given: Mapping[str, Any], setting: Override) -> Node:
    """Put a value into a number with a range; outside of it only if forced, and the range then grows."""
    low, high = (float(given["value"] if given.get(end) is None else given[end]) for end in ("low", "high"))
    value = setting.number_within(low, high)
    if not low <= value <= high:
        tree = put(tree, (*path, "low"), min(low, value), setting.at)
        tree = put(tree, (*path, "high"), max(high, value), setting.at)
    return put(tree, (*path, "value"), value, setting.at)


def _settle_start(tree: Node, settings: Sequence[Override]) -> Node:
    """Put settings such as `start.regime.strike=30000` into the tree of a start state."""
    for setting in settings:
        head, *keys = setting.key.split(".")
        if head != "start":
            continue
        numbers = tree.get("sides", *keys) if len(keys) == 2 else None
        if not isinstance(numbers, dict) or "value" not in numbers:
            sides = tree.get("sides") or {}
            names = [f"start.{s}.{n}" for s, rows in sides.items() for n, row in rows.items() if isinstance(row, dict)]
            raise InputError(f"--set {setting.key}: {known_fault(setting.key, names, 'number of the start state')}")
        tree = _put_number(tree, ("sides", *keys), numbers, setting)
    return tree


def _parameter_set(scenario: Scenario, tree: Node, path: Path) -> tuple[dict[str, tuple[Where, float]], list[Fault]]:
    """Read the parameter set that a scenario names; check names and ranges."""
    if scenario.parameters is None:
        return {}, []
    file = _beside(path, "sets", f"{scenario.parameters}.yaml")
    if file is None:
        text = known_fault(scenario.parameters, _names(path, "sets"), "parameter set")
        return {}, [Fault(where(tree, ("parameters",)), "parameters", text)]
    try:
        set_tree = read_yaml(file)
    except FaultsError as error:
        return {}, list(error.faults)
    chosen, faults = validate(ParameterSet, set_tree)
    changed: dict[str, tuple[Where, float]] = {}
    for name, value in chosen.values.items() if chosen else ():
        at = where(set_tree, ("values", name))
        row = find(name)
        if row is None:
            faults.append(Fault(at, f"values.{name}", f"there is no such parameter{nearest(name, declared())}"))
        elif not row.low <= value <= row.high:
            text = f"{said(value)} lies outside the declared range {said(row.low)} to {said(row.high)} {row.unit}"
            faults.append(Fault(at, f"values.{name}", text))
        changed[name] = (at, value)
    return changed, faults


def _beside(path: Path, folder: str, name: str) -> Path | None:
    """Return a file of a folder beside the scenario, or the shipped one of that name."""
    for base in (path.parent, scenario_folder()):
        if (base / folder / name).is_file():
            return base / folder / name
    return None


def _names(path: Path, folder: str) -> list[str]:
    return sorted({file.stem for base in (path.parent, scenario_folder()) for file in (base / folder).glob("*.yaml")})
