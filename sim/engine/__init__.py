"""The week: the Mesa model, the order of a week, replay."""
