"""Many weeks many times: jobs, ensembles, executors; comparing, sweeps, exploring and speed have rooms of their own."""
