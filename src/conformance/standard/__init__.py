"""What must hold: the model of the standard, loading it, compiling it."""
