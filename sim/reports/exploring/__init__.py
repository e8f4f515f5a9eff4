"""What a sweep says."""
