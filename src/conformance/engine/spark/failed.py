"""What goes wrong with the cluster rather than with an input: nothing is decided then."""

from __future__ import annotations

from conformance.standard.model import Text


class ClusterFailed(Exception):
    """The cluster cannot be used, or a job on it came to nothing. Carries one clear sentence."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.text = Text(zh, en)
