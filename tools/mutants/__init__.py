"""What ``tools/mutation.py`` is made of."""
