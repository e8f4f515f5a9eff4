"""Events of a scenario: every form is read, and every fault in one is told with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli.schema import Kind, json_schema
from sim.orders.codec import order_from_plain
from sim.orders.orders import VERBS
from sim.scenario.asked import PARTS, Asked
from sim.scenario.load import check_file, load_scenario
from sim.scenario.loaded import Loaded
from tests.scenario.writing import GOOD, write

LINE = GOOD[: GOOD.index("outcomes:")].count("\n") + 1
"""Line on which what is added stands."""

FORMS = [
    "when: 2015-11-02, do: truce, parties: [regime, opposition], compliance: 0.5, hazard: 0, guarantee: troops",
    "when: 2015-11-02, do: plan, side: regime, places: [palmyra], weight: 2, until: 2016-03-01",
    "when: 2015-11-02, do: departure, side: regime, manner: abrupt",
    "when: 2015-11-02, do: departure, side: regime, manner: army_led, shock: 0.2",
    "when: 2015-11-02, do: settlement, parties: [regime, opposition], compliance: 0.8, leader: goes",
    "when: 2015-11-02, do: pact, parties: [regime, sdf], terms: guard",
    "when: 2015-11-02, do: sanctions, against: regime, level: 2",
    "when: 2015-11-02, do: outrage, by: regime, size: 0.4",
    "when: 2015-11-02, do: budget, side: opposition, factor: 0.5",
    "when: 2015-11-02, do: strike, side: us, against: regime, dead: 10",
    "when: 2015-11-02, do: patrols, side: russia, places: [qamishli], radius_km: 30, share: 0.5",
    "when: 2015-11-02, do: hotline, pair: [turkey, russia], value: 0.5",
    "when: 2015-11-02, do: policy, actor: russia, policy: idle",
    "when: 2015-11-02, do: policy, actor: regime, policy: ground, options: {attack_above: 0.7}",
    "when: 2015-11-02, do: valuation, patron: russia, value: 0.4",
    "when: 2015-11-02, do: provokes, side: regime, level: 1",
    "when: 2015-11-02, do: order, actor: russia, order: {verb: engage, fifths: 0}",
    "when: 2015-11-02, do: order, actor: regime, order: {verb: reinforce, governorate: homs}",
    "when: 2015-11-02, do: opportunity, places: [palmyra], factor: 5",
    "when: 2015-11-02, do: cadre, men: 500",
    "when: 2015-11-02, do: luck, seed: 9007199254740992",
    "when: 2015-11-02, do: favour, side: regime, governorate: homs, steps: -2, until: 2015-11-30",
    "when: 2015-11-02, do: reinforcement, side: regime, men: -500",
    "when: 2015-11-02, do: overrule, regions: [palmyra, dimas], to: regime",
    "if: {measure: compliance, of: [regime, opposition], below: 0.2, weeks: 3}, do: mark, label: x",
    "if: {measure: relation, of: [russia, regime], above: -0.5}, do: mark, label: x",
    "if: {measure: violence, of: [regime, opposition], above: 200}, once: false, do: mark, label: x",
    "if: {measure: encounters, of: [turkey, russia], above: 0}, from: 2015-11-02, do: mark, label: x",
    "if: {measure: area, of: is, below: 0.02, weeks: 8}, do: mark, label: x",
    "if: {measure: engaged, of: russia, below: 0.5}, do: mark, label: x",
    "if: {measure: raids, of: is, above: 10}, do: mark, label: x",
    "if: {measure: holds, place: raqqa, by: sdf, weeks: 2}, do: mark, label: x",
    "if: {measure: border, of: [regime, sdf], above: 0}, do: mark, label: x",
]

FAULTS = [
    pytest.param("when: 2015-11-02, if: {measure: area, of: is, below: 0.1}, do: mark", "not both", id="both"),
    pytest.param("do: mark", 'give either "when: DATE" or "if: CONDITION"', id="neither"),
    pytest.param("when: 2015-11-02, once: false, do: mark", '"from" and "odds" belong to a condition', id="once"),
    pytest.param("when: 2015-11-02, odds: 0.1, do: mark", '"odds" belong to a condition', id="odds"),
    pytest.param("if: {measure: aera, of: is, below: 0.1}, do: mark", '"aera" is unknown', id="measure"),
    pytest.param("if: {measure: area, of: is}, do: mark", 'give either "below: number"', id="no bound"),
    pytest.param("if: {measure: area, of: is, below: 40}, do: mark", "it is never below 40", id="per cent"),
    pytest.param("if: {measure: area, of: is, above: 1}, do: mark", "it is never above 1", id="above all"),
    pytest.param("if: {measure: area, of: russia, above: 0}, do: mark", "not of russia", id="holds nothing"),
    pytest.param("if: {measure: raids, of: sdf, above: 1}, do: mark", "measured of is, not of sdf", id="raids"),
    pytest.param("if: {measure: area, of: is, below: 0.1, weeks: 0}, do: mark", "at least 1", id="no weeks"),
    pytest.param("if: {measure: area, off: is, below: 0.1, of: is}, do: mark", 'mean "of"?', id="key"),
    pytest.param(
        "if: {measure: compliance, of: [regime, iran], below: 1}, do: mark", "share a coalition", id="one coalition"
    ),
    pytest.param("if: {measure: border, of: [regime, iran], above: 1}, do: mark", "iran holds no land", id="border"),
    pytest.param("if: {measure: area, of: is, below: 0.1}, from: 2019-01-01, do: mark", "outside the run", id="late"),
    pytest.param("when: 2015-11-02, do: plan, side: regime, places: [palmyra], weight: 26", "above 25", id="weight"),
    pytest.param(
        "if: {measure: area, of: is, below: 0.1}, once: false, do: plan, side: regime, places: [palmyra], weight: 1",
        "it can happen only once", id="plan twice",
    ),
    pytest.param("when: 2015-11-02, do: sanctions, against: regime, level: 4", "4 is above 3", id="level"),
    pytest.param("when: 2015-11-02, do: policy, actor: russia, policy: idel", 'mean "idle"?', id="policy"),
    pytest.param("when: 2015-11-02, do: policy, actor: sdf, policy: idle", 'called "sdf"', id="no such actor"),
    pytest.param("when: 2015-11-02, do: order, actor: regime, order: {verb: engage}", "needs fifths", id="part"),
    pytest.param(
        "when: 2015-11-02, do: order, actor: regime, order: {verb: raid, governorate: homz}", 'mean "homs"?', id="where"
    ),
    pytest.param(
        "when: 2015-11-02, do: order, actor: regime, order: {verb: posture, stance: hold, level: 1}",
        '"posture" has no part "level"', id="too many parts",
    ),
    pytest.param(
        "when: 2015-11-02, do: order, actor: regime, order: {verb: enter, window: x}", 'no entry "x"', id="window"
    ),
    pytest.param("when: 2015-11-02, do: truce, parties: [us, hts], compliance: 1", "us is no party", id="absent"),
    pytest.param("when: 2015-11-02, do: pact, parties: [regime, israel], terms: guard", "israel is no", id="pact"),
    pytest.param("if: {measure: area, of: us, above: 0}, do: mark", "us is not in this scenario", id="absent in if"),
    pytest.param("when: 2015-11-02, do: end_truce, parties: [regime, opposition]", "no truce among", id="no truce yet"),
    pytest.param(
        "when: 2015-11-02, do: contingent, side: us, place: tanf, men: 0", "no contingent of us stands", id="none came"
    ),
    pytest.param("when: 2015-11-02, do: plan, side: russia, places: [palmyra], weight: 1", "no mobile", id="plan"),
    pytest.param(
        "when: 2015-11-02, do: patrols, side: us, places: [raqqa], radius_km: 9, share: 1", "no force", id="patrols"
    ),
    pytest.param(
        "when: 2015-11-02, do: plan, side: regime, places: [palmyra], weight: 1, until: 2015-10-01",
        "is not after the event's own date", id="ends before",
    ),
    pytest.param("when: 2015-11-02, do: truce, parties: [regime, iran], compliance: 1", "share a coalition", id="own"),
    pytest.param("when: 2015-11-02, do: luck, seed: -1", "at least 0", id="seed"),
    pytest.param("when: 2015-11-02, do: luck, seed: 9007199254740993", "at most", id="large seed"),
    pytest.param("when: 2015-11-02, do: favour, side: is, governorate: homs, steps: 3", "at most 2", id="steps"),
    pytest.param("when: 2015-11-02, do: favour, side: is, governorate: hom, steps: 1", 'mean "homs"?', id="judged"),
    pytest.param("when: 2015-11-02, do: favour, side: russia, governorate: homs, steps: 1", "no men who", id="none"),
    pytest.param(
        "if: {measure: area, of: is, below: 0.1}, once: false, do: favour, side: is, governorate: homs, steps: 1",
        "it can happen only once", id="favour twice",
    ),
    pytest.param("when: 2015-11-02, do: reinforcement, side: russia, men: 9", "no mobile force", id="whose men"),
    pytest.param("when: 2015-11-02, do: reinforcement, side: regime, men: 2e6", "above 1,000,000", id="too many"),
    pytest.param("when: 2015-11-02, do: overrule, regions: [palmira], to: regime", 'mean "palmyra"?', id="region"),
    pytest.param("when: 2015-11-02, do: overrule, regions: [raqqa, raqqa], to: is", "stands twice", id="region twice"),
    pytest.param("when: 2015-11-02, do: overrule, regions: [raqqa], to: iran", "no land of its own", id="no holder"),
]  # fmt: skip

ENTRY = "side: regime, men: 6000, boxes: [{west: 36, east: 37}], enter: [azaz], weeks: 20"


def _with(folder: Path, event: str) -> Path:
    return write(folder, GOOD.replace("outcomes:", f"  - {{{event}, assumption: x}}\noutcomes:"))


@pytest.mark.parametrize("event", FORMS)
def test_a_form_is_read_and_survives_the_resolved_scenario(event: str, tmp_path: Path) -> None:
    text = GOOD.replace("  russia: {policy: patron", "  turkey: {policy: ground}\n  russia: {policy: patron")
    path = write(tmp_path, text.replace("outcomes:", f"  - {{{event}, assumption: x}}\noutcomes:"))
    assert check_file(str(path)) == []
    loaded = load_scenario(str(path))
    again = Loaded.from_resolved(json.loads(json.dumps(loaded.resolved())))
    assert again.scenario.events == loaded.scenario.events
    assert len(loaded.scenario.events) == 3


@pytest.mark.parametrize(("event", "said"), FAULTS)
def test_a_fault_is_told_with_its_line(event: str, said: str, tmp_path: Path) -> None:
    faults = check_file(str(_with(tmp_path, event)))
    assert len(faults) == 1, [str(fault) for fault in faults]
    assert said in str(faults[0])
    assert faults[0].at.line == LINE


def test_a_leader_leaves_once(tmp_path: Path) -> None:
    leaves = "do: departure, side: regime, manner: abrupt"
    path = _with(tmp_path, f"when: 2015-11-02, {leaves}, assumption: x}}\n  - {{when: 2016-01-04, {leaves}")
    (fault,) = check_file(str(path))
    assert "the leader of regime has left already, on 2015-11-02" in str(fault)
    assert fault.at.line == LINE + 1


def test_events_of_a_condition_may_end_what_another_began(tmp_path: Path) -> None:
    path = _with(
        tmp_path,
        "if: {measure: area, of: is, below: 0.1}, do: truce, parties: [regime, sdf], compliance: 1, assumption: x}\n"
        "  - {when: 2016-01-04, do: end_truce, parties: [regime, sdf]",
    )
    assert check_file(str(path)) == []


def test_an_entry_is_read_and_its_faults_are_told(tmp_path: Path) -> None:
    good = GOOD + f"entries:\n  north: {{{ENTRY}, assumption: x}}\n"
    assert check_file(str(write(tmp_path, good))) == []
    assert load_scenario(str(tmp_path / "trial.yaml")).scenario.entries["north"].weeks == 20
    for old, new, said in (
        ("side: regime, men", "side: turkey, men", "turkey has no actor"),
        ("weeks: 20,", "weeks: 20, against: [iran],", "iran shares a coalition"),
        ("enter: [azaz]", "enter: [azas]", 'did you mean "azaz"?'),
        ("weeks: 20", "weeks: 0", "at least 1"),
    ):
        (fault,) = check_file(str(write(tmp_path, good.replace(old, new))))
        assert said in str(fault)
        assert fault.at.line == good.count("\n")


def test_a_variant_changes_an_entry_by_its_name(tmp_path: Path) -> None:
    text = GOOD.replace("outcomes:", f"entries:\n  north: {{{ENTRY}, assumption: x}}\noutcomes:")
    south = ENTRY.replace("azaz", "daraa")
    path = write(tmp_path, text + f"    entries:\n      south: {{{south}, assumption: x}}\n")
    assert set(load_scenario(f"{path}:without").scenario.entries) == {"north", "south"}


def test_a_variant_that_changes_nothing_is_refused(tmp_path: Path) -> None:
    twin = "  twin:\n    title: Twin\n    summary: As it stands.\n"
    (fault,) = check_file(str(write(tmp_path, GOOD + twin)))
    assert 'this variant changes nothing: it is the same as "with_truce"' in str(fault)
    assert fault.at.line == GOOD.count("\n") + 1
    alone = GOOD[: GOOD.index("  without:")].replace("    compare_with: trial:without\n", "")
    (fault,) = check_file(str(write(tmp_path, alone)))
    assert "it is the common part under another title" in str(fault)


START = [
    pytest.param("relations_between:\n  - {pair: [us, russia], value: -0.2, assumption: x}\n", "", id="relations"),
    pytest.param(
        "patrols:\n  - {side: us, places: [tanf], radius_km: 40, share: 0.5, assumption: x}\n", "", id="patrols"
    ),
    pytest.param("hotlines:\n  - {pair: [us, russia], value: 0.5, assumption: x}\n", "", id="hotlines"),
    pytest.param("valuation:\n  - {patron: russia, value: 0.4, assumption: x}\n", "", id="valuation"),
    pytest.param("provokes:\n  - {side: iran, level: 1, assumption: x}\n", "", id="provokes"),
    pytest.param("provokes:\n  - {side: iran, level: 9, assumption: x}\n", "above 5", id="too ready"),
    pytest.param("relations_between:\n  - {pair: [us, russia], value: -2, assumption: x}\n", "below -1", id="bound"),
    pytest.param(
        "hotlines:\n  - {pair: [us, us], value: 1, assumption: x}\n", "no hotline with itself", id="with itself"
    ),
    pytest.param("valuation:\n  - {patron: sdf, value: 0.4, assumption: x}\n", "is not one of", id="no patron"),
]


@pytest.mark.parametrize(("extra", "said"), START)
def test_a_start_state_may_say_how_powers_stand(extra: str, said: str, tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "scenarios" / "starts"
    state = (shipped / "2015-09-28.yaml").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(state + extra, encoding="utf-8")
    table = "control-2015-09-30.csv"
    (tmp_path / table).write_text((shipped / table).read_text(encoding="utf-8"), encoding="utf-8")
    faults = check_file(str(tmp_path / "own.yaml"))
    assert [said in str(fault) for fault in faults] == ([True] if said else [])


def test_the_orders_of_a_scenario_are_those_of_the_model() -> None:
    assert set(PARTS) == set(VERBS)
    one_of = {
        "governorate": "homs", "level": 1, "fifths": 2, "stance": "hold", "focus": "core", "manner": "avoid",
        "terms": "truce", "partner": "sdf", "against": "is", "to": "sdf", "of": "sdf", "party": "sdf", "window": "x",
    }  # fmt: skip
    for verb, parts in PARTS.items():
        asked = Asked.model_validate({"verb": verb, **{part: one_of[part] for part in parts}})
        assert isinstance(order_from_plain(asked.plain()), VERBS[verb])


def test_the_schema_for_editors_knows_conditions_and_entries() -> None:
    schema = json.dumps(json_schema(Kind.scenario))
    for word in ('"if"', '"from"', '"entries"', '"encounters"', '"opportunity"', '"fifths"', '"guarantee"'):
        assert word in schema
    assert '"condition"' not in schema
    assert '"relations_between"' in json.dumps(json_schema(Kind.start))
