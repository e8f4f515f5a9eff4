"""The ground as arrays: about 600 regions, what stands on them, and who borders whom.

Owns the frozen numbers of `data/regions.csv` and `data/edges.csv`, read once, never written to. Knows nothing
of control, of weeks or of shapes (see `geometry`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.errors import InputError
from sim.theatre.places import DATA, governorates

__all__ = ["Theatre", "load_theatre", "near_regions"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

FLOATS = {"x": 0.0, "y": 0.0, "lon": 38.0, "lat": 35.0, "area": 309.0, "population": 0.0, "oil": 0.0}
FLAGS = (
    "is_place", "desert", "mountain", "on_road", "thin", "airbase", "crossing", "dam", "core", "yspine",
)  # fmt: skip
COLUMN_OF = {"x": "x_km", "y": "y_km", "area": "area_km2"}


@dataclass(frozen=True, slots=True, eq=False)
class Theatre:
    """Hold the fixed ground; C regions in file order, K the largest number of neighbours.

    All arrays are read-only. Neighbour arrays are padded: `neighbour` with -1, the others with 0.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    index: Mapping[str, int]
    governorates: tuple[str, ...]
    """Ids in the index order of `governorate`."""
    terrain: tuple[str, ...]
    """desert, steppe, mountain, hills, plain, river_valley, coastal_plain, urban_fringe or urban."""
    key: Ints
    """int64[C]: positive number that depends on the region's id alone; keys of chance."""
    x: Floats
    """float64[C]: east of 38 E in the map plane [km]."""
    y: Floats
    """float64[C]: north of 35 N in the map plane [km]."""
    lon: Floats
    """float64[C]: longitude [degrees]."""
    lat: Floats
    """float64[C]: latitude [degrees]."""
    area: Floats
    """float64[C]: area on the sphere [km2]."""
    population: Floats
    """float64[C]: people at the end of 2015 [persons]; may be 0."""
    governorate: Ints
    """int64[C]: row of `governorates`."""
    is_place: Flags
    """bool[C]: stands around a named place (otherwise empty country between places)."""
    urban: Ints
    """int64[C]: 0 none, 1 town of over 20,000 people in 2004, 2 city of over 120,000."""
    desert: Flags
    """bool[C]: mostly desert."""
    mountain: Flags
    """bool[C]: mostly mountains or hills."""
    on_road: Flags
    """bool[C]: a road better than a track runs through it or ends in it."""
    thin: Flags
    """bool[C]: empty desert more than 9 km from any road but tracks."""
    airbase: Flags
    """bool[C]: has an airbase."""
    crossing: Flags
    """bool[C]: has a border crossing."""
    dam: Flags
    """bool[C]: has a dam."""
    oil: Floats
    """float64[C]: worth of its oil and gas at full output [USD m a week]."""
    core: Flags
    """bool[C]: one of the six core cities."""
    yspine: Flags
    """bool[C]: on the Y: along the motorways Damascus-Aleppo and the coast, and the coastal plain."""
    anchor: Ints
    """int64[C]: row of the nearest place by road-weighted distance; places follow themselves."""
    degree: Ints
    """int64[C]: number of neighbours."""
    neighbour: Ints
    """int64[C, K]: rows of the neighbours."""
    beside: npt.NDArray[np.uint64]
    """uint64[C, K]: the same memory for kernels, which index faster by what cannot be negative."""
    border: Floats
    """float64[C, K]: shared border [km]."""
    distance: Floats
    """float64[C, K]: distance between centres [km]."""
    road: Ints
    """int64[C, K]: best road over the border: 0 none, 1 track, 2 secondary, 3 primary, 4 motorway."""

    @property
    def size(self) -> int:
        """Return C, the number of regions."""
        return len(self.ids)

    @classmethod
    def build(
        cls, ids: Sequence[str], edges: Iterable[tuple[str, str, float, float, int]], **columns: Sequence[Any]
    ) -> Theatre:
        """Make a ground from region ids and edges (a, b, border km, distance km, road class).

        `columns` may set any array by name, and `names`, `governorates`, `terrain`; what is not given is a
        plain region of 309 km2 at the origin that stands around a place and follows itself. Raises InputError
        if a column has the wrong length or an edge an unknown end.
        """
        index = {name: row for row, name in enumerate(ids)}
        known = (
            set(FLOATS) | set(FLAGS) | {"key", "urban", "governorate", "anchor"} | {"names", "terrain", "governorates"}
        )
        if unknown := set(columns) - known:
            raise InputError(f"a ground has no column {sorted(unknown)[0]!r}")
        arrays = _columns(len(ids), columns)
        text: dict[str, Any] = {
            "names": tuple(columns.get("names", ids)),
            "terrain": tuple(columns.get("terrain", ["steppe"] * len(ids))),
            "governorates": tuple(columns.get("governorates", tuple(governorates()))),
        }
        links = _padded(index, list(edges))
        for array in (*arrays.values(), *links.values()):
            array.flags.writeable = False
        return cls(ids=tuple(ids), index=index, **text, **arrays, **links)


