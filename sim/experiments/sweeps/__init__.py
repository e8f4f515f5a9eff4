"""A sweep: what is asked, which points, which rows, and how they are run and kept."""
