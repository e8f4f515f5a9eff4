"""The claims: each has a known source, and scenarios serve known ones."""

from __future__ import annotations

from sim.claims import GRADES, claims
from sim.scenario.find import find_scenarios
from sim.sources import bibliography


def test_every_claim_has_its_source_and_a_grade() -> None:
    assert len(claims()) == 58
    for each in claims().values():
        assert bibliography()[each.source].kind == "analysis"
        assert each.grade in GRADES
        assert each.claim.endswith(".")


def test_scenarios_serve_claims_that_exist() -> None:
    served = {claim for scenario in find_scenarios() for claim in scenario.claims}
    assert served
    assert served <= set(claims())
