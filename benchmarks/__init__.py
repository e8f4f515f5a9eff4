"""Yardsticks for speed, which a clone has and an installed package has not: a Mesa form of our rules, and plain C."""
