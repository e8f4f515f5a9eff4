"""What differs between two arms."""
