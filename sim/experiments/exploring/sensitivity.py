"""Which inputs matter: the method that fits the design, with intervals.

Morris's trajectories give elementary effects (morris_1991), Saltelli's samples shares of variance by SALib
(saltelli_2010); any other design gives standardised rank regression (saltelli_2008), which sees what rises or falls
throughout and misses what turns. Means over seeds are what is explained; how much luck is left in them is told.
Owns the choice of the method and its figures. Knows nothing of pictures.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.errors import InputError
from sim.experiments.crossed import LEVEL
from sim.experiments.exploring.response import Response
from sim.experiments.sweeps.designs import shares_of

__all__ = ["Influence", "Ranking", "which_matter"]

Floats = npt.NDArray[np.float64]

RESAMPLES = 1000
"""Bootstrap samples of an interval."""
FEWEST = {"morris": 4, "saltelli": 16}
"""Trajectories, or base samples, below which an interval means nothing."""
ROUNDING = 1e-12
"""Difference between means, as a share of them, that is none."""
SEED = 1
"""Of the bootstrap, so that the same table gives the same intervals."""


@dataclass(frozen=True, slots=True)
class Influence:
    """How much one factor matters for one outcome."""

    factor: str
    main: float
    """The figure by which factors are ranked (see `Ranking.what`)."""
    main_low: float
    main_high: float
    """Its 95 % interval."""
    other: float
    """The figure that goes with it (see `Ranking.other`)."""
    other_low: float
    other_high: float
    change: float = np.nan
    """Signed change of the outcome from one end of the range to the other, where the method gives it."""
    change_half: float = np.nan
    """Half-width of its 95 % interval."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """All factors, the most important first, and the method that says so."""

    method: str
    what: str
    """What `main` is."""
    other: str
    """What `other` is."""
    influences: tuple[Influence, ...]
    dropped: int
    """Points left out, because the rest of their block is not there."""
    luck: float | None
    """Share of luck in the variance of what was explained, 0..1; None with one seed at each point."""
    explained: float | None
    """Share of the variance that the regression explains; None for other methods."""

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def which_matter(response: Response) -> Ranking:
    """Return the factors of a response in the order of their importance; InputError where too few points are done."""
    kind = response.plan.design.kind
    if response.flat:
        raise InputError(f"Every run of {response.of} has the same {response.name}: no input matters for it here.")
    if _level(response.means):
        raise InputError(
            f"The mean {response.name} of {response.of} is the same at every point: no input matters for it here, "
            "only the seeds do."
        )
    methods: dict[str, Callable[[Response], Ranking]] = {"morris": _morris, "saltelli": _saltelli}
    found = methods.get(kind, _ranks)(response)
    ordered = sorted(found.influences, key=lambda one: -abs(one.main))
    return Ranking(
        found.method, found.what, found.other, tuple(ordered), found.dropped, _luck_left(response), found.explained
    )


def _level(values: Floats) -> bool:
    """Say whether values differ by no more than rounding does."""
    return float(np.ptp(values)) <= ROUNDING * float(np.abs(values).max())


def _luck_left(response: Response) -> float | None:
    """Return the share of luck in the variance of the points' means."""
    noise = response.layout.noise
    total = float(np.var(response.means, ddof=1)) if len(response.means) > 1 else 0.0
    return min(1.0, noise / total) if noise is not None and total else None


def _problem(response: Response) -> dict[str, Any]:
    names = [factor.name for factor in response.plan.factors]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _whole_blocks(response: Response, size: int) -> tuple[npt.NDArray[np.int64], int]:
    """Return the points of every complete block of so many, and how many points that leaves out."""
    there = set(response.points.tolist())
    blocks = range(response.plan.design.points)
    whole = [block for block in blocks if all(block * size + step in there for step in range(size))]
    kind = response.plan.design.kind
    if len(whole) < FEWEST[kind]:
        what = "trajectories" if kind == "morris" else "base samples"
        raise InputError(
            f"{len(whole)} whole {what} are done; {FEWEST[kind]} are the least. "
            "Finish the sweep with --resume, or add some: theatre sweep --expand DIR --points N"
        )
    points = np.array([block * size + step for block in whole for step in range(size)], dtype=np.int64)
    return points, len(there) - len(points)


def _at(response: Response, points: npt.NDArray[np.int64]) -> Floats:
    """Return the means of some points."""
    places = np.searchsorted(response.points, points)
    chosen: Floats = response.means[places]
    return chosen


def _morris(response: Response) -> Ranking:
    """Return elementary effects; a number's is taken over its whole range, a word's as it is from one to another."""
    from scipy.stats import t

    count = len(response.plan.factors)
    points, dropped = _whole_blocks(response, count + 1)
    effects = _elementary(response, points)
    luck = np.random.default_rng(SEED)
    draws = luck.integers(0, len(effects), (RESAMPLES, len(effects)))
    rows = []
    for at, factor in enumerate(response.plan.factors):
        mine = effects[:, at]
        steps = int((~np.isnan(mine)).sum())
        if steps < 2:
            rows.append(Influence(factor.name, 0.0, 0.0, 0.0, 0.0, np.nan, np.nan))
            continue
        size, sigma = float(np.nanmean(np.abs(mine))), float(np.nanstd(mine, ddof=1))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a resample without any step of this factor
            half = float(t.ppf((1 + LEVEL) / 2, 1e6) * np.nanstd(np.nanmean(np.abs(mine)[draws], axis=1), ddof=1))
        wide = float(t.ppf((1 + LEVEL) / 2, steps - 1) * sigma / np.sqrt(steps))
        ends = (size, max(0.0, size - half), size + half)
        rows.append(Influence(factor.name, *ends, sigma, np.nan, np.nan, float(np.nanmean(mine)), wide))
    return Ranking(
        "Morris's elementary effects",
        f"mean size of the change of {response.name} from one end of the range to the other [{response.unit}]",
        "how much that change depends on the other inputs, or on where in the range (standard deviation)",
        tuple(rows), dropped, None, None,
    )  # fmt: skip


