"""What is made from the standard for others to read or build on: one emitter per artefact."""
