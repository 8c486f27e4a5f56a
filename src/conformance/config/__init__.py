"""The configuration: what holds for every check in a folder, from conformance.toml or pyproject.toml."""
