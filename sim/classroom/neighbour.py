"""Another room's war: its curves out of the zip that it exported, to be drawn beside one's own.

A zip from somebody else is not trusted: one small JSON file of it is read, checked and cut. Owns that reading.
Knows nothing of how the zip was made.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sim.classroom.acts import cleaned
from sim.errors import InputError

__all__ = ["read_neighbour"]

MOST = 2_000_000
"""Largest `game.json` that is read [bytes]."""

_NONE = (OSError, EOFError, KeyError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error)
"""What reading something else may raise: a zip can be locked, packed in a way unknown here, or cut."""

Values = Annotated[list[Annotated[float, Field(allow_inf_nan=False)]], Field(max_length=200)]


class _Room(BaseModel):
    model_config = ConfigDict(extra="forbid")

    form: Literal[1]
    scenario: Annotated[str, Field(max_length=120)]
    seed: Annotated[int, Field(ge=0)]
    weeks: Annotated[int, Field(ge=1, le=200)]
    curves: Annotated[dict[Annotated[str, Field(max_length=40)], Values], Field(max_length=60)]


def read_neighbour(path: Path) -> dict[str, Any]:
    """Return name and curves of another room; InputError says why a file is not its zip."""
    try:
        with zipfile.ZipFile(path) as packed:
            if packed.getinfo("game.json").file_size > MOST:
                raise InputError(f"{path} is larger than any game of ours.")
            room = _Room.model_validate(json.loads(packed.read("game.json")))
    except _NONE as error:
        raise InputError(f"{path} is no game that theatre exported: {type(error).__name__}.") from error
    told = f"{cleaned(path.stem)[:40]}, seed {room.seed}"
    return {"name": told, "scenario": room.scenario, "curves": {"weeks": list(range(1, room.weeks + 1)), **room.curves}}
