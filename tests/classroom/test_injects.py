"""The library of injects: each is a sound event for the map of March 2016, has its words, and a war runs with it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from sim.classroom.injects import Inject, library, read_event
from sim.engine.model import TheatreModel
from sim.errors import InputError
from sim.record.keep import SWEEP
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded

WEEKS = 8
WORDS_ALONE = {"refugees", "message"}
QUIET = {"raids"}
"""What shows only where hidden men are near: it may change nothing on some seeds."""


@lru_cache(maxsize=1)
def _loaded() -> Loaded:
    return load_scenario("outlook:from_2016_03", weeks=WEEKS)


def _table(loaded: Loaded) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return TheatreModel(loaded, rng=1, keep=SWEEP, collect=False, guards=True).run().log.table


@lru_cache(maxsize=1)
def _without() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return _table(_loaded())


@pytest.mark.parametrize("inject", library(), ids=lambda inject: inject.key)
def test_an_inject_runs_and_does_something_unless_it_is_words(inject: Inject) -> None:
    event = read_event(inject.event, when="2016-03-28")
    scenario = _loaded().scenario
    changed = scenario.model_copy(update={"events": [*scenario.events, event]})
    with_it, without = _table(replace(_loaded(), scenario=changed)), _without()
    assert np.array_equal(with_it[:4], without[:4], equal_nan=True)
    if inject.key not in QUIET:
        assert np.array_equal(with_it, without, equal_nan=True) == (inject.key in WORDS_ALONE)


@pytest.mark.parametrize("inject", library(), ids=lambda inject: inject.key)
def test_an_inject_has_a_name_words_and_no_date(inject: Inject) -> None:
    assert re.fullmatch(r"[a-z_]+", inject.key)
    assert 3 <= len(inject.name) <= 40
    assert inject.words
    assert not {"when", "if", "until"} & inject.event.keys()


def test_what_the_issue_asks_for_is_there() -> None:
    verbs = {str(inject.event["do"]) for inject in library()}
    assert verbs >= {"outrage", "departure", "truce", "end_truce", "strike", "sanctions", "budget", "order", "window"}
    assert verbs >= {"cadre", "opportunity", "mark"}


def test_an_unsound_event_is_refused_in_words() -> None:
    with pytest.raises(InputError, match="mine: "):
        read_event({"do": "outrage", "by": "nobody", "size": 0.5, "assumption": "a test"}, "mine")
    with pytest.raises(InputError, match="no words in"):
        library("xx")
