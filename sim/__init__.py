"""A simulation of the war in Syria: the rooms of the house are named in docs/architecture.md."""
