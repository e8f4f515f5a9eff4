"""The page of a run and of an ensemble: what its words and numbers say, and what it keeps out."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.experiments.ensemble import run_ensemble
from sim.history.observed import deaths_monthly
from sim.record.keep import ENSEMBLE, Keep
from sim.record.manifest import manifest_of
from sim.record.record import Record
from sim.record.telling import DEFENDS, MODIFIERS
from sim.reports import style, words
from sim.reports.page import page
from sim.reports.page.arms import write_comparison
from sim.reports.page.assumptions import assumptions_of, outside
from sim.reports.page.cards import cards_of
from sim.reports.page.charts import charts_of
from sim.reports.page.divided import divided_of
from sim.reports.page.page import write_page
from sim.reports.page.war import fields_of, war_of
from sim.scenario.load import load_scenario
from sim.scenario.parameters.registry import declared
from sim.scenario.posterior import drawn, posterior
from sim.theatre.places import region_ids
from sim.theatre.regions import load_theatre
from tests.reports.test_comparison import made_comparison

WEEKS = 12


def record_of(runs: int, *, weeks: int = WEEKS, sets: list[str] | None = None, **scenario: Any) -> Record:
    loaded = load_scenario("russian_exit", weeks=weeks, sets=sets or [])
    seeds = list(range(3, 3 + runs))
    histories = run_ensemble(loaded, seeds, keep=Keep() if runs == 1 else ENSEMBLE)
    manifest = manifest_of(
        loaded.label, weeks=weeks, seed=3, runs=runs, command=["run"], citations=loaded.citations(), sets=sets or []
    )
    return Record.of({**loaded.resolved(), **scenario}, manifest, histories, region_ids())


@pytest.fixture(scope="module")
def run() -> Record:
    return record_of(1)


@pytest.fixture(scope="module")
def ensemble() -> Record:
    return record_of(4)


def text_of(record: Record, tmp_path: Path) -> str:
    return write_page(record, tmp_path / "report.html").read_text(encoding="utf-8")


def data_of(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    plain: dict[str, Any] = json.loads(found[1])
    return plain


def test_numbers_that_were_drawn_are_told_as_ranges(tmp_path: Path) -> None:
    loaded, whole = load_scenario("russian_exit", weeks=WEEKS), posterior()
    histories = run_ensemble(loaded, [3, 4, 5], posterior=whole)
    manifest = manifest_of(loaded.label, weeks=WEEKS, seed=3, runs=3, command=["run"], citations=[])
    record = Record.of(loaded.resolved(), manifest | {"numbers": whole.plain()}, histories, region_ids())
    rows = {row.name: row for row in assumptions_of(record.scenario, [run.numbers for run in histories], whole.plain())}
    assert {name for name, row in rows.items() if row.drawn} == set(whole.names)
    for name in whole.names:
        low, high = np.quantile([run.numbers[name] for run in histories], (0.05, 0.95))
        assert rows[name].value == f"{low:.3g} to {high:.3g}"
        assert rows[name].declared == f"{declared()[name].value:g}"
    text = html.unescape(text_of(record, tmp_path))
    assert f"{len(whole.names)} of the model's own were drawn anew for each of 3 runs." in text
    assert f"Drawn from {whole.told}" in text
    assert text.count("Range of the model under the numbers drawn, not of history.") >= 2
    assert "under one parameter set" not in text


def test_one_draw_is_a_change_with_its_reason() -> None:
    loaded, whole = load_scenario("russian_exit", weeks=WEEKS), posterior()
    rows = assumptions_of(drawn(loaded, whole[17], whole.made).resolved())
    changed = [row for row in rows if row.changed]
    assert {row.name for row in changed} <= set(whole.names)
    assert all(row.support.startswith("Posterior draw 17: looked for within") for row in changed)
    assert not [row for row in rows if row.drawn]


@pytest.mark.parametrize("runs", [1, 4])
def test_a_page_needs_nothing_else(runs: int, run: Record, ensemble: Record, tmp_path: Path) -> None:
    text = html.unescape(text_of(run if runs == 1 else ensemble, tmp_path))
    assert len(text.encode()) < 5_000_000
    assert "default-src 'none'" in text
    assert not re.search(r"""(src|href)=["'](?!#|data:)""", text)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text)
    for said in ("What this cannot say", "not of history", "What it rests on", "To make it again", "Civilians"):
        assert said in text


