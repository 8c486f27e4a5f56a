"""What is made of a run for its readers: each view a pure function of what was recorded and found."""
