"""Run the war of a game to a month's start or end, and put what came of it into plain data.

This is what the engine's process does; it is a pure function of a job. Owns the answers. Knows nothing of the log, of
processes or of screens: who may see what of an answer is settled in `view`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.classroom import fog
from sim.classroom.game import MONTH, Note
from sim.classroom.seats import SEATS
from sim.classroom.war import Job
from sim.orders.codec import order_to_plain
from sim.record.history import RunHistory
from sim.record.keep import Keep
from sim.sides import FIGHTING, HOLDERS
from sim.theatre.regions import Theatre, load_theatre
from sim.world.view import View

if TYPE_CHECKING:
    from sim.engine.model import TheatreModel

__all__ = ["KEEP", "Account", "Answer", "account_of", "work"]

KEEP = Keep()
"""What a run of a game keeps: everything."""

Plain = dict[str, Any]


@dataclass(frozen=True)
class Account:
    """Tell a war so far: holders as digits, changes, curves, and of the last month headlines, reports and cards."""

    weeks: int
    hash: str
    start: str
    changes: list[list[int]]
    """Week after which it shows, region, new holder."""
    battles: list[list[int]]
    hidden: list[list[int]]
    curves: Mapping[str, list[float]]
    headlines: Mapping[int, list[str]]
    """Week (as counted by `changes`) -> what everybody heard, over the whole war so far."""
    reports: Mapping[str, list[str]]
    cards: list[fog.Card]
    largest: list[str]
    """What changed most in the last month; for the facilitator alone."""
    orders: list[Plain]
    """Every order of the last month as the engine ruled on it, with `actor` and, if so, `refused`."""
    fields: Mapping[str, list[int]]
    """Local men, supply [per cent] and civilians killed since the start, by region; for the facilitator alone."""

    def holders(self, week: int) -> str:
        """Return who held each region after so many weeks, a digit a region."""
        now = list(self.start)
        for when, region, side in self.changes:
            if when <= week:
                now[region] = str(side)
        return "".join(now)


@dataclass(frozen=True)
class Answer:
    """Hold what a job found out; `notes` are to be entered in the log."""

    kind: str
    account: Account
    views: Mapping[str, View] = field(default_factory=dict)
    notes: Sequence[Note] = ()


def work(job: Job) -> Answer:
    """Do a job. The same job gives the same answer in any process, after any crash."""
    ground = load_theatre()
    if job.kind == "month":
        model = _run(job, job.week + MONTH)
        account = account_of(model, ground, range(job.week, job.week + MONTH))
        note = Note("engine", "proposal", {"turn": job.turn, "hash": account.hash})
        return Answer(job.kind, account, notes=(note,))
    model = _run(job, job.week)
    account = account_of(model, ground, range(max(job.week - MONTH, 0), job.week))
    sittings = model.council()
    views = {name: sitting.view for name, sitting in sittings.items()}
    if job.kind == "situation":
        return Answer(job.kind, account, views)
    asked = {name: [order_to_plain(order) for order in sitting.asked] for name, sitting in sittings.items()}
    body = {
        "turn": job.turn,
        "orders": {name: rows for name, rows in asked.items() if name in job.sides},
        "wished": {name: rows for name, rows in asked.items() if name not in job.sides},
    }
    return Answer(job.kind, account, views, (Note("engine", "policies", body),))


def _run(job: Job, weeks: int) -> TheatreModel:
    from sim.engine.model import TheatreModel  # what the server imports with this module stays light

    model = TheatreModel(job.war.loaded(), rng=job.war.seed, script=job.war.orders(), keep=KEEP, collect=False)
    while model.world.week < weeks:
        model.step()
    return model


def account_of(model: TheatreModel, ground: Theatre, month: range) -> Account:
    """Return the account of a war as far as it has been run; `month` are the weeks that are told in full."""
    history, world = model.log.history(), model.world
    start = model.loaded.scenario.start
    return Account(
        weeks=world.week,
        hash=history.hashes[-1] if history.hashes else world.digest(),
        start="".join(map(str, history.start_holder.tolist())),
        changes=history.flips.tolist(),
        battles=history.battles.tolist(),
        hidden=history.hidden.tolist(),
        curves=_curves(history),
        headlines={
            week + 1: told
            for first in range(0, world.week, MONTH)
            for week, told in fog.headlines(history, start, ground, range(first, first + MONTH)).items()
        },
        reports={seat: fog.report(history, ground, words.sides, month) for seat, words in SEATS.items()},
        cards=fog.cards_of(history, ground, month, most=24),
        largest=fog.largest(history, start, ground, month),
        orders=[dict(row) for row in history.orders if row["week"] == month.start],
        fields={name: _field(history, name, scale) for name, scale in _FIELDS.items()},
    )


_FIELDS = {"strength": 1.0, "supply": 100.0, "deaths.civilians": 1.0}


def _field(history: RunHistory, name: str, scale: float) -> list[int]:
    """Return a field of regions as it last stood, in whole numbers."""
    values = history.fields.after(name, len(history.table))
    return [] if values is None else [int(value) for value in np.rint(scale * values).tolist()]


def _curves(history: RunHistory) -> dict[str, list[float]]:
    """Return the weekly curves that screens draw: shares of land and people, the killed, who has fled."""
    series = {f"{kind}.{side}": history.series(f"{kind}.{side}") for kind in ("area", "present") for side in HOLDERS}
    series["civilians"] = history.series("deaths.civilians")
    series["fighters"] = np.sum([history.series(f"deaths.{side}") for side in FIGHTING], axis=0)
    series["displaced"] = np.cumsum(history.series("displaced"))
    return {name: [float(f"{value:.4g}") for value in values.tolist()] for name, values in series.items()}
