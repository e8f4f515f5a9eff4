"""How QGIS draws the layers: the colours of the pictures, and the dates by which its time slider moves.

Owns these styles, as QML of QGIS 3.22 and later. Knows nothing of how a layer is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as Xml

from sim.reports.exporting.layers import Layer
from sim.reports.palette import HUES
from sim.sides import LABELS

__all__ = ["styles_of"]

_INK, _QUIET, _PAPER = "#1E2329", "#C9C6BF", "#FFFFFF"

_GRADES: Mapping[str, tuple[int, str]] = {
    "sure": (255, ""),
    "likely": (173, ", in 70 to 90 % of runs"),
    "doubtful": (97, ", in under 70 % of runs"),
}
"""Grade of control -> how much colour is left, 0..255, and the words of the legend: as on the pictures."""


def styles_of(layers: Iterable[Layer]) -> dict[str, str]:
    """Return the style of each layer by name."""
    made = {}
    for layer in layers:
        root = Xml.Element("qgis", version="3.22.0", styleCategories="AllStyleCategories")
        if layer.name == "control":
            _over_time(root)
            _by_holder(root, layer)
        else:
            renderer = Xml.SubElement(root, "renderer-v2", type="singleSymbol", enableorderby="0", forceraster="0")
            _symbol(Xml.SubElement(renderer, "symbols"), "0", _outline() if layer.shape == "Polygon" else _dot())
        Xml.indent(root, " ")
        made[layer.name] = "<!DOCTYPE qgis>\n" + Xml.tostring(root, encoding="unicode")
    return made


def _over_time(root: Xml.Element) -> None:
    """Let the time slider show a row from `since` on and no longer at `until`."""
    start_and_end_from_fields, begin_without_end = "2", "0"
    Xml.SubElement(
        root, "temporal", enabled="1", mode=start_and_end_from_fields, limitMode=begin_without_end, accumulate="0",
        startField="since", endField="until", startExpression="", endExpression="", durationField="",
        durationUnit="days", fixedDuration="0",
    )  # fmt: skip


def _by_holder(root: Xml.Element, layer: Layer) -> None:
    """Give each holder that occurs its colour, paler where the runs do not agree, hatched where few do."""
    names = [field.name for field in layer.fields]
    holder = names.index("holder")
    graded = names.index("grade") if "grade" in names else None
    found = {(values[holder], "sure" if graded is None else values[graded]) for _, values in layer.rows}
    attribute = "holder" if graded is None else '"holder" || \' \' || "grade"'
    renderer = Xml.SubElement(
        root, "renderer-v2", type="categorizedSymbol", attr=attribute, enableorderby="0", forceraster="0"
    )
    categories, symbols = Xml.SubElement(renderer, "categories"), Xml.SubElement(renderer, "symbols")
    keys = [(side, mark) for side in HUES for mark in _GRADES if (side, mark) in found]
    for number, (side, mark) in enumerate(keys):
        value = side if graded is None else f"{side} {mark}"
        about = {"value": value, "label": LABELS[side] + _GRADES[mark][1], "symbol": str(number), "render": "true"}
        Xml.SubElement(categories, "category", about, type="string")
        _symbol(symbols, str(number), _land(side, mark))


Part = tuple[str, dict[str, str]]
"""One layer of a symbol: its kind and its properties."""


def _land(side: str, mark: str) -> list[Part]:
    """Return the fill of land: paper below, so that what lies under it never shines through."""
    hue = HUES[side]
    edge = {"outline_color": _colour(hue.line), "outline_width": "0.1", "outline_style": "solid"}
    parts = [("SimpleFill", {"color": _colour(_PAPER), "style": "solid", "outline_style": "no"})]
    parts += [("SimpleFill", {"color": _colour(hue.fill, _GRADES[mark][0]), "style": "solid", **edge})]
    if mark == "doubtful":
        parts.append(("SimpleFill", {"color": _colour(hue.line), "style": "f_diagonal", "outline_style": "no"}))
    return parts


def _outline() -> list[Part]:
    edge = {"outline_color": _colour(_QUIET), "outline_width": "0.1", "outline_style": "solid"}
    return [("SimpleFill", {"color": _colour(_PAPER), "style": "no", **edge})]


def _dot() -> list[Part]:
    look = {"name": "circle", "color": _colour(_PAPER), "outline_color": _colour(_INK), "outline_width": "0.2"}
    return [("SimpleMarker", {**look, "size": "1.2", "size_unit": "MM"})]


def _colour(code: str, strength: int = 255) -> str:
    """Return `#RRGGBB` as QGIS writes it."""
    return ",".join(str(part) for part in (*bytes.fromhex(code[1:]), strength))


def _symbol(symbols: Xml.Element, name: str, parts: list[Part]) -> None:
    kind = "marker" if parts[0][0] == "SimpleMarker" else "fill"
    symbol = Xml.SubElement(symbols, "symbol", name=name, type=kind, alpha="1", clip_to_extent="1", force_rhr="0")
    for what, look in parts:
        base = look["color"] == _colour(_PAPER) and kind == "fill"  # not the colour by which the symbol is known
        part = Xml.SubElement(symbol, "layer", {"class": what, "enabled": "1", "locked": str(int(base)), "pass": "0"})
        options = Xml.SubElement(part, "Option", type="Map")
        for key, value in look.items():
            Xml.SubElement(options, "Option", name=key, type="QString", value=value)
