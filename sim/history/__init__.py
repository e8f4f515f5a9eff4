"""Against the past: the recorded war as tables, and what is measured against it."""
