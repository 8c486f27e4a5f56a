"""One function per record type, which adds the type's own columns to a batch."""
