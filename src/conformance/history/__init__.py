"""What became of every check over time: one row for each run, never a value of a record."""
