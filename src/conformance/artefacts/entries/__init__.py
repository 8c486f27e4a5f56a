"""Entries of the lists as pages show them: what is said of each, with links wherever it names another."""
