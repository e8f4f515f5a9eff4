"""Make the gallery anew: pictures of every shipped scenario, with the commands that make them.

Run by `uv run poe gallery`. Same code and same seeds give the same pictures. Owns `results/gallery`. Knows nothing of
how a picture is drawn.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sim.cli import main as door
from sim.scenario.find import find_scenarios

__all__ = ["FOLDER", "MOST_BYTES", "Exhibit", "exhibits", "hang"]

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "results/gallery"
MOST_BYTES = 5_000_000
RUNS = 20


@dataclass(frozen=True)
class Exhibit:
    """Name some files of one folder of results: how they are made, and what they are called in the gallery."""

    heading: str
    command: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)
    """File in the results folder -> its name in the gallery, without its ending."""
    film: bool = False
    lead: str = ""


def exhibits() -> Iterator[Exhibit]:
    """Yield what hangs in the gallery, in order."""
    yield Exhibit(
        "One run",
        ("run", "russian_exit"),
        {
            "figures/control_last.png": "run-map", "figures/changes.png": "run-changes",
            "figures/field_maps.png": "run-people", "figures/operations.png": "run-operations",
        },
        lead="One war among many that the same assumptions allow: who held what at its end, who took what and when, "
        "where people were killed and fled, and what each party set out to do.",
    )  # fmt: skip
    yield Exhibit(
        "Many runs",
        ("run", "base_2015:doctrine", "--runs", "40"),
        {
            "figures/control_map.png": "many-odds", "figures/casualties.png": "many-casualties",
            "figures/territory.png": "many-territory", "figures/places.png": "many-places",
        },
        lead="Where the model is sure and where it is not, beside what was recorded.",
    )  # fmt: skip
    yield Exhibit(
        "Two arms",
        ("compare", "base_2015:doctrine", "base_2015:no_russia", "--runs", "30"),
        {"figures/comparison.png": "arms-effects", "figures/difference_map.png": "arms-map"},
        lead="The same luck with and without Russian aircraft and aid, all else alike: what differs, and in how "
        "many pairs.",
    )
    yield Exhibit(
        "A film and a page",
        ("run", "ceasefire:hold", "--runs", str(RUNS)),
        {"film.gif": "film", "report.html": "report"},
        film=True,
        lead="The map week by week with the curves growing beside it; and [one page](report.html) with all of it, to "
        "download and open in a browser: it needs no network.",
    )
    for scenario in find_scenarios():
        name = f"{scenario.id}:{scenario.variants[0]}" if scenario.variants else scenario.id
        yield Exhibit(
            scenario.title, ("run", name, "--runs", str(RUNS)), {"figures/control_map.png": f"scenario-{scenario.id}"}
        )


def hang(folder: Path = FOLDER) -> list[Path]:
    """Make every exhibit into `folder` anew, with a page that shows them; return the files."""
    draft = Path(tempfile.mkdtemp(prefix="gallery-"))
    here = Path.cwd()
    pages = []
    try:
        with tempfile.TemporaryDirectory() as room:
            os.chdir(room)
            for number, exhibit in enumerate(exhibits()):
                pages.append(_make(exhibit, Path(f"exhibit-{number}"), draft))
        (draft / "README.md").write_text(_page(pages), encoding="utf-8", newline="\n")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(draft, folder)
    finally:
        os.chdir(here)
        shutil.rmtree(draft, ignore_errors=True)
    return sorted(folder.iterdir())


def _make(exhibit: Exhibit, results: Path, draft: Path) -> str:
    """Run one exhibit, draw it, copy what is shown, and return its part of the page."""
    _do(*exhibit.command, "--no-pictures", "--quiet", "--out", str(results))
    _do("report", str(results), "--quiet", *(["--film"] if exhibit.film else []))
    said = [f"## {exhibit.heading}", "", *([exhibit.lead, ""] if exhibit.lead else [])]
    said += [f"`theatre {' '.join(exhibit.command)}`, then `theatre report` with its folder.", ""]
    for file, name in exhibit.files.items():
        source = results / file
        shutil.copyfile(source, draft / f"{name}{source.suffix}")
        if source.suffix != ".html":
            alt = source.with_suffix(".txt").read_text(encoding="utf-8").strip().replace("[", "(").replace("]", ")")
            said += [f"![{alt}]({name}{source.suffix})", ""]
    return "\n".join(said)


def _do(*words: str) -> None:
    if code := door.main(words):
        raise SystemExit(code)


def _page(parts: list[str]) -> str:
    head = (
        "# Gallery\n\n"
        "Pictures of the shipped scenarios, made by one command, `uv run poe gallery`. Each shows the range of the "
        "model\nunder its assumptions, not of history. How to read them: [the note on use](../../docs/use.md), "
        "[what this cannot\nsay](../../docs/model/cannot-say.md).\n"
    )
    return head + "\n" + "\n".join(parts)


if __name__ == "__main__":
    hang()
