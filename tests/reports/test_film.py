"""The film: its numbers, its pictures, and the files that it leaves."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageSequence

from sim.errors import InputError, RunError, StorageError
from sim.record.frames import Frame, Odds
from sim.reports import style, words
from sim.reports.atlas.backdrop import load_backdrop
from sim.reports.film import film, gif, video
from sim.reports.film.fills import coloured, inside, labels_of
from sim.reports.film.reel import MOST_FRAMES, changes, numbers, reel_of
from sim.reports.film.scene import Scene, pictures
from sim.reports.film.stage import HIGH, MAP, WIDE, stage_of
from sim.sides import INDEX, SIDES
from tests.reports.made import EVENTS, Made

STUB = """#!{python}
import sys
from pathlib import Path
taken = sys.stdin.buffer.read({most})
Path(sys.argv[-1]).write_text(f"{{len(taken)}} " + " ".join(sys.argv[1:]))
sys.exit({code})
"""

pytestmark = pytest.mark.xdist_group("film_pictures")


@dataclass
class Filmed(Made):
    """A made-up record in which the land of each run is counted too."""

    @property
    def series(self) -> dict[str, np.ndarray]:
        """Return the dead, and the regime's land: a tenth more in each later run."""
        land = np.tile(0.2 + 0.1 * np.arange(self.runs)[:, None], (1, self.weeks))
        return {**super().series, "area.regime": land}


class Flipping(Filmed):
    """A record in which a large part of the country changes hands every week."""

    def frame(self, week: int, run: int = 0) -> Frame:
        """Return the first recorded date, the empty country with a new holder every week."""
        made = super().frame(0)
        holder = np.where(load_backdrop().thin, INDEX["sdf" if week % 2 else "is"], made.holder).astype(np.int8)
        return Frame(week, made.date + timedelta(weeks=week), holder, made.contested, made.rival, made.clandestine)


@pytest.fixture
def no_ffmpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video.shutil, "which", lambda name: None)


def _stub(monkeypatch: pytest.MonkeyPatch, folder: Path, most: int = -1, code: int = 0) -> None:
    path = folder / "ffmpeg"
    path.write_text(STUB.format(python=sys.executable, most=most, code=code))
    path.chmod(0o755)
    monkeypatch.setattr(video.shutil, "which", lambda name: str(path))


