"""What an actor may ask for. Owns the order types, their checks and their text form; knows no rule, no policy."""
