"""The server's own process stays light: no engine, no pandas, nothing that draws."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.house.tree import ROOT

HEAVY = ["mesa", "pandas", "matplotlib", "networkx", "sim.engine.model", "pyarrow"]


def test_the_server_imports_no_engine() -> None:
    code = f"import json, sys, sim.classroom.server.app; print(json.dumps([n for n in {HEAVY} if n in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert json.loads(done.stdout) == []