@pytest.fixture(scope="module", params=[1, 6], ids=["run", "ensemble"])
def drawn(request, tmp_path_factory) -> tuple[Filmed, Path, list[Path]]:
    folder = tmp_path_factory.mktemp("film") / "deeper"
    record = Filmed(runs=request.param, weeks=5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(video.shutil, "which", lambda name: None)
        return record, folder, film.draw_film(record, folder)


def test_a_film_comes_with_its_tables_and_words(drawn) -> None:
    _, folder, paths = drawn
    assert {path.name for path in paths} == {"film.gif", "film.csv", "film_map.csv", "film.txt"}
    assert all(path.parent == folder and path.stat().st_size > 50 for path in paths)
    with Image.open(folder / "film.gif") as image:
        said = (folder / "film.txt").read_text(encoding="utf-8").strip()
        assert image.info["comment"].decode() == said
        assert "not history" in said


def test_it_plays_once_and_stays_on_its_last_picture(drawn) -> None:
    _, folder, _ = drawn
    with Image.open(folder / "film.gif") as image:
        assert "loop" not in image.info
        times = [frame.info["duration"] for frame in ImageSequence.Iterator(image)]
        assert image.size == (WIDE, HIGH)
    assert times == [gif.FIRST, *[gif.PACE] * 5, gif.LAST]
    assert WIDE % 2 == HIGH % 2 == 0


def test_holders_keep_their_exact_colours_to_the_last_picture(drawn) -> None:
    record, folder, _ = drawn
    with Image.open(folder / "film.gif") as image:
        last = [np.array(frame.convert("RGB")) for frame in ImageSequence.Iterator(image)][-1]
    colours = set(map(tuple, last[MAP[1] : MAP[3], MAP[0] : MAP[2]].reshape(-1, 3).tolist()))
    reel = reel_of(record)
    for holder in np.unique(reel.holder[-1][~reel.pale[-1]]):
        fill = style.look(int(holder)).fill
        assert tuple(int(fill[k : k + 2], 16) for k in (1, 3, 5)) in colours


def test_tables_hold_every_week_and_rebuild_the_map(drawn) -> None:
    record, folder, _ = drawn
    with (folder / "film.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["week"]) for row in rows] == list(range(record.weeks + 1))
    assert sum(float(row[f"area_{side}"]) for side in SIDES if (row := rows[3]).get(f"area_{side}")) == pytest.approx(1)
    reel = reel_of(record)
    with (folder / "film_map.csv").open(encoding="utf-8", newline="") as file:
        held = {}
        for row in csv.DictReader(file):
            held[row["region"]] = row["holder"]
    assert [held[name] for name in load_backdrop().ids] == [SIDES[holder] for holder in reel.holder[-1]]


def test_the_numbers_are_those_of_the_record() -> None:
    reel = reel_of(Filmed(runs=1, weeks=5))
    ground = load_backdrop()
    for week in (0, 5):
        regime = ground.area[reel.holder[week] == INDEX["regime"]].sum() / ground.area.sum()
        assert reel.area[week, INDEX["regime"]] == pytest.approx(regime)
        assert reel.land["regime"][2, week] == pytest.approx(regime)
    assert reel.toll[2].tolist() == [0, 10, 21, 33, 46, 60]
    header, rows = numbers(reel)
    third = dict(zip(header, list(rows)[3], strict=True))
    assert float(third["civilians_killed"]) == 12
    assert float(third["civilians_killed_since_start"]) == 33
    assert (reel.pale == ground.thin).all()


def test_an_ensemble_gives_medians_of_runs_and_says_where_they_disagree() -> None:
    record = Filmed(runs=6, weeks=5)
    reel = reel_of(record)
    assert reel.land["regime"][:, -1] == pytest.approx(np.percentile(0.2 + 0.1 * np.arange(6), (5, 25, 50, 75, 95)))
    share = record.odds(3).share.max(axis=1)
    assert (reel.pale[3] == (share < 0.7)).all()
    assert reel.pale.any()
    assert {len(row) for row in changes(reel)[1]} == {6}


def test_events_and_towns_are_told_in_their_weeks() -> None:
    reel = reel_of(Filmed(weeks=12))
    told = [(caption.week, caption.text) for caption in reel.captions]
    assert (1, f"{_month(EVENTS[0])}: {EVENTS[0]['label']}") in told
    assert (4, f"{_month(EVENTS[1])}: {EVENTS[1]['label']}") in told
    assert any("Palmyra passed from IS to the regime" in text for _, text in told)
    assert any("now most likely held by" in one.text for one in reel_of(Shifting(runs=2)).captions)


def test_an_event_is_told_in_its_own_month_though_its_week_ends_in_the_next() -> None:
    record = Filmed(weeks=12)
    record.scenario["events"] = [{"when": "2015-10-29", "label": "talks"}]
    assert [each.text for each in reel_of(record).captions if each.text.endswith("talks")] == ["Oct 2015: talks"]


def _month(event: Mapping[str, Any]) -> str:
    return words.month(date.fromisoformat(event["when"]), short=True)


class Shifting(Filmed):
    """An ensemble whose likely holders change half-way."""

    def odds(self, week: int) -> Odds:
        """Return the start, then the end, of the first run as certain."""
        holder = self.frame(0 if 2 * week < self.weeks else self.weeks).holder
        return Odds(week, date(2016, 1, 1), np.eye(len(SIDES))[holder], self.runs)


def test_long_runs_leave_out_weeks_evenly() -> None:
    class Long(Filmed):
        def frame(self, week: int, run: int = 0) -> Frame:
            return self._first

    record = Long(weeks=400)
    record._first = Filmed().frame(0)
    shown = reel_of(record).shown
    assert len(shown) == MOST_FRAMES
    assert (shown[0], shown[-1]) == (0, 400)
    assert set(np.diff(shown).tolist()) <= {2, 3}


def test_a_run_of_one_week_has_a_film(tmp_path: Path, no_ffmpeg) -> None:
    film.draw_film(Filmed(weeks=1), tmp_path)
    with Image.open(tmp_path / "film.gif") as image:
        assert image.n_frames == 3


def test_what_changes_every_week_stands_still() -> None:
    """A large area that flips weekly would flash five times a second."""
    reel = reel_of(Flipping(weeks=8))
    shown = [np.array(picture, dtype=int) for picture in pictures(Scene(reel, stage_of(reel)))]
    charts = [picture[MAP[1] : MAP[3], MAP[0] : MAP[2]] for picture in shown[1:-1]]
    moved = [(np.abs(one - other).max(axis=-1) > 12).mean() for one, other in pairwise(charts)]
    assert max(moved) < 0.01
    assert (np.abs(shown[-1] - shown[-2]).max(axis=-1) > 12).mean() > 0.05


def test_the_colours_of_a_week_are_the_areas_of_the_atlas() -> None:
    ground = load_backdrop()
    reel = reel_of(Filmed(weeks=2))
    drawn, labels = labels_of(reel.holder[0], reel.pale[0], ground)
    colours = coloured(drawn, labels)
    assert colours.shape == (MAP[3] - MAP[1], MAP[2] - MAP[0], 3)
    land = inside(labels)
    for side in ("regime", "is", "sdf"):
        share = float(np.isin(labels >> 1, INDEX[side]).mean() * labels.size / (labels != 63).sum())
        assert share == pytest.approx(reel.area[0, INDEX[side]], abs=0.01)
    assert 0.3 < land.mean() < 0.7


def test_an_mp4_gets_every_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _stub(monkeypatch, tmp_path)
    assert film.note() == ""
    paths = film.draw_film(Filmed(weeks=1), tmp_path / "out")
    assert [path.name for path in paths[:2]] == ["film.gif", "film.mp4"]
    size, *asked = (tmp_path / "out" / "film.mp4").read_text().split()
    assert int(size) == 3 * WIDE * HIGH * 3
    assert {"yuv420p", f"{WIDE}x{HIGH}", "rgb24"} <= set(asked)


def test_without_ffmpeg_that_is_said(no_ffmpeg) -> None:
    assert "ffmpeg" in film.note()


def test_a_failing_ffmpeg_leaves_the_gif_and_one_clear_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _stub(monkeypatch, tmp_path, most=10, code=3)
    with pytest.raises(RunError, match=r"ffmpeg could not write film\.mp4: it said nothing"):
        film.draw_film(Filmed(weeks=1), tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"film.gif", "film.csv", "film_map.csv", "film.txt"}
    with Image.open(tmp_path / "out" / "film.gif") as image:
        assert image.n_frames == 3


def test_a_folder_that_cannot_be_made_and_a_record_without_dead_are_said_plainly(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("here")
    with pytest.raises(StorageError, match="cannot be written into"):
        film.draw_film(Filmed(weeks=1), blocked / "deeper")

    class Bare(Made):
        series = {}  # noqa: RUF012

    with pytest.raises(InputError, match="no film"):
        film.draw_film(Bare(), tmp_path)


def test_our_colours_find_themselves() -> None:
    picture = Image.new("RGB", (4, 4), style.PAPER)
    exact = [look.fill for look in style.FACTION.values()]
    palette = gif.Palette([picture], exact)
    for colour in exact:
        number = int(palette.numbers(Image.new("RGB", (1, 1), colour))[0, 0])
        assert bytes(palette.colours[number]).hex().upper() == colour[1:]
