"""In which forms a page is kept: PNG, SVG or PDF, by the ending of its path; several of one drawing if asked.

A figure draws a page and saves it once to the path it was given. Whoever wants more forms of it calls the figure
inside `in_forms`: the page is composed once and written in each. Owns the list of forms. Knows no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from pathlib import Path

from sim.errors import InputError, nearest

__all__ = ["FORMS", "form_of", "forms_of", "in_forms", "targets"]

FORMS = ("png", "svg", "pdf")
"""What a page can be kept as; the first is what it is kept as unless something else is asked."""

_ASKED: ContextVar[tuple[str, ...]] = ContextVar("forms", default=())


def forms_of(names: str | Sequence[str]) -> tuple[str, ...]:
    """Return the forms of a list, or of words with commas between them, each once; InputError for an unknown one."""
    given = names.split(",") if isinstance(names, str) else names
    asked = [name.strip().lower().removeprefix(".") for name in given]
    for name in asked:
        if name not in FORMS:
            hint = nearest(name, FORMS)
            raise InputError(f'A picture cannot be written as "{name}"{hint}. Formats are {", ".join(FORMS)}.')
    if not asked:
        raise InputError(f"Name at least one format of {', '.join(FORMS)}.")
    return tuple(dict.fromkeys(asked))


def form_of(path: Path) -> str:
    """Return the form that a path's ending names; InputError if it names none."""
    return forms_of([path.suffix])[0]


def in_forms(stem: Path, names: str | Sequence[str], draw: Callable[[Path], object]) -> list[Path]:
    """Let `draw` draw one page and keep it in every form beside `stem`; return the paths."""
    forms = forms_of(names)
    token = _ASKED.set(forms)
    try:
        draw(stem.with_suffix(f".{forms[0]}"))
    finally:
        _ASKED.reset(token)
    return [stem.with_suffix(f".{form}") for form in forms]


def targets(path: Path) -> list[Path]:
    """Return where a page that is saved to `path` goes: there, and beside it in the other forms asked for."""
    first = form_of(path)
    return [path, *(path.with_suffix(f".{form}") for form in _ASKED.get() if form != first)]
