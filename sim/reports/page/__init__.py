"""One self-contained page: a war, many wars, two arms or a sweep, to be read in a browser without a network."""
