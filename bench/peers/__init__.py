"""One module for each peer, with its :class:`bench.peer.Peer` as ``PEER``."""
