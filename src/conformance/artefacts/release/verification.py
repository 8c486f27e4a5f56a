"""Whether a folder is the release that its manifest says, and who signed that."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Struct

from conformance import keys
from conformance.artefacts.release.manifest import LARGEST, MANIFEST, File, Manifest, decode
from conformance.artefacts.release.signature import PUBLIC_KEY, SIGNATURE, UNLISTED, fingerprint
from conformance.report.errors import Refusal

Signed = Literal["proved", "unproved", "unsigned", "wrong"]
"""Of a signature: made with the key that was asked for; fits the key in the folder, which anybody can put there; not there;
made with another key, or of another manifest."""
_CHUNK = 1 << 20
_AS_IT_LIES = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""No link is followed and no pipe waited for, if one was put there since it was looked at."""


class Verification(Struct, frozen=True):
    """What was found in a folder."""

    folder: Path
    manifest: Manifest
    digest: str
    """SHA-256 of the manifest itself."""
    missing: tuple[str, ...]
    altered: tuple[str, ...]
    surplus: tuple[str, ...]
    """Files, and with a slash behind them folders in which nothing is."""
    links: tuple[str, ...]
    """Those of the altered and the surplus that are links: they are not followed."""
    signed: Signed
    key: str | None
    """Fingerprint of the key by which the signature was looked at."""

    @property
    def whole(self) -> bool:
        """Whether every file is there as the manifest has it, and none besides."""
        return not (self.missing or self.altered or self.surplus)

    def is_good(self, *, asked: bool) -> bool:
        """Whether the folder may be used: whole, not wrongly signed, and where a key was asked for, signed with it."""
        return self.whole and (self.signed == "proved" or (self.signed != "wrong" and not asked))


def verified(folder: Path, public_key_file: Path | None = None) -> Verification:
    """Compare a folder with its manifest, and the signature with a key. Raises Refusal where there is no manifest or no such key."""
    asked = None if public_key_file is None else keys.public_key(public_key_file)
    content = _manifest_bytes(folder)
    manifest = decode(content, folder / MANIFEST)
    found = dict(_held(folder))
    listed = {one.path: one for one in manifest.files}
    altered = [one.path for one in manifest.files if one.path in found and not _is(folder, one, found[one.path])]
    surplus = [path for path in found if path not in listed and path not in UNLISTED and not _holds(path, listed)]
    signed, key = _signature(folder, content, found, asked)
    if signed == "unsigned" and PUBLIC_KEY in found:
        surplus.append(PUBLIC_KEY)
    if signed != "unsigned" and PUBLIC_KEY in found:
        in_folder = _key_in(folder, found)
        if in_folder is None or (signed == "proved" and fingerprint(in_folder) != key):
            altered.append(PUBLIC_KEY)
    return Verification(
        folder,
        manifest,
        hashlib.sha256(content).hexdigest(),
        tuple(path for path in listed if path not in found),
        tuple(altered),
        tuple(sorted(surplus)),
        tuple(path for path in sorted([*altered, *surplus]) if stat.S_ISLNK(found[path].st_mode)),
        signed,
        key,
    )


def _manifest_bytes(folder: Path) -> bytes:
    path = folder / MANIFEST
    try:
        if stat.S_ISREG(path.lstat().st_mode) and path.lstat().st_size <= LARGEST:
            return path.read_bytes()
        reason = "not a file of its size"
    except OSError as error:
        reason = error.strerror or str(error)
    raise Refusal(
        f"不能读取发布清单 {path}（{reason}）；请给出 conformance publish --output 写成的文件夹。",
        f"The manifest {path} cannot be read ({reason}); name a folder that conformance publish --output wrote.",
    )


def _held(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Everything in the folder that is no folder, and folders in which nothing is, by path, in order. Links are not followed."""

    def unreadable(error: OSError) -> None:
        raise _unreadable(Path(error.filename or folder), error)

    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders.sort()
        # A link to a folder is no folder.
        links = [name for name in folders if Path(place, name).is_symlink()]
        for name in sorted([*names, *links]):
            path = Path(place, name)
            yield path.relative_to(folder).as_posix(), path.lstat()
        if not folders and not names and Path(place) != folder:
            yield f"{Path(place).relative_to(folder).as_posix()}/", Path(place).lstat()


def _holds(path: str, listed: Iterable[str]) -> bool:
    """Whether a folder in which nothing is should hold something, which is told as missing."""
    return path.endswith("/") and any(one.startswith(path) for one in listed)


def _is(folder: Path, wanted: File, held: os.stat_result) -> bool:
    if not stat.S_ISREG(held.st_mode) or held.st_size != wanted.size:
        return False
    path = folder / wanted.path
    digest = hashlib.sha256()
    try:
        with open(path, "rb", opener=_as_it_lies) as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise _unreadable(path, error) from None
    return digest.hexdigest() == wanted.sha256


def _as_it_lies(path: str, flags: int) -> int:
    return os.open(path, flags | _AS_IT_LIES)


def _signature(
    folder: Path, manifest: bytes, found: dict[str, os.stat_result], asked: Ed25519PublicKey | None
) -> tuple[Signed, str | None]:
    if SIGNATURE not in found:
        return "unsigned", None
    if not stat.S_ISREG(found[SIGNATURE].st_mode) or found[SIGNATURE].st_size != keys.SIGNATURE_SIZE:
        return "wrong", None
    if asked is None and PUBLIC_KEY not in found:
        return "unproved", None
    key = _key_in(folder, found) if asked is None else asked
    if key is None:
        return "wrong", None
    try:
        signature = (folder / SIGNATURE).read_bytes()
    except OSError as error:
        raise _unreadable(folder / SIGNATURE, error) from None
    fits = keys.is_signed(key, signature, manifest)
    return ("wrong" if not fits else "unproved" if asked is None else "proved"), fingerprint(key)


def _key_in(folder: Path, found: dict[str, os.stat_result]) -> Ed25519PublicKey | None:
    """The key that lies beside the signature; None where what lies there is none. A link to one is none, and a pipe is not opened."""
    if not stat.S_ISREG(found[PUBLIC_KEY].st_mode):
        return None
    try:
        return keys.public_key(folder / PUBLIC_KEY)
    except Refusal:
        return None


def _unreadable(path: Path, error: OSError) -> Refusal:
    reason = error.strerror or str(error)
    return Refusal(
        f"不能读取 {path}（{reason}），无法核对。", f"{path} cannot be read ({reason}) and so not be compared."
    )
