"""Every figure of one made-up run and one ensemble, drawn once in every form for all tests that look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from sim.reports import png
from sim.reports.figures import draw_run
from sim.reports.printing import FORMS
from tests.reports.made import Made

SETS = ["combat.kappa=0.02", "actors.regime.policy=idle", "events.truce.compliance=0.5", "economy.oil=35"]


@dataclass(frozen=True)
class Drawn:
    """Hold a record, where its pictures lie, and the pages they were drawn on."""

    record: Made
    folder: Path
    paths: list[Path]
    pages: Mapping[Path, Figure]

    def of(self, form: str) -> list[Path]:
        """Return the paths that end in `.form`."""
        return [path for path in self.paths if path.suffix == f".{form}"]


@pytest.fixture(
    scope="session",
    params=[
        pytest.param(1, id="run", marks=pytest.mark.xdist_group("pictures_of_a_run")),
        pytest.param(6, id="ensemble", marks=pytest.mark.xdist_group("pictures_of_an_ensemble")),
    ],
)
def drawn(request, tmp_path_factory) -> Drawn:
    """Draw everything once for one run and once for an ensemble, each in one process, and keep the pages."""
    pages: dict[Path, Figure] = {}
    real = png.save

    def save(figure, path, **words):
        pages[folder / path.name] = figure  # it is drawn elsewhere, and moves there when it is whole
        return real(figure, path, **words)

    folder = tmp_path_factory.mktemp("pictures") / "deeper"
    record = Made(runs=request.param, manifest={"sets": SETS, "fork": {"of": "a", "week": 5, "sets": SETS}})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(png, "save", save)
        paths = draw_run(record, folder, FORMS, every=True)
    return Drawn(record, folder, paths, pages)
