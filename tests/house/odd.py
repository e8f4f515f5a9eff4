"""Write the generated pages of docs/model from the code: submodels, who reads and writes what, state, names.

Run by `uv run poe docs`; a test fails when a page is not what this would write. Owns the form of these pages and
the list of symbols. Knows nothing that the declarations do not say.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType

from sim.engine.week import RULES, block_of
from sim.scenario.parameters.registry import block_types, source_keys
from sim.scenario.parameters.registry import declared as numbers
from sim.sides import BACKS, COALITION, GROUND, HOLDERS, HOLDS_AS, LABELS, SIDES
from sim.sources import bibliography
from sim.world.fields import Declared
from sim.world.fields import declared as fields
from tests.house.pages import bounds, doc, page, table

__all__ = ["FILES", "FOLDER", "SYMBOLS", "constants", "section_of", "write"]

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "model"
_CITED = re.compile(r" ?\(docs/model [^)]*\)")
_STATES = re.compile(r"(?:^|\s)(?:=|<-|~|[*+]=)\s")
_AXES = {
    "region": "Of each region",
    "region side": "Of each region, for each side",
    "side": "Of each side",
    "side side": "Of each pair of sides (row, column)",
    "side governorate": "Of each side in each governorate",
    "side bed": "Of each side, by weeks left in hospital",
    "side slot": "Of each campaign of a side",
}
_OUTSIDE = ("world/build", "world/turnover", "world/enmity", "engine/muster", "engine/opening", "engine/directives")
_FORMS = (
    "world/forms",
    "world/build",
    "world/losses",
    "world/enmity",
    "world/marching",
    "world/underground",
    "world/shocks",
)
_WATCHING = ("world/view", "engine/measure", "engine/tally", "orders/legal")

SYMBOLS: tuple[tuple[str, str, str], ...] = (
    ("A", "campaign_men", "attackers"),
    ("D", "defenders", "defenders: garrison, reserve, posted men"),
    ("G", "garrison", "local men of a region's holder"),
    ("S", "strike", "mobile men of a side"),
    ("M", "morale", "morale"),
    ("F", "fort", "prepared defences"),
    ("s", "supply", "supply"),
    ("P", "population", "people present; P0 at home in 2015"),
    ("V", "worth", "worth of a region in a side's eyes, in middling towns"),
    ("R", "ratio", "power ratio of an attack; with two sides as index their relation"),
    ("H", "hostility", "readiness to attack"),
    ("k", "compliance", "how far a truce is kept"),
    ("q", "air_here", "sorties over a place"),
    ("U", "cadre", "fighters of IS in hiding"),
    ("Wy", "weariness", "weariness of a patron's public"),
    ("Lev", "leverage", "what a patron's consent is worth at the table"),
    ("p", "combat.exponent", "weight of one's own numbers in one's own losses"),
    ("κ (kappa)", "combat.kappa", "pace of killing in battle"),
    ("θ (theta)", "combat.theta", "weight of the advantage per head in losses"),
    ("η (eta)", "combat.eta", "fall of the loss rate with the size of a fight"),
    ("σ (sigma)", "control.sigma", "how softly success rises with the power ratio"),
    ("k0", "fronts.k0", "pace of killing on a quiet front"),
    ("T", "campaigns.temperature", "noise in the choice of campaigns"),
    ("ρ (rho)", "garrison.required", "garrison men that one unit of task requires"),
    ("Rgo", "combat.launch", "least power ratio at which an attack goes in"),
)
"""Symbol, code name, meaning: kept by hand; a test holds the code names to the code."""


@lru_cache(maxsize=1)
def _cited_key() -> re.Pattern[str]:
    """Return what finds a source key in prose: in brackets or ticks, or bare where no plain word could be meant."""
    every = sorted(bibliography(), key=len, reverse=True)
    clear = [key for key in every if "_" in key or bibliography()[key].mark]
    bare = rf"(?<![\w`[.])({'|'.join(clear)})(?![\w`\]])"
    return re.compile(rf"[\[`]({'|'.join(every)})[\]`]|{bare}")


def _marked(prose: str, block: str) -> str:
    """Style names of the code and link source keys, each unverified one with its mark."""

    def cite(found: re.Match[str]) -> str:
        key = found.group(1) or found.group(2)
        return f"[`{key}`](../reference/sources.md){bibliography()[key].mark}"

    known = {name for name in (*fields(), *block_types()[block].model_fields) if "_" in name}
    styled = re.sub(rf"(?<![\w`.])({'|'.join(sorted(known, key=len, reverse=True))})(?![\w`])", r"`\1`", prose)
    return _cited_key().sub(cite, styled)


def _split(paragraph: str) -> tuple[str, str]:
    """Split a paragraph into equations, and the sentences that end it: lines at the margin that state no equation."""
    lines = paragraph.splitlines()
    cut = len(lines)
    if paragraph.rstrip().endswith("."):
        while cut and not lines[cut - 1].startswith(" ") and not _STATES.search(lines[cut - 1]):
            cut -= 1
    while cut < len(lines) and cut and not lines[cut - 1].rstrip().endswith((".", ":")) and lines[cut][:1].islower():
        cut += 1
    return "\n".join(lines[:cut]), " ".join(lines[cut:])


def _paragraphs(prose: str) -> str:
    """Begin a paragraph at what a form rests on, what was rejected and what is faulty."""
    return re.sub(r"(?<=[.:?]) (?=(?:Form|Rejected|Faults?): )", "\n\n", prose)


def _equations(text: str, block: str) -> Iterator[str]:
    """Yield the parts of EQUATIONS: equations as they stand, sentences as prose."""
    stated: list[str] = []
    for paragraph in text.strip("\n").split("\n\n"):
        equations, prose = _split(paragraph)
        if equations:
            stated.append(equations)
        if prose:
            if stated:
                yield "```\n{}\n```".format("\n\n".join(stated))
                stated = []
            yield _marked(_paragraphs(prose), block)
    if stated:
        yield "```\n{}\n```".format("\n\n".join(stated))


def section_of(rule: ModuleType) -> str:
    """Return the number of the section under which a rule is described: the first that its docstring cites."""
    found = re.search(r"docs/model (\d+\.\d+)", doc(rule))
    assert found, f"{rule.__name__} does not say where it is described"
    return found.group(1)


def _says(rule: ModuleType) -> str:
    """Return the first line of a rule's docstring, without its citation."""
    return _CITED.sub("", doc(rule).splitlines()[0])


