"""Turning records from one party's form into another's: other names, other numbers, and nothing dropped."""
