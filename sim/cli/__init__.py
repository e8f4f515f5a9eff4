"""The door: one short file per command; heavy imports stand inside the commands."""
