"""Compiled and uncompiled code agree: every draw bit for bit, every field of every rule to 1e-12 relative."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engine.week import RULES
from sim.world.fields import declared
from tests.engine.ground_making import HOT, apply_rule, random_world
from tests.engine.jit_off import GROUND, draws, outcome, restore

ROOT = Path(__file__).parents[2]
SEEDS = (2, 3, 4, 6, 8)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Store the World before each rule of a week, and let a process without compilation apply it."""
    folder = tmp_path_factory.mktemp("worlds")
    for seed in SEEDS:
        world = random_world(GROUND, seed)
        for name, _ in RULES:
            np.savez(folder / f"{name}-{seed}.npz", block=world.block, seed=world.seed, week=world.week)
            apply_rule(name, world, GROUND, HOT)
    subprocess.run(
        [sys.executable, "-m", "tests.engine.jit_off", str(folder)],
        cwd=ROOT, env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}, check=True, timeout=120,
    )  # fmt: skip
    found: dict[str, Any] = pickle.loads((folder / "answers").read_bytes())
    found["folder"] = folder
    return found


pytestmark = pytest.mark.xdist_group("compiled")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("rule", [name for name, _ in RULES])
def test_a_rule_does_the_same_without_compilation(answers: dict[str, Any], rule: str, seed: int) -> None:
    stored = np.load(answers["folder"] / f"{rule}-{seed}.npz")
    compiled = outcome(rule, restore(stored["block"], int(stored["seed"]), int(stored["week"])))
    plain = answers["rules"][f"{rule}-{seed}"]
    assert compiled["events"] == plain["events"]
    one, other = (restore(arm["block"], 0, 0) for arm in (compiled, plain))
    for name in declared():
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-12, err_msg=name)
    np.testing.assert_allclose(compiled["measures"], plain["measures"], rtol=1e-12)
    np.testing.assert_allclose(compiled["survey"], plain["survey"], rtol=1e-12)


def test_draws_agree(answers: dict[str, Any]) -> None:
    """Words and uniform draws bit for bit; logarithms and cosines may differ in the last digit."""
    compiled, plain = draws(), answers["draws"]
    assert compiled["words"] == plain["words"]
    assert compiled["uniform"] == plain["uniform"]
    for kind in ("normal", "gumbel"):
        np.testing.assert_allclose(compiled[kind], plain[kind], rtol=1e-12, atol=1e-15)


def test_no_key_is_drawn_from_twice_in_a_week(answers: dict[str, Any]) -> None:
    """Two decisions never share their luck."""
    assert answers["twice"] == []
