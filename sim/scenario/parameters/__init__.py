"""The numbers of the rules: one file of declared numbers per rule, named like the rule."""
