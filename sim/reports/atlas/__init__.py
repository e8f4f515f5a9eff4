"""The sheet a map is drawn on: ground, names, keys, and how shapes and lines get onto it."""
