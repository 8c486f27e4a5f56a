"""The part of the Python packages that no edition changes. It needs nothing but Python itself, and imports nothing of ours."""
