"""The vectors as a product: read from their YAML, exported for validators in any language, and put to one."""
