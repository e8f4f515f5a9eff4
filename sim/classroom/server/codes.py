"""Keys to seats: codes on printed cards, tokens of sessions, and the limit on guessing.

Owns what is secret. Knows nothing of the game. These draws are keys, not luck of any war.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict, deque
from collections.abc import Mapping

__all__ = ["LENGTH", "SIGNS", "WINDOW", "WRONG", "Guesses", "hashed", "new_code", "new_token", "plain_code", "seat_of"]

SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Thirty signs without I, L, O, U, 0 and 1, which are read for each other."""

LENGTH = 6
"""Signs of a code: 29 bits, of which ten wrong ones a minute may be tried."""

WRONG, WINDOW = 10, 60.0
"""Wrong codes from one address in so many seconds, from which it must wait."""


def new_code() -> str:
    """Return a new code of a seat."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def plain_code(typed: str) -> str:
    """Return a code as it was meant: without spaces and dashes, in capitals."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())[: 2 * LENGTH]


def seat_of(code: str, codes: Mapping[str, str]) -> str | None:
    """Return the seat of a code; every code is compared in full, so that time tells nothing."""
    found = None
    for seat, known in codes.items():
        if secrets.compare_digest(known.encode(), code.encode()):
            found = seat
    return found


def new_token() -> str:
    """Return the secret of a session, which only its cookie holds."""
    return secrets.token_urlsafe(24)


def hashed(token: str) -> str:
    """Return what the store keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class Guesses:
    """Count wrong codes by address."""

    def __init__(self) -> None:
        self._wrong: dict[str, deque[float]] = defaultdict(deque)

    def too_many(self, address: str, now: float) -> bool:
        """Say whether an address must wait."""
        tried = self._wrong.get(address)
        if tried is None:
            return False
        while tried and now - tried[0] > WINDOW:
            tried.popleft()
        if not tried:
            del self._wrong[address]
        return len(tried) >= WRONG

    def wrong(self, address: str, now: float) -> None:
        """Note a wrong code."""
        self._wrong[address].append(now)
