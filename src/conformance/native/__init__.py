"""What touches every byte of a large file, in C: cutting delimited text up, certificates, and looking texts up.

Nothing here is known only to C. Each function has a twin in NumPy or Polars, which is used where no compiled library is
(an office's wheel is the same for every machine), and tests hold the two to each other. Rules stay in Python: alphabets,
weights, words and calendars are handed over by those that declare them.
"""
