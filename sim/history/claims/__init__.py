"""The analysts' claims put to the test: a ledger of contrasts, runs over draws and seeds, and verdicts in words."""
