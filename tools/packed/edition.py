"""The release that packages are made of: an edition's folder that is as its manifest says."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from conformance.artefacts.release.manifest import MANIFEST, Manifest
from conformance.artefacts.release.paths import shown
from conformance.artefacts.release.verification import verified

LICENCE = Path(__file__).resolve().parents[2] / "LICENSE"


@dataclass(frozen=True)
class Release:
    """An edition's folder, proved whole."""

    folder: Path
    manifest: Manifest
    digest: str
    """SHA-256 of the manifest, which every package names."""

    @property
    def name(self) -> str:
        """Of the packages, as those who install them write it."""
        return f"three-list-{self.manifest.edition}"

    @property
    def semantic(self) -> str:
        """The version in three numbers, as npm wants it."""
        numbers = self.manifest.version.split(".")
        return ".".join([*numbers, "0", "0"][:3])

    def artefact(self, target: str) -> dict[str, bytes]:
        """The files of an artefact by path, from its archive among the downloads."""
        content = (self.folder / "downloads" / f"{target}.zip").read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @property
    def origin(self) -> dict[str, str]:
        """What a package says of where it comes from."""
        head = self.manifest
        return {
            "edition": head.edition,
            "version": head.version,
            "standard": head.standard,
            "manifest": f"sha256:{self.digest}",
        }


def release_in(folder: Path) -> Release:
    """The release in a folder. Raises Refusal or ValueError where it is not whole."""
    found = verified(folder)
    if not found.whole:
        odd = [*found.missing, *found.altered, *found.surplus]
        raise ValueError(f"{folder} is not as its {MANIFEST} says: {', '.join(map(shown, odd[:5]))}")
    return Release(folder, found.manifest, found.digest)


def readme(release: Release, how: str) -> str:
    """A page for those who find the package installed and wonder what it is."""
    head = release.manifest
    lines = [f"- {key}: {value}" for key, value in release.origin.items()]
    return f"# {release.name}\n\n{head.title}\n\n{head.title_en}\n\n" + "\n".join(lines) + f"\n\n{how}\n"


def digest_of(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()
