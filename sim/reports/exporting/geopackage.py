"""Layers as one GeoPackage (OGC 12-128r18, version 1.3): a SQLite file that every GIS opens, with its styles inside.

Owns that format, the table of styles included by which QGIS opens a layer coloured. Knows nothing of what a layer
shows. The same layers give the same bytes.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import shapely

from sim.reports.exporting.layers import Layer

__all__ = ["WGS84", "write_geopackage"]

WGS84 = 4326
"""Longitude and latitude; key of the reference system."""

_APPLICATION = 0x47504B47
"""`GPKG`, by which a SQLite file is known as a GeoPackage."""

_VERSION = 10300
_TYPES = {"text": "TEXT", "integer": "INTEGER", "real": "REAL", "date": "DATE"}

_FRAME = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
"""
"""The tables that the standard asks for, and that of the styles as QGIS makes it."""

_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
_SYSTEMS = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
    ("WGS 84 geodetic", WGS84, "EPSG", WGS84, _WKT, "longitude and latitude on the WGS 84 spheroid"),
)


def write_geopackage(path: Path, layers: Iterable[Layer], styles: Mapping[str, str], made: str) -> Path:
    """Write layers, and the style (QML) of each that has one; `made` is the time that the file bears."""
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.executescript(f"PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {_VERSION};")
        base.execute("BEGIN")
        for statement in _FRAME.split(";\n"):
            base.execute(statement)
        base.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _SYSTEMS)
        for layer in layers:
            _add(base, layer, made)
        about = ("layer_styles", "attributes", "layer_styles", "How QGIS draws the layers.", made)
        base.execute(f"INSERT INTO gpkg_contents VALUES ({_marks(5)}, NULL, NULL, NULL, NULL, NULL)", about)
        for name, style in styles.items():
            row = (None, "", "", name, "geom", name, style, None, True, "colours of the project", "", None, made)
            base.execute(f"INSERT INTO layer_styles VALUES ({_marks(len(row))})", row)
        base.execute("COMMIT")
    return path


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _add(base: sqlite3.Connection, layer: Layer, made: str) -> None:
    """Add one layer: its table, its rows, and its entries among contents and geometries."""
    columns = ", ".join(f'"{field.name}" {_TYPES[field.kind]}' for field in layer.fields)
    kind = layer.shape.upper()
    base.execute(
        f'CREATE TABLE "{layer.name}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom {kind}, {columns})'
    )
    about = (layer.name, "features", layer.name, layer.says, made, *layer.bounds, WGS84)
    base.execute(f"INSERT INTO gpkg_contents VALUES ({_marks(len(about))})", about)
    base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (layer.name, kind, WGS84))
    drawn: dict[int, bytes] = {}
    for shape, _ in layer.rows:
        if id(shape) not in drawn:
            drawn[id(shape)] = _blob(shape)
    rows = ((None, drawn[id(shape)], *map(_plain, values)) for shape, values in layer.rows)
    base.executemany(f'INSERT INTO "{layer.name}" VALUES ({_marks(2 + len(layer.fields))})', rows)


def _blob(shape: Any) -> bytes:
    """Return a shape as the standard stores it: a head with its bounds, then well-known binary."""
    west, south, east, north = shape.bounds
    flags = 0b0000_0001 if shape.geom_type == "Point" else 0b0000_0011
    box = b"" if shape.geom_type == "Point" else struct.pack("<4d", west, east, south, north)
    return b"GP\0" + struct.pack("<Bi", flags, WGS84) + box + bytes(shapely.to_wkb(shape, byte_order=1))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
