"""Signing a release: Ed25519 over the bytes of the manifest, in files that OpenSSL checks as they are.

``openssl pkeyutl -verify -pubin -inkey publisher.key.pub -rawin -in manifest.json -sigfile manifest.json.sig``
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from conformance import keys
from conformance.artefacts.release.manifest import MANIFEST

SIGNATURE = f"{MANIFEST}.sig"
PUBLIC_KEY = f"{MANIFEST}.pub"
"""For convenience: whoever can change the folder can change this key, so it proves nothing about who signed."""
UNLISTED = (MANIFEST, SIGNATURE, PUBLIC_KEY)
"""What a manifest cannot name."""


def signature_files(manifest: bytes, key_file: Path) -> dict[str, bytes]:
    """The signature of a manifest and the public key that goes with it, by path. Raises Refusal where the key is none."""
    key: Ed25519PrivateKey = keys.private_key(key_file)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return {SIGNATURE: key.sign(manifest), PUBLIC_KEY: public}


def fingerprint(key: Ed25519PublicKey) -> str:
    """What a publisher reads out on the phone: SHA-256 of the 32 bytes of a public key."""
    return f"SHA256:{hashlib.sha256(keys.raw_of(key)).hexdigest()}"
