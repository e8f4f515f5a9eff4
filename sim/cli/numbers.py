"""`--numbers`: which numbers runs have: a draw of the posterior each, those declared, or one draw for all.

Owns that option. Knows nothing of what a posterior holds, or of how runs are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.errors import InputError

if TYPE_CHECKING:
    from sim.scenario.loaded import Loaded
    from sim.scenario.posterior import Posterior

__all__ = ["DEFAULT", "Numbers", "chosen", "noted"]

DEFAULT = "posterior"

Numbers = Annotated[
    str,
    typer.Option(
        "--numbers",
        metavar="posterior|declared|K",
        help="posterior: of many runs each takes its draw, one run the medoid, which is declared; "
        "declared: as declared; K: draw K alone.",
    ),
]


def chosen(
    numbers: str, arms: Sequence[Loaded], *, many: bool, fitted: Posterior | None = None
) -> tuple[list[Loaded], Posterior | None]:
    """Return the arms with their numbers, and the draws that their runs take, if each takes its own.

    Draws are those of `fitted`, or of the shipped posterior. What any arm fixes by its parameter set or a setting is
    drawn in none. InputError for what is no choice.
    """
    from sim.scenario.posterior import DRAWS, drawn, free_in, posterior

    if numbers == "declared" or (numbers == DEFAULT and not many):
        return list(arms), None
    if numbers != DEFAULT and not (numbers.isascii() and numbers.isdigit() and int(numbers) < DRAWS):
        raise InputError(
            f'--numbers takes posterior, declared or the number of a draw, 0 to {DRAWS - 1}, not "{numbers}".'
        )
    free = free_in(arms, fitted or posterior())
    if numbers == DEFAULT:
        return list(arms), free if free.names else None
    return [drawn(arm, free[int(numbers)], free.made) for arm in arms], None


def noted(numbers: str, free: Posterior | None) -> dict[str, Any]:
    """Return what a manifest says of the numbers: nothing where they are those of the scenario."""
    from sim.scenario.posterior import posterior

    if free is not None:
        return {"numbers": free.plain()}
    return {"numbers": {**posterior().plain(), "draw": int(numbers)}} if numbers.isdigit() else {}
