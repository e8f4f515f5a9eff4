"""Maps: who holds what on a date, over dates, or how likely."""
