"""What is assumed: scenarios, start states and parameters, each number with where it came from."""
