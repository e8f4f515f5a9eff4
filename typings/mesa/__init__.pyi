"""The few names of Mesa 3.5 that this project uses; Mesa ships no types of its own."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Any, Generic, Self, overload

import numpy as np
import pandas as pd
from typing_extensions import TypeVar

__all__ = ["Agent", "DataCollector", "Model", "batch_run"]
__version__: str

type _Seed = int | np.integer[Any] | Sequence[int] | np.random.SeedSequence
type _Generator = np.random.Generator | np.random.BitGenerator
type _Reporter = str | Callable[..., Any] | list[Any]

_M = TypeVar("_M", bound=Model[Any, Any], default=Any)
_A = TypeVar("_A", bound=Agent[Any], default=Agent[Any])
_S = TypeVar("_S", default=Any)

class Agent(Generic[_M]):
    model: _M
    unique_id: int
    def __init__(self, model: _M, *args: Any, **kwargs: Any) -> None: ...
    def step(self) -> None: ...
    def remove(self) -> None: ...
    @property
    def random(self) -> Random: ...
    @property
    def rng(self) -> np.random.Generator: ...

class _AgentSet[A: Agent[Any]]:
    random: Random
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[A]: ...
    def __contains__(self, agent: object) -> bool: ...
    @overload
    def __getitem__(self, item: int) -> A: ...
    @overload
    def __getitem__(self, item: slice) -> list[A]: ...
    def select[B: Agent[Any]](
        self,
        filter_func: Callable[[A], bool] | None = None,
        at_most: float = ...,
        inplace: bool = False,
        agent_type: type[B] | None = None,
    ) -> _AgentSet[A]: ...
    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Self: ...
    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]: ...
    @overload
    def get(self, attr_names: str) -> list[Any]: ...
    @overload
    def get(self, attr_names: list[str]) -> list[list[Any]]: ...
    def to_list(self) -> list[A]: ...

class _AgentsByType:
    def __getitem__[B: Agent[Any]](self, item: type[B]) -> _AgentSet[B]: ...

class Model(Generic[_A, _S]):
    running: bool
    steps: int
    time: float
    random: Random
    rng: np.random.Generator
    datacollector: DataCollector
    scenario: _S
    def __init__(
        self, *args: Any, rng: _Generator | _Seed | None = None, scenario: _S | None = None, **kwargs: Any
    ) -> None: ...
    @property
    def agents(self) -> _AgentSet[_A]: ...
    @property
    def agents_by_type(self) -> _AgentsByType: ...
    def step(self) -> None: ...
    def run_model(self) -> None: ...
    def run_for(self, duration: float) -> None: ...
    def run_until(self, end_time: float) -> None: ...

class DataCollector:
    model_vars: dict[str, list[Any]]
    model_reporters: dict[str, _Reporter]
    agent_reporters: dict[str, _Reporter]
    def __init__(
        self,
        model_reporters: Mapping[str, _Reporter] | None = None,
        agent_reporters: Mapping[str, _Reporter] | None = None,
        agenttype_reporters: Mapping[type[Agent[Any]], Mapping[str, _Reporter]] | None = None,
        tables: Mapping[str, Sequence[str]] | None = None,
    ) -> None: ...
    def collect(self, model: Model[Any, Any]) -> None: ...
    def get_model_vars_dataframe(self) -> pd.DataFrame: ...
    def get_agent_vars_dataframe(self) -> pd.DataFrame: ...

def batch_run(
    model_cls: type[Model[Any, Any]],
    parameters: Mapping[str, Any | Iterable[Any]],
    number_processes: int | None = 1,
    iterations: int | None = None,
    data_collection_period: int = -1,
    max_steps: int = 1000,
    display_progress: bool = True,
    rng: _Seed | Iterable[_Seed] | None = None,
) -> list[dict[str, Any]]: ...
