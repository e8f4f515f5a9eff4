"""Four plain forecasts of who holds each place, and the words that name them.

    persistence    nothing changes
    neighbours     the rate of change of places with the same kind of neighbour (see `neighbours`)
    front          the risk of each taker by the distance to its land alone
    ranking        the risk of each taker by five measures of the ground around the place

The last two are hazards (see `hazards`), fitted like the second to windows that the forecast may have seen. The five
measures (balance of people, of land near and wide, size of the pocket, whether IS takes) and their kernels were chosen
on all training maps, which flatters `ranking` there. Owns these forecasts.
Knows nothing of the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.history.baselines.contact import COALITIONS, Contact, class_of_regions, contact_on, hostile
from sim.history.baselines.hazards import Cases, chances, fit_hazard
from sim.history.baselines.neighbours import kind_of, rate_by_kind, takers
from sim.history.baselines.windows import Training, map_of
from sim.history.labels import CLASSES, labels
from sim.history.scoring.question import Question, ask, holders
from sim.history.truth import Control
from sim.theatre.regions import Theatre

__all__ = ["PLACE_BASELINES", "place_baselines"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

PLACE_BASELINES: Final = {
    "persistence": "no change",
    "neighbours": "base rates by neighbour",
    "front": "nearest front",
    "ranking": "five measures of the ground",
}
"""Name -> what it is in words."""

_COUNT = len(COALITIONS)
_LAND, _PEOPLE = 50.0, 1000.0
"""Added to both sides of a balance [km2, persons], so that it is finite."""


@dataclass(frozen=True, slots=True, eq=False)
class _Watched:
    """Places on one map: their surroundings, and who may take them."""

    question: Question
    contact: Contact
    able: Flags
    weeks: float

    @property
    def taker(self) -> npt.NDArray[np.int64]:
        """Return who came, -1 where the holder stayed, or where it passed to one who was not thought able."""
        came = np.where(self.question.changed, self.question.came, -1)
        known = self.able[np.arange(len(came)), np.maximum(came, 0)]
        return np.where(known, came, -1)


_Measure = Callable[[_Watched], Floats]


def place_baselines(
    question: Question, before: Iterable[Control], ground: Theatre, *, weeks: float, training: Training
) -> dict[str, Floats]:
    """Return each forecast by name, `[place, class]`, from the map `before` over `weeks`."""
    rows = tuple(before)
    merged = _merged(question, rows)
    here = _watch(merged, rows, ground, weeks)
    seen = [
        _watch(ask(map_of(one.first), map_of(one.last)), map_of(one.first), ground, one.weeks)
        for one in training.windows
    ]
    moves = {
        "persistence": np.zeros((len(question.places), _COUNT)),
        "neighbours": _by_neighbours(here, seen),
        "front": _by_hazard(here, seen, _front),
        "ranking": _by_hazard(here, seen, _ranking),
    }
    return {name: _shares(question, move, rows, ground) for name, move in moves.items()}


def _merged(question: Question, rows: Sequence[Control]) -> Question:
    """Return the same places with the coalitions that held them first; who came is not looked at."""
    first = holders(rows, "merged")
    was = np.array([first[name] for name in question.places], dtype=np.int64)
    return Question("merged", question.places, was, was)


def _watch(question: Question, rows: Iterable[Control], ground: Theatre, weeks: float) -> _Watched:
    contact = contact_on(class_of_regions(rows, ground), question.places, ground)
    able = hostile()[question.was] & np.isfinite(contact.away)
    return _Watched(question, contact, able, weeks)


def _by_neighbours(here: _Watched, seen: Sequence[_Watched]) -> Floats:
    """Return the probability of each taker from the rates of kinds, `[place, coalition]`."""
    rates = rate_by_kind(
        np.concatenate([kind_of(one.contact, one.able) for one in seen]),
        np.concatenate([np.full(len(one.question.places), one.weeks) for one in seen]),
        np.concatenate([one.question.changed for one in seen]),
    )
    change = -np.expm1(-rates[kind_of(here.contact, here.able)] * here.weeks)
    return takers(here.contact, here.able) * change[:, None]


def _by_hazard(here: _Watched, seen: Sequence[_Watched], measure: _Measure) -> Floats:
    """Return the probability of each taker from a law fitted to the windows seen, `[place, coalition]`."""
    law = fit_hazard(
        Cases(
            np.concatenate([measure(one) for one in seen]),
            np.concatenate([one.able for one in seen]),
            np.concatenate([np.full(len(one.question.places), one.weeks) for one in seen]),
            np.concatenate([one.taker for one in seen]),
        )
    )
    return chances(law.rates(measure(here), here.able), here.weeks)


def _front(watched: _Watched) -> Floats:
    """Return the distance to each taker's nearest land, as a logarithm, `[place, taker, 1]`."""
    away = np.where(np.isfinite(watched.contact.away), watched.contact.away, 1000.0)
    return np.log(1.0 + away)[:, :, None]


def _ranking(watched: _Watched) -> Floats:
    """Return the five measures of each taker, `[place, taker, measure]`."""
    contact, was = watched.contact, watched.question.was

    def balance(held: Floats, least: float) -> Floats:
        own = held[np.arange(len(was)), was][:, None]
        return np.asarray(np.log((held + least) / (own + least)), dtype=np.float64)

    pocket = np.log(np.maximum(contact.pocket, 1.0))
    takes_as_is = np.arange(_COUNT) == COALITIONS.index("is")
    return np.stack(
        [
            balance(contact.people, _PEOPLE),
            balance(contact.wide, _LAND),
            balance(contact.near, _LAND),
            np.broadcast_to(pocket[:, None], contact.near.shape),
            np.broadcast_to(takes_as_is, contact.near.shape).astype(np.float64),
        ],
        axis=2,
    )


def _shares(question: Question, move: Floats, rows: Sequence[Control], ground: Theatre) -> Floats:
    """Return holders' probabilities from those of takers; a coalition's is shared out by its members' land around."""
    classes = CLASSES[question.reading]
    share = np.eye(len(classes))[question.was] * (1.0 - move.sum(axis=1))[:, None]
    if question.reading == "merged":
        share[:, :_COUNT] += move
        return share
    land = _member_land(question, rows, ground)
    for number, name in enumerate(COALITIONS):
        members = sorted({classes.index(label.unmerged) for label in labels().values() if label.merged == name})
        members = [one for one in members if one != len(classes) - 1]
        weight = land[:, members] + 1e-9
        share[:, members] += move[:, [number]] * weight / weight.sum(axis=1, keepdims=True)
    return share


def _member_land(question: Question, rows: Sequence[Control], ground: Theatre) -> Floats:
    """Return the land of each class around each place, as in `Contact.wide`, `[place, class]`."""
    classes = CLASSES[question.reading]
    place = np.full(ground.size, -1)
    for row in rows:
        label = labels()[row.code].under(question.reading)
        place[ground.index[row.place]] = classes.index(label) if label else -1
    holder = place[ground.anchor]
    at = [ground.index[name] for name in question.places]
    away = np.hypot(ground.x[at][:, None] - ground.x, ground.y[at][:, None] - ground.y)
    owns = (holder[:, None] == np.arange(len(classes))) * ground.area[:, None]
    return np.asarray(np.exp(-away / 45.0) @ owns, dtype=np.float64)
