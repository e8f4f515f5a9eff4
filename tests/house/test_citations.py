"""The description of the model: every citation of it leads somewhere, and it keeps up with the week."""

from __future__ import annotations

import re

import pytest

from sim.engine.week import RULES
from sim.scenario.parameters.registry import declared
from sim.sources import bibliography
from tests.house.tree import ROOT, modules, tracked

PAGE = (ROOT / "docs/model.md").read_text(encoding="utf-8")
SECTIONS = set(re.findall(r"^#{2,3} (\d+(?:\.\d+b?)?)\.? ", PAGE, re.MULTILINE))
_NUMBER = r"\d+(?:\.\d+)?b?(?![\w])"
_CITATION = re.compile(rf"docs/model\.md ({_NUMBER}(?:(?:, | and )(?:docs/model\.md )?{_NUMBER})*)")
_ELSEWHERE = re.compile(r"(?<!docs/)\b(?:region-)?model\.md \d")
_WRITTEN = (".py", ".yaml", ".md", ".toml", ".csv")
_RULES = [module for module in modules("sim") if re.fullmatch(r"sim/rules/[a-z]+\.py", module.path)]
_TRIALS = [key for key, entry in bibliography().items() if entry.kind == "prototype"]


def _texts() -> list[tuple[str, str]]:
    """Return every text of the project with its path; made tables of the theatre are no place for citations."""
    paths = [path for path in tracked() if path.suffix in _WRITTEN and path.stat().st_size < 500_000]
    return [(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths]


def test_the_page_keeps_the_numbers_that_the_code_cites() -> None:
    assert {f"3.{number}" for number in range(1, 13)} | {"3.2b", "4.6"} <= SECTIONS


def test_every_citation_of_the_model_names_a_section_that_is_there() -> None:
    cited = [
        (name, number)
        for name, text in _texts()
        for hit in _CITATION.finditer(text)
        for number in re.findall(_NUMBER, hit.group(1))
    ]
    assert cited
    assert not [(name, number) for name, number in cited if number not in SECTIONS]


def test_nobody_cites_a_description_that_is_not_in_the_project() -> None:
    assert not [(name, hit.group()) for name, text in _texts() for hit in _ELSEWHERE.finditer(text)]


def test_the_page_points_only_to_sections_of_its_own() -> None:
    prose = re.sub(r"^```.*?^```|`[^`\n]+`", "", PAGE, flags=re.MULTILINE | re.DOTALL)
    pointers = re.findall(r"\((\d\.\d+b?)[,)]|(?<=section )(\d+(?:\.\d+)?)", prose)
    numbers = {one or other for one, other in pointers}
    assert numbers
    assert numbers <= SECTIONS


@pytest.mark.parametrize("module", _RULES, ids=lambda module: module.path)
def test_a_rule_says_where_its_form_is_described(module) -> None:  # type: ignore[no-untyped-def]
    assert _CITATION.search(module.doc)


def test_the_page_gives_the_rules_in_the_order_of_the_week() -> None:
    listed = re.findall(r"(?<=\| )(\d+) \| ([a-z]+)(?= \| 3\.)", PAGE)
    assert [name for _, name in sorted(listed, key=lambda row: int(row[0]))] == [name for name, _ in RULES]


@pytest.mark.parametrize("key", _TRIALS)
def test_the_page_says_what_a_number_of_our_own_trials_is_worth(key: str) -> None:
    _, _, rest = PAGE.partition("### 1.2 ")
    assert f"`{key}`" in rest.partition("\n## ")[0]


def test_every_number_of_the_model_rests_on_a_source_that_is_listed_or_on_words() -> None:
    for name, number in declared().items():
        assert number.assumption or number.source in bibliography(), name
