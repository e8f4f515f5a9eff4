"""The facilitator's hand, the policies' orders and the messages to teams, through the pages of a real server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.classroom.acceptance.screens import Screens, begun
from tests.classroom.acceptance.tunnel import tunnelled
from tests.classroom.server.knocking import House, housed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("acceptance-hand")]

DRAFT = ".saved >> text=Draft saved"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with housed(tmp_path_factory.mktemp("hand"), "--turns", "2") as found:
        yield found


@pytest.fixture
def screens(house: House) -> Iterator[Screens]:
    """Return a room that plans its first month, with no screen open."""
    begun(house)
    screens = Screens(house)
    yield screens
    screens.close()


def _policies(state: Any) -> list[str]:
    """Return what the policies ordered, in the words of the console."""
    rows = [row for seat in state["orders"]["seats"] for row in seat["side_orders"]]
    return [row["words"] for row in rows if row["from"] == "policy"]


def test_04_orders_of_empty_seats_stand_marked_in_the_console_and_nowhere_else(screens: Screens) -> None:
    house = screens.house
    taken = {row["seat"] for row in house.console()["room"]["seats"] if row["sessions"]}
    assert not taken & {"regime", "opposition"}
    for seat in ("us_sdf", "russia"):
        screens.seat(seat)
    screens.open("projector", "/projector/", "projector")
    console = screens.open("console", "/console/")
    screens.phase("locked")
    console.get_by_role("button", name="Run the month").wait_for()
    orders = _policies(house.settled())
    assert orders
    for seat in ("regime", "opposition"):
        assert console.locator(f'.set[data-seat="{seat}"] .tag.policy').count() >= 1
    assert orders[0] in console.inner_text("#panel-orders")
    screens.phase("adjudication")
    for name in ("us_sdf", "russia", "projector"):
        text = screens.ears[name].all(screens.pages[name])
        assert not [words for words in orders if words in text], name


def _reasoned(page: Any, key: str, reason: str, **values: str) -> None:
    """Fill in the form of one of the facilitator's powers, and send it."""
    page.click(f'[data-key="ask {key}"]')
    form = page.locator("form.ask:visible")
    for name, value in values.items():
        form.locator(f"[data-name={name}]").select_option(value)
    form.locator("[data-name=reason]").fill("no")
    form.locator("button.go").click()
    form.locator(".fault >> text=at least 3 letters").wait_for()
    form.locator("[data-name=reason]").fill(reason)
    form.locator("button.go").click()
    form.wait_for(state="detached")


def test_19_the_facilitators_hand_is_logged_with_its_reasons_and_told_to_the_team(screens: Screens) -> None:
    house, team, page = screens.house, screens.seat("us_sdf"), screens.open("console", "/console/")
    orders = (
        {"by": "sdf", "verb": "posture", "stance": "attack"},
        {"by": "sdf", "verb": "main_effort", "governorate": "raqqa"},
    )
    assert screens.order("us_sdf", *orders)["status"] == 200
    page.click("#tab-inject")
    page.locator("form.inject input[type=radio]").first.check()
    page.locator("form.inject [data-name=reason]").fill("reason of the inject")
    page.locator("form.inject button.go").click()
    page.locator(".done >> text=reason of the inject").wait_for()
    screens.phase("locked", "us_sdf")
    page.wait_for_selector("#state >> text=Orders sealed")
    page.click("#tab-orders")
    _reasoned(page, "strike us_sdf 1", "reason of the strike")
    screens.phase("adjudication", "us_sdf")
    first = house.settled()["proposal"]["hash"]
    page.locator('[data-key="ask reroll"]').wait_for()
    _reasoned(page, "reroll", "reason of the reroll")
    assert house.settled()["proposal"]["hash"] != first
    page.locator('[data-key="ask overrule"]').wait_for()
    page.click('[data-key="ask overrule"]')
    form = page.locator('form.ask:has([list="map-places"])')
    form.locator('[list="map-places"]').fill("Manbij")
    form.locator('[list="map-places"]').press("Enter")
    form.locator("[data-name=to]").select_option("turkey")
    form.locator("[data-name=reason]").fill("reason of the edit")
    form.locator("button.go").click()
    form.wait_for(state="detached")
    house.settled()
    screens.phase("reveal", "us_sdf")
    team.get_by_text("reason of the strike").first.wait_for(state="attached")
    turn = house.console()["turn"]
    page.wait_for_selector("#state >> text=What happened")
    page.click("#tab-room")
    _reasoned(page, "rewind", "reason of the rewind", turn=str(turn))
    page.wait_for_selector("#state >> text=Branch")
    page.click("#tab-log")
    log = page.inner_text("table.log")
    for what in ("inject", "strike", "reroll", "edit", "rewind"):
        assert f"reason of the {what}" in log, what


def test_24_over_budget_out_of_reach_and_missing_are_told_beside_the_order(screens: Screens) -> None:
    page = screens.seat("us_sdf")
    screens.write(page, "reinforce", "sdf", "first reason", governorate="raqqa", level="3")
    screens.write(page, "reinforce", "sdf", "second reason", governorate="hasakah", level="3")
    screens.write(page, "main_effort", "sdf", "third reason", governorate="raqqa")
    page.get_by_text("Main effort costs 2 and you have 0 of 6 left. Remove an order or lower a level.").wait_for()
    page.click("#submit")
    page.get_by_text("Some orders cannot be given.").wait_for()
    words = page.inner_text(".orders")
    assert [reason for reason in ("first reason", "second reason", "third reason") if reason not in words] == []
    page.click("#add-order")
    page.check("#by-sdf")
    page.click("#verb-main_effort")
    page.locator("details.shut summary").last.click()
    assert "no force that can reach Daraa this month" in page.inner_text("#panel-orders")


def test_24_orders_that_come_after_the_seal_or_the_month_are_told_and_kept(screens: Screens) -> None:
    with tunnelled() as tunnel:
        page = screens.seat("us_sdf", proxy=tunnel.proxy)
        screens.write(page, "posture", "sdf", "in time", stance="attack")
        page.wait_for_selector(DRAFT)
        tunnel.cut(loud=True)
        page.wait_for_selector("#status .line.down")
        screens.write(page, "main_effort", "sdf", "too late", governorate="raqqa")
        screens.house.until("locked")
        tunnel.mend()
        screens.shows(page, "locked")
        page.get_by_text("Orders are sealed. Your last saved set (").first.wait_for()
        assert "too late" in page.inner_text("#panel-orders")
        screens.phase("planning", "us_sdf")
        page.get_by_text("your text is kept below.").first.wait_for()
        assert "too late" in page.inner_text("#panel-orders")
