"""The page in a real browser without a network: it says nothing wrong, and pointer, keys and sizes all work."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from sim.experiments.comparing.compare import compare
from sim.reports.page.arms import write_comparison
from sim.reports.page.page import write_page
from sim.scenario.load import load_scenario
from sim.theatre.regions import load_theatre
from tests.browser import SIZES, opened, serious_faults
from tests.reports.page.test_page import WEEKS, record_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


SMALL = """[...document.querySelectorAll('button, select, input')]
    .filter(each => each.offsetHeight && each.offsetHeight < 44).map(each => each.id)"""
"""Controls too small for a thumb."""

HITS = """() => {
    const names = [...document.querySelectorAll('#drawn text')]
        .map(each => [each.textContent, each.getBoundingClientRect()]);
    const hit = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 7;
    return names.flatMap(([n, a], i) => names.slice(i + 1).filter(([, b]) => hit(a, b)).map(([m]) => n + "/" + m));
}"""
"""Pairs of names on the map that lie on each other."""


@pytest.fixture(scope="module", params=[1, 3], ids=["run", "ensemble"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(record_of(request.param), tmp_path_factory.mktemp("page") / "report.html")


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(record_of(1), tmp_path_factory.mktemp("one") / "report.html")


@pytest.mark.parametrize("size", SIZES)
def test_it_fits_every_screen_and_can_be_used_by_all(page: Path, size: str) -> None:
    with opened(page, size) as tab:
        assert tab.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
        assert serious_faults(tab) == []
        assert tab.evaluate(SMALL) == []


@pytest.fixture(scope="module")
def arms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    a, b = load_scenario("base_2015", weeks=28), load_scenario("base_2015", weeks=28, sets=["combat.kappa=0.03"])
    compared = compare(a, b, runs=3)
    return write_comparison(compared, {"command": ["compare"]}, tmp_path_factory.mktemp("arms") / "report.html")


@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_two_arms_and_their_change_can_be_seen(arms: Path, size: str) -> None:
    with opened(arms, size) as tab:
        assert tab.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
        assert serious_faults(tab) == []
        layers = tab.locator("#layer option").all_text_contents()
        assert layers[0].startswith("Change with B")
        assert layers[-2:] == ["A: who most likely holds it", "B: who most likely holds it"]
        assert tab.get_attribute("#week", "max") == "2"
        tab.fill("#week", "0")
        assert tab.text_content("#date") == "28 Dec 2015"
        tab.select_option("#layer", layers[-1])
        tab.fill("#find", "Raqqa")
        assert "A 100 %, B 100 % of runs" in tab.text_content("#facts")


def test_the_week_moves_map_curves_and_date_together(page: Path) -> None:
    with opened(page) as tab:
        last = tab.text_content("#date")
        land = tab.get_attribute("#shares .stack", "aria-label")
        tab.fill("#week", "0")
        assert tab.text_content("#date") == "12 Jun 2017"
        assert last != "12 Jun 2017"
        assert tab.get_attribute("#shares .stack", "aria-label") != land
        assert tab.text_content("#charts .now") == "12 Jun 2017: the start, before the first week"
        tab.click("#charts figure svg", position={"x": 300, "y": 80})
        assert 0 < int(tab.input_value("#week")) < WEEKS


def test_by_keys_alone(page: Path) -> None:
    with opened(page) as tab:
        tab.focus("#drawn")
        for key in ("ArrowUp", "ArrowUp", "ArrowRight", "ArrowDown"):
            tab.keyboard.press(key)
        assert tab.text_content("#facts h3")
        tab.focus("#week")
        tab.keyboard.press("Home")
        assert tab.text_content("#date") == "12 Jun 2017"
        tab.focus("#find")
        tab.keyboard.type("Raqqa")
        assert tab.text_content("#facts h3") == "Raqqa"
        tab.select_option("#view", "Damascus")
        assert tab.locator("#drawn text", has_text="Douma").count()


@pytest.mark.parametrize(
    ("typed", "found"),
    [("aleppo", "Aleppo"), ("Kobane", "No place"), ("deir ez zor", "Deir ez-Zor"), ("bab", "al-Bab")],
)
def test_a_place_is_found_as_it_is_typed(page: Path, typed: str, found: str) -> None:
    with opened(page) as tab:
        tab.fill("#find", "Raqqa")
        tab.fill("#find", typed)
        assert tab.text_content("#facts > :first-child").startswith(found)


def test_no_two_names_on_the_map_lie_on_each_other(page: Path) -> None:
    with opened(page) as tab:
        assert tab.evaluate(HITS) == []


def test_the_curves_can_be_saved_and_the_page_printed(page: Path, tmp_path: Path) -> None:
    with opened(page) as tab:
        with tab.expect_download() as waiting:
            tab.click("#save")
        rows = Path(waiting.value.path()).read_text(encoding="utf-8").splitlines()
        assert len(rows) == WEEKS + 1
        assert rows[1].startswith("0,2017-06-12,")
        names = next(csv.reader(rows))[2:]
        many = tab.evaluate("JSON.parse(document.getElementById('data').textContent).runs") > 1
        assert {name.endswith((" %", " median")) for name in names} == {many}
        assert any("Civilians [people a week; mean over three weeks]" in name for name in names)
        tab.pdf(path=tmp_path / "page.pdf", format="A4", print_background=True)
        assert (tmp_path / "page.pdf").stat().st_size > 50_000


SIDES_OF_PLACES = """(week, towns) => {
    const data = JSON.parse(document.getElementById("data").textContent), { ground, looks, war } = data;
    const bytes = text => Uint8Array.from(atob(text), sign => sign.charCodeAt(0));
    const holder = Array.from(bytes(war.start)), rival = holder.map(() => -1);
    for (const [rows, into] of [[war.holders, holder], [war.rivals, rival]]) {
        for (let i = 0; i < rows.length && rows[i] <= week; i += 3) into[rows[i + 1]] = rows[i + 2];
    }
    const svg = document.querySelector("#drawn svg"), areas = [...svg.querySelector("g").children];
    return towns.map(region => {
        const spot = svg.createSVGPoint(), look = looks[holder[region]];
        [spot.x, spot.y] = [ground.x[region], ground.y[region]];
        const found = areas.filter(area => area.isPointInFill(spot)).map(area => area.getAttribute("fill"));
        const held = look.pattern ? `url(#held-${look.side})` : look.fill;
        const due = rival[region] < 0 ? held : `url(#both-${look.side}-${looks[rival[region]].side})`;
        return found.length === 1 && found[0] === due ? null : [ground.ids[region], found, due];
    }).filter(Boolean);
}"""
"""Places that do not lie in one area alone, that of their holder."""


def test_every_place_lies_on_the_side_of_its_holder(one: Path) -> None:
    towns = np.flatnonzero(load_theatre().is_place & ~load_theatre().thin).tolist()
    with opened(one) as tab:
        for week in range(WEEKS + 1):
            tab.fill("#week", str(week))
            assert tab.evaluate(f"([week, towns]) => ({SIDES_OF_PLACES})(week, towns)", [week, towns]) == []


def test_readers_are_not_told_of_every_week_that_runs_by(one: Path) -> None:
    with opened(one) as tab:
        tab.click("#play")
        assert [tab.get_attribute(name, "aria-live") for name in ("#facts", "#date")] == ["off", "off"]
        tab.click("#play")
        assert [tab.get_attribute(name, "aria-live") for name in ("#facts", "#date")] == ["polite", "polite"]


def test_without_a_script_no_control_is_shown_that_does_nothing(one: Path) -> None:
    with opened(one, script=False) as tab:
        assert tab.locator("noscript .warning").is_visible()
        for dead in ("#play", "#week", "#find", "#save", "#drawn", ".card button"):
            assert tab.locator(dead).first.is_hidden(), dead
        assert tab.locator(".card h3").first.is_visible()
        assert tab.get_by_text("Killed in the model").is_visible()
