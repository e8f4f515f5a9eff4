"""The page of the analysts' claims: one card and one small figure for each."""
