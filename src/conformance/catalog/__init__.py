"""Catalogues: looking up, linting, comparing, importing and exporting the lists of an edition."""
