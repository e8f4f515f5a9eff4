"""Scores: how well a forecast of places, deaths or land fits what was recorded."""
