"""A layer as GeoJSON (RFC 7946): longitude before latitude, outer rings counter-clockwise, a bbox, one line a feature.

Owns that format. Knows nothing of what a layer shows.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import shapely

from sim.reports.exporting.layers import DIGITS, Layer

__all__ = ["write_geojson"]


def write_geojson(path: Path, layer: Layer, title: str) -> Path:
    """Write a layer as one FeatureCollection."""
    names = [field.name for field in layer.fields]
    drawn: dict[int, str] = {}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        head = {"name": layer.name, "title": title, "description": layer.says, "bbox": layer.bounds}
        file.write(f'{{"type":"FeatureCollection",{_text(head)[1:-1]},"features":[\n')
        for number, (shape, values) in enumerate(layer.rows):
            # The shape of a region comes many times: it is put in words once.
            if id(shape) not in drawn:
                drawn[id(shape)] = _text({"type": shape.geom_type, "coordinates": _coordinates(shape)})
            about = _text(dict(zip(names, map(_plain, values), strict=True)))
            comma = ",\n" if number else ""
            file.write(f'{comma}{{"type":"Feature","properties":{about},"geometry":{drawn[id(shape)]}}}')
        file.write("\n]}\n")
    return path


def _text(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _coordinates(shape: Any) -> Any:
    """Return the coordinates of a point or a polygon as RFC 7946 nests them."""
    if shape.geom_type == "Point":
        return [round(shape.x, DIGITS), round(shape.y, DIGITS)]
    rings = [shape.exterior, *shape.interiors]
    return [[[round(x, DIGITS), round(y, DIGITS)] for x, y in shapely.get_coordinates(ring).tolist()] for ring in rings]
