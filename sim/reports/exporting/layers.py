"""What a map for a GIS holds: regions, control over time, places; each a table in which every row has a shape.

Owns the layers: their fields and rows, in degrees of WGS84. Knows nothing of file formats (see `geojson`,
`geopackage`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import shapely

from sim.calendar import date_of
from sim.errors import StorageError
from sim.record.record import Record
from sim.reports.exporting.spans import spans_of
from sim.sides import HOLDERS, LABELS
from sim.theatre.geometry import region_shapes
from sim.theatre.places import governorates, places
from sim.theatre.plane import unprojected
from sim.theatre.regions import load_theatre

__all__ = ["DIGITS", "Field", "Layer", "control_layer", "grade", "layers_of"]

Kind = Literal["text", "integer", "real", "date"]

DIGITS = 5
"""Decimals of a degree, about a metre: as the ground itself has them."""

SURE, LIKELY = 0.9, 0.7
"""Shares of runs from which a holder counts as sure and as likely, as on the pictures."""


@dataclass(frozen=True, slots=True)
class Field:
    """Describe one field: its name, kind, and meaning with its unit."""

    name: str
    kind: Kind
    doc: str


@dataclass(frozen=True, slots=True)
class Layer:
    """Hold one layer: name, what it is, the kind of its shapes, its fields, and a shape and values for each row."""

    name: str
    says: str
    shape: Literal["Polygon", "Point"]
    fields: Sequence[Field]
    rows: Sequence[tuple[Any, Sequence[object]]]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north [degrees]."""
        west, south, east, north = shapely.total_bounds([shape for shape, _ in self.rows]).tolist()
        return round(west, DIGITS), round(south, DIGITS), round(east, DIGITS), round(north, DIGITS)


def layers_of(record: Record, weeks: Sequence[int]) -> list[Layer]:
    """Return the layers of a record, control as it was at `weeks`; StorageError for regions of another ground."""
    return [_regions_layer(), control_layer(record, weeks), _places_layer()]


@lru_cache(maxsize=1)
def _shapes() -> Mapping[str, Any]:
    """Return the regions' polygons in degrees, wound as RFC 7946 asks: outer rings counter-clockwise."""
    return {
        region: shapely.orient_polygons(shapely.transform(unprojected(shape), lambda points: points.round(DIGITS)))
        for region, shape in region_shapes().items()
    }


def _regions_layer() -> Layer:
    """Return all regions with what does not change."""
    ground = load_theatre()
    fields = (
        Field("region", "text", "id of the region"),
        Field("name", "text", "name"),
        Field("governorate", "text", "governorate"),
        Field("terrain", "text", "prevailing terrain"),
        Field("place", "integer", "1: stands around a named place; 0: empty country between places"),
        Field("area_km2", "real", "area [km2]"),
        Field("people_2015", "integer", "people at the end of 2015, estimated [persons]"),
    )
    rows = [
        (
            _shapes()[region],
            (
                region,
                ground.names[row],
                governorates()[ground.governorates[ground.governorate[row]]],
                ground.terrain[row],
                int(ground.is_place[row]),
                round(float(ground.area[row]), 2),
                round(float(ground.population[row])),
            ),
        )
        for row, region in enumerate(ground.ids)
    ]
    return Layer("regions", "The regions of the model, with what does not change.", "Polygon", fields, rows)


def _places_layer() -> Layer:
    """Return the named places."""
    fields = (
        Field("place", "text", "id of the place; the region around it has the same"),
        Field("name", "text", "name"),
        Field("kind", "text", "town, district, site ..."),
        Field("governorate", "text", "governorate"),
        Field("people_2004", "integer", "people in the census of 2004, or a round figure; 0: a site [persons]"),
    )
    rows = [
        (
            shapely.Point(round(one.lon, DIGITS), round(one.lat, DIGITS)),
            (one.id, one.name, one.kind, governorates()[one.governorate], one.population),
        )
        for one in places().values()
    ]
    return Layer("places", "Named places as points.", "Point", fields, rows)


_SPAN = (
    Field("region", "text", "id of the region"),
    Field("name", "text", "name"),
    Field("governorate", "text", "governorate"),
    Field("since", "date", "first day on which it was so"),
    Field("until", "date", "first day on which it was no longer so; a week after the end of the run, if it lasted"),
    Field("since_week", "integer", "weeks that had passed at `since`"),
    Field("until_week", "integer", "weeks that had passed at `until`"),
)
_HELD = (Field("holder", "text", f"who held it: {', '.join(HOLDERS)}"), Field("held_by", "text", "the same in words"))
_LIKELY = (
    Field("holder", "text", f"who held it in more runs than anybody else: {', '.join(HOLDERS)}"),
    Field("held_by", "text", "the same in words"),
    Field("share", "real", "of the runs, in how many"),
    Field("grade", "text", f"sure: share {SURE} or more; likely: {LIKELY} or more; doubtful: less"),
    *(Field(f"share_{side}", "real", f"share of runs in which {LABELS[side]} held it") for side in HOLDERS),
)


def grade(share: float) -> str:
    """Return how sure a holder is who held a region in a share of the runs."""
    return "sure" if share >= SURE else "likely" if share >= LIKELY else "doubtful"


def control_layer(record: Record, weeks: Sequence[int]) -> Layer:
    """Return control over time: a row for each region and each span in which nothing changed."""
    known = _shapes()
    if strange := [region for region in record.regions if region not in known]:
        raise StorageError(
            f'These results have a region "{strange[0]}" that the ground of this version lacks: no map can be made. '
            "Export tables alone with --what csv."
        )
    one = record.runs == 1
    says = "Who held each region from `since` until `until`" + ("." if one else ", in which share of the runs.")
    return Layer("control", says, "Polygon", (*_SPAN, *(_HELD if one else _LIKELY)), list(_rows(record, weeks, one)))


def _rows(record: Record, weeks: Sequence[int], one: bool) -> Iterator[tuple[Any, Sequence[object]]]:
    ground = load_theatre()
    for span in spans_of(record, weeks):
        region = record.regions[span.region]
        at = ground.index[region]
        top = max(range(len(HOLDERS)), key=span.share.__getitem__)
        since, until = (date_of(week, record.start) for week in (span.since, span.until))
        home = governorates()[ground.governorates[ground.governorate[at]]]
        told: list[object] = [region, ground.names[at], home, since, until, span.since, span.until]
        told += [HOLDERS[top], LABELS[HOLDERS[top]]]
        if not one:
            told += [round(span.share[top], 4), grade(span.share[top]), *(round(share, 4) for share in span.share)]
        yield _shapes()[region], told