def _elementary(response: Response, points: npt.NDArray[np.int64]) -> Floats:
    """Return the elementary effect of each factor in each trajectory; not a number where its value did not move.

    Worked out here, as SALib counts every step as the same share of the range, which words and whole numbers break.
    """
    plan = response.plan
    count = len(plan.factors)
    shares = shares_of(plan.design, count)[points].reshape(-1, count + 1, count)
    codes = response.coded.loc[points].to_numpy(dtype=np.float64).reshape(shares.shape)
    answers = _at(response, points).reshape(-1, count + 1)
    spans = np.array([1.0 if one.kind == "choice" else one.span[1] - one.span[0] for one in plan.factors])
    effects = np.full((len(shares), count), np.nan)
    for step in range(count):
        moved = np.abs(shares[:, step + 1] - shares[:, step]).argmax(axis=1)
        rows = np.arange(len(shares))
        by = (codes[:, step + 1] - codes[:, step])[rows, moved]
        words = np.array([plan.factors[at].kind == "choice" for at in moved])
        by = np.where(words, np.sign(by), by / spans[moved])
        change = answers[:, step + 1] - answers[:, step]
        effects[rows, moved] = np.divide(change, by, out=np.full(len(rows), np.nan), where=by != 0)
    return effects


def _saltelli(response: Response) -> Ranking:
    from SALib.analyze import sobol

    points, dropped = _whole_blocks(response, len(response.plan.factors) + 2)
    values, size = _at(response, points), len(response.plan.factors) + 2
    if _level(np.concatenate([values[::size], values[size - 1 :: size]])):
        raise InputError(
            f"{response.name} is the same in all {len(values) // size} base samples: it comes too seldom for shares of "
            "variance. Add some: theatre sweep --expand DIR --points N"
        )
    found = sobol.analyze(
        _problem(response), values, calc_second_order=False,
        num_resamples=RESAMPLES, conf_level=LEVEL, seed=SEED,
    )  # fmt: skip
    total, alone = (_ends(found[name], found[f"{name}_conf"]) for name in ("ST", "S1"))
    rows = [Influence(factor.name, *total[at], *alone[at]) for at, factor in enumerate(response.plan.factors)]
    return Ranking(
        "Sobol' indices",
        f"share of the variance of {response.name} in which the input has a part, alone or with others (total index)",
        "share that it has alone (first-order index)",
        tuple(rows), dropped, None, None,
    )  # fmt: skip


def _ends(middle: Floats, half: Floats) -> list[tuple[float, float, float]]:
    """Return each figure with the ends of its interval."""
    return [(float(m), float(m - h), float(m + h)) for m, h in zip(middle, half, strict=True)]


def _ranks(response: Response) -> Ranking:
    """Regress ranks on ranks, standardised; intervals by resampling points."""
    inputs, means = response.inputs, response.means
    count, needed = len(means), 2 * inputs.shape[1] + 2
    if count < needed:
        raise InputError(
            f"{count} points are done; to rank {inputs.shape[1]} inputs takes {needed} at least: "
            "theatre sweep --expand DIR --points N"
        )
    slopes, explained = _standard_slopes(inputs, means)
    luck = np.random.default_rng(SEED)
    draws = [luck.integers(0, count, count) for _ in range(RESAMPLES)]
    again = np.array([_standard_slopes(inputs[rows], means[rows])[0] for rows in draws])
    low, high = np.quantile(again, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    rows = [
        Influence(
            factor.name, float(slopes[at]), float(low[at]), float(high[at]), float(slopes[at] ** 2), np.nan, np.nan
        )
        for at, factor in enumerate(response.plan.factors)
    ]
    return Ranking(
        "standardised rank regression",
        f"by how much {response.name} rises with the input, -1 to 1, in ranks",
        "share of the variance of ranks that goes with it alone, if inputs are independent",
        tuple(rows), 0, None, explained,
    )  # fmt: skip


def _standard_slopes(inputs: Floats, means: Floats) -> tuple[Floats, float]:
    """Return the coefficients of standardised ranks, and the share of variance that they explain."""
    from scipy.stats import rankdata

    x, y = _standard(rankdata(inputs, axis=0)), _standard(rankdata(means)[:, None])[:, 0]
    slopes, *_ = np.linalg.lstsq(x, y, rcond=None)
    rest = float(((y - x @ slopes) ** 2).sum())
    total = float((y**2).sum())
    return slopes, 1.0 - rest / total if total else 0.0


def _standard(values: Floats) -> Floats:
    spread = values.std(axis=0)
    return (values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
