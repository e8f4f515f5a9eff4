"""Write docs/reference from the code: commands, numbers, rules, policies, state, files, sources.

Run by `uv run poe docs`; a test fails when a page is not what this would write. Owns the form of the pages.
Knows nothing that the declarations do not say.
"""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import importlib
import inspect
import io
import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import BaseModel

from sim.sides import SIDES
from tests.house.pages import bounds, doc, page, table

__all__ = ["FILES", "FOLDER", "field_docs", "write"]

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "reference"
_WIDTH = "90"


def _modules(package: str) -> list[ModuleType]:
    """Import the public modules of a package: a folder that is a registry."""
    folder = ROOT / package.replace(".", "/")
    names = sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith("_"))
    return [importlib.import_module(f"{package}.{name}") for name in names]


def _stem(module: ModuleType) -> str:
    return module.__name__.rsplit(".", 1)[-1]


def _help(words: list[str]) -> str:
    """Return what `theatre WORDS --help` prints at a fixed width."""
    from sim.cli.main import main

    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = _WIDTH
    try:
        with contextlib.redirect_stdout(io.StringIO()) as said:
            code = main([*words, "--help"])
    finally:
        os.environ.pop("COLUMNS") if before is None else os.environ.update(COLUMNS=before)
    if code:
        raise RuntimeError(f"theatre {' '.join(words)} --help failed")
    return said.getvalue().rstrip()


def commands() -> str:
    """Show the help of every command."""
    from sim.cli.main import COMMANDS

    parts = [f"## theatre {name}\n\n```\n{_help([name])}\n```" for name in COMMANDS]
    lead = "Exit codes: 0 good, 1 the run failed, 2 wrong usage or input, 130 interrupted."
    return page("Commands", lead, f"```\n{_help([])}\n```", *parts)


def parameters() -> str:
    """List every number of the model, one table a block."""
    from sim.scenario.parameters.registry import block_types, declared

    parts = []
    for block, kind in block_types().items():
        rows = [
            (f"`{n.name}`", f"{n.value:g}", f"{n.low:g} to {n.high:g}", n.unit, n.meaning, n.basis)
            for n in declared().values()
            if n.name.startswith(f"{block}.")
        ]
        head = ("name", "value", "range", "unit", "meaning", "source or assumption")
        parts.append(f"## {block}\n\n{doc(kind)}\n\n{table(head, rows)}")
    lead = "Change one with `--set name=value`; a value outside the range needs `!` at its end."
    return page("Parameters", lead, *parts)


def rules() -> str:
    """Show what each rule reads, writes and says of itself, in the order of the week."""
    from sim.engine.week import RULES

    parts = []
    for name, rule in RULES:
        touched = [", ".join(f"`{field}`" for field in listed) for listed in (rule.READS, rule.WRITES)]
        parts.append(f"## {name}\n\n{doc(rule)}\n\n{table(('reads', 'writes'), [touched])}")
    order = " → ".join(name for name, _ in RULES)
    return page("Rules", "What a week does to the World, one file each in `sim/rules`.", f"Order: {order}.", *parts)


