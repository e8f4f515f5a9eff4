"""What every rule, policy, scenario and command must keep: one test walks each folder."""

from __future__ import annotations

import dataclasses
import inspect
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

from sim.cli.main import COMMANDS, build, main
from sim.engine.week import RULES as WEEK
from sim.engine.week import block_of
from sim.scenario.find import find_scenarios
from sim.scenario.load import load_scenario
from sim.scenario.parameters.declare import Block
from sim.scenario.parameters.registry import block_types
from sim.world.fields import declared
from tests.house.reference import field_docs
from tests.house.tree import ROOT, names_in

RULES = names_in("sim/rules")
POLICIES = names_in("sim/actors/policies")
SCENARIOS = [
    f"{listed.path}:{variant}" if variant else str(listed.path)
    for listed in find_scenarios()
    for variant in (listed.variants or ("",))
]


def _rule(name: str) -> ModuleType:
    return import_module(f"sim.rules.{name}")


def _policy(name: str) -> ModuleType:
    return import_module(f"sim.actors.policies.{name}")


def _short(target: str) -> str:
    return target.removeprefix(f"{ROOT / 'scenarios'}/")


@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_what_it_reads_and_writes(name: str) -> None:
    """The names are fields of the World; what is written may be read as well without saying so."""
    rule = _rule(name)
    for listed in (rule.READS, rule.WRITES):
        assert isinstance(listed, tuple)
        assert len(set(listed)) == len(listed)
        assert set(listed) <= declared().keys()
    assert rule.WRITES, "a rule that writes nothing changes nothing"
    assert not set(rule.READS) & set(rule.WRITES)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_one_verb(name: str) -> None:
    """`apply` takes the World first; numbers, if any, are one declared block."""
    rule = _rule(name)
    assert rule.__all__ == sorted(rule.__all__)
    assert {"READS", "WRITES", "apply"} <= set(rule.__all__)
    hints = inspect.get_annotations(rule.apply, eval_str=True)
    assert next(iter(inspect.signature(rule.apply).parameters)) == "world"
    blocks = [kind for kind in hints.values() if inspect.isclass(kind) and issubclass(kind, Block)]
    assert len(blocks) <= 1 or all(kind in block_types().values() for kind in blocks)
    assert inspect.getdoc(rule.apply)


def test_every_rule_has_its_place_in_the_week_and_its_block_of_numbers() -> None:
    assert sorted(name for name, _ in WEEK) == RULES
    assert all(rule is _rule(name) for name, rule in WEEK)
    assert {block_of(name, rule) for name, rule in WEEK} == block_types().keys()


def test_every_field_that_a_rule_reads_or_writes_is_used_and_every_field_has_a_user() -> None:
    used = {field for name in RULES for field in (*_rule(name).READS, *_rule(name).WRITES)}
    orphans = declared().keys() - used
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "sim").rglob("*.py"))
    assert not [field for field in orphans if f".{field}" not in source and f'"{field}"' not in source]


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_decides_on_a_view_with_memory_and_options(name: str) -> None:
    policy = _policy(name)
    assert {"NEEDS", "Options", "decide"} <= set(policy.__all__)
    assert list(inspect.signature(policy.decide).parameters) == ["view", "memory", "options"]
    assert inspect.getdoc(policy.decide)


@pytest.mark.parametrize("name", POLICIES)
def test_the_options_of_a_policy_are_plain_frozen_and_explained(name: str) -> None:
    kind = _policy(name).Options
    assert kind.__dataclass_params__.frozen
    assert kind() == kind(), "a policy works without any option"
    assert all(isinstance(getattr(kind(), field.name), str | float | int) for field in dataclasses.fields(kind))
    assert field_docs(kind).keys() == {field.name for field in dataclasses.fields(kind)}


@pytest.mark.parametrize("target", SCENARIOS, ids=_short)
def test_a_shipped_scenario_checks(target: str) -> None:
    loaded = load_scenario(target)
    assert loaded.scenario.summary
    assert loaded.citations(), "a scenario rests on sources"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_in_its_docstring_what_the_list_of_commands_says(name: str) -> None:
    command: Any = import_module(f"sim.cli.{name}").command
    assert (inspect.getdoc(command) or "").splitlines()[0] == COMMANDS[name]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_itself_and_each_option(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    assert COMMANDS[name].split(":")[0].split(",")[0] in capsys.readouterr().out
    assert all(getattr(option, "help", None) for option in build(name).params)


def test_the_list_of_commands_leaves_none_out() -> None:
    assert set(names_in("sim/cli")) - {"main"} >= COMMANDS.keys()
    for name in set(names_in("sim/cli")) - {"main"} - COMMANDS.keys():
        assert not hasattr(import_module(f"sim.cli.{name}"), "command"), f"{name} is not in the table of main"


@pytest.mark.parametrize("folder", ["sim/rules", "sim/actors/policies", "sim/reports", "scenarios", "scenarios/starts"])
def test_no_registry_is_empty(folder: str) -> None:
    assert [path for path in (ROOT / folder).iterdir() if path.suffix in (".py", ".yaml") and path.stem != "__init__"]
