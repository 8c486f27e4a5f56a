"""x."""
def problems(s): return []
def schema_problems(s): return []
