"""The 27 acceptance checks of the classroom, and the tests that hold each of them.

A test of this folder has the number of its check in its name. Those that need no browser stand with the server's doors
and the game. Slow ones print their figures; `poe acceptance` runs them all.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CHECKS"]

PLAY, LINES, HAND = "acceptance/test_play.py", "acceptance/test_lines.py", "acceptance/test_hand.py"
ACCESS, LOAD = "acceptance/test_access.py", "acceptance/test_load.py"
DOORS, STORE, KILLS, GAME = "server/test_doors.py", "server/test_store.py", "server/test_kills.py", "test_game.py"
PAGES = "pages/test_"

CHECKS: Mapping[int, tuple[str, tuple[str, ...]]] = {
    1: ("The network is cut off: pages load, and ask nobody else.", (PLAY,)),
    2: ("Six seats, facilitator and projector play two turns; a headless run has the same hash.", (PLAY, GAME)),
    3: ("Forty clients get the whole map; time and memory.", (LOAD,)),
    4: ("Orders of empty seats are marked in the console and nowhere else before the reveal.", (HAND, GAME)),
    5: ("Nothing a seat was sent holds another's orders before the reveal.", (PLAY, DOORS, GAME)),
    6: ("Ten wrong codes: 429; another address may join.", (f"{DOORS}::test_ten_wrong_codes_a_minute_and_no_more",)),
    7: (
        "A cookie opens no other seat; the class's door has no route of the facilitator.",
        (
            f"{DOORS}::test_a_seats_cookie_opens_no_other_seat",
            f"{DOORS}::test_sockets_without_a_right_to_be_there_are_refused",
            f"{DOORS}::test_the_classs_door_knows_no_route_of_the_facilitator",
        ),
    ),
    8: (
        "Other origins, other hosts and missing headers are refused; nothing in the log.",
        (
            f"{DOORS}::test_requests_from_elsewhere_are_refused",
            f"{DOORS}::test_sockets_without_a_right_to_be_there_are_refused",
        ),
    ),
    9: (
        "Markup, turned and endless text is shown as text or refused.",
        (PLAY, f"{DOORS}::test_names_reasons_and_statements_are_cleaned_of_what_turns_or_hides_text"),
    ),
    10: ("Tricks with paths: 404.", (f"{DOORS}::test_tricks_with_paths_lead_nowhere",)),
    11: ("Killed while planning: nothing lost or doubled, pages come back with their text.", (LINES, KILLS)),
    12: ("Killed while a month is run: the same proposal again.", (LINES,)),
    13: ("Thirty seconds in a tunnel: said, sent again, stored once.", (LINES,)),
    14: ("A reload comes back to its screen and phase.", (PLAY,)),
    15: ("Two seats in two tabs; eight tabs of one browser stay live.", (LINES,)),
    16: ("Two commanders on one set: a conflict is said, nothing is lost.", (LINES, GAME)),
    17: ("Two clicks, or two consoles: one step.", (LINES, GAME)),
    18: ("A hard clock seals orders within a second, whatever a page's clock says.", (LINES, GAME)),
    19: ("The facilitator's hand is in the log with its reasons; the team is told at the reveal.", (HAND, GAME)),
    20: ("By keys alone, through the table, and axe on every screen.", (ACCESS, f"{PAGES}console.py")),
    21: ("A phone of 360 x 640: nothing wider, nothing too small, quick enough.", (ACCESS, f"{PAGES}seat.py")),
    22: ("Any two holders differ by pattern for every kind of sight.", (ACCESS, f"{PAGES}projector.py")),
    23: ("Nothing moves for who asked for stillness.", (ACCESS, f"{PAGES}seat.py")),
    24: ("Messages of budget, reach, stale and sealed as written; the draft is kept.", (HAND, GAME)),
    25: ("The debrief's weeks are the war's; its wars and seeds are told; the export opens from disk.", (PLAY,)),
    26: ("Pages are answered while the engine works.", (LOAD,)),
    27: ("A file of another version goes on, or is refused by name.", (LOAD, STORE)),
}  # fmt: skip
"""Number -> what is checked, and where: a file of this folder holds it in tests that bear the number."""
