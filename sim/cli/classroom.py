"""theatre classroom: serve a war to a class on this machine's own network.

Owns the command: which game, which door, what is printed. Knows nothing of how a game goes: it hands over.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import webbrowser
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from sim.errors import InputError, StorageError

if TYPE_CHECKING:
    from sim.classroom.server.store import Store

__all__ = ["command"]

SCENARIO = "outlook:from_2016_03"
"""The war that is played unless another is named: spring 2016, with all seats alive."""

GAMES = Path("results/classroom")
ENDING = ".theatre"


class _Asked(NamedTuple):
    """Hold what a new game is to be."""

    scenario: str
    turns: int
    mode: str
    seed: int
    fog: bool


def command(
    scenario: Annotated[str, typer.Argument(help="A scenario, a variant or a file.")] = SCENARIO,
    *,
    turns: Annotated[int, typer.Option("--turns", min=0, max=24, help="Months to play; 0: 3 in a lesson, 6 else.")] = 0,
    mode: Annotated[str, typer.Option("--mode", metavar="lesson|half_day", help="How long phases last.")] = "lesson",
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the war's luck.")] = 1,
    port: Annotated[
        int, typer.Option("--port", min=1024, max=65534, help="The class's port; the console's is next.")
    ] = 8420,
    game: Annotated[Path | None, typer.Option("--game", help="File of the game, new or to resume.")] = None,
    resume: Annotated[bool | None, typer.Option("--resume/--new", help="Go on with the last game, or not.")] = None,
    language: Annotated[str, typer.Option("--language", help="Language of the pages: en or ar.")] = "en",
    fog: Annotated[bool, typer.Option("--fog/--open", help="Whether a seat sees only its own reports.")] = True,
    solo: Annotated[bool, typer.Option("--solo", help="Play on this machine alone: a tab for each seat.")] = False,
    beside: Annotated[
        list[Path] | None, typer.Option("--beside", help="Another room's zip, to show at the debrief.")
    ] = None,
    futures: Annotated[
        int, typer.Option("--futures", min=0, max=1000, help="Wars made beforehand for the debrief; 0: when asked.")
    ] = 200,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the console.")] = True,
) -> None:
    """Let a class play a war from its phones, and compare it then."""
    _need()
    from sim.classroom.speech import words

    words(language)
    if mode not in ("lesson", "half_day"):
        raise InputError(f'--mode takes lesson or half_day, not "{mode}".')
    others = [_beside(path) for path in beside or ()]
    store = _store(_Asked(scenario, turns, mode, seed, fog), game, resume)
    try:
        _host(store, port, language, others, solo=solo, browser=browser, futures=futures)
    finally:
        store.close()
    typer.echo(f"The game is kept in {store.path}; theatre classroom goes on with it.")


def _need() -> None:
    """Say what is missing if the extra is not installed."""
    try:
        import segno  # noqa: F401
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
        import websockets  # noqa: F401
    except ModuleNotFoundError as error:
        raise InputError(
            f'The package "{error.name}" is missing: pip install "syria-theatre[classroom]" '
            "(in a clone: uv sync --extra classroom)."
        ) from error


def _store(asked: _Asked, game: Path | None, resume: bool | None) -> Store:
    """Return the file of the game: the one that is named, the last unfinished one if it is wanted, or a new one."""
    from sim.classroom.server.store import Store

    if game is not None and game.exists():
        if resume is False:
            raise InputError(f"{game} exists already; a game is never overwritten. Choose another name.")
        typer.echo(f"Going on with {_label(game)} ({game}).")
        return Store.open(game)
    last = None if game is not None or resume is False else _unfinished()
    if last is not None and (resume or _wanted(last)):
        return Store.open(last)
    if resume and last is None:
        raise InputError(f"There is no unfinished game in {GAMES}.")
    path = (
        game or GAMES / f"{asked.scenario.replace(':', '-').replace('/', '-')}-{datetime.now():%Y%m%d-%H%M%S}{ENDING}"
    )
    return _new(path, asked)


def _new(path: Path, asked: _Asked) -> Store:
    import time
    from importlib.metadata import version

    from sim.classroom.game import opening
    from sim.classroom.lesson import TURNS, Plan, Settings
    from sim.classroom.seats import SEATS, open_seats
    from sim.classroom.server.codes import new_code
    from sim.classroom.server.store import Store
    from sim.scenario.load import load_scenario

    plan = Plan.model_validate({"mode": asked.mode, "turns": asked.turns or TURNS[asked.mode]})  # type: ignore[index]  # checked
    loaded = load_scenario(asked.scenario, weeks=4 * plan.turns)
    if not open_seats(loaded.scenario.actors):
        raise InputError(f"{asked.scenario} has no actor that a class could play: {', '.join(SEATS)}.")
    codes: dict[str, str] = {}
    while len(codes) < len(SEATS):
        codes |= {seat: code for seat in SEATS if (code := new_code()) not in codes.values() and seat not in codes}
    made = version("syria-theatre")
    store = Store.create(path, made, codes)
    note = opening(loaded.label, plan, Settings(fog=asked.fog), asked.seed, loaded.resolved(), made)
    store.append([note], None, time.time())
    return store


def _unfinished() -> Path | None:
    """Return the file of the newest game that was not closed."""
    from sim.classroom.server.store import Store

    for path in sorted(GAMES.glob(f"*{ENDING}"), key=lambda each: each.stat().st_mtime, reverse=True)[:5]:
        try:
            store = Store.open(path)
        except StorageError as error:
            typer.echo(str(error), err=True)
            continue
        try:
            if store.game().phase != "closed":
                return path
        except StorageError as error:
            typer.echo(str(error), err=True)
        finally:
            store.close()
    return None


def _wanted(path: Path) -> bool:
    """Ask whether to go on with a game; without a terminal, go on."""
    told = _label(path)
    if not sys.stdin.isatty():
        typer.echo(f"Resuming {told} ({path}). --new begins another game.")
        return True
    return typer.confirm(f"Resume {told}?", default=True)


def _label(path: Path) -> str:
    """Return a game in words: its title, its month, its phase."""
    from sim.classroom.clerk import label_of
    from sim.classroom.server.store import Store

    store = Store.open(path)
    try:
        found = store.game()
    finally:
        store.close()
    return f"{found.resolved['title']}: {label_of(found)}"


def _beside(path: Path) -> dict[str, Any]:
    """Return another room's curves out of its zip; InputError if it is none."""
    from sim.classroom.neighbour import read_neighbour

    return read_neighbour(path)


