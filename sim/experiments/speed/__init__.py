"""How fast the model runs: its parts, two workers, and the yardsticks of a clone."""
