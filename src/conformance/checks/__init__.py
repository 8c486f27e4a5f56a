"""The closed vocabulary of check kinds: parameters to Polars expressions, one small function each."""
