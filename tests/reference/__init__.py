"""A slow, obvious second implementation of the rules, written from their description.

It imports nothing of ``conformance.checks`` and ``conformance.engine``: of the product it knows only the compiled
standard, as data. One record at a time, one rule at a time, plain Python, no cleverness.
"""
