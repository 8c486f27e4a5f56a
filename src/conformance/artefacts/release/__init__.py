"""A release: an edition's folder with a manifest of every file in it, signed, and checked by whoever receives it."""
