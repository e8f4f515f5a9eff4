"""What is read of one war to be set beside the record, pattern by pattern."""
