"""Whether independent ways to the same answer agree: engine and reference, one format and another."""
