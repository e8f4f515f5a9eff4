"""Playing: a war that a class plays from its phones, on one laptop without a network."""
