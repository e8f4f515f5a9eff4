"""How a week changes the World: one file a rule, never importing each other."""
