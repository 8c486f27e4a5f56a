"""Tables of databases: read where they lie, never changed, and never with a password in anything that is said."""
