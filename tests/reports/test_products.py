"""What each picture costs: every figure and film is on the list, once for a run and once for an ensemble."""

from __future__ import annotations

from sim.reports.figures import figures
from sim.reports.products import VECTOR, costs, products_of, samples


def test_every_product_is_made_and_weighed() -> None:
    records = samples(weeks=2, runs=2)
    assert [record.runs for record in records.values()] == [1, 2]
    done: list[int] = []
    found = costs(records, done.append)
    for what, record in records.items():
        mine = {cost.name for cost in found if what in cost.doc}
        assert {f"{figure.FILE}.png" for figure in figures() if figure.fits(record)} <= mine
        assert {"film.gif", "report.html", f"{VECTOR}.svg", f"{VECTOR}.pdf"} <= mine
    assert len(done) == len(found) == sum(1 for what, record in records.items() for _ in products_of(record, what))
    assert all(cost.size > 10_000 and cost.seconds > 0.0 for cost in found)