def _numbered() -> Iterator[tuple[int, tuple[str, ModuleType]]]:
    return iter(enumerate(RULES, start=1))


def _anchor(name: str, rule: ModuleType) -> str:
    return f"{section_of(rule).replace('.', '')}-{name}"


def _source(text: str | None, assumption: str | None) -> str:
    if text is None:
        return f"assumption: {assumption}"
    return ", ".join(f"`{key}`{bibliography()[key].mark}" for key in source_keys(text))


def _numbers(block: str) -> str:
    first = {f"{block}.{name}" for name in block_types()[block].AT_START}
    rows = [
        (
            f"`{n.name}`",
            f"{n.value:g}",
            n.unit,
            f"{n.low:g} to {n.high:g}",
            n.meaning + (" Acts at the start only." if n.name in first else ""),
            _source(n.source, n.assumption),
        )
        for n in numbers().values()
        if n.name.startswith(f"{block}.")
    ]
    return table(("number", "value", "unit", "range", "meaning", "source"), rows)


def _submodel(name: str, rule: ModuleType) -> str:
    block = block_of(name, rule)
    listed = [", ".join(f"`{field}`" for field in names) or "nothing else" for names in (rule.READS, rule.WRITES)]
    shared = f"Its numbers are those of [{block}](#{_anchor(block, dict(RULES)[block])})."
    return "\n\n".join(
        [
            f"## {section_of(rule)} {name}",
            _says(rule),
            *_equations(rule.EQUATIONS, block),
            _numbers(block) if block == name else shared,
            f"Reads {listed[0]}.",
            f"Writes {listed[1]}.",
        ]
    )


