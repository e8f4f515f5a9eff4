"""Say what a name stands for and where its value came from.

Owns the words of an explanation. Knows nothing of how a value is used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from sim.cli.tables import paragraph
from sim.errors import InputError, nearest
from sim.scenario.load import load_scenario
from sim.scenario.loaded import Loaded
from sim.scenario.parameters.registry import declared
from sim.scenario.policies import policies, told
from sim.scenario.posterior import DRAWS, posterior
from sim.scenario.provenance import Origin
from sim.sides import LABELS
from sim.sources import bibliography
from sim.theatre.places import governorates, places, region_names

__all__ = ["command"]

_LIKE = 0.78
"""How like a name must be to be suggested (0..1)."""


def command(
    name: Annotated[
        str,
        typer.Argument(
            help="A number (combat.kappa), series, measure, variable of state, place, policy, source or results folder."
        ),
    ],
    place: Annotated[
        str | None, typer.Argument(help="With a results folder: the place whose changes of hands to explain.")
    ] = None,
    scenario: Annotated[
        str, typer.Option("--in", help="The scenario whose values are meant: id[:variant] or a file.")
    ] = "base_2015",
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="A setting, as for theatre run: key=value.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
) -> None:
    """Say where a number came from, or why a place changed hands."""
    if place is not None or (Path(name) / "manifest.json").is_file():
        facts, lines = _changes(Path(name), place)
        _answer(facts, lines, as_json)
        return
    if name in bibliography():
        facts = {"name": name, "source": bibliography()[name].cite()}
        _answer(facts, [f"{name} is a source", paragraph(str(facts["source"]))], as_json)
        return
    if name in policies():
        facts, lines = _policy(name)
        _answer(facts, lines, as_json)
        return
    loaded = load_scenario(scenario, sets=settings or ())
    if found := _other(name, loaded):
        _answer(*found, as_json)
        return
    origin = _origin(name, loaded)
    _answer(
        {"name": origin.name, **origin.plain(), "citations": origin.citations, **_fitted(origin.name)},
        _lines(origin, loaded),
        as_json,
    )


def _changes(folder: Path, place: str | None) -> tuple[dict[str, object], list[str]]:
    """Return the cause chain of every change of hands of a place in a finished run."""
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder. theatre run prints the folder that it wrote.")
    if place is None:
        raise InputError(f"Which place? theatre explain {folder} PLACE, for example raqqa.")
    from sim.record.chain import cards_of, changes_of, led_to
    from sim.record.manifest import single
    from sim.record.store import load_record

    region = _region(place)
    record = load_record(folder)
    history = record.histories[0]
    if record.runs > 1 or not history.events:
        told = record.manifest.get("fork")
        forked = f", then forked by theatre replay at week {told['week']}," if told else ""
        raise InputError(
            f"{folder} keeps no events: they are kept of single runs only. "
            f"{single(record.manifest, history)}{forked} makes one."
        )
    cards = cards_of(history, region, record.start)
    facts: dict[str, object] = {
        "place": region,
        "changes": [
            {**change, "led_to_by": [{"steps": steps, **cause} for steps, cause in led_to(history, change)]}
            for change in changes_of(history, region)
        ],
    }
    lines = [line for card in cards for line in (*map(_wrapped, card), "")]
    return facts, lines[:-1]


def _other(name: str, loaded: Loaded) -> tuple[dict[str, object], list[str]] | None:
    """Return what a place, a measure or a variable of state is; nothing if the name is none of them."""
    if name in places():
        return _place(name, loaded)
    if (region := _regions().get(name.lower())) is not None:
        return _place(region, loaded) if region in places() else _empty(region)
    if name in loaded.provenance:
        return None
    from sim.record.fields import FIELDS
    from sim.record.series import MEASURES
    from sim.world.fields import declared as fields

    if name in MEASURES:
        unit, words = MEASURES[name].unit, MEASURES[name].doc
        lines = [f"{name} is a measure [{unit}]", paragraph(words), "  one value a week in series.parquet of every run"]
        return {"name": name, "measure": words, "unit": unit}, lines
    if name in fields():
        field = fields()[name]
        axes = " and ".join(field.axes) or "war"
        kind = "a flow, set afresh each week" if field.flow else "carried from week to week"
        lines = [f"{name} is a variable of state [{field.unit}], one a {axes}; {kind}", paragraph(field.doc)]
        return {"name": name, "field": field.doc, "unit": field.unit, "axes": list(field.axes)}, lines
    if name in FIELDS:
        unit, words = FIELDS[name].unit, FIELDS[name].doc
        lines = [f"{name} is kept of every region [{unit}]", paragraph(words), "  in fields.parquet of every run"]
        return {"name": name, "kept": words, "unit": unit}, lines
    return None


def _empty(region: str) -> tuple[dict[str, object], list[str]]:
    """Return what an id of empty country stands for."""
    name = region_names()[region]
    lines = [f"{region} is {name}, empty country", paragraph("who holds it follows the nearest place at the start")]
    return {"name": region, "title": name}, lines


def _wrapped(line: str) -> str:
    """Return one line of a card broken at the width of the page, with its own indent."""
    return paragraph(line.strip(), " " * (len(line) - len(line.lstrip())))


def _region(place: str) -> str:
    """Return the id of a region from its id or its name, in any case."""
    by_name = _regions()
    if place.lower() not in by_name:
        raise InputError(f'There is no place "{place}"{nearest(place.lower(), by_name, _LIKE)}.')
    return by_name[place.lower()]


def _regions() -> dict[str, str]:
    """Return the id of every region by its id and its names, in small letters."""
    names = region_names()
    by_name = {other.lower(): row.id for row in places().values() for other in row.alt_names}
    return by_name | {name.lower(): region for region, name in names.items()} | {region: region for region in names}


def _policy(name: str) -> tuple[dict[str, object], list[str]]:
    """Return what a policy stands for, who can use it and what a scenario may set."""
    one = told(name)
    title, _, rest = one.doc.partition("\n\n")
    lines = [f"{name} is a policy", paragraph(title), paragraph(rest), f"  for {', '.join(one.seats)}"]
    lines += [paragraph(f"{key} = {default}: {meaning}") for key, _, default, meaning in one.options]
    return {"name": name, "policy": asdict(one)}, lines


def _answer(facts: dict[str, object], lines: Iterable[str], as_json: bool) -> None:
    typer.echo(json.dumps(facts, indent=2, ensure_ascii=False) if as_json else "\n".join(lines))


def _origin(name: str, loaded: Loaded) -> Origin:
    """Return the origin of a value in force; a name without its first word will do where it is unique."""
    known = loaded.provenance
    wanted = name.removeprefix("series.")
    if wanted in known:
        return known[wanted]
    ends = [full for full in known if full.endswith(f".{wanted}")]
    if len(ends) == 1:
        return known[ends[0]]
    if ends:
        raise InputError(f'"{name}" could be {", ".join(ends[:8])}{" ..." if len(ends) > 8 else ""}.')
    from sim.record.fields import FIELDS
    from sim.record.series import MEASURES
    from sim.world.fields import declared as fields

    choices = [*known, *bibliography(), *_regions(), *policies(), *MEASURES, *fields(), *FIELDS]
    raise InputError(
        f'Nothing is called "{name}"{nearest(name, choices, _LIKE)}. '
        f'"theatre params" lists the numbers of the model; {loaded.label} has {_heads(known)}.'
    )


def _heads(names: Iterable[str]) -> str:
    return ", ".join(
        sorted(
            f"start.{side}..." for side in {n.split(".")[1] for n in names if n.startswith("start.")} & LABELS.keys()
        )
    )


def _fitted(name: str) -> dict[str, Any]:
    """Return the posterior and the prior of a number that was fitted; nothing for others."""
    if name not in posterior().names:
        return {}
    return {"posterior": list(posterior().spans[name]), "prior": posterior().made.priors[name].words}


def _lines(origin: Origin, loaded: Loaded) -> list[str]:
    """Return an origin as lines for a person."""
    unit = f" {origin.unit}" if origin.unit else ""
    bounds = "" if origin.low is None else f"   (range {origin.low:g} to {origin.high:g})"
    lines = [f"{origin.name} = {origin.value}{unit}{bounds}"]
    if row := declared().get(origin.name):
        lines.append(paragraph(row.meaning))
        if float(origin.value) != row.value:
            lines.append(f"  declared as {row.value:g} in {row.file}:{row.line}")
    if fitted := _fitted(origin.name):
        low, high = fitted["posterior"]
        made = f"5 to 95 % of {DRAWS} draws; {posterior().told}"
        lines.append(paragraph(f"posterior {low:.4g} to {high:.4g} ({made}); prior {fitted['prior']}"))
    line = f":{origin.line}" if origin.line else ""
    lines.append(f"  from {origin.file}{line} ({origin.why}), in {loaded.label}")
    if origin.confidence:
        lines.append(f"  confidence {origin.confidence}")
    if origin.note:
        lines.append(paragraph(origin.note))
    if origin.assumption:
        lines.append(paragraph(f"assumption: {origin.assumption}"))
    lines += [paragraph(citation) for citation in origin.citations]
    return lines


def _place(name: str, loaded: Loaded) -> tuple[dict[str, object], list[str]]:
    place, row = places()[name], loaded.control.get(name)
    where = governorates()[place.governorate]
    count = f"{place.population:,}".replace(",", " ")
    people = f", {count} people in 2004" if place.population else ""
    facts: dict[str, object] = {
        "name": name,
        "title": place.name,
        "governorate": where,
        "holder": row.holder if row else None,
        "as_of": loaded.start.as_of.isoformat(),
        "confidence": row.confidence if row else None,
    }
    lines = [f"{name} is {place.name}, a {place.kind} in {where}{people}"]
    if row:
        contested = ", contested" if row.contested else ""
        lines.append(
            f"  held by {LABELS[row.holder]}{contested} on {loaded.start.as_of} "
            f"(confidence {row.confidence}, {loaded.start.control})"
        )
    return facts, lines
