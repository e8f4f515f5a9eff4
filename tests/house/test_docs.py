"""The pages: true to the code, with links that lead somewhere and two commands that start everything."""

from __future__ import annotations

import re
import tomllib

import pytest

from sim.cli.main import COMMANDS
from tests.house import reference
from tests.house.tree import ROOT, tracked

PAGES = [path for path in tracked() if path.suffix == ".md"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_ONE_PAGE = 90


def _anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as forges make them."""
    heads = re.findall(r"^#+ +(.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.replace("`", "").lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page) -> None:  # type: ignore[no-untyped-def]
    text = _COMMENT.sub("", page.read_text(encoding="utf-8"))
    for link in _LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("name", reference.FILES)
def test_the_reference_says_what_the_code_says(name: str) -> None:
    """When this fails: uv run poe docs."""
    assert (reference.FOLDER / name).read_text(encoding="utf-8") == reference.FILES[name]()


def test_the_reference_holds_no_page_that_nothing_writes() -> None:
    assert {path.name for path in reference.FOLDER.iterdir()} == set(reference.FILES)


def test_the_readme_has_two_commands_that_each_do_all_set_up() -> None:
    blocks = re.findall(r"^```\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL)
    assert [block for block in blocks if block.startswith("pip install uv")] == [
        "pip install uv && uv run theatre run scenarios/russian_exit.yaml",
        "pip install uv && uv run pytest",
    ]


def test_the_readme_lists_every_command_in_the_words_of_its_help() -> None:
    assert dict(re.findall(r"^\| `theatre (\w+)` \| (.+?) \|$", README, re.MULTILINE)) == COMMANDS


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_pages_name_only_commands_that_exist(page) -> None:  # type: ignore[no-untyped-def]
    code = re.findall(r"`[^`\n]+`|^```.*?^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    named = {name for block in code for name in re.findall(r"\btheatre ([a-z]\w*)", block)}
    assert named <= COMMANDS.keys()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_pages_name_only_files_that_exist(page) -> None:  # type: ignore[no-untyped-def]
    """A path in code style that begins with a folder of the project, and holds no gap to fill, is there."""
    folders = "sim|docs|tests|tools|scenarios"
    for name in re.findall(rf"`((?:{folders})/[\w./-]+)`", page.read_text(encoding="utf-8")):
        assert (ROOT / name).exists(), name


def test_code_that_a_page_quotes_stands_so_in_the_file() -> None:
    quoted = re.compile(r"<!-- from (\S+) -->\n```\w*\n(.*?)\n```", re.DOTALL)
    found = [(page, *quote) for page in PAGES for quote in quoted.findall(page.read_text(encoding="utf-8"))]
    assert found
    assert not [(page, name) for page, name, code in found if code not in (ROOT / name).read_text(encoding="utf-8")]


def test_the_page_on_architecture_is_one_page() -> None:
    assert len((ROOT / "docs/architecture.md").read_text(encoding="utf-8").splitlines()) <= _ONE_PAGE


def test_decisions_are_numbered_without_gaps() -> None:
    names = sorted(path.name for path in (ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]


def test_the_version_is_said_once_more_in_the_citation() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {PROJECT['project']['version']}\n" in text
    assert f"\nlicense: {PROJECT['project']['license']}\n" in text


def test_the_changelog_keeps_its_form() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert heads[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", head) for head in heads[1:])
    kinds = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
