"""Keys for certificates and releases: Ed25519 (RFC 8032) in PEM files; a private key is its owner's alone and is never overwritten."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from conformance.report.errors import Refusal
from conformance.report.files import unwritable

PUBLIC_SUFFIX = ".pub"
SIGNATURE_SIZE = 64
"""Bytes of a signature."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LARGEST = 1 << 16
_PUBLIC, _PRIVATE = b"-----BEGIN PUBLIC KEY-----", b"PRIVATE KEY-----"
"""What a key in a PEM file says of itself, before anybody asks whether it is one of ours."""


def make_key(path: Path) -> Path:
    """A new private key in a new file of mode 0600, and its public key beside it, whose path is given back.

    Raises Refusal where one of the files is there already, UsageError where they cannot be written.
    """
    public = path.with_name(path.name + PUBLIC_SUFFIX)
    for one in (path, public):
        if one.exists() or one.is_symlink():
            raise Refusal(
                f"{one} 已经存在，密钥文件不会被覆盖；请换一个文件名。",
                f"{one} is there already, and keys are never overwritten; name another file.",
            )
    key = Ed25519PrivateKey.generate()
    _write(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)
    _write(public, key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), 0o644)
    return public


def _write(path: Path, content: bytes, mode: int) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except OSError as error:
        raise unwritable(path, error) from None


def private_key(path: Path) -> Ed25519PrivateKey:
    """The private key in a file. Raises Refusal where it is none, or where others may read it."""
    content = _content(path)
    if _PUBLIC in content:
        raise Refusal(
            f"{path} 是公钥，不能用来签名；请给出对应的私钥文件（生成时没有 {PUBLIC_SUFFIX} 的那个）。",
            f"{path} is a public key, which signs nothing; name the private key (the file that was made without {PUBLIC_SUFFIX}).",
        )
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise Refusal(
            f"私钥文件 {path} 可以被其他用户读取；请执行 chmod 600 {path}，如已外泄请换新密钥。",
            f"The private key {path} can be read by others; chmod 600 it, and make a new one if it was read.",
        )
    try:
        key = load_pem_private_key(content, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise Refusal(
            f"{path} 不是 Ed25519 私钥（PEM，不加密）；请用 verify --make-key 生成。",
            f"{path} is no Ed25519 private key (PEM, not encrypted); make one with verify --make-key.",
        )
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    """The public key in a file. Raises Refusal where it is none."""
    content = _content(path)
    if _PRIVATE in content:
        raise Refusal(
            f"{path} 是私钥，只应由签发方自己保管；这里要的是与它对应的公钥（{PUBLIC_SUFFIX} 文件）。",
            f"{path} is a private key, which is its owner's alone; what is wanted here is its public key (the {PUBLIC_SUFFIX} file).",
        )
    try:
        key = load_pem_public_key(content)
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise Refusal(
            f"{path} 不是 Ed25519 公钥（PEM）；请使用签发方公布的 .pub 文件。",
            f"{path} is no Ed25519 public key (PEM); use the .pub file that the issuer has published.",
        )
    return key


def raw_of(key: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a public key."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def is_signed(key: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    """Whether a signature over some bytes was made with the private key of this public one."""
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except OSError as error:
        raise Refusal(
            f"不能读取密钥文件 {path}：{error.strerror or error}。",
            f"The key file {path} cannot be read: {error.strerror or error}.",
        ) from None