def test_the_changes_of_a_run_lead_from_start_to_end(run: Record) -> None:
    war = war_of(run)
    holder = run.frame(0).holder.copy()
    for week, region, side in np.array(war["holders"]).reshape(-1, 3):
        assert 0 < week <= WEEKS
        holder[region] = side
    assert (holder == run.frame(WEEKS).holder).all()
    rival = np.full(len(holder), -1)
    for week, region, side in np.array(war["rivals"]).reshape(-1, 3):
        if week <= 5:
            rival[region] = side
    assert (rival == np.where(run.frame(5).contested, run.frame(5).rival, -1)).all()


def test_the_shares_of_many_runs_are_those_of_the_record(ensemble: Record) -> None:
    import base64

    from sim.sides import INDEX

    war = war_of(ensemble)
    size = len(ensemble.regions)
    shares = np.frombuffer(base64.b64decode(war["shares"]), dtype=np.uint8).reshape(WEEKS + 1, len(war["sides"]), size)
    known = ensemble.odds(7).share[:, [INDEX[side] for side in war["sides"]]].T
    assert np.abs(shares[7] / war["step"] - known).max() <= 0.5 / war["step"]
    assert (shares.sum(axis=1) == war["step"]).all()


def test_the_numbers_of_the_curves_are_those_of_the_record(run: Record, ensemble: Record, tmp_path: Path) -> None:
    charts = {chart["key"]: chart for chart in data_of(text_of(run, tmp_path))["charts"]}
    regime = {line["name"]: line["rows"] for line in charts["area"]["lines"]}["Regime"]
    assert regime[0] == pytest.approx(100 * run.series["area.regime"][0], rel=5e-3)
    dead = charts["sum"]["lines"][0]["rows"][0]
    assert dead[-1] == pytest.approx(run.series["deaths.civilians"][0].sum(), rel=5e-3)
    places = {key: chart["at"] for key, chart in charts.items()}
    assert [places[key] for key in ("civilians", "all", "displaced")] == [0.5, 0.5, 0.5]
    assert [places[key] for key in ("sum", "area", "since_start", "coverage")] == [1.0, 1.0, 1.0, 1.0]
    many = {chart["key"]: chart for chart in data_of(text_of(ensemble, tmp_path))["charts"]}
    rows = many["area"]["lines"][0]["rows"]
    assert len(rows) == 5
    assert rows[2] == pytest.approx(np.median(100 * ensemble.series["area.regime"], axis=0), rel=5e-3)


def test_one_run_tells_its_moments_with_odds_and_what_if(run: Record, tmp_path: Path) -> None:
    text = text_of(run, tmp_path)
    assert "What counted most in this run" in text
    assert "the draw was" in text
    assert "had also had twice the men" in text
    assert "Where the runs part" not in text


def test_a_card_leads_to_the_week_that_shows_it_and_says_who_each_thing_helped(run: Record, tmp_path: Path) -> None:
    cards = cards_of(run)
    weeks = [int(week) for week in re.findall(r'data-week="(\d+)"', text_of(run, tmp_path))]
    assert weeks == [card.week + 1 for card in cards]
    taken = [card for card in cards if card.odds is not None and card.region and card.modifiers]
    assert taken
    for card in taken:
        row = run.regions.index(card.region)
        assert run.frame(card.week).holder[row] != run.frame(card.week + 1).holder[row]
        told = next(e for e in run.events() if e.get("region") == card.region and e.get("draw") == card.draw)["inputs"]
        for name, words_ in MODIFIERS.items():
            for each in card.modifiers:
                if each.words in words_ and name in told and told[name] == each.factor:
                    assert each.helped is ((each.factor > 1.0) is not (name in DEFENDS)), name


