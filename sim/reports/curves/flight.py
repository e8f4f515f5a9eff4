"""What the curves of displacement count: people who fled, by week and since the start, and who left the country.

Owns these choices. Knows nothing of drawing. The record of the project holds no series of the displaced, so none is
shown beside them.
"""

from __future__ import annotations

from sim.reports.curves.lines import Line, Panel, known
from sim.reports.reading import Reading

__all__ = ["panels_of"]


def panels_of(record: Reading) -> tuple[Panel, ...]:
    """Return who fled each week, and the sums since the start; nothing if the record does not tell."""
    fled, left = known(record, "displaced"), known(record, "emigrants")
    if fled is None:
        return ()
    sums = [Line("fled", "fled their region", fled.cumsum(axis=1))]
    if left is not None and left.any():
        sums.append(Line("left", "left the country", left))
    return (
        Panel("displaced", "People who fled their region, a week", "people/week", (Line("fled", "fled", fled),)),
        Panel("since_start", "Since the start", "people", tuple(sums), "who fled twice counts twice"),
    )
