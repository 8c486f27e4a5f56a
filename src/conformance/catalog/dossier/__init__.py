"""Everything about one entry, in the words of those whom it concerns."""
