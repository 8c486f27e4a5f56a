"""Evidence of a run: what was exchanged, redacted before it is written, and what can be made and proved from it."""
