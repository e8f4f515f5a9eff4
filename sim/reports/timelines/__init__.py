"""Time from left to right: who held each place and when, and what each party set out to do."""
