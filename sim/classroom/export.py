"""A game as a zip to take home: the war as a results folder, the log, tables, maps and a page that needs no server.

`war/` replays headless to the same hashes with `theatre replay war --verify`. Names of players are left out unless they
are asked for. Owns what goes into the zip. Knows nothing of the server.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from sim.classroom.adjudication import KEEP
from sim.classroom.debrief import played_turns
from sim.classroom.futures import class_curves
from sim.classroom.game import MONTH, Entry, Game
from sim.classroom.view import account_of
from sim.classroom.war import War, war_of
from sim.errors import InputError
from sim.record.manifest import manifest_of
from sim.record.record import Record
from sim.scenario.loaded import Loaded
from sim.theatre.places import region_ids

__all__ = ["FORM", "Parcel", "injects_file", "parcel_of", "write_to", "write_zip"]

Plain = dict[str, Any]

FORM = 1
"""Number of the form of `game.json`, by which another room's war is shown beside one's own."""

_README = """A war played by a class with theatre, the simulation of the war in Syria, 2015-2020.

report.html     the whole war, week by week; open it in a browser, no network needed
maps/           who held what at the start and after each month
curves.csv      land, people and the killed, week by week
timeline.csv    every order with its reason, and every act of the facilitator
log.jsonl       the log of the game, a line an entry{names}
injects.yaml    what the facilitator let happen, as a scenario file: theatre run injects.yaml
war/            the war as a results folder: theatre replay war --verify
game.json       its curves, to show beside another room's: theatre classroom --beside game.zip

One game, not history. It cannot say motives, tactics, or who committed what.
"""


@dataclass(frozen=True)
class Parcel:
    """Hold all that the zip is made from; it can travel to another process."""

    label: str
    war: War
    weeks: int
    """Weeks that were played and shown."""
    log: tuple[Plain, ...]
    timeline: tuple[Plain, ...]
    curves: Mapping[str, list[float]]
    injects: tuple[Plain, ...]
    names: bool


def parcel_of(game: Game, timeline: Sequence[Plain], *, names: bool = False) -> Parcel:
    """Return what a game's zip is made from; InputError if no month was played yet."""
    turns, account = played_turns(game), account_of(game)
    if not turns or account is None:
        raise InputError("No month has been played yet: there is nothing to export.")
    shown = replace(game, turns={turn.number: turn for turn in turns})
    weeks = MONTH * len(turns)
    curves = {name: values[:weeks] for name, values in class_curves(account).items()}
    return Parcel(
        game.label, war_of(shown, turns), weeks, tuple(_rows(game.log, names)), tuple(timeline), curves,
        tuple(shown.events()), names,
    )  # fmt: skip


def _rows(entries: Iterable[Entry], names: bool) -> Iterable[Plain]:
    """Yield the log as plain rows, without the scenario (it stands in `war/`), and without names unless asked."""
    for entry in entries:
        left_out = {"resolved"} | (set() if names else {"name", "by"})
        body = {key: value for key, value in entry.body.items() if key not in left_out}
        yield {**entry._asdict(), "body": body}


def write_zip(parcel: Parcel, path: Path) -> Path:
    """Run the war again, write everything into a zip at `path`, and return it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        record = _save_war(parcel, folder / "war")
        _write_tables(parcel, folder)
        _draw(record, parcel, folder)
        names = "" if parcel.names else "; names are left out"
        (folder / "README.txt").write_text(_README.format(names=names), encoding="utf-8")
        (folder / "game.json").write_text(json.dumps(_beside(parcel), allow_nan=False), encoding="utf-8")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            for file in sorted(folder.rglob("*")):
                if file.is_file():
                    out.write(file, file.relative_to(folder).as_posix())
    return path


def write_to(task: tuple[Parcel, Path]) -> Path:
    """Write a parcel to a path: `write_zip` as work for another process."""
    return write_zip(*task)


def _loaded(parcel: Parcel) -> Loaded:
    loaded = parcel.war.loaded()
    return replace(loaded, scenario=loaded.scenario.model_copy(update={"weeks": parcel.weeks}))


def _save_war(parcel: Parcel, folder: Path) -> Record:
    from sim.engine.model import TheatreModel  # what the server imports with this module stays light
    from sim.record.store import save_record

    loaded = _loaded(parcel)
    model = TheatreModel(loaded, rng=parcel.war.seed, script=parcel.war.orders(), keep=KEEP, collect=False)
    history = model.run().log.history()
    manifest = manifest_of(
        parcel.label, weeks=parcel.weeks, seed=parcel.war.seed, runs=1, command=["classroom", parcel.label],
        citations=loaded.citations(),
    )  # fmt: skip
    manifest["played"] = "by a class"
    save_record(folder, scenario=loaded.resolved(), manifest=manifest, runs=[history], region_ids=region_ids())
    return Record.of(loaded.resolved(), manifest, [history], region_ids())


def _write_tables(parcel: Parcel, folder: Path) -> None:
    lines = (json.dumps(row, ensure_ascii=False) for row in parcel.log)
    (folder / "log.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    head = ["week", *parcel.curves]
    weeks = range(1, parcel.weeks + 1)
    rows = [[week, *(values[week - 1] for values in parcel.curves.values())] for week in weeks]
    (folder / "curves.csv").write_text(_csv([head, *rows]), encoding="utf-8")
    columns = ("turn", "seat", "mark", "words", "reason", "from", "struck", "modifier")
    told = [[row.get(column, "") for column in columns] for row in parcel.timeline]
    (folder / "timeline.csv").write_text(_csv([list(columns), *told]), encoding="utf-8")
    (folder / "injects.yaml").write_text(injects_file(parcel.label, parcel.injects), encoding="utf-8")


def _csv(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV; a cell that a spreadsheet would take for a formula is quoted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([[_safe(cell) for cell in row] for row in rows])
    return out.getvalue()


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" else cell


def injects_file(label: str, events: Sequence[Plain]) -> str:
    """Return what was let happen in a game as a scenario file that extends the one that was played."""
    told = {
        "id": "played_in_class",
        "title": "A war with what a facilitator let happen",
        "summary": f"As {label}, with the events that were put in during a game.",
        "extends": label,
        "events": [event for event in events if event["do"] not in ("luck", "favour")],
    }
    return str(yaml.safe_dump(told, sort_keys=False, allow_unicode=True))


def _draw(record: Record, parcel: Parcel, folder: Path) -> None:
    """Draw a map of the start and of each month's end, and write the page."""
    from sim.reports.maps.frame_map import draw_frame
    from sim.reports.page.page import write_page

    (folder / "maps").mkdir()
    for week in range(0, parcel.weeks + 1, MONTH):
        frame = record.frame(week)
        draw_frame(
            frame, folder / "maps" / f"week-{week:02d}.png", title=f"Who held what on {frame.date:%d %B %Y}",
            subtitle=f"{parcel.label}, one game of a class, seed {parcel.war.seed}, not history",
        )  # fmt: skip
    write_page(record, folder / "report.html")


def _beside(parcel: Parcel) -> Plain:
    return {
        "form": FORM, "scenario": parcel.label, "seed": parcel.war.seed, "weeks": parcel.weeks,
        "curves": dict(parcel.curves),
    }  # fmt: skip
