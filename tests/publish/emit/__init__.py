"""Emitters and their proof: see ``proof``."""
