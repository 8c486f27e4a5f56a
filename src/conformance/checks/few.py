"""How many texts, cells or records are few: the one bound of every way that is made for small batches (decision 57)."""

FEW = 256
"""Up to so many a loop over Python's values costs less than what is quicker for many: beginning a query, waking other threads,
hashing, or making Arrow's arrays."""
