"""Ways of deciding, one file each, in plain Python without Mesa."""
