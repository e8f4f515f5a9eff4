"""The page of the claims: a card for each, figures that stand where their numbers say, nothing from outside."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from sim.history.claims.findings import Finding
from sim.reports.claims.page import cards_of, write_claims
from sim.reports.claims.strip import ladder_of, often_of, strip_of
from tests.browser import opened, serious_faults
from tests.history.claims.small import CLAIMS, small_set

pytestmark = pytest.mark.xdist_group("small_claims")


def _found(name: str) -> Finding:
    return next(one for one in small_set()[1] if one.id == name)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    plan, found = small_set()
    return write_claims(found, plan, {"command": ["claims"]}, tmp_path_factory.mktemp("page") / "claims.html")


def test_there_is_a_card_with_a_figure_for_each_claim(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert set(re.findall(r'<article class="card claim" id="(\w+)"', text)) == set(CLAIMS)
    assert text.count('role="img"') == 4  # three claims that are run, and the key
    assert "Follows from patrons.acceptance = 0" in text
    assert "Not testable here" in text
    assert "Leonid Issaev, Al Jazeera (opinion)" in text
    assert not re.search(r'(src|href)="https?:', text)
    assert "default-src &#39;none&#39;" in text


def test_a_figure_stands_where_its_numbers_say() -> None:
    part = _found("D1").parts[0]
    strip = strip_of(part)
    means = part.differences.mean(axis=1)
    order = np.argsort(means)
    assert np.all(np.diff(np.array(strip.draws)[order]) >= 0.0)
    assert strip.zero is not None
    assert strip.matters is not None
    assert strip.matters[0] < strip.zero < strip.matters[1] < strip.mean
    assert strip.interval is not None
    assert sum(strip.interval) / 2 == pytest.approx(strip.mean, abs=0.2)
    assert all(0.0 < x < 320.0 for x, _ in strip.ticks)


def test_a_clause_is_a_bar_of_all_pairs() -> None:
    part = _found("D2").parts[0]
    strip = strip_of(part)
    assert sum(count for *_, count in strip.counts) == part.contrast.pairs
    assert sum(wide for _, _, wide, _ in strip.counts) == pytest.approx(300.0, abs=0.3)


def test_how_often_stands_on_a_scale_from_none_to_all() -> None:
    strip = often_of(_found("B5").steps[0].found)
    assert strip.mean == 310.0
    assert strip.asked == 10.0 + 0.95 * 300.0
    assert strip.counts[0][0] == "true"


def test_a_ladder_has_a_rung_for_each_value_and_marks_the_one_in_force() -> None:
    ladder = ladder_of(_found("B5"))
    assert [rung.label for rung in ladder.rungs] == ["0", "0.1", "0.25", "0.5", "1"]
    assert ladder.in_force == ladder.rungs[-1].x  # patrons.acceptance is declared as 1
    assert ladder.rungs[0].y < ladder.line  # all runs: above the share that was named


def test_cards_stand_by_analysis_and_say_where_a_claim_turns() -> None:
    groups = cards_of(small_set()[1])
    assert [group.key for group in groups] == ["issaev_2017", "derik_2020", "mei_2015"]
    card = groups[0].cards[0]
    assert "In force is 1." in card.follows
    assert card.kind == "if-then"


@pytest.mark.browser
@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_it_fits_every_screen_and_can_be_used_by_all(page: Path, size: str) -> None:
    with opened(page, size) as tab:
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert serious_faults(tab) == []
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.textContent") == "Skip to the content"


@pytest.mark.browser
def test_it_can_be_read_without_a_script(page: Path) -> None:
    with opened(page, "phone", script=False) as tab:
        assert tab.locator("article").count() == len(CLAIMS)
