"""What was taken from the other drops of a folder, as far as their receipts show it."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from conformance.exchange import lenient
from conformance.exchange.filedrop.judging import party_of
from conformance.exchange.filedrop.layout import RECEIPT, Drop, drops_in
from conformance.exchange.filedrop.ledger import Taken
from conformance.sources.model import Unusable
from conformance.standard.model import Standard
from conformance.submission.manifest import read_manifest

_State: TypeAlias = tuple[tuple[int, int, int], ...]
"""Of a receipt and a manifest: which file, how long, when it was written."""


class Beside:
    """What the receiver knew of other drops when it judged one; each receipt and manifest is read once, while it stays as it is."""

    def __init__(self, standard: Standard) -> None:
        self._standard = standard
        self._read: dict[Path, tuple[_State, Taken | None]] = {}

    def taken(self, drop: Drop) -> tuple[Taken, ...]:
        """What the receipts of the drops beside this one say was taken. Raises OSError."""
        others = (other for other in drops_in(drop.path.parent) if other.answered and other.manifests)
        found = (self._taken(other) for other in others if other.name != drop.name)
        return tuple(one for one in found if one is not None)

    def _taken(self, drop: Drop) -> Taken | None:
        state = tuple(
            (found.st_ino, found.st_size, found.st_mtime_ns)
            for found in ((drop.path / RECEIPT).stat(), drop.manifests[0].stat())
        )
        known = self._read.get(drop.path)
        if known is None or known[0] != state:
            known = self._read[drop.path] = (state, _taken(drop, self._standard))
        return known[1]


def _taken(drop: Drop, standard: Standard) -> Taken | None:
    said = lenient.read((drop.path / RECEIPT).read_bytes())
    if not isinstance(said, dict) or said.get("state") == "refused" or "repeats" in said:
        return None
    try:
        manifest = read_manifest(str(drop.manifests[0]), standard)
    except Unusable:
        return None
    return Taken(party_of(manifest), manifest.id, str(said.get("manifest_sha256")), drop.name)
