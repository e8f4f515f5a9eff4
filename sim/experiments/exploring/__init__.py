"""What a finished sweep says: what is possible, what matters, what gives an outcome, how many runs are enough."""
