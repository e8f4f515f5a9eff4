"""The description of the model: every citation of it leads somewhere, and every number rests on something."""

from __future__ import annotations

import re

import pytest

from sim.engine.week import RULES
from sim.scenario.parameters.registry import declared
from sim.sources import bibliography
from tests.house import odd
from tests.house.tree import ROOT, modules, tracked

PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs/model").glob("*.md"))}
_HEADING = re.compile(r"^#{1,3} (\d+(?:\.\d+b?)?)\.? ", re.MULTILINE)
SECTIONS = {number for text in PAGES.values() for number in _HEADING.findall(text)}
_NUMBER = r"\d+(?:\.\d+)?b?(?![\w])"
_CITATION = re.compile(
    rf"docs/model ({_NUMBER}(?:(?:, | and )(?:docs/model )?{_NUMBER})*)",
)
_ELSEWHERE = re.compile(r"\b(?:region-)?model\.md,? \d")
_WRITTEN = (".py", ".yaml", ".md", ".toml", ".csv")
_RULES = [module for module in modules("sim") if re.fullmatch(r"sim/rules/[a-z]+\.py", module.path)]
_TRIALS = [key for key, entry in bibliography().items() if entry.kind == "prototype"]


def _texts() -> list[tuple[str, str]]:
    """Return every text of the project with its path; made tables of the theatre are no place for citations."""
    paths = [path for path in tracked() if path.suffix in _WRITTEN and path.stat().st_size < 500_000]
    return [(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths]


def test_the_pages_keep_the_numbers_that_the_code_cites() -> None:
    assert {f"3.{number}" for number in range(1, 14)} | {"1.2", "2", "3.2b", "4.1", "4.6"} <= SECTIONS


def test_every_citation_of_the_model_names_a_section_that_is_there() -> None:
    cited = [
        (name, number)
        for name, text in _texts()
        for hit in _CITATION.finditer(text)
        for number in re.findall(_NUMBER, hit.group(1))
    ]
    assert cited
    assert not [(name, number) for name, number in cited if number not in SECTIONS]


def test_the_list_of_sections_says_where_each_is() -> None:
    """The first page lists each number with the pages whose headings bear it."""
    _, _, rest = PAGES["README.md"].partition("## Section numbers")
    rows = re.findall(r"^\| ([\d., b]+(?: to [\d.]+)?) \| .+ \| (.+) \|$", rest.partition("\n## ")[0], re.MULTILINE)
    listed = {number: where for numbers, where in rows for number in _spread(numbers)}
    assert listed.keys() == {number for number in SECTIONS if number != "1"}
    for number, where in listed.items():
        pages = re.findall(r"\((\S+\.md)\)", where) or ["README.md"]
        assert any(number in _HEADING.findall(PAGES[page]) for page in pages), number


def _spread(numbers: str) -> list[str]:
    """Return the numbers of a row: `4.2 to 4.6` stands for five."""
    first, _, last = numbers.partition(" to ")
    if last:
        chapter, start = first.split(".")
        return [f"{chapter}.{n}" for n in range(int(start), int(last.split(".")[1]) + 1)]
    return numbers.split(", ")


def test_nobody_cites_a_description_that_is_not_in_the_project() -> None:
    assert not [(name, hit.group()) for name, text in _texts() for hit in _ELSEWHERE.finditer(text)]


@pytest.mark.parametrize("name", [name for name in PAGES if name not in odd.FILES])
def test_a_page_points_only_to_sections_that_are_there(name: str) -> None:
    prose = re.sub(r"^```.*?^```|`[^`\n]+`", "", PAGES[name], flags=re.MULTILINE | re.DOTALL)
    pointers = re.findall(r"\((\d\.\d+b?)[,)]|(?<=section )(\d+(?:\.\d+)?)", prose)
    assert {one or other for one, other in pointers} <= SECTIONS


@pytest.mark.parametrize("module", _RULES, ids=lambda module: module.path)
def test_a_rule_says_where_its_form_is_described(module) -> None:  # type: ignore[no-untyped-def]
    assert _CITATION.search(module.doc)


@pytest.mark.parametrize("name", [name for name, _ in RULES])
def test_a_rule_is_described_under_the_number_that_it_cites(name: str) -> None:
    assert f"\n## {odd.section_of(dict(RULES)[name])} {name}\n" in PAGES["submodels.md"]


@pytest.mark.parametrize("key", _TRIALS)
def test_the_page_says_what_a_number_of_our_own_trials_is_worth(key: str) -> None:
    _, _, rest = PAGES["README.md"].partition("### 1.2 ")
    assert f"`{key}`" in rest.partition("\n## ")[0]


def test_every_number_of_the_model_rests_on_a_source_that_is_listed_or_on_words() -> None:
    for name, number in declared().items():
        assert number.assumption or number.source in bibliography(), name
