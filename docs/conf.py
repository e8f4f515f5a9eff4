"""How the pages of this folder become a site: `uv run poe site` writes it to build/site, and needs no network.

The pages are written for a forge as much as for the site, so none bears marks of Sphinx. Index pages list others as
plain links; `plant` makes of these the tree that Sphinx wants. Owns that reading. Knows nothing of what pages say.
"""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "theatre"
author = PROJECT["authors"][0]["name"]
release = PROJECT["version"]
language = "en"

root_doc = "index"
extensions = ["myst_parser"]
myst_heading_anchors = 4
exclude_patterns = ["pictures"]
highlight_language = "none"

html_theme = "furo"
html_title = "theatre"
html_copy_source = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#1063C6", "color-brand-content": "#1063C6"},
    "dark_css_variables": {"color-brand-primary": "#69ABE0", "color-brand-content": "#69ABE0"},
}

_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_LINK = re.compile(r"\]\(([\w./-]+\.md)\)")


def plant(app: object, page: str, source: list[str]) -> None:
    """Append to an index page the tree of the pages that it links to, each section under its heading.

    The page of a folder (README) leads to those of the folder that it links to, or, where it links to none, to all.
    """
    if page == "index":
        cuts = [*_HEADING.finditer(source[0]), None]
        for head, after in pairwise(cuts):
            assert head is not None
            links = _LINK.findall(source[0][head.end() : after.start() if after else None])
            source[0] += _tree(dict.fromkeys(links), f":caption: {head[1]}") if links else ""
    elif page.endswith("/README"):
        near = [link for link in _LINK.findall(source[0]) if "/" not in link]
        source[0] += _tree(dict.fromkeys(near or ["*"]), ":glob:")


def _tree(links: dict[str, None], option: str) -> str:
    lines = ["", "", "```{toctree}", ":hidden:", option, "", *(link.removesuffix(".md") for link in links), "```", ""]
    return "\n".join(lines)


def setup(app: Any) -> None:
    """Tell Sphinx of `plant`."""
    app.connect("source-read", plant)
