"""The map plane: plain equirectangular kilometres about 38 E, 35 N.

Lengths in the plane are true within 2.8 per cent over the whole country; areas are corrected for it.
Owns the projection. Knows nothing of what lies on the map.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

__all__ = ["KM_PER_DEGREE", "ORIGIN", "project", "projected", "true_area", "unproject", "unprojected"]

ORIGIN = (38.0, 35.0)
"""Longitude and latitude of the point (0, 0) [degrees]."""

KM_PER_DEGREE = math.radians(1.0) * 6371.0088
"""Length of one degree of a great circle on the mean sphere [km]."""

_SHRINK = math.cos(math.radians(ORIGIN[1]))

Points = npt.NDArray[np.float64]


def project(points: Points) -> Points:
    """Turn longitude, latitude [degrees] into x, y [km]."""
    scale = np.array([KM_PER_DEGREE * _SHRINK, KM_PER_DEGREE])
    result: Points = (np.asarray(points, dtype=np.float64) - np.array(ORIGIN)) * scale
    return result


def unproject(points: Points) -> Points:
    """Turn x, y [km] into longitude, latitude [degrees]."""
    scale = np.array([KM_PER_DEGREE * _SHRINK, KM_PER_DEGREE])
    result: Points = np.asarray(points, dtype=np.float64) / scale + np.array(ORIGIN)
    return result


def projected(shape: Any) -> Any:
    """Turn a shape in degrees into one in km."""
    return shapely.transform(shape, project)


def unprojected(shape: Any) -> Any:
    """Turn a shape in km into one in degrees."""
    return shapely.transform(shape, unproject)


def true_area(shape: Any) -> float:
    """Return the area on the sphere of a small shape of the plane [km2]."""
    latitude = ORIGIN[1] + shape.centroid.y / KM_PER_DEGREE
    return float(shape.area) * math.cos(math.radians(latitude)) / _SHRINK
