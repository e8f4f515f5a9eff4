"""Two arms with the same luck: pairs, what differs, and what may be said of it."""
