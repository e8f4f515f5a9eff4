"""What each picture costs: every figure and film is on the list, once for a run and once for an ensemble."""

from __future__ import annotations

import pytest

from sim.reports import products
from sim.reports.curves import displacement
from sim.reports.figures import figures
from sim.reports.page.page import FILE as PAGE
from sim.reports.products import VECTOR, Product, costs, products_of, samples


def test_every_product_is_listed_made_and_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    """All are listed; made and weighed here are film, page and one figure, since other tests draw the rest."""
    records = samples(weeks=2, runs=2)
    assert [record.runs for record in records.values()] == [1, 2]
    listed: list[Product] = [product for what, record in records.items() for product in products_of(record, what)]
    for what, record in records.items():
        mine = {product.name for product in listed if what in product.doc}
        assert {f"{figure.FILE}.png" for figure in figures() if figure.fits(record)} <= mine
        assert {"film.gif", PAGE, f"{VECTOR}.svg", f"{VECTOR}.pdf"} <= mine
    monkeypatch.setattr(products, "figures", lambda: (displacement,))
    done: list[int] = []
    found = costs(records, done.append)
    assert [cost.name for cost in found] == 2 * ["displacement.png", "film.gif", PAGE]
    assert len(done) == len(found)
    assert all(cost.size > 10_000 and cost.seconds > 0.0 for cost in found)
