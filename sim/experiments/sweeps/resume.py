"""Whether a sweep may go on: its rows belong in one table only if nothing has changed since it began.

Owns the comparison of a sweep's folder with the files and the code of today. Knows nothing of running.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sim.errors import InputError, RunError, TheatreError
from sim.experiments.contents import differences
from sim.experiments.sweeps.designs import design_of
from sim.experiments.sweeps.fingerprint import fingerprint
from sim.experiments.sweeps.parts import read_part
from sim.experiments.sweeps.plan import Plan
from sim.experiments.sweeps.question import read_question
from sim.experiments.sweeps.sweep import Sweep

__all__ = ["refuse_changed"]


def refuse_changed(sweep: Sweep, *, by_copy: bool) -> None:
    """Raise if the model has changed since the sweep began, or, unless `by_copy`, the files that it was made from."""
    if sweep.made_by != fingerprint():
        commit = sweep.manifest.get("commit") or "not known"
        raise RunError(
            f"{sweep.folder} was begun with another version of the model ({sweep.made_by}, commit {commit}); this is "
            f"{fingerprint()}. Rows of two versions do not belong in one table. Go on with the version that began it, "
            "or start anew under another --out."
        )
    if by_copy:
        return
    changed = _changes(sweep)
    if changed:
        raise InputError(
            f"{changed} since {sweep.folder} was begun. To go on with its own copy say "
            f"theatre sweep --resume {sweep.folder} --stored; to run the new question start anew."
        )


def _changes(sweep: Sweep) -> str:
    """Say what has changed in the files that the sweep was made from; nothing if they are gone or the same."""
    file = Path(str(sweep.manifest.get("file", "")))
    if not file.is_file():
        return ""
    try:
        now = read_question(file)
    except TheatreError:
        return f"{file}, or a scenario that it names, has faults now that it had not"
    asked = _same_size(now.plan, sweep.plan) if len(sweep.batches) > 1 else now.plan
    if asked != sweep.plan or now.outcomes != sweep.outcomes:
        return f"{file} has changed"
    if not design_of(asked, now.listed).equals(read_part(sweep.folder / "design.parquet")):
        return f"The points of {file}, or what draws them, have changed"
    for then, arm in zip(sweep.arms(), now.arms, strict=True):
        if differences(then, arm):
            return f"The scenario {arm.label} has changed"
    return ""


def _same_size(plan: Plan, like: Plan) -> Plan:
    """Return a plan with as many points and replicates as another, which has grown."""
    return replace(plan, design=replace(plan.design, points=like.design.points, blocks=like.design.blocks),
                   replicates=like.replicates)  # fmt: skip