def _columns(count: int, given: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Return every per-region array, from `given` or its default."""
    arrays: dict[str, Any] = {}
    for name, default in FLOATS.items():
        arrays[name] = np.array(given.get(name, [default] * count), dtype=np.float64)
    for name in FLAGS:
        arrays[name] = np.array(given.get(name, [name == "is_place"] * count), dtype=np.bool_)
    arrays["key"] = np.array(given.get("key", range(1, count + 1)), dtype=np.int64)
    arrays["urban"] = np.array(given.get("urban", [0] * count), dtype=np.int64)
    arrays["governorate"] = np.array(given.get("governorate", [0] * count), dtype=np.int64)
    arrays["anchor"] = np.array(given.get("anchor", range(count)), dtype=np.int64)
    for name, array in arrays.items():
        if array.shape != (count,):
            raise InputError(f"the column {name!r} of a ground has {array.size} values for {count} regions")
    return arrays


def _padded(index: Mapping[str, int], edges: list[tuple[str, str, float, float, int]]) -> dict[str, Any]:
    """Turn edges into padded neighbour arrays, neighbours of each region in row order."""
    sides: list[list[tuple[int, float, float, int]]] = [[] for _ in index]
    for a, b, border, gap, road in edges:
        if a not in index or b not in index or a == b:
            raise InputError(f"an edge of the ground joins {a!r} and {b!r}, which are not two of its regions")
        sides[index[a]].append((index[b], border, gap, road))
        sides[index[b]].append((index[a], border, gap, road))
    degree = np.array([len(side) for side in sides], dtype=np.int64)
    shape = (len(sides), max(1, int(degree.max(initial=0))))
    links: dict[str, Any] = {
        "degree": degree,
        "neighbour": np.full(shape, -1, dtype=np.int64),
        "border": np.zeros(shape),
        "distance": np.zeros(shape),
        "road": np.zeros(shape, dtype=np.int64),
    }
    for row, side in enumerate(sides):
        for slot, values in enumerate(sorted(side)):
            for name, value in zip(("neighbour", "border", "distance", "road"), values, strict=True):
                links[name][row, slot] = value
    links["beside"] = links["neighbour"].view(np.uint64)
    return links


def _table(name: str) -> dict[str, list[str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        head = next(reader)
        return dict(zip(head, map(list, zip(*reader, strict=True)), strict=True))


@lru_cache(maxsize=1)
def load_theatre() -> Theatre:
    """Load the frozen ground (once; later calls return the same object)."""
    table, links = _table("regions.csv"), _table("edges.csv")
    homes = tuple(governorates())
    index = {name: row for row, name in enumerate(table["id"])}
    columns: dict[str, Sequence[Any]] = {name: list(map(float, table[COLUMN_OF.get(name, name)])) for name in FLOATS}
    columns |= {name: [value == "1" for value in table[name]] for name in FLAGS}
    columns |= {name: list(map(int, table[name])) for name in ("key", "urban")}
    columns["governorate"] = [homes.index(name) for name in table["governorate"]]
    columns["anchor"] = [index[name] for name in table["anchor"]]
    edges = zip(
        links["a"],
        links["b"],
        map(float, links["border_km"]),
        map(float, links["distance_km"]),
        map(int, links["road"]),
        strict=True,
    )
    return Theatre.build(
        table["id"], edges, names=table["name"], terrain=table["terrain"], governorates=homes, **columns
    )


@lru_cache(maxsize=8)
def near_regions(ground: Theatre, radius: float) -> tuple[Ints, Ints]:
    """Return the regions within `radius` [km] of each region, as one list and where each part of it starts."""
    away = np.hypot(ground.x[:, None] - ground.x, ground.y[:, None] - ground.y) <= radius
    start = np.concatenate(([0], np.cumsum(away.sum(axis=1))))
    return start.astype(np.int64), np.nonzero(away)[1].astype(np.int64)
