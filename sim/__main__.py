"""Let `python -m sim` do what `theatre` does. Owns nothing."""

from __future__ import annotations

import sys

from sim.cli.main import main

__all__: list[str] = []

if __name__ == "__main__":
    sys.exit(main())
