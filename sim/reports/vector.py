"""Save a page as SVG or PDF: the same bytes for the same page, with its words inside.

SVG has its letters as shapes, so that it looks the same where the typeface is not installed; its title and
description are words. PDF has its typeface embedded, so that its words can be searched and copied.
Owns these two files. Knows nothing of what the page shows.
"""

from __future__ import annotations

import io
import re
from html import escape
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from sim.reports.thinning import thinned

__all__ = ["save"]

_DPI = 300
"""Of what is kept as an image inside a vector file."""
_LOOK: Any = {
    "svg.fonttype": "path",
    "svg.hashsalt": "theatre",
    "pdf.fonttype": 42,
    "pdf.compression": 9,
    "path.simplify": True,
}


def save(figure: Figure, path: Path, *, title: str = "", description: str = "") -> Path:
    """Write the page to `path`, .svg or .pdf, with `title` and `description` in its metadata."""
    write = _svg if path.suffix == ".svg" else _pdf
    with mpl.rc_context(_LOOK), thinned(figure):
        path.write_bytes(write(figure, title, description))
    return path


def _pdf(figure: Figure, title: str, description: str) -> bytes:
    file = io.BytesIO()
    about = {"Title": title, "Subject": description, "Creator": None, "Producer": None, "CreationDate": None}
    figure.savefig(file, format="pdf", dpi=_DPI, metadata=about)
    return file.getvalue()


def _svg(figure: Figure, title: str, description: str) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="svg", dpi=_DPI, metadata={"Title": title, "Date": None, "Creator": None})
    text = file.getvalue().decode()
    # Matplotlib writes the title; those who hear a picture need its description too.
    head, mark, rest = text.partition("</title>")
    said = f"\n <desc>{escape(description)}</desc>" if mark else ""
    whole = f"{head}{mark}{said}{rest}".replace("<svg ", '<svg role="img" ', 1)
    return _ALIKE.sub(" ", _SHAPE.sub(lambda found: _short(found[0]), whole)).encode()


_SHAPE = re.compile(r' d="[^"]*"')
_ALIKE = re.compile(r'"((?: clip-path="[^"]*")?)( style="fill: none[^"]*")/>\s*<path d="(?=[^"]*"\1\2/>)')
"""Between two lines that look alike: they are written as one."""
_DIGITS = re.compile(r"(\.\d\d)\d+")


def _short(shape: str) -> str:
    """Write a shape in hundredths of a point; in one of straight lines, a line needs no letter."""
    text = _DIGITS.sub(r"\1", shape)
    return text.replace("\n", "") if "Q" in text or "C" in text else text.replace("\nL ", "").replace("\n", "")
