"""What an actor remembers between months: plain named numbers, so that a policy stays a function.

Owns memory. Knows nothing of what is kept in it.
"""

from __future__ import annotations

__all__ = ["Memory"]

Memory = dict[str, float]
"""Name -> number; each policy owns the names it uses."""
