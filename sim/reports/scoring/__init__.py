"""Pictures of scores: what the model and plain forecasts said, beside what came."""
