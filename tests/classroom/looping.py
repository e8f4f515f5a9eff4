"""Run a coroutine in a thread of its own: a browser that is driven in this process keeps the loop of the main one."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

__all__ = ["looped"]


def looped[T](work: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine returns."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()