def submodels() -> str:
    """Describe each rule in the order of the week: equations, source and faults, numbers, what it touches."""
    week = [(n, f"[{name}](#{_anchor(name, rule)})", section_of(rule), _says(rule)) for n, (name, rule) in _numbered()]
    marks = sum(bool(entry.mark) for entry in bibliography().values())
    lead = (
        "The rules of a week, in their order. Each starts from the state as the one before left it.\n\n"
        f"{table(('', 'rule', 'section', 'what it does'), week)}\n\n"
        "A heading carries the number of the section under which code cites it; rules that belong together share one. "
        "In the equations `c`, `n` are regions, `f`, `g`, `h` sides, `p` a patron, `[x]` is 1 where x is true, else 0; "
        "an underscore and a star stands for all numbers whose names begin so. "
        f"*Unverified* marks a source that was recalled and not opened again; {marks} of {len(bibliography())} are. "
        "A range is what a sweep should draw from."
    )
    return page("Submodels", lead, *(_submodel(name, rule) for name, rule in RULES), _constants(), _policies())


def constants() -> list[tuple[str, str, float, str]]:
    """Return the constants of the forms: module, name, value, and what its docstring says."""
    found = []
    for path in _FORMS:
        module = import_module(f"sim.{path.replace('/', '.')}")
        for node, after in pairwise(ast.parse((ROOT / f"sim/{path}.py").read_text(encoding="utf-8")).body):
            match node, after:
                case ast.Assign(targets=[ast.Name(id=name)]), ast.Expr(value=ast.Constant(value=str(says))):
                    value = getattr(module, name)
                    if isinstance(value, float) and name != "NO_BALANCE":
                        found.append((path, name, value, " ".join(says.split())))
    return found


def _constants() -> str:
    """List the constants of the forms with their units and what they rest on."""
    rows = []
    for path, name, value, says in constants():
        said = re.fullmatch(r"(.*) \[([^\]]*)\] \((.*)\)\.?", says)
        assert said, f"sim/{path}.py: {name} has no unit or no basis"
        keys = [key for key in bibliography() if key == said.group(3)]
        basis = f"`{keys[0]}`{bibliography()[keys[0]].mark}" if keys else said.group(3)
        rows.append((f"`{name}`", f"{value:g}", said.group(2), said.group(1) + ".", basis, f"`sim/{path}.py`"))
    lead = (
        "What the forms hold fixed, where the blocks above vary. No range is given and no scenario sets them; a sweep "
        "over one asks for a change of code. Where an equation shows a bare number, it is one of these or a unit."
    )
    head = ("constant", "value", "unit", "meaning", "source", "where")
    return f"## Constants of the forms\n\n{lead}\n\n{table(head, rows)}"


def _policies() -> str:
    """List the ways of deciding."""
    folder = ROOT / "sim/actors/policies"
    names = sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith("_"))
    rows = [
        (
            f"[`{name}`](../reference/policies.md#{name})",
            doc(import_module(f"sim.actors.policies.{name}")).splitlines()[0],
        )
        for name in names
    ]
    lead = "Ways of deciding, one for each actor; [how actors decide](policies.md) says what they share."
    return f"## Policies\n\n{lead}\n\n{table(('policy', 'what it stands for'), rows)}"


def _users(field: str, files: tuple[str, ...]) -> str:
    """Return which of some modules outside the rules name a field of the World."""
    named = re.compile(rf"\bworld\.{field}\b")
    found = [path for path in files if named.search((ROOT / f"sim/{path}.py").read_text(encoding="utf-8"))]
    return ", ".join(path.split("/")[1] for path in found)


