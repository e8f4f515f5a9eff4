"""Maps for a GIS: GeoJSON to the letter of RFC 7946, a GeoPackage that another library reads, both saying the same."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as Xml

import numpy as np
import pyogrio.raw
import pytest
import shapely
from jsonschema import Draft202012Validator

from sim.errors import StorageError
from sim.reports import style
from sim.reports.exporting.geojson import write_geojson
from sim.reports.exporting.geopackage import write_geopackage
from sim.reports.exporting.layers import Layer, control_layer, grade, layers_of
from sim.reports.exporting.qgis import styles_of
from sim.reports.exporting.spans import spaced
from sim.reports.palette import HUES
from sim.theatre.regions import load_theatre
from tests.reports.exporting.recorded import record

_POSITION = {
    "type": "array",
    "prefixItems": [
        {"type": "number", "minimum": -180, "maximum": 180},
        {"type": "number", "minimum": -90, "maximum": 90},
    ],
    "items": False,
    "minItems": 2,
}
_RING = {"type": "array", "items": _POSITION, "minItems": 4}


def _shape(kind: str, coordinates: object) -> dict[str, object]:
    return {
        "required": ["type", "coordinates"],
        "properties": {"type": {"const": kind}, "coordinates": coordinates},
        "not": {"anyOf": [{"required": [name]} for name in ("geometry", "properties", "features")]},
    }


SCHEMA = {
    "type": "object",
    "required": ["type", "features", "bbox"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "bbox": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "properties", "geometry"],
                "properties": {
                    "type": {"const": "Feature"},
                    "properties": {"type": "object"},
                    "geometry": {
                        "oneOf": [_shape("Point", _POSITION), _shape("Polygon", {"type": "array", "items": _RING})]
                    },
                },
                "not": {"anyOf": [{"required": [name]} for name in ("coordinates", "geometries", "features")]},
            },
        },
    },
    # A collection is no other thing besides, and names no reference system: it is always WGS 84.
    "not": {"anyOf": [{"required": [name]} for name in ("coordinates", "geometry", "properties", "crs")]},
}
"""What RFC 7946 asks of a collection of points and polygons without height."""


@pytest.fixture(
    params=[(1, 30), (1, 1), (2, 30)], ids=["a run", "a run of a week", "an ensemble of two"], scope="module"
)
def layers(request: pytest.FixtureRequest) -> list[Layer]:
    runs, weeks = request.param
    return layers_of(record(runs, weeks), spaced(weeks, 1 if runs == 1 else 13))


def test_geojson_keeps_to_the_standard(layers: list[Layer], tmp_path: Path) -> None:
    for layer in layers:
        path = write_geojson(tmp_path / "x.geojson", layer, "Was wäre, wenn")
        plain = json.loads(path.read_text("utf-8"))
        Draft202012Validator(SCHEMA).validate(plain)
        shapes = shapely.from_geojson([json.dumps(one["geometry"]) for one in plain["features"]])
        assert shapely.is_valid(shapes).all()
        assert shapely.is_ccw(shapely.get_exterior_ring(shapes)).all() or layer.shape == "Point"
        west, south, east, north = plain["bbox"]
        assert (west, south, east, north) == pytest.approx(shapely.total_bounds(shapes).tolist())
        assert 35 < west < east < 43
        assert 32 < south < north < 38


def test_the_schema_refuses_what_the_standard_forbids() -> None:
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [36.3, 33.5]}}
    good = {"type": "FeatureCollection", "bbox": [0, 0, 1, 1], "features": [point]}
    check = Draft202012Validator(SCHEMA)
    assert check.is_valid(good)
    assert not check.is_valid({**good, "crs": {}})
    assert not check.is_valid({**good, "features": [{**point, "geometry": {"type": "Point", "coordinates": [200, 0]}}]})
    ring = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}
    assert not check.is_valid({**good, "features": [{**point, "geometry": ring}]})


def _values(layer: Layer, name: str) -> list[object]:
    at = [field.name for field in layer.fields].index(name)
    return [values[at] for _, values in layer.rows]


def _same(path: Path, layer: Layer) -> None:
    """Hold what another library reads to what was meant."""
    about, _, shapes, columns = pyogrio.raw.read(path, layer=layer.name)
    assert about["crs"] == "EPSG:4326"
    assert about["geometry_type"] == layer.shape
    meant = np.array([shape for shape, _ in layer.rows], dtype=object)
    assert shapely.equals_exact(shapely.from_wkb(shapes), meant, tolerance=1e-9).all()
    for name, found in zip(about["fields"], columns, strict=True):
        wanted = _values(layer, name)
        kind = next(field.kind for field in layer.fields if field.name == name)
        if kind == "date":
            assert found.dtype.kind == "M"
            wanted = list(np.array(wanted, dtype="datetime64[D]"))
        assert list(found) == wanted, name


def test_another_library_reads_the_same_from_both(layers: list[Layer], tmp_path: Path) -> None:
    path = write_geopackage(tmp_path / "theatre.gpkg", layers, styles_of(layers), "2026-11-22T09:00:00.000Z")
    assert pyogrio.list_layers(path)[:, 0].tolist() == [*(layer.name for layer in layers), "layer_styles"]
    for layer in layers:
        _same(path, layer)
        _same(write_geojson(tmp_path / f"{layer.name}.geojson", layer, "x"), layer)


def test_a_geopackage_has_the_frame_of_the_standard(layers: list[Layer], tmp_path: Path) -> None:
    made = "2026-11-22T09:00:00.000Z"
    first, second = (
        write_geopackage(tmp_path / name, layers, styles_of(layers), made) for name in ("a.gpkg", "b.gpkg")
    )
    assert first.read_bytes() == second.read_bytes()
    with closing(sqlite3.connect(first)) as base:
        assert base.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert base.execute("PRAGMA user_version").fetchone() == (10300,)
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        systems = base.execute("SELECT srs_id FROM gpkg_spatial_ref_sys ORDER BY srs_id").fetchall()
        assert systems == [(-1,), (0,), (4326,)]
        contents = dict(base.execute("SELECT table_name, data_type FROM gpkg_contents"))
        assert contents == {layer.name: "features" for layer in layers} | {"layer_styles": "attributes"}
        styled = base.execute("SELECT f_table_name, f_geometry_column FROM layer_styles WHERE useAsDefault").fetchall()
        assert styled == [(layer.name, "geom") for layer in layers]


def test_the_map_of_one_run_lasts_as_long_as_control_did() -> None:
    layer = control_layer(record(1, 30), spaced(30, 1))
    rows = [values for _, values in layer.rows if values[0] == "palmyra"]
    assert [(str(row[3]), str(row[4]), row[7]) for row in rows] == [
        ("2015-09-28", "2015-10-12", "is"),
        ("2015-10-12", "2016-05-02", "regime"),
    ]


def test_the_map_of_many_runs_says_how_many_agree() -> None:
    layer = control_layer(record(3, 30), [0, 13, 30])
    names = [field.name for field in layer.fields]
    rows = [dict(zip(names, values, strict=True)) for _, values in layer.rows if values[0] == "palmyra"]
    assert [(row["holder"], row["share"], row["grade"]) for row in rows] == [
        ("is", 1.0, "sure"),
        ("regime", 1.0, "sure"),
        ("regime", 0.6667, "doubtful"),
    ]
    assert [grade(share) for share in (0.9, 0.89, 0.7, 0.69)] == ["sure", "likely", "likely", "doubtful"]


def test_every_holder_on_the_map_has_its_colour_in_qgis(layers: list[Layer]) -> None:
    layer = next(layer for layer in layers if layer.name == "control")
    root = Xml.fromstring(styles_of(layers)["control"].partition("\n")[2])
    names = [field.name for field in layer.fields]
    keys = [names.index(name) for name in ("holder", "grade") if name in names]
    asked = {" ".join(str(values[key]) for key in keys) for _, values in layer.rows}
    categories = {one.get("value"): one.get("symbol") for one in root.iter("category")}
    assert categories.keys() == asked
    symbols = {one.get("name"): one for one in root.iter("symbol")}
    for value, symbol in categories.items():
        fill = bytes.fromhex(HUES[str(value).split()[0]].fill[1:])
        colours = [one.get("value") for one in symbols[symbol].iter("Option") if one.get("name") == "color"]
        assert [int(part) for part in str(colours[1]).split(",")[:3]] == list(fill)
    time = root.find("temporal")
    assert time is not None
    assert (time.get("startField"), time.get("endField"), time.get("enabled")) == ("since", "until", "1")


def test_pictures_and_maps_share_their_colours() -> None:
    assert list(HUES) == list(style.LEGEND_ORDER)
    for side, hue in HUES.items():
        look = style.FACTION[side]
        assert (look.short, look.fill, look.thin, look.line) == hue


def test_results_of_another_ground_give_no_map() -> None:
    made = record(1, 2)
    other = type(made).of(made.scenario, made.manifest, made.histories, ["atlantis", *load_theatre().ids[1:]])
    with pytest.raises(StorageError, match='"atlantis"'):
        control_layer(other, [0])
