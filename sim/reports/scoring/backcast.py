"""All pictures of a backcast, into one folder.

Owns which there are. Knows nothing of how any is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.history.backcasts.backcast import Backcast
from sim.history.backcasts.scores import Score
from sim.reports.scoring.calibration import draw_calibration
from sim.reports.scoring.months import draw_months
from sim.reports.scoring.skill import draw_skill
from sim.reports.scoring.surprise import draw_surprise

__all__ = ["draw_backcast"]


def draw_backcast(
    backcast: Backcast, scores: list[Score], folder: Path, formats: Sequence[str] = ("png",)
) -> list[Path]:
    """Draw every picture that the backcast has numbers for, with tables and words; return the paths."""
    return [
        *draw_skill(backcast, scores, folder, formats),
        *draw_surprise(backcast, folder, formats),
        *draw_months(backcast, scores, folder, formats),
        *draw_calibration(backcast, folder, formats),
    ]
