"""Vectors as a product."""
