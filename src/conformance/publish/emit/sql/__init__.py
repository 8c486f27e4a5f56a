"""Tables of an edition, for the four dialects of SQL that are emitted."""
