"""Many weeks many times: one job, an ensemble of them."""