def test_the_tables_at_the_top_are_the_sums_of_the_record(run: Record) -> None:
    killed = dict(page._killed(run))
    assert killed["Civilians"] == words.about(run.series["deaths.civilians"].sum())
    regime = next(row for row in page._holders(run) if row[0] == style.FACTION["regime"].name)
    area, people = run.series["area.regime"][0], run.series["population.regime"][0]
    assert regime[1:] == tuple(words.percent(share) for share in (area[0], area[-1], people[-1]))
    assert area[-1] != pytest.approx(people[-1], abs=0.02)


def test_runs_part_where_most_people_live_in_doubt(ensemble: Record) -> None:
    ground, share = load_theatre(), ensemble.odds(ensemble.weeks).share
    weigh = {
        name: float(ground.population[row]) * -sum(float(s) * np.log(s) for s in share[row] if s > 0)
        for row, name in enumerate(ground.ids)
        if ground.is_place[row]
    }
    wanted = sorted((name for name in weigh if weigh[name] > 1e-9), key=lambda name: -weigh[name])[:10]
    assert [place.region for place in divided_of(ensemble)] == wanted


def test_many_runs_tell_where_they_part(ensemble: Record, tmp_path: Path) -> None:
    text = text_of(ensemble, tmp_path)
    assert "Where the runs part" in text
    assert "What counted most in this run" not in text
    for place in divided_of(ensemble):
        assert sum(share for _, share in place.shares) == pytest.approx(1.0, abs=0.03)
        assert place.shares[0][1] < 1.0


def test_titles_from_a_file_stay_words(tmp_path: Path) -> None:
    title = "</script><script>alert(1)</script> \u0627\u0644\u0631\u0642\u0629 <img src=x onerror=alert(2)>"
    record = record_of(1, weeks=1, title=title, summary="</title>{{ 7 * 7 }}")
    text = text_of(record, tmp_path)
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "{{ 7 * 7 }}" in text
    assert "\u0627\u0644\u0631\u0642\u0629" in text
    assert text.count("<script") == 2


def test_numbers_outside_their_range_are_warned_of(tmp_path: Path) -> None:
    text = text_of(record_of(1, weeks=1, sets=["combat.kappa=0.2!"]), tmp_path)
    assert "Outside the range that was declared" in text
    assert "combat.kappa" in text
    assert "Changed from what the model declares" in text


@pytest.mark.parametrize("runs", [1, 2])
def test_one_week_is_enough(runs: int, tmp_path: Path) -> None:
    data = data_of(text_of(record_of(runs, weeks=1), tmp_path))
    assert data["weeks"] == 1
    assert all(len(row) == 1 for chart in data["charts"] for line in chart["lines"] for row in line["rows"])


def test_every_date_counts_from_the_monday_on_which_the_first_week_begins(run: Record, tmp_path: Path) -> None:
    """A scenario may start on any day: week 0 of the page, as of the pictures, is the Monday before it."""
    events = [{"when": "2017-06-20", "label": "talks", "do": "mark"}]
    midweek = Record.of(
        {**run.scenario, "start": "2017-06-15", "events": events}, run.manifest, run.histories, run.regions
    )
    text = text_of(midweek, tmp_path)
    data = data_of(text)
    assert data["start"] == run.frame(0).date.isoformat() == midweek.frame(0).date.isoformat()
    assert data["events"] == [[8, "talks"]]
    assert "12 June 2017 to 4 September 2017" in text


def test_recorded_months_stand_as_boxes_and_those_kept_apart_do_not(run: Record) -> None:
    def boxes(start: str) -> tuple[list[list[int]], str]:
        moved = Record.of({**run.scenario, "start": start}, run.manifest, run.histories, run.regions)
        chart = next(chart for chart in charts_of(moved) if chart["key"] == "all")
        return chart["boxes"], chart["note"]

    known = {row.month: row for row in deaths_monthly()}
    found, note = boxes("2016-01-04")
    assert [box[:2] for box in found] == [[28, 57]]
    assert found[0][2:] == [round(known[date(2016, 2, 1)].low * 7 / 29), round(known[date(2016, 2, 1)].high * 7 / 29)]
    assert "kept apart" not in note
    for start in ("2017-07-03", "2018-02-05", "2018-10-01"):
        found, note = boxes(start)
        assert not found
        assert "kept apart" in note


