"""The published vectors and example files, and that the engine gives exactly what they expect."""
