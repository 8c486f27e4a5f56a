"""Exchange by files in folders: the protocol, a receiver that keeps to it, and how one is tested."""
