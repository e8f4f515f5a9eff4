"""Backcasts: wars run from a known state, scored against what came, beside plain forecasts."""
