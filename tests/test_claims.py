"""The claims: each has a known source and says what its grade asks for, and scenarios serve known ones."""

from __future__ import annotations

from collections import Counter

import pytest
from pydantic import ValidationError

from sim.claims import GRADES, MARKS, Claim, claims
from sim.scenario.find import find_scenarios
from sim.sources import bibliography

WHOLE = {"source": "cole_2016", "claim": "So.", "grade": "T", "mechanism": "x", "history": {"mark": "+", "note": "y"}}


def test_every_claim_has_its_source_and_a_grade() -> None:
    assert Counter(each.grade for each in claims().values()) == {"T": 43, "A": 15, "N": 6}
    for each in claims().values():
        assert bibliography()[each.source].kind == "analysis"
        assert each.grade in GRADES
        assert each.claim.endswith(".")


def test_what_history_did_is_told_with_known_sources() -> None:
    for each in claims().values():
        if each.history is not None:
            assert each.history.mark in MARKS
            assert each.history.note.endswith(".")
            assert set(each.history.sources) <= set(bibliography())


@pytest.mark.parametrize("change", [{"mechanism": None}, {"premise": "z"}, {"reason": "z"}, {"history": None}])
def test_a_claim_says_what_its_grade_asks_for(change: dict[str, str | None]) -> None:
    assert Claim.model_validate(WHOLE).mechanism
    with pytest.raises(ValidationError):
        Claim.model_validate({**WHOLE, **change})


def test_scenarios_serve_claims_that_exist() -> None:
    served = {claim for scenario in find_scenarios() for claim in scenario.claims}
    assert served
    assert served <= set(claims())
