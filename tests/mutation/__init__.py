"""What a mutant of a check kind is held against: quick, and by an oracle that imports nothing from ``checks``."""
