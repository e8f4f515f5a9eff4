"""Seeing: one file per figure, drawn from the Record and never from the World."""