def _host(
    store: Store, port: int, language: str, beside: list[dict[str, Any]], *, solo: bool, browser: bool, futures: int
) -> None:
    from sim.classroom.server.app import addresses, open_doors, serve
    from sim.classroom.server.room import Room
    from sim.classroom.server.umpire import Umpire

    logging.getLogger("websockets").setLevel(logging.CRITICAL)
    own = [] if solo else addresses()
    doors = open_doors(port, solo=solo, own=tuple(own))
    called = [f"http://{one}:{port}" for one in own] or [f"http://127.0.0.1:{port}"]
    umpire = Umpire()
    room = Room(store, umpire, addresses=called, language=language, beside=beside, foreseen=futures)

    def ready() -> None:
        _tell(room.game.resolved["title"], called, port, solo)
        if browser:
            webbrowser.open(f"http://127.0.0.1:{port + 1}/console/")

    try:
        umpire.warm()
        asyncio.run(serve(room, doors, ready))
    finally:
        umpire.end()


def _tell(title: str, called: list[str], port: int, solo: bool) -> None:
    """Print where to go."""
    import segno

    typer.echo(f"\n{title}\n")
    if not solo:
        typer.echo(f"Phones join at   {called[0]}")
        for other in called[1:]:
            typer.echo(f"            or   {other}")
        if sys.stdout.isatty():
            segno.make(called[0]).terminal(compact=True)
    typer.echo(f"Your console     http://127.0.0.1:{port + 1}/console/   (this machine only)")
    typer.echo(f"Projector        http://127.0.0.1:{port + 1}/projector/")
    if not solo:
        typer.echo("\nNo phone gets through? The school Wi-Fi may block device-to-device traffic: turn on this")
        typer.echo("laptop's hotspot, or play on this machine with a tab for each seat (--solo).")
    typer.echo("Ctrl-C stops the server; the game is kept, and this command goes on with it.\n")
    sys.stdout.flush()
