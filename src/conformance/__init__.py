"""Checks credit-information submissions against Shanghai's three-list standard."""
