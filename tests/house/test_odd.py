"""The description after the ODD protocol: whole, in step with the code, and open about what was not verified."""

from __future__ import annotations

import ast
import inspect
import re
from types import ModuleType

import pytest

from sim.engine.week import RULES, block_of
from sim.scenario.parameters.registry import block_types, declared
from sim.sources import bibliography
from sim.world.fields import declared as fields
from tests.house import odd
from tests.house.tree import ROOT, tracked

HAND_WRITTEN = {
    "README.md",
    "cannot-say.md",
    "calibration.md",
    "card.md",
    "design-concepts.md",
    "ethics.md",
    "initialization-and-input.md",
    "policies.md",
    "purpose.md",
    "validation.md",
}
CONCEPTS = (
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
)
ELEMENTS = ("purpose and patterns", "entities", "process overview", "design concepts", "initialization", "submodels")
FROM_MEMORY = ("qjm", "helmbold", "lucas_turkes_2004", "fearon", "kalyvas_2006", "stedman_1997")
"""Works on fighting and bargaining that were taken from memory and have not been checked."""
_NAMES = [name for name, _ in RULES]
_KEY = re.compile(r"`([a-z]\w*)`(?:\]\([^)]*\))?(.{0,13})")


def _rule(name: str) -> ModuleType:
    return dict(RULES)[name]


@pytest.mark.parametrize("name", odd.FILES)
def test_a_generated_page_says_what_the_code_says(name: str) -> None:
    """When this fails: uv run poe docs."""
    assert (odd.FOLDER / name).read_text(encoding="utf-8") == odd.FILES[name]()


def test_the_folder_holds_the_pages_of_the_protocol_and_no_other() -> None:
    assert {path.name for path in odd.FOLDER.iterdir()} == HAND_WRITTEN | set(odd.FILES)


def test_the_first_page_leads_to_every_other_page() -> None:
    first = (odd.FOLDER / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\((\S+?\.md)", first)) >= (HAND_WRITTEN | set(odd.FILES)) - {"README.md"}


def test_the_first_page_lists_the_elements_of_the_protocol_in_their_order() -> None:
    first = (odd.FOLDER / "README.md").read_text(encoding="utf-8")
    at = [first.index(element) for element in ELEMENTS]
    assert at == sorted(at)


def test_the_eleven_design_concepts_stand_by_name_in_their_order() -> None:
    text = (odd.FOLDER / "design-concepts.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^## (.+)$", text, re.MULTILINE)) == CONCEPTS


@pytest.mark.parametrize("name", _NAMES)
def test_a_rule_carries_its_equations_and_words_on_them(name: str) -> None:
    rule = _rule(name)
    assert "EQUATIONS" in rule.__all__
    assert isinstance(rule.EQUATIONS, str)
    assert re.search(r"[=~]|<-", rule.EQUATIONS)
    assert len(re.findall(r"[.!?](?:\s|$)", rule.EQUATIONS)) >= 2, "two sentences at least: source, what was rejected"


def _named(text: str, number: str) -> bool:
    """Say whether a text names a number: by itself, or by a beginning with a star or a gap (`quality_*`)."""
    beginnings = re.findall(r"\b(\w+_)(?:\*|<)", text)
    return bool(re.search(rf"\b{number}\b", text)) or any(number.startswith(word) for word in beginnings)


@pytest.mark.parametrize("block", block_types())
def test_every_number_of_a_block_is_in_the_equations_of_a_rule_that_uses_it(block: str) -> None:
    text = "\n".join(rule.EQUATIONS for name, rule in RULES if block_of(name, rule) == block)
    assert not [number for number in block_types()[block].model_fields if not _named(text, number)]


@pytest.mark.parametrize("name", _NAMES)
def test_every_name_in_the_equations_is_one_of_the_code(name: str) -> None:
    """Names with an underscore: a number, a field, a source, or a word of the rule itself."""
    rule = _rule(name)
    source = inspect.getsource(rule).replace(rule.EQUATIONS, "")
    words = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    words |= {node.arg for node in ast.walk(ast.parse(source)) if isinstance(node, ast.arg)}
    words |= {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}
    known = words | fields().keys() | bibliography().keys() | {n.partition(".")[2] for n in declared()}
    used = set(re.findall(r"(?<![\w.])[a-z]+(?:_[a-z0-9]+)+\b(?!\()", rule.EQUATIONS))
    assert not {word for word in used - known if not word.startswith(("sum_", "dead_"))}


@pytest.mark.parametrize("name", declared())
def test_a_number_has_unit_range_and_a_basis_on_the_page(name: str) -> None:
    number = declared()[name]
    assert number.unit
    assert number.low <= number.value <= number.high
    row = next(line for line in odd.submodels().splitlines() if line.startswith(f"| `{name}` |"))
    assert number.unit in row
    assert f"{number.low:g} to {number.high:g}" in row
    assert (number.source or f"assumption: {number.assumption}").split(",")[0] in row


def test_every_symbol_stands_for_a_name_of_the_code() -> None:
    assert not [name for _, name, _ in odd.SYMBOLS if name not in fields() and name not in declared()]
    assert len({symbol for symbol, _, _ in odd.SYMBOLS}) == len(odd.SYMBOLS)


@pytest.mark.parametrize("rule", _NAMES)
def test_the_matrix_shows_what_a_rule_writes(rule: str) -> None:
    head, *rows = [line.split(" | ") for line in odd.reads_writes().splitlines() if line.startswith("| ")]
    column = head.index(rule)
    assert {row[0].strip("| `") for row in rows if row[column] == "**w**"} == set(_rule(rule).WRITES)


@pytest.mark.parametrize(
    "page", [path for path in tracked() if path.suffix == ".md"], ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_an_unverified_source_is_marked_wherever_a_page_cites_it(page) -> None:  # type: ignore[no-untyped-def]
    """Its key is followed by the mark, or stands beside the full citation, which bears it."""
    recalled = {key for key, entry in bibliography().items() if entry.mark}
    for line in page.read_text(encoding="utf-8").splitlines():
        for key, after in _KEY.findall(line):
            assert key not in recalled or after.startswith(bibliography()[key].mark) or "unverified" in line, line


@pytest.mark.parametrize("key", FROM_MEMORY)
def test_a_work_taken_from_memory_is_unverified(key: str) -> None:
    assert bibliography()[key].mark
    assert "unverified" in bibliography()[key].cite()


def test_numbers_of_unverified_sources_are_marked() -> None:
    marked = {number.name for number in declared().values() if "(unverified)" in number.basis}
    assert "combat.exponent" in marked
    assert "combat.kappa" not in marked
