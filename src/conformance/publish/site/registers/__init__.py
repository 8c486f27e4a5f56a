"""Every address that was ever given out, an edition a file, and where those have gone that have moved."""
