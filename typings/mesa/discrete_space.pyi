"""The few names of Mesa's discrete spaces that the benchmarks use."""

from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import Any

from mesa import Agent, Model

__all__ = ["Cell", "FixedAgent", "Network"]

class _CellCollection:
    @property
    def agents(self) -> Iterable[Any]: ...

class Cell:
    coordinate: Any
    @property
    def neighborhood(self) -> _CellCollection: ...

class FixedAgent(Agent[Any]):
    cell: Cell
    def __init__(self, model: Model[Any, Any], *args: Any, **kwargs: Any) -> None: ...

class Network:
    def __init__(
        self,
        G: Any,  # noqa: N803
        capacity: int | None = None,
        random: Random | None = None,
        cell_klass: type[Cell] = ...,
        layout: Mapping[Any, Any] | Callable[..., Any] | None = ...,
    ) -> None: ...
    def __getitem__(self, key: Any) -> Cell: ...
