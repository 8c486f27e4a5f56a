"""A submission of several files: its manifest, and what of it the files bear out."""
