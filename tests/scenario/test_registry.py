"""The registry of numbers: every block is found, every number has a source, and a line that declares it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.scenario.parameters import registry
from sim.scenario.parameters.registry import block_types, declared, describe, load_parameters, source_keys
from sim.sources import bibliography

ROOT = Path(__file__).parents[2]


def test_every_file_of_the_folder_declares_one_block() -> None:
    files = {path.stem for path in registry.FOLDER.glob("*.py")} - registry.NOT_BLOCKS
    assert block_types().keys() == files


@pytest.mark.parametrize("row", describe(), ids=lambda row: row.name)
def test_a_number_says_what_it_means_and_on_what_it_rests(row: registry.Declared) -> None:
    assert row.low <= row.value <= row.high
    assert row.unit
    assert row.meaning.endswith(".")
    assert row.assumption or set(source_keys(row.source)) <= bibliography().keys()
    line = (ROOT / row.file).read_text(encoding="utf-8").splitlines()[row.line - 1]
    assert line.strip().startswith(f"{row.name.split('.')[1]}:")


def test_parameters_are_loaded_with_some_replaced() -> None:
    changed = load_parameters({"combat.kappa": 0.03})
    assert changed["combat"].model_dump()["kappa"] == 0.03
    plain = load_parameters()
    assert plain["combat"].model_dump()["kappa"] == declared()["combat.kappa"].value
    assert plain["air"] == changed["air"]


def test_an_unknown_parameter_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r'did you mean "combat\.kappa"'):
        load_parameters({"combat.kapa": 0.03})


def test_a_file_with_two_blocks_or_an_undeclared_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.scenario.parameters.declare import Block, number

    class Odd(Block):
        """Hold a number that nobody declared."""

        width: float = 3.0

    class Even(Block):
        """Hold a sound number."""

        width: float = number(1, unit="km", low=0, high=2, assumption="an example")

    monkeypatch.setattr(registry, "_names", lambda: ("odd", "even"))
    monkeypatch.setattr(registry, "_block", {"odd": Odd, "even": Even}.get)
    monkeypatch.setattr(registry, "_lines", lambda path, name: {"width": 1})
    with pytest.raises(TypeError, match="width is not declared"):
        registry.find("odd.width")
    found = registry.find("even.width")
    assert found is not None
    assert found.high == 2
    monkeypatch.undo()
    for kept in (registry._declared_in, registry.declared):
        kept.cache_clear()
