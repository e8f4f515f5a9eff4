"""The doors of a running server, tried as a curious student would: refused, noted, and nothing leaked."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.classroom.server.knocking import House, Seated, housed

MARKER = "MARKER-of-a-secret-plan"
PLAN = (
    {"by": "sdf", "verb": "posture", "stance": "attack"},
    {"by": "sdf", "verb": "main_effort", "governorate": "raqqa", "reason": MARKER},
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with housed(tmp_path_factory.mktemp("house"), "--turns", "2") as found:
        yield found


@pytest.fixture(scope="module")
def seated(house: House) -> dict[str, Seated]:
    found = {seat: house.join(seat, name=f"of-{seat}") for seat in ("us_sdf", "russia")}
    house.until("planning")
    assert found["us_sdf"].order(*PLAN).status == 200
    return found


def _entries(house: House) -> int:
    return int(house.console()["log"][-1]["seq"])


def test_the_classs_door_knows_no_route_of_the_facilitator(house: House) -> None:
    for path in ("/console/", "/console/api/state", "/console/qr.svg", "/console/cards/", "/console/api/export",
                 "/explore/", "/explore/api/options"):  # fmt: skip
        assert house.ask("GET", path).status == 404, path
    for path in ("/console/api/act", "/console/api/futures", "/explore/api/run"):
        body = {"id": "x" * 12, "kind": "step", "turn": 0, "phase": "lobby"}
        assert house.ask("POST", path, body).status == 404, path


def test_a_seats_cookie_opens_no_other_seat(house: House, seated: dict[str, Seated]) -> None:
    russia = seated["russia"]
    before = _entries(house)
    answer = house.ask("GET", "/seat/us_sdf/api/state", headers=russia.headers)
    assert answer.status == 401
    assert MARKER.encode() not in answer.body
    forged = Seated(house, "us_sdf", russia.cookie).act("revise", turn=1)
    assert forged.status == 401
    assert Seated(house, "us_sdf", "x" * 32).act("revise", turn=1).status == 401
    assert house.ask("GET", "/seat/us_sdf/api/state").status == 401
    assert _entries(house) == before


def _socket(house: House, path: str, **headers: str) -> Any:
    told = {"Origin": f"http://127.0.0.1:{house.port}", **headers}
    origin = told.pop("Origin")
    address = f"ws://127.0.0.1:{house.port}{path}"
    return connect(address, origin=origin, additional_headers=told, open_timeout=10)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/seat/us_sdf/live", {}),
        ("/seat/us_sdf/live", {"Cookie": "theatre=nothing"}),
        ("/projector/live", {"Origin": "http://evil.example"}),
        ("/console/live", {}),
    ],
)
def test_sockets_without_a_right_to_be_there_are_refused(house: House, path: str, headers: dict[str, str]) -> None:
    with pytest.raises((InvalidStatus, ConnectionClosed)), _socket(house, path, **headers) as line:
        line.recv(timeout=5)


def test_a_seats_frames_never_hold_anothers_orders(house: House, seated: dict[str, Seated]) -> None:
    heard = []
    with _socket(house, "/seat/russia/live", Cookie=f"theatre={seated['russia'].cookie}") as line:
        heard.append(line.recv(timeout=10))
        seated["us_sdf"].order(*PLAN)
        heard.append(line.recv(timeout=10))
    with _socket(house, "/projector/live") as line:
        heard.append(line.recv(timeout=10))
    heard.append(json.dumps(seated["russia"].state()))
    assert not [text for text in heard if MARKER in text or "of-us_sdf" in text]
    assert MARKER in json.dumps(house.console())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 400),
        ({"Host": None}, 400),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": None}, 403),
        ({"X-Theatre": None}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_requests_from_elsewhere_are_refused(house: House, headers: dict[str, str | None], status: int) -> None:
    before = _entries(house)
    body = {"id": "y" * 12, "kind": "pause"}
    answer = house.ask("POST", "/console/api/act", body, console=True, headers=headers)
    assert answer.status == status, answer.body
    assert _entries(house) == before


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(house: House, method: str) -> None:
    assert house.ask(method, "/projector/api/state").status == 405


@pytest.mark.parametrize(
    "raw",
    [
        b"[1]", b"null", b"1e999", b'{"kind": NaN}', b"{", b"\xff\xfe", b'"' + b"a" * 9000 + b'"', b"[" * 5000, b"",
        b'{"id": "aaaaaaaaaaaa", "kind": ["orders"]}', b'{"id": 5, "kind": "pause"}',
        b'{"id": "aaaaaaaaaaaa", "kind": "orders", "turn": 1, "version": 0, "orders": [{"by": "sdf", "verb": [1]}]}',
        b'{"id": "aaaaaaaaaaaa", "kind": "orders", "turn": 999999999999999999999, "version": 0, "orders": []}',
        b'{"id": "aaaaaaaaaaaa", "kind": "orders", "turn": true, "version": 0, "orders": []}',
        b'{"id": "aaaaaaaaaaaa", "kind": "statement", "turn": 1, "text": "\\ud800"}',
        b'{"id": "../../etc", "kind": "ask_pause"}', b'{"id": "aaaaaaaaaaaa", "kind": "step", "turn": 1, "phase": "x"}',
        b'{"id": "aaaaaaaaaaaa", "kind": "ask_pause", "seat": "regime"}',
    ],
)  # fmt: skip
def test_bodies_that_are_no_act_are_refused_in_words(house: House, seated: dict[str, Seated], raw: bytes) -> None:
    before = _entries(house)
    answer = house.ask("POST", "/seat/russia/api/act", headers=seated["russia"].headers, raw=raw)
    assert answer.status == 400, answer.body
    assert answer.told["fault"] == "malformed"
    joined = house.ask("POST", "/api/join", raw=raw)
    assert joined.status == 400
    assert _entries(house) == before


def test_a_giant_body_is_refused_before_it_is_read(house: House) -> None:
    assert house.ask("POST", "/seat/iran/api/act", raw=b"x" * 20_000).status == 413
    chunk = b"400\r\n" + b"x" * 1024 + b"\r\n"
    head = (
        f"POST /seat/iran/api/act HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\nOrigin: http://127.0.0.1:{house.port}\r\n"
    )
    head += "X-Theatre: 1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    with closing(socket.create_connection(("127.0.0.1", house.port), timeout=10)) as line:
        line.sendall(head.encode() + 20 * chunk)
        assert b" 413 " in line.recv(200)


def test_a_slow_client_keeps_nobody_waiting_and_is_cut_off(house: House) -> None:
    slow = [socket.create_connection(("127.0.0.1", house.port), timeout=20) for _ in range(30)]
    head = f"POST /seat/regime/api/act HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\nOrigin: http://127.0.0.1:{house.port}\r\n"
    head += "X-Theatre: 1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
    try:
        for line in slow[:15]:
            line.sendall(head.encode())
        for line in slow[15:]:
            line.sendall(b"GET / HT")
        assert house.ask("GET", "/projector/api/state").status == 200
        assert b" 408 " in slow[0].recv(200)
    finally:
        for line in slow:
            line.close()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../routes.py", "/static/%2e%2e/server/routes.py", "/static/..%2fgame.py", "/static/..%5cgame.py",
        "/static//etc/passwd", "/static/%00", "/static/fonts/../../game.py", "/static/", "/static/net.js/",
        "/static/words.js%00.css", "/seat/../console/", "/seat/israel/", "/seat/%2e%2e/api/state", "/.git/config",
        "/debrief/../console/api/state", "/static/net.js%2f..%2f..%2fgame.py",
    ],
)  # fmt: skip
def test_tricks_with_paths_lead_nowhere(house: House, path: str) -> None:
    answer = house.ask("GET", path)
    assert answer.status in (401, 404, 405), (path, answer.status)
    assert b"import" not in answer.body
    assert b"holders" not in answer.body


def test_pages_and_their_parts_are_all_our_own(house: House) -> None:
    for path in ("/", "/projector/", "/debrief/", "/seat/russia/", "/ground.json", "/words.json", "/qr.svg",
                 "/static/net.js", "/static/map.js", "/static/areas.js", "/static/classroom.css"):  # fmt: skip
        answer = house.ask("GET", path)
        assert answer.status == 200, path
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
    first = house.ask("GET", "/ground.json")
    again = house.ask("GET", "/ground.json", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_names_reasons_and_statements_are_cleaned_of_what_turns_or_hides_text(
    house: House, seated: dict[str, Seated]
) -> None:
    player = house.join("turkey", name="<img src=x onerror=1>")
    nasty = "<script>alert(1)</script>\u202eabc\u2066\u0007\u200b"
    order = {"by": "turkey", "verb": "arm", "partner": "opposition", "level": 1, "reason": nasty}
    answer = player.order(order)
    assert answer.status == 200, answer.body
    told = player.state()
    assert told["orders"]["orders"][0]["reason"] == "<script>alert(1)</script> abc"
    assert told["seat"]["me"]["name"] == "<img src=x onerror=1>"
    assert player.act("statement", turn=1, text="x" * 10_000).status == 400
    assert house.ask("POST", "/api/join", {"code": "ABCDEF", "name": "n" * 25}).status == 400


def test_the_same_act_sent_again_is_done_once_and_nobody_elses_id_will_do(
    house: House, seated: dict[str, Seated]
) -> None:
    first = seated["us_sdf"].act("ask_pause", id="once-and-only-once")
    before = _entries(house)
    assert seated["us_sdf"].act("ask_pause", id="once-and-only-once").told == first.told
    assert seated["russia"].act("ask_pause", id="once-and-only-once").status == 409
    assert _entries(house) == before


def test_cookies_are_kept_from_scripts_and_from_other_sites(house: House) -> None:
    code = next(row["code"] for row in house.console()["room"]["seats"] if row["seat"] == "iran")
    cookie = house.ask("POST", "/api/join", {"code": f" {code[:3].lower()} {code[3:].lower()} "}).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/seat/iran" in cookie


def test_a_session_has_five_sockets_and_no_more(house: House, seated: dict[str, Seated]) -> None:
    told = {"Cookie": f"theatre={seated['russia'].cookie}"}
    with ExitStack() as lines:
        for _ in range(5):
            lines.enter_context(_socket(house, "/seat/russia/live", **told)).recv(timeout=5)
        with pytest.raises((InvalidStatus, ConnectionClosed)), _socket(house, "/seat/russia/live", **told) as line:
            line.recv(timeout=5)


def test_what_a_page_sends_over_a_socket_can_break_nothing(house: House) -> None:
    for said in ("[1]", "{", '{"type": "ping", "t": "x"}', "x" * 5000, '{"type": "ping", "t": 1}'):
        with _socket(house, "/projector/live") as line:
            line.recv(timeout=10)
            line.send(said)
    assert house.ask("GET", "/projector/api/state").status == 200


def test_what_was_refused_is_noted_and_shown_to_the_facilitator(house: House) -> None:
    house.ask("GET", "/projector/api/state", headers={"Host": "evil.example"})
    kinds = {row["kind"] for row in house.console()["room"]["refused"]}
    assert kinds & {"wrong_host", "wrong_origin", "malformed", "too_large"}


def test_a_new_code_ends_the_sessions_of_its_seat(house: House) -> None:
    player = house.join("opposition")
    assert player.state()["seat"]["seat"] == "opposition"
    assert house.white("new_code", seat="opposition", reason="a card was lost").status == 200
    assert house.ask("GET", "/seat/opposition/api/state", headers=player.headers).status == 401


def test_ten_wrong_codes_a_minute_and_no_more(house: House) -> None:
    """Last in this file: this address has to wait afterwards."""
    right = next(row["code"] for row in house.console()["room"]["seats"] if row["seat"] == "regime")
    seen = []
    for number in range(12):
        wrong = f"AAAA{number:02d}".translate(str.maketrans("01", "XY"))
        seen.append(house.ask("POST", "/api/join", {"code": wrong}).status)
    assert seen[:10] == [403] * 10
    assert seen[10:] == [429] * 2
    assert house.ask("POST", "/api/join", {"code": right}).status == 429
    elsewhere = {"Host": f"127.0.0.1:{house.port}"}
    with closing(socket.socket()) as line:
        line.bind(("127.0.0.2", 0))
        line.connect(("127.0.0.1", house.port))
        body = json.dumps({"code": right}).encode()
        head = f"POST /api/join HTTP/1.1\r\nHost: {elsewhere['Host']}\r\nOrigin: http://{elsewhere['Host']}\r\n"
        head += f"X-Theatre: 1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        line.sendall(head.encode() + body)
        assert b" 200 " in line.recv(200)
