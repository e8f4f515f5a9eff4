"""The shape of the code: small pieces, plain names, nothing left lying about."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

import pytest

from tests.house.tree import ROOT, Module, functions, modules, tracked

BODY, FILE, METHODS, ARGUMENTS, RULE_FILE = 60, 500, 15, 6, 250
_EQUATIONS = re.compile(r'''^EQUATIONS = """.*?^"""''', re.MULTILINE | re.DOTALL)
"""The text of a rule's equations: description, which does not count as code."""
ALL = modules("sim", "tests", "benchmarks")
SIM = modules("sim")
VAGUE = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "common",
    "misc",
    "base",
    "core",
    "stuff",
}
ROOM = {"__init__", "__main__"}
BLOCKS = "sim/scenario/parameters/"


def _by_path(these: Iterable[Module]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("module", [pytest.param(module, id=module.path) for module in these])


def _stem(module: Module) -> str:
    return module.path.rsplit("/", 1)[-1].removesuffix(".py")


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def _is_kernel(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == "kernel" for mark in function.decorator_list)


def _positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return [name for name in names if name not in ("self", "cls")]


@_by_path(ALL)
def test_a_file_and_its_functions_are_short(module: Module) -> None:
    lines = module.text.count("\n")
    if module.path.startswith("sim/rules/"):
        lines -= sum(text.count("\n") for text in _EQUATIONS.findall(module.text))
    assert lines <= (RULE_FILE if module.path.startswith("sim/rules/") else FILE)
    assert not [f"{f.name}: {_body_lines(f)} lines" for f in functions(module.tree) if _body_lines(f) > BODY]


@_by_path(ALL)
def test_only_kernels_take_many_arguments_in_a_row(module: Module) -> None:
    plain = [function for function in functions(module.tree) if not _is_kernel(function)]
    assert not [f.name for f in plain if len(_positional(f)) > ARGUMENTS]


@_by_path(SIM)
def test_no_class_grows_into_a_god(module: Module) -> None:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            public = [f.name for f in node.body if isinstance(f, ast.FunctionDef) and not f.name.startswith("_")]
            assert len(public) <= METHODS, node.name


@_by_path(ALL)
def test_names_say_what_a_file_owns(module: Module) -> None:
    assert not VAGUE & set(module.path.removesuffix(".py").split("/"))


@_by_path([module for module in SIM if _stem(module) not in ROOM and not module.path.startswith(BLOCKS)])
def test_a_module_says_what_it_owns_and_what_it_does_not_know(module: Module) -> None:
    """A rule says what it reads and writes instead; a block of numbers needs no more than its title."""
    says = {
        "owns": bool(re.search(r"\bOwns\b|\bwrites\b", module.doc)),
        "knows nothing of": bool(re.search(r"\b[Kk]nows no(?:thing)?\b", module.doc)),
    }
    assert all(says.values()), f"the docstring must say what {module.path} {says}"


@_by_path([module for module in ALL if _stem(module) in ROOM])
def test_a_package_is_a_sentence_and_no_more(module: Module) -> None:
    assert module.doc
    assert _stem(module) == "__main__" or len(module.tree.body) == 1, "modules are imported by their full name"


SAMPLERS = {
    "sim/experiments/sweeps/designs.py",
    "sim/experiments/exploring/sensitivity.py",
    "sim/history/scoring/bootstrap.py",
    "sim/history/baselines/deaths.py",
    "sim/history/calibrating/course.py",
    "sim/history/calibrating/crosscheck.py",
    "sim/history/calibrating/draws.py",
    "sim/history/calibrating/free.py",
    "sim/history/monitor.py",
}
"""Files that draw points of a design, resample a table or make a plain forecast: no luck of any war."""


KEYS = {"sim/classroom/server/codes.py"}
"""Files that make keys, which must not be foreseen: no luck of any war."""


def _defined(tree: ast.Module) -> set[str]:
    """Return every name that a module defines at its top level."""
    names: set[str] = set()
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=targets):
                names |= {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.TypeAlias(name=ast.Name(id=name)):
                names.add(name)
    return names


def _exported(tree: ast.Module) -> list[str]:
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id == "__all__":
            return list(ast.literal_eval(node.value))  # type: ignore[attr-defined]
    raise AssertionError("__all__ is missing")


@_by_path([module for module in SIM if _stem(module) not in ROOM])
def test_all_is_there_and_true(module: Module) -> None:
    """It lists only what the module defines, and every public function and class of it."""
    exported = _exported(module.tree)
    made = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    public = {node.name for node in module.tree.body if isinstance(node, made) and not node.name.startswith("_")}
    assert set(exported) <= _defined(module.tree)
    assert public <= set(exported)
    assert len(exported) == len(set(exported))


@_by_path(ALL)
def test_only_public_names_are_imported_from_another_module(module: Module) -> None:
    public = {m.path.removesuffix(".py").replace("/", "."): set(_exported(m.tree)) for m in SIM if _stem(m) not in ROOM}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module in public and not module.path.startswith("tests/"):
            assert {alias.name for alias in node.names} <= public[node.module], node.module


@_by_path([module for module in SIM if module.path not in SAMPLERS | KEYS])
def test_luck_comes_from_chance_alone(module: Module) -> None:
    """Every draw of a war is keyed (seed, purpose, week, keys), so no other generator may be touched."""
    for node in ast.walk(module.tree):
        assert not (isinstance(node, ast.Attribute) and node.attr in ("random", "rng", "default_rng")), node.lineno
        imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        assert not {"random", "secrets"} & set(imported)


def _compared(tree: ast.AST) -> Iterable[tuple[int, object]]:
    """Yield each constant that something is compared with, and its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            for part in (node.left, *node.comparators):
                yield from ((c.lineno, c.value) for c in ast.walk(part) if isinstance(c, ast.Constant))
        if isinstance(node, ast.MatchValue) and isinstance(node.value, ast.Constant):
            yield node.lineno, node.value.value


@_by_path([module for module in SIM if module.path.split("/")[1] in ("rules", "actors", "engine", "orders")])
def test_countries_are_data_and_behaviours_are_code(module: Module) -> None:
    from sim.sides import SIDES

    assert not [f"line {line}: {value}" for line, value in _compared(module.tree) if value in SIDES]


def _texts() -> list[tuple[str, str]]:
    found = []
    for path in tracked():
        if path.stat().st_size < 2_000_000:
            try:
                found.append((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")))
            except UnicodeDecodeError:
                continue
    return found


def _hits(pattern: re.Pattern[str], skip: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{name}:{text[: hit.start()].count(chr(10)) + 1}: {hit.group()}"
        for name, text in _texts()
        if not name.startswith(skip)
        for hit in pattern.finditer(text)
    ]


def test_no_file_names_a_package_index_or_a_machine() -> None:
    hosts = "|".join(re.escape(a + b) for a, b in (("pyp", "i.org"), ("python", "hosted"), ("npm", "js.")))
    folders = "|".join(("ro" + "ot", "ho" + "me/[a-z]", "Use" + "rs/[A-Za-z]", "wo" + "rk", "fa" + "rm"))
    assert not _hits(re.compile(rf"{hosts}|(?<![\w.])/(?:{folders})/[\w.-]+"))


def test_nothing_is_left_for_later_in_a_comment() -> None:
    assert not _hits(re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|raise Not" + r"ImplementedError)\b"))


def test_words_take_no_side() -> None:
    """Parties take, hold, leave and kill; the words of communiques are not ours."""
    words = r"\b(?:liberat(?:ed?|ion)|cleans(?:ed?|ing)|neutrali[sz]ed?)\b"
    assert not _hits(re.compile(words, re.IGNORECASE), skip=("tests/house/", "docs/glossary.md"))
