"""Make the frozen grid from the figures; run once by `sim.theatre.build`, never at run time."""
