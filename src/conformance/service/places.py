"""Places in the queue: an upload has one from before its first byte, so that nobody sends a large file only to be turned away."""

from __future__ import annotations

import threading

from conformance.service.pool import Pool


class Places:
    """Those that are kept for uploads under way. It may be used by several threads."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._lock = threading.Lock()
        self._kept: set[str] = set()

    def keep(self, id_: str) -> bool:
        """Keep a place for an upload, unless all are taken by what waits and what is under way."""
        with self._lock:
            if self._pool.waiting + len(self._kept) >= self._pool.most_waiting:
                return False
            self._kept.add(id_)
            return True

    def free(self, id_: str) -> None:
        """The upload waits now, or came to nothing."""
        with self._lock:
            self._kept.discard(id_)
