"""What each picture costs: CPU time and size of every product, made from one run and from one ensemble.

Owns the list of products; to add one is to add a line to `products_of`. Knows nothing of terminals, and sets no limits.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sim.experiments.ensemble import run_ensemble, seeds_from
from sim.experiments.speed.benchmark import SCENARIO, WEEKS
from sim.record.keep import ENSEMBLE, Keep
from sim.record.manifest import manifest_of
from sim.record.record import Record
from sim.reports.figures import Figure, figures
from sim.reports.film.film import draw_film
from sim.reports.page.page import FILE as PAGE
from sim.reports.page.page import write_page
from sim.reports.printing import FORMS, in_forms
from sim.scenario.load import load_scenario
from sim.theatre.places import region_ids

__all__ = ["RUNS", "Cost", "Product", "costs", "products_of", "samples"]

RUNS = 20
"""Runs of the ensemble of which pictures are drawn."""

VECTOR = "control_map"
"""The figure that is measured in every form: none holds more shapes."""


@dataclass(frozen=True, slots=True)
class Product:
    """Name one thing that is made of a record; `make` puts it into a folder and returns its path."""

    name: str
    doc: str
    make: Callable[[Path], Path]


@dataclass(frozen=True, slots=True)
class Cost:
    """Hold what a product cost: CPU time of this process [s] and its size [bytes]."""

    name: str
    doc: str
    seconds: float
    size: int


def samples(weeks: int = WEEKS, runs: int = RUNS) -> dict[str, Record]:
    """Return one run and one ensemble of the benchmark's scenario, by what they are called."""
    loaded = load_scenario(SCENARIO, weeks=weeks)
    out = {}
    for name, count, keep in (("one run", 1, Keep()), (f"{runs} runs", runs, ENSEMBLE)):
        histories = run_ensemble(loaded, seeds_from(1, count), jobs=1, keep=keep)
        manifest = manifest_of(
            loaded.label, weeks=weeks, seed=1, runs=count, command=("bench", "--pictures"), citations=loaded.citations()
        )
        out[name] = Record.of(loaded.resolved(), manifest, histories, region_ids())
    return out


def products_of(record: Record, what: str) -> Iterator[Product]:
    """Yield what is made of one record: every figure that fits, the densest of them in every form, film and page."""
    for figure in figures():
        if figure.fits(record):
            forms = FORMS if figure.FILE == VECTOR else FORMS[:1]
            for form in forms:
                make = partial(_figure, figure, record, form)
                yield Product(f"{figure.FILE}.{form}", f"of {what}", make)
    yield Product("film.gif", f"of {what}, {record.weeks} weeks", partial(_film, record))
    yield Product(PAGE, f"of {what}, {record.weeks} weeks", partial(_page, record))


def _figure(figure: Figure, record: Record, form: str, folder: Path) -> Path:
    return in_forms(folder / figure.FILE, [form], partial(figure.draw, record))[0]


def _film(record: Record, folder: Path) -> Path:
    return draw_film(record, folder)[0]


def _page(record: Record, folder: Path) -> Path:
    return write_page(record, folder / PAGE)


def costs(records: dict[str, Record], progress: Callable[[int], None] = lambda done: None) -> list[Cost]:
    """Make every product once and return what each cost.

    The CPU time of a second process, such as that of ffmpeg, is not in it. What is loaded once for all pictures is
    loaded before.
    """
    every = [product for what, record in records.items() for product in products_of(record, what)]
    out = []
    with tempfile.TemporaryDirectory() as folder:
        every[0].make(Path(folder))
        for product in every:
            begun = time.process_time()
            path = product.make(Path(folder))
            out.append(Cost(product.name, product.doc, time.process_time() - begun, path.stat().st_size))
            progress(1)
    return out
