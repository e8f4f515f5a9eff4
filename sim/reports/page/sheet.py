"""Put a page together: template, style, script, type and numbers in one file that needs nothing else.

Owns the frame of every page. Knows nothing of what a page shows. Text is escaped by the templates; numbers go into a
block that no browser runs; only the script with the stated hash may run.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sim.errors import StorageError
from sim.record.manifest import command_of, version_of
from sim.reports import style

__all__ = ["PALETTE", "write"]

HERE = Path(__file__).parent

_SCRIPTS = ("areas.js", "map.js", "charts.js", "wars.js", "page.js")
_WEIGHTS = {400: "Regular", 600: "SemiBold"}
_SIGNS = (*range(0x20, 0x7F), *range(0xA0, 0x180), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x2212)
"""Signs of the house type that stand in a page; others come from the reader's own type."""

PALETTE = {
    "ink": style.INK, "second": style.SECOND, "rule": style.RULE, "grid": style.GRID, "paper": style.PAPER,
    "land": style.LAND_OUTSIDE, "coast": style.BORDER_OUTSIDE, "sea": style.SEA, "river": style.RIVER,
    "lake": style.LAKE, "road": style.ROAD, "outline": style.OUTLINE, "draws": style.DRAWS,
}  # fmt: skip


def write(path: Path, template: str, *, data: Mapping[str, Any], manifest: Mapping[str, Any], **filling: Any) -> Path:
    """Fill a template and write the page to `path`, whole or not at all; `data` is what its script reads.

    `manifest` says what made the numbers: version, command, sources.

    Raises StorageError when it cannot be written.
    """
    script = "\n".join((HERE / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    code = f'"use strict";\n(() => {{\n{script}\n}})();\n'
    page = _environment().get_template(template)
    text = page.render(
        script=code,
        policy=_policy(code),
        styles=_styles(),
        version=version_of(manifest),
        typed=command_of(manifest),
        citations=manifest.get("citations") or (),
        data=_quiet(
            json.dumps({"palette": PALETTE, **data}, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        ),
        **filling,
    )
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}. Nothing of it was kept.") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return path


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _quiet(text: str) -> str:
    """Return JSON that cannot end the block it stands in."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _policy(code: str) -> str:
    """Return the content policy: nothing from outside, and no script but this one."""
    mark = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{mark}'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@lru_cache(maxsize=1)
def _styles() -> str:
    colours = "".join(f"--{name}:{colour};" for name, colour in PALETTE.items())
    faces = "".join(_face(weight, name) for weight, name in _WEIGHTS.items())
    return f":root{{{colours}}}\n{faces}\n{(HERE / 'page.css').read_text(encoding='utf-8')}"


def _face(weight: int, name: str) -> str:
    """Return a rule that embeds one weight of the house type, cut to the signs of a page; empty if it is not there."""
    path = style.FONTS / f"IBMPlexSansCondensed-{name}.ttf"
    if not path.exists():
        return ""
    with TTFont(path) as face:
        options = subset.Options(layout_features=["kern", "tnum"], notdef_outline=True)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=_SIGNS)
        cutter.subset(face)
        face.flavor = "woff"
        out = io.BytesIO()
        face.save(out)
    coded = base64.b64encode(out.getvalue()).decode("ascii")
    return (
        f'@font-face{{font-family:"House";font-weight:{weight};font-display:block;'
        f'src:url(data:font/woff;base64,{coded}) format("woff")}}\n'
    )