def test_the_page_of_two_arms_has_the_bands_of_the_comparison(tmp_path: Path) -> None:
    compared = made_comparison(1, 12, shift=-2000.0)
    data = data_of(write_comparison(compared, {}, tmp_path / "report.html").read_text(encoding="utf-8"))
    charts = {chart["key"]: chart for chart in data["charts"]}
    bands = compared.bands["regime_area"].levels
    for chart, rows in (("regime_area", bands[0]), ("regime_area-apart", bands[2])):
        assert charts[chart]["lines"][0]["rows"][2] == pytest.approx(rows[2], rel=5e-3, abs=1e-9)
        assert charts[chart]["at"] == 1.0
    for chart in charts.values():
        assert chart["at"] == (0.5 if "a_week" in chart["key"] else 1.0)
    assert data["stops"] == list(compared.holders.weeks)


def test_fields_of_regions_come_back_within_a_step(run: Record, ensemble: Record) -> None:
    import base64

    fields = fields_of(run)
    for name, kept in fields.items():
        coded = np.frombuffer(base64.b64decode(kept["values"]), dtype="<u2").reshape(WEEKS + 1, -1)
        values = (coded & 8191) * 4.0 ** (coded >> 13)
        known = run.field(name, 6)
        assert known is not None
        apart = np.abs(values[6] * kept["step"] - known)
        assert (apart <= np.maximum(kept["step"] / 2, known / 1000) + 1e-9).all()
    supply = np.frombuffer(base64.b64decode(fields["supply"]["values"]), dtype="<u2").reshape(WEEKS + 1, -1)
    assert (supply[6] * fields["supply"]["step"] == run.field("supply", 6)).all()
    assert fields_of(ensemble) == {}


def test_the_ends_of_a_range_lie_within_it() -> None:
    span = {"low": 1.0, "high": 2.0}
    provenance = {str(value): {"value": value, **span} for value in (0.9, 1.0, 2.0, 2.1)}
    assert [row.name for row in outside(assumptions_of({"provenance": provenance}))] == ["0.9", "2.1"]


def test_no_path_of_a_machine_gets_into_a_page() -> None:
    files = ("/home/somebody/war/scenarios/x.yaml", "/opt/lib/sim/scenario/shipped/y.yaml", "/tmp/mine.yaml", "z.yaml")
    scenario = {"provenance": {str(n): {"value": 1.0, "file": file, "line": 7} for n, file in enumerate(files)}}
    found = [row.where for row in assumptions_of(scenario)]
    assert found == ["scenarios/x.yaml:7", "sim/scenario/shipped/y.yaml:7", "mine.yaml:7", "z.yaml:7"]


def test_a_modifier_is_told_by_what_it_did_to_the_attack() -> None:
    men = {"attack": 100.0, "defence": 50.0, "men_sdf": 100.0, "power_ratio": 2.0, "depth": 1.0, "siege": 0.0}
    told = {**men, "tempo": 1.0, "fort": 2.0, "supply_defence": 0.5, "air_attack": 1.5}
    event = {"id": 0, "week": 0, "rule": "control", "kind": "capture", "region": "raqqa", "side": "sdf", "other": "is",
             "holder": "sdf", "probability": 0.6, "draw": 0.2, "inputs": told}  # fmt: skip
    loaded = load_scenario("russian_exit", weeks=1)
    (history,) = run_ensemble(loaded, [1], keep=Keep())
    record = Record.of(loaded.resolved(), {}, [replace(history, events=(event,))], region_ids())
    card = next(each for each in cards_of(record) if each.region == "raqqa")
    found = {each.words: (each.factor, each.helped) for each in card.modifiers}
    assert found["prepared defences"] == (0.5, False)
    assert found["poor supply of the defenders"] == (2.0, True)
    assert found["aircraft of the attackers"] == (1.5, True)
    assert all(f"{each.odds:.2g}" != "0.6" for each in card.otherwise)
