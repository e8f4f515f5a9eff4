"""Curves over the weeks of a war."""
