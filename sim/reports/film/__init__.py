"""The film: a map of control week by week, with the curves growing beside it."""
