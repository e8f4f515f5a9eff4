"""The ledger: every arm loads, arms differ in what is meant alone, and each claim has what its grade asks for."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from sim.claims import claims
from sim.errors import InputError
from sim.experiments.columns import reading_of
from sim.experiments.contents import differences
from sim.history.claims.ledger import Part, chosen, ledger
from sim.history.claims.runs import key_of, loaded_of
from sim.scenario.find import find_scenarios, split_variant
from sim.scenario.parameters.registry import declared

PARTS = [(f"{name}.{number}", part) for name, entry in ledger().items() for number, part in enumerate(entry.parts, 1)]
CONTRASTS = {name: part for name, part in PARTS if part.arms}

RUSSIA = {"series.aid.russia.regime", "series.russia.sorties"}
CLIENTS = {"actors.iran", "events.iran_provokes", "events.regime_provokes"}
EXTRA = {"events.outrage", "events.shayrat"}
LAST_POSTS = {"events.2019-11-11 contingent", "events.2019-11-11 order"}
MEANT = {
    ("russian_exit:few_hide", "russian_exit:stuck"): {"underground.hide", "underground.slip_away"},
    ("deir_ezzor_2018:no_surprise", "deir_ezzor_2018:dispersed"): {"underground.surprise"},
    ("deir_ezzor_2018:dispersed", "deir_ezzor_2018:dispersed"): {"underground.raid"},
    ("base_2015:no_russia", "base_2015:doctrine"): RUSSIA,
    ("base_2015:long_no_russia", "base_2015:long"): RUSSIA,
    ("no_escalation_2015:arms_only", "base_2015:doctrine"): RUSSIA,
    ("base_2015:doctrine", "base_2015:doctrine"): {"actors.regime", "start_state.sides.regime.garrison"},
    ("race_east_2017:no_air", "race_east_2017:both"): {"series.russia.sorties"},
    ("race_east_2017:no_posts", "race_east_2017:both"): {"events.post_al_omar", "events.post_conoco"},
    ("race_east_2017:both", "race_east_2017:freeze_expected"): {
        "actors.regime.options", "actors.sdf.options", "events.2017-05-01 mark", "events.2017-11-27 mark",
    },
    ("provocation_2017:no_outrage", "provocation_2017:on"): EXTRA,
    ("provocation_2017:off", "provocation_2017:on"): CLIENTS | EXTRA,
    ("provocation_2017:quiet_clients", "provocation_2017:on"): CLIENTS,
    ("provocation_2017:us_planned", "provocation_2017:us_reactive"): {"actors.us"},
    ("settlement_departure:war", "settlement_departure:abrupt"): {"events.leader_goes"},
    ("settlement_departure:war", "settlement_departure:negotiated"): {"events.settlement"},
    ("settlement_departure:abrupt", "settlement_departure:army_led"): {"events.leader_goes", "events.settlement"},
    ("russian_exit:stuck", "russian_exit:quick_bargain"): {"actors.russia", "events.2017-09-11 mark"},
    ("russian_exit:valued", "russian_exit:quick_bargain"): {"events.2017-06-12 valuation"},
    ("corridor_rift:no_corridor", "corridor_rift:base"): {"actors.iran"},
    ("no_escalation_2015:backers_deal", "no_escalation_2015:backers_escalate"): {
        "actors.opposition", "actors.turkey", "series.aid.turkey.opposition",
    },
    ("northeast_2020:separated", "northeast_2020:shared"): {"events.2020-01-06 patrols", "events.qeser_dib"},
    ("northeast_2020:half_density", "northeast_2020:double_density"): {
        "events.2020-01-06 patrols", "events.2020-05-27 patrols", "events.qeser_dib",
    },
    ("northeast_2020:no_base", "northeast_2020:shared"): {"events.qeser_dib"},
    ("northeast_2020:shared", "northeast_2020:low_compliance"): {"actors.russia.options.manner"},
    ("us_withdrawal:never", "us_withdrawal:partial"): {
        "events.2019-10-07 contingent", "events.2019-10-13 mark", "events.2019-10-14 contingent", "events.order",
        "events.peace_spring", "events.quiet_border", "events.sochi", "series.turkey.sorties",
    },
    ("us_withdrawal:full", "us_withdrawal:partial"): LAST_POSTS,
    ("us_withdrawal:reversal", "us_withdrawal:full"): LAST_POSTS | {
        "events.2019-10-21 contingent", "events.2019-10-21 order",
    },
    ("squeeze_2020:sanctions_off", "squeeze_2020:on"): {"events.bank_freeze", "events.caesar"},
    ("ceasefire:none", "ceasefire:hold"): {"events.february_truce"},
    ("ceasefire:none_planned", "ceasefire:hold_planned"): {"events.february_truce"},
    ("ceasefire:no_russian_air", "ceasefire:hold"): {"series.russia.sorties"},
    ("federal_partition:no_area_weight", "federal_partition:area_weight"): {
        "actors.regime", "settlement.area", "settlement.people", "settlement.power",
    },
}  # fmt: skip
"""First and last arm -> how the keys begin in which they may differ."""


@pytest.mark.parametrize("name", CONTRASTS)
def test_arms_differ_in_what_is_meant_and_in_nothing_else(name: str) -> None:
    part = CONTRASTS[name]
    first, *rest = [loaded_of(key_of(arm)) for arm in part.each]
    meant = tuple(MEANT[part.each[0].target, part.each[-1].target])
    for other in rest:
        assert (first.scenario.start, first.scenario.weeks) == (other.scenario.start, other.scenario.weeks)
        found = [one.key for one in differences(first, other)]
        assert found
        assert not [key for key in found if not key.startswith(meant)]


@pytest.mark.parametrize("name", dict(PARTS))
def test_what_is_read_lies_within_the_run(name: str) -> None:
    part = dict(PARTS)[name]
    for arm in part.each:
        scenario = loaded_of(key_of(arm)).scenario
        for reads in part.readings:
            assert reads.by is None or (reads.by - scenario.start).days <= 7 * scenario.weeks
            for outcome in reads.outcomes:
                reading_of(outcome, scenario.weeks, scenario.start)


def test_each_claim_has_what_its_grade_asks_for() -> None:
    for name, claim in claims().items():
        entry = ledger()[name]
        if claim.grade == "T":
            assert entry.parts or entry.not_built, name
            assert not entry.driver, name
        elif claim.grade == "A":
            assert entry.driver or entry.turns, name
            assert not (entry.driver and len(entry.parts) != 1), name
        else:
            assert not entry.parts, name


def test_a_driver_is_a_declared_number_within_its_range() -> None:
    for entry in ledger().values():
        if entry.driver is not None:
            row = declared()[entry.driver.number]
            assert entry.driver.values == sorted(entry.driver.values)
            assert row.low <= entry.driver.values[0]
            assert entry.driver.values[-1] <= row.high


def test_scenarios_and_ledger_name_the_same_claims() -> None:
    listed = {scenario.id: set(scenario.claims) for scenario in find_scenarios()}
    for name, part in PARTS:
        claim, scenarios = name.split(".")[0], {split_variant(arm.target)[0] for arm in part.each}
        assert any(claim in listed[scenario] for scenario in scenarios) or claim == "A1", name
    for claim in set().union(*listed.values()):
        entry = ledger()[claim]
        assert entry.parts or entry.not_built, claim


@pytest.mark.parametrize(
    "wrong",
    [
        {"arms": ["a", "b"], "arm": "a"},
        {"arms": ["a", "b"], "expect": "up"},
        {"arms": ["a", "b"], "expect": "up", "least": 0.0},
        {"arm": "a", "share": 0.5},
        {"arm": "a", "expect": "up", "least": 1.0},
    ],
)
def test_a_part_has_one_form(wrong: dict[str, object]) -> None:
    area = {"outcome": {"measure": "area", "of": "is"}}
    assert Part.model_validate({"says": "x", "reads": area, "arms": ["a", "b"], "expect": "up", "least": 1.0})
    with pytest.raises(ValidationError):
        Part.model_validate({"says": "x", "reads": area, **wrong})


def test_claims_are_asked_for_by_id() -> None:
    assert chosen([]) == tuple(claims())
    assert chosen(["e3", "A4"]) == ("A4", "E3")
    with pytest.raises(InputError, match=r'no claim "E15".*from A1 to N6'):
        chosen(["E15"])
