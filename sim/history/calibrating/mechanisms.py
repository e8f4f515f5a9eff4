"""What each mechanism does to the fit: the middle of the posterior with one thing taken out, all else as it was.

Nothing is fitted again, so a mechanism that others could stand in for looks worth more than it is. Owns
`mechanisms.yaml` and the comparison. Knows nothing of pictures.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import yaml
from pydantic import BaseModel, ConfigDict

from sim.experiments.ensemble import run_ensemble, seeds_from
from sim.experiments.sweeps.parts import whole
from sim.history.calibrating.patterns import ARMS, Arm, Pattern, arm_of, patterns, read_arm
from sim.record.keep import SWEEP
from sim.scenario.loaded import Loaded

__all__ = ["FILE", "Fit", "Mechanism", "fits", "mechanisms"]

Floats = npt.NDArray[np.float64]

FILE: Final = Path(__file__).with_name("mechanisms.yaml")


class Mechanism(BaseModel):
    """Hold what is taken out: settings as on the command line, and events that are dropped."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: str
    set: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """Say how well one form of the model fits: log scores by pair of maps, land, deaths, changes."""

    name: str
    words: str
    scores: Mapping[str, float]
    """Log score of each pair of maps, without dated events [nats a place]."""
    land: float
    """Root mean square error of land over all arms [points]."""
    deaths: float
    """Root mean square error of the log of half-yearly deaths over all arms."""
    changes: float
    """Mean over arms of expected less recorded changes of places."""


@lru_cache(maxsize=1)
def mechanisms() -> Mapping[str, Mechanism]:
    """Read what can be taken out, in file order."""
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {name: Mechanism.model_validate(entry) for name, entry in entries.items()}


def fits(
    folder: Path,
    middle: Mapping[str, float],
    *,
    seeds: int,
    jobs: int,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Fit]:
    """Return the fit with the numbers of `middle`, then with each mechanism taken out; `folder` keeps each."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for name, one in {"as_it_is": Mechanism(words="The model as it is"), **mechanisms()}.items():
        file = folder / f"{name}.json"
        if not file.exists():
            with whole(file) as draft:
                draft.write_text(json.dumps(asdict(_fit(name, one, middle, seeds, jobs))), encoding="utf-8")
        found.append(Fit(**json.loads(file.read_text(encoding="utf-8"))))
        progress(1)
    return found


def _fit(name: str, without: Mechanism, middle: Mapping[str, float], seeds: int, jobs: int) -> Fit:
    """Run all arms without a mechanism and say how they fit."""
    read: list[tuple[Pattern, float]] = []
    for arm in ARMS:
        runs = run_ensemble(_without(arm, without, middle), seeds_from(1, seeds), jobs=jobs, keep=SWEEP)
        read += zip(patterns(arm), read_arm(arm, runs)[0].tolist(), strict=True)
    away = {group: [mean - one.observed for one, mean in read if one.name.startswith(group)] for group in _GROUPS}
    return Fit(
        name,
        without.words,
        {one.name.removeprefix("places."): mean for one, mean in read if one.kind == "score"},
        float(np.sqrt(np.mean(np.square(away["land"])))),
        float(np.sqrt(np.mean(np.square(away["deaths"])))),
        float(np.mean(away["changes"])),
    )


_GROUPS = ("land", "deaths", "changes")


def _without(arm: Arm, without: Mechanism, middle: Mapping[str, float]) -> Loaded:
    """Return the scenario of an arm with the numbers of `middle`, settings changed and events dropped."""
    taken = {setting.partition("=")[0] for setting in without.set}
    kept = [f"{name}={value!r}!" for name, value in middle.items() if name not in taken]
    loaded = arm_of(arm, [*kept, *without.set])
    events = [event for event in loaded.scenario.events if event.id not in without.drop]
    return replace(loaded, scenario=loaded.scenario.model_copy(update={"events": events}))
