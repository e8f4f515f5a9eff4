"""What happened: events, measures, frames, and the folder that keeps them."""
