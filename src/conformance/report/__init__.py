"""Findings to verdict to one renderer per format."""
