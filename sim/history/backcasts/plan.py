"""What a backcast is asked: from which state, with which scenario, and against which record.

Unconditional: from the last known state, with nothing dated after the start. Conditional: any other scenario, which may
hold what happened later. Owns that choice, and which rows of the record are scored. Knows nothing of scores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from sim.calendar import DAYS_PER_WEEK, LAST_DATE, monday
from sim.errors import InputError
from sim.history.baselines.deaths import LEAST, known_before
from sim.history.baselines.windows import TRAINED_TO
from sim.history.forecasts import SLACK, week_at
from sim.history.observed import HOLDER_OF, control_rows, deaths_monthly
from sim.history.outset import outset
from sim.history.scoring.question import ask
from sim.history.truth import Control, MonthlyDeaths, month_after, read_control, read_deaths
from sim.scenario.control import ControlRow
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded

__all__ = ["OWN", "Plan", "plan_backcast"]

OWN: Final = "the project's own open tables"

_CODE_OF = {side: code for code, side in HOLDER_OF.items()}


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold what is run and what it is scored against."""

    loaded: Loaded
    start: date
    """The day of the forecast: what was recorded later is not known to it."""
    conditional: bool
    maps: Mapping[date, tuple[Control, ...]]
    """The maps that are scored, by date, earliest first."""
    months: tuple[MonthlyDeaths, ...]
    """The months that are scored, earliest first."""
    known: Mapping[date, float]
    """The deaths of the months that had ended by the start [persons]."""
    truth: str
    """In words, where the record comes from."""

    @property
    def monday(self) -> date:
        """Return the first day of the first week that is run."""
        return monday(self.loaded.scenario.start)

    @property
    def horizon(self) -> date:
        """Return the last day that is scored."""
        return _horizon(self.maps, self.months)

    @property
    def first(self) -> date:
        """Return the first day that is scored."""
        return min([*self.maps, *(row.month for row in self.months)])

    def sample(self, fitted: date) -> str:
        """Say whether numbers fitted to the record up to a day saw anything that is scored."""
        if self.first <= fitted:
            return f"in sample: the model's numbers were fitted with months to {fitted:%B %Y} in view"
        return f"out of sample: the model's numbers were fitted to months up to {fitted:%B %Y}"

    @property
    def mode(self) -> str:
        """Return `unconditional` or `conditional`."""
        return "conditional" if self.conditional else "unconditional"

    @property
    def before(self) -> tuple[Control, ...]:
        """Return the map that the war starts from, in the codes of the record."""
        return tuple(_recorded(row, self.start) for row in self.loaded.control.values())


def plan_backcast(
    start: date | None,
    *,
    scenario: str | None = None,
    control: Path | None = None,
    deaths: Path | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Plan:
    """Read the record and choose the scenario; without files the record is the project's own, `since` to `until`.

    Without `until` the own record ends with the months that may be fitted, or, for a start after them, with its last
    date. Raises InputError for a file that is wrong, a start without a state, or a record without a date to score.
    """
    if scenario is None and start is None:
        raise InputError("Say from when with --start DATE, or which scenario with --scenario.")
    if scenario is None:
        begin = outset(_given(start)).monday
    else:
        loaded = load_scenario(scenario)
        begin = monday(loaded.scenario.start)
        if start is not None and start != loaded.scenario.start:
            raise InputError(f"{loaded.label} starts on {loaded.scenario.start}, not on {start}; leave --start out.")
        start = loaded.scenario.start
    start = _given(start)
    own = control is None and deaths is None
    maps, months = _record(start, begin, control, deaths, since, _until(start, until) if own else until)
    weeks = _weeks(begin, maps, months)
    loaded = outset(start).loaded(weeks) if scenario is None else load_scenario(scenario, weeks=weeks)
    given = [each for each in (control, deaths) if each is not None]
    plan = Plan(
        loaded=loaded,
        start=start,
        conditional=scenario is not None,
        maps=maps,
        months=months,
        known=_known(start, deaths),
        truth=OWN if own else " and ".join(path.name for path in given),
    )
    _askable(plan)
    return plan


def _askable(plan: Plan) -> None:
    """Refuse, before anything is run, what no forecast could be scored on or made from."""
    for day, rows in plan.maps.items():
        if not ask(plan.before, rows).places:
            raise InputError(
                f"No place of the map of {day} can be scored: it must be held by one scored party, with more than low "
                "confidence, there and at the start."
            )
    if plan.months and len(plan.known) < LEAST:
        raise InputError(
            f"Fewer than {LEAST} months of deaths are known before {plan.start}: no plain forecast can be made."
        )


def _given(start: date | None) -> date:
    assert start is not None  # one of start and scenario is there, and a scenario has a start
    return start


def _until(start: date, until: date | None) -> date | None:
    return until or (TRAINED_TO if start < TRAINED_TO else None)


def _record(
    start: date, begin: date, control: Path | None, deaths: Path | None, since: date | None, until: date | None
) -> tuple[dict[date, tuple[Control, ...]], tuple[MonthlyDeaths, ...]]:
    """Return the maps and months to score, after the start, `since` to `until`; InputError if there is none."""
    own = control is None and deaths is None
    rows = control_rows() if own else () if control is None else read_control(control)
    counts = deaths_monthly() if own else () if deaths is None else _all(read_deaths(deaths, since=start))
    beyond = max([row.date for row in rows] + [row.month for row in counts], default=start)
    if until is None and beyond > LAST_DATE:
        raise InputError(f"The record goes to {beyond}; the model ends on {LAST_DATE}. Cut it with --until DATE.")
    last = until or LAST_DATE
    days = sorted({row.date for row in rows if row.date > start and week_at(row.date, begin) >= 1})
    first = since or start
    maps = {day: tuple(row for row in rows if row.date == day) for day in days if first <= day <= last}
    months = tuple(
        row
        for row in counts
        if row.month >= max(begin - timedelta(days=SLACK), first.replace(day=1))
        and month_after(row.month) - timedelta(days=1) <= last
    )
    if not maps and not months:
        span = "".join([f" and from {since}" if since else "", f" and up to {until}" if until else ""])
        raise InputError(f"The record has no map and no whole month that lies after {start}{span}: nothing to score.")
    return maps, months


def _all(rows: tuple[MonthlyDeaths, ...]) -> tuple[MonthlyDeaths, ...]:
    return tuple(row for row in rows if row.kind == "all")


def _known(start: date, deaths: Path | None) -> dict[date, float]:
    """Return the months that had ended by the start: of the own table, and of the file where it has them too."""
    counts = {row.month: row.best for row in deaths_monthly()}
    if deaths is not None:
        counts |= {row.month: row.best for row in _all(read_deaths(deaths, since=None))}
    return known_before(counts, start)


def _horizon(maps: Mapping[date, object], months: tuple[MonthlyDeaths, ...]) -> date:
    ends = [*maps, *([month_after(months[-1].month) - timedelta(days=1)] if months else [])]
    return max(ends)


def _weeks(begin: date, maps: Mapping[date, object], months: tuple[MonthlyDeaths, ...]) -> int:
    """Return how many weeks must be run so that every map and the end of every month is reached."""
    weeks = [week_at(day, begin) for day in maps]
    if months:
        weeks.append(-(-(month_after(months[-1].month) - begin).days // DAYS_PER_WEEK))
    return max(weeks)


def _recorded(row: ControlRow, day: date) -> Control:
    """Return a row of a start map as the record would have it."""
    code = "contested" if row.contested else _CODE_OF.get(row.holder, row.holder)
    return Control(day, row.place, code, row.also_present, row.confidence, row.basis)
