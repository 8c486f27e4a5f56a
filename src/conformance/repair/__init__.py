"""Mending what findings say: only the cells that were found wrong, and only to what the findings expect."""
