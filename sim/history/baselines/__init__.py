"""Plain forecasts to be beaten: of places, deaths and land, each from the record before the start alone."""
