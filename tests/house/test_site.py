"""The pages as a site: built without a warning, and nothing on it asks for a network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

_FETCHED = re.compile(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//|url\([\"']?(?:https?:)?//")
"""What a browser would fetch from elsewhere; links that a reader follows are none of it."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site as `poe site` does."""
    folder = tmp_path_factory.mktemp("site")
    asked = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", str(folder / "trees")]
    done = subprocess.run([*asked, "docs", str(folder / "site")], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return folder / "site"


def test_every_page_is_on_the_site(site: Path) -> None:
    pages = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")}
    assert not [page for page in pages if not (site / page).is_file()]


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    read = [path for path in site.rglob("*") if path.suffix in (".html", ".css")]
    assert not [path for path in read if _FETCHED.search(path.read_text(encoding="utf-8"))]


def test_the_front_page_leads_to_every_section(site: Path) -> None:
    front = (site / "index.html").read_text(encoding="utf-8")
    captions = re.findall(r'class="caption"[^>]*><span class="caption-text">([^<]+)<', front)
    assert captions == ["Start", "Teach", "How to", "Concepts", "Reference"]
