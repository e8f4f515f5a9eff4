"""A start state laid over another: what it takes over, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

from sim.scenario.find import scenario_folder
from sim.scenario.inherit import beside, read_start_tree
from sim.scenario.load import check_file

LATER = """\
id: later
as_of: 2019-12-30
extends: {parent}
control: control-2019-10-01.csv
changed:
  - {{place: {place}, holder: turkey, assumption: a test}}
sides:
  sdf: {{morale: {{value: 0.9, assumption: a test}}}}
relations:
  - {{pair: [sdf, regime], hostility: 0.2, assumption: a test}}
sieges:
  - {{place: raqqa, since: 2019-12-01, assumption: a test}}
"""


def _write(folder: Path, parent: str = "2019-09-30", place: str = "tell_abyad") -> Path:
    path = folder / "later.yaml"
    path.write_text(LATER.format(parent=parent, place=place), encoding="utf-8")
    return path


def test_numbers_relations_and_sieges_replace_those_they_are_about(tmp_path: Path) -> None:
    path = _write(tmp_path)
    assert check_file(str(path)) == []
    tree = read_start_tree(path)
    assert tree.get("sides", "sdf", "morale", "value") == 0.9
    assert tree.get("sides", "sdf", "strike", "value") == 15000
    pairs = [frozenset(entry["pair"]) for entry in tree.get("relations")]
    assert pairs.count(frozenset({"regime", "sdf"})) == 1
    assert frozenset({"regime", "hts"}) in pairs
    assert [entry["place"] for entry in tree.get("sieges")] == ["raqqa"]


def test_an_unknown_or_a_second_parent_is_refused_with_its_line(tmp_path: Path) -> None:
    (fault,) = check_file(str(_write(tmp_path, parent="2019-09-31")))
    assert fault.at.line == 3
    assert '"2019-09-30"' in str(fault)
    (fault,) = check_file(str(_write(tmp_path, parent="2019-12-30")))
    assert "itself extends" in str(fault)


def test_a_changed_place_must_exist(tmp_path: Path) -> None:
    (fault,) = check_file(str(_write(tmp_path, place="tel_abyad")))
    assert 'did you mean "tell_abyad"' in str(fault)


def test_files_beside_a_state_come_before_the_shipped_ones(tmp_path: Path) -> None:
    path = _write(tmp_path)
    assert beside(path, "later.yaml") == path
    assert beside(path, "control-2019-10-01.csv") == scenario_folder() / "starts" / "control-2019-10-01.csv"
    assert beside(path, "nothing.csv") is None
