"""What a calibration learnt and how it fits: numbers, checks against the record, mechanisms taken out."""
