"""How far apart two colours look, to four kinds of eyes: CIEDE2000, and dichromacy after Machado and others.

Written out here so that the check of the palette hangs on no package. Formulas: Sharma, Wu and Dalal (2005)
for the distance; Machado, Oliveira and Fernandes (2009), severity 1, for the sights.
"""

from __future__ import annotations

import math

import numpy as np

SIGHTS = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])


GREY = np.tile(_TO_XYZ[1], (3, 1))
"""A copy in shades of grey: every channel is the luminance."""


def labs(pixels: np.ndarray, sight: np.ndarray) -> np.ndarray:
    """Return CIELAB of `[..., 3]` channels 0..255 as seen through a matrix on linear light."""
    channels = pixels / 255.0
    light = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    xyz = np.clip(light @ sight.T, 0.0, 1.0) @ _TO_XYZ.T / _WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = np.moveaxis(f, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def linear(colour: str) -> np.ndarray:
    """Return linear red, green, blue of `#RRGGBB`."""
    channels = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255.0
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Return the relative luminance 0..1."""
    return float(_TO_XYZ[1] @ linear(colour))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, sight: str = "normal") -> np.ndarray:
    """Return CIELAB of a colour as one kind of sight sees it."""
    xyz = _TO_XYZ @ np.clip(SIGHTS[sight] @ linear(colour), 0.0, 1.0) / _WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def _hue(a: float, b: float) -> float:
    return math.degrees(math.atan2(b, a)) % 360 if a or b else 0.0


def ciede2000(one: np.ndarray, other: np.ndarray) -> float:
    """Return the CIEDE2000 distance of two CIELAB colours."""
    mean = (math.hypot(one[1], one[2]) + math.hypot(other[1], other[2])) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25.0**7)))
    a1, a2 = one[1] * (1 + g), other[1] * (1 + g)
    c1, c2 = math.hypot(a1, one[2]), math.hypot(a2, other[2])
    h1, h2 = _hue(a1, one[2]), _hue(a2, other[2])
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    if c1 * c2 and abs(h2 - h1) == 180:
        turn = h2 - h1
    d_light, d_chroma = other[0] - one[0], c2 - c1
    d_hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn) / 2)
    light, chroma = (one[0] + other[0]) / 2, (c1 + c2) / 2
    hue = h1 + h2 if c1 * c2 == 0 else (h1 + h2) / 2 if abs(h1 - h2) <= 180 else ((h1 + h2 + 360) / 2) % 360
    t = (
        1
        - 0.17 * math.cos(math.radians(hue - 30))
        + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6))
        - 0.20 * math.cos(math.radians(4 * hue - 63))
    )
    s_light = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    s_chroma, s_hue = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    bend = 60 * math.exp(-(((hue - 275) / 25) ** 2))
    twist = -math.sin(math.radians(bend)) * 2 * math.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    parts = (d_light / s_light, d_chroma / s_chroma, d_hue / s_hue)
    return math.sqrt(sum(part**2 for part in parts) + twist * parts[1] * parts[2])


def apart(one: str, other: str, sight: str = "normal") -> float:
    """Return how far apart two colours look to one kind of sight."""
    return ciede2000(lab(one, sight), lab(other, sight))
