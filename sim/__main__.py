"""Open the door: what `theatre` and `python -m sim` call. Owns the first instant, so that Ctrl-C is clean there too.

Knows nothing of commands.
"""

from __future__ import annotations

import sys

__all__ = ["start"]


def start() -> int:
    """Import the command line and run it; return the exit code."""
    try:
        from sim.cli.main import main
    except KeyboardInterrupt:
        return 130
    return main()


if __name__ == "__main__":
    sys.exit(start())