def field_docs(kind: type[Any]) -> dict[str, str]:
    """Return the sentence under each field of a dataclass, which Python itself forgets."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for node, after in pairwise(body.body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            match after:
                case ast.Expr(value=ast.Constant(value=str(sentence))):
                    found[node.target.id] = sentence
    return found


def _options(kind: type[Any]) -> str:
    docs = field_docs(kind)
    rows = [(f"`{field.name}`", repr(field.default), docs[field.name]) for field in dataclasses.fields(kind)]
    return table(("option", "default", "meaning"), rows) if rows else "No options."


def policies() -> str:
    """Show each policy and its options."""
    parts = [
        f"## {_stem(one)}\n\n{doc(one)}\n\nNeeds: {', '.join(one.NEEDS) or 'nothing'}.\n\n{_options(one.Options)}"
        for one in _modules("sim.actors.policies")
    ]
    return page("Policies", "How an actor may decide. A scenario names one for each actor.", *parts)


def world() -> str:
    """List every field of state, and which rules read and write it."""
    from sim.engine.week import RULES
    from sim.world.fields import declared

    def users(field: str, listed: str) -> str:
        return ", ".join(name for name, rule in RULES if field in getattr(rule, listed))

    rows = [
        (
            f"`{name}`",
            " × ".join(f.axes),
            f.unit,
            bounds(f.low, f.high),
            f.doc,
            users(name, "WRITES"),
            users(name, "READS"),
        )
        for name, f in declared().items()
    ]
    head = ("field", "axes", "unit", "bounds", "meaning", "written by", "read by")
    return page(
        "World",
        "All that is true in a week. Each field is declared once, in `sim/world/fields.py`.",
        table(head, rows),
    )


def scenario() -> str:
    """Show the keys of a scenario file from the models that check it."""
    from sim.scenario.schema import Scenario
    from sim.scenario.start import Start

    lead = "What may stand in a scenario file. `theatre schema` writes the same for editors."
    return page("Scenario files", lead, *_models(Scenario, Start))


def sweep() -> str:
    """Show the keys of a sweep file from the models that check it."""
    from sim.experiments.sweeps.question import SweepFile

    lead = (
        "What may stand in a sweep file; [the guide](../how-to/sweep.md) says what for. `theatre schema --of sweep` "
        "writes the same for editors."
    )
    return page("Sweep files", lead, *_models(SweepFile))


def _models(*kinds: type[BaseModel]) -> list[str]:
    """Show the keys of each model, and of those inside them, once."""
    found: dict[str, str] = {}
    for kind in kinds:
        schema = kind.model_json_schema()
        for title, body in {kind.__name__: schema, **schema.get("$defs", {})}.items():
            if "properties" in body and title not in found:
                text = f"## {title}\n\n{body.get('description', '')}\n\n{_keys(body)}"
                found[title] = text.replace("\n\n\n\n", "\n\n")
    return list(found.values())


def _keys(body: dict[str, Any]) -> str:
    needed = set(body.get("required", []))
    rows = [
        (f"`{name}`", _kind(entry), "yes" if name in needed else "", entry.get("description", ""))
        for name, entry in body["properties"].items()
    ]
    return table(("key", "value", "needed", "meaning"), rows)


def _kind(entry: dict[str, Any]) -> str:
    """Put a JSON Schema type in a few words."""
    if "$ref" in entry:
        name = entry["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    for joint in ("anyOf", "oneOf"):
        if joint in entry:
            return " or ".join(dict.fromkeys(_kind(part) for part in entry[joint] if part.get("type") != "null"))
    if entry.get("enum") == list(SIDES):
        return "a side"
    if "const" in entry or "enum" in entry:
        return ", ".join(f"`{value}`" for value in entry.get("enum", [entry.get("const")]))
    if entry.get("type") == "array":
        return f"list of {_kind(entry['items'])}" if isinstance(entry.get("items"), dict) else "list"
    if entry.get("type") == "object":
        inner = entry.get("additionalProperties")
        return f"mapping to {_kind(inner)}" if isinstance(inner, dict) else "mapping"
    return str(entry.get("format") or entry.get("type") or "any")


def sources() -> str:
    """List the bibliography."""
    from sim.sources import bibliography

    rows = [(f"`{key}`", entry.cite()) for key, entry in sorted(bibliography().items())]
    return page(
        "Sources",
        "What the numbers rest on, by the key that a number or scenario gives.",
        table(("key", "source"), rows),
    )


PAGES: dict[str, Callable[[], str]] = {
    "commands": commands,
    "scenario": scenario,
    "sweep": sweep,
    "parameters": parameters,
    "rules": rules,
    "policies": policies,
    "world": world,
    "sources": sources,
}
"""Page -> what writes it."""


def index() -> str:
    """List the pages."""
    rows = [f"- [{name}]({name}.md): {doc(make).splitlines()[0]}" for name, make in PAGES.items()]
    return page("Reference", "Written from the code, so it is never behind it.", "\n".join(rows))


FILES: dict[str, Callable[[], str]] = {"README.md": index} | {f"{name}.md": make for name, make in PAGES.items()}
"""File of docs/reference -> what writes it."""


def write(folder: Path = FOLDER) -> None:
    """Write every page."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (folder / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    write()
