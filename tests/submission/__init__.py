"""Submissions of several files: the manifest, and this one beside the one before."""
