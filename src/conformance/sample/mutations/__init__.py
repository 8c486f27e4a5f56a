"""Mutations by what they spoil; :mod:`conformance.sample.defects` collects them."""