def reads_writes() -> str:
    """Show which rule reads and writes which field."""

    def sign(field: str, rule: ModuleType) -> str:
        return "**w**" if field in rule.WRITES else "r" if field in rule.READS else ""

    rows = [
        (f"`{field}`", *(sign(field, rule) for _, rule in RULES), _users(field, _OUTSIDE), _users(field, _WATCHING))
        for field in fields()
    ]
    head = ("field", *(name for name, _ in RULES), "set outside the rules by", "looked at by")
    lead = (
        "**w**: the rule writes the field (and may read it); r: it reads it. Columns stand in the order of the week. "
        "With guards on, a rule that writes what it does not declare stops the run."
    )
    return page("Who reads and writes what", lead, table(head, rows))


def _field(name: str, field: Declared) -> tuple[object, ...]:
    kind = "flow" if field.flow else "state"
    return f"`{name}`", field.unit, bounds(field.low, field.high), f"{field.start:g}", kind, field.doc


def state() -> str:
    """List the parties, and every variable of state by what it belongs to."""
    parties = [
        (
            f"`{side}`",
            LABELS[side],
            ", ".join(f"`{other}`" for i, other in enumerate(SIDES) if COALITION[i] == COALITION[n] and other != side),
            f"`{SIDES[HOLDS_AS[n]]}`" if HOLDS_AS[n] != n else "itself" if side in HOLDERS else "",
            "yes" if side in GROUND else "",
            ", ".join(f"`{client}`" for client in BACKS.get(side, ())),
        )
        for n, side in enumerate(SIDES)
    ]
    head = ("side", "who", "shares land with", "holds land as", "attacks on the ground", "patron of")
    parts = [f"## Sides\n\n{table(head, parties)}"]
    for axes in dict.fromkeys(" ".join(field.axes) for field in fields().values()):
        rows = [_field(name, field) for name, field in fields().items() if " ".join(field.axes) == axes]
        columns = ("variable", "unit", "bounds", "start", "kind", "meaning")
        parts.append(f"## {_AXES.get(axes, axes)}\n\n{table(columns, rows)}")
    lead = (
        "Every variable of the World is declared once, in `sim/world/fields.py`. *State* is carried from week to week; "
        "a *flow* is set afresh each week by its rule. Start is the value before the start state speaks."
    )
    return page("State variables", lead, *parts)


def nomenclature() -> str:
    """List symbols, and every name of the code with its unit."""
    units = {name: field.unit for name, field in fields().items()} | {n.name: n.unit for n in numbers().values()}
    signs = [(symbol, f"`{name}`", units[name], meaning) for symbol, name, meaning in SYMBOLS]
    names = [(name, field.unit, field.doc, "[state](state.md)") for name, field in fields().items()]
    places = {block_of(name, rule): f"[submodels](submodels.md#{_anchor(name, rule)})" for name, rule in RULES[::-1]}
    names += [(n.name, n.unit, n.meaning, places[n.name.split(".")[0]]) for n in numbers().values()]
    rows = [(f"`{name}`", unit, meaning, place) for name, unit, meaning, place in sorted(names)]
    return page(
        "Nomenclature",
        "Symbols of the equations, then every name of the code in alphabetical order. A name with a dot is a number of "
        "the model; one without is a variable of state. Words are explained in [the glossary](../glossary.md).",
        f"## Symbols\n\n{table(('symbol', 'code name', 'unit', 'meaning'), signs)}",
        f"## Names\n\n{table(('code name', 'unit', 'meaning', 'where'), rows)}",
    )


FILES: dict[str, Callable[[], str]] = {
    "submodels.md": submodels,
    "reads-writes.md": reads_writes,
    "state.md": state,
    "nomenclature.md": nomenclature,
}
"""File of docs/model -> what writes it; the other pages of that folder are written by hand."""


def write(folder: Path = FOLDER) -> None:
    """Write every generated page."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (folder / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    write()
