"""What is true this week. Owns the arrays of state and what an actor may see of them; knows no rule, no policy."""
