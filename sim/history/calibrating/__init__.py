"""Fitting the numbers to the record up to June 2017, and showing how far it can tell them."""
