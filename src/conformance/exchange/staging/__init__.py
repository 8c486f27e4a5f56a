"""Exchange by tables in a database: the protocol, a receiver that keeps to it, and how one is tested."""
