"""The fixed small set: three claims on cheap arms, a few pairs, run once for all tests of a process."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from sim.experiments.executors import one_by_one
from sim.history.claims.findings import Finding, findings
from sim.history.claims.runs import Plan, plan_of, run

CLAIMS = ("B5", "D1", "D2", "N1")
DRAWS, SEEDS = 3, 4


@lru_cache(maxsize=1)
def small_set() -> tuple[Plan, list[Finding]]:
    """Return what the small set comes to."""
    plan = plan_of(CLAIMS, draws=DRAWS, seeds=SEEDS)
    with tempfile.TemporaryDirectory() as room, one_by_one() as executor:
        return plan, findings(plan, run(plan, Path(room), executor), CLAIMS)
