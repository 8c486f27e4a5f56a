"""Keys: a private one is its owner's alone, and what is no key is refused in a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conformance import keys
from conformance.report.errors import Refusal


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "issuer.key"
    keys.make_key(path)
    return path


def public(key: Path) -> Path:
    return key.with_name(key.name + keys.PUBLIC_SUFFIX)


def test_what_one_key_signs_no_other_has_signed(key: Path, tmp_path: Path) -> None:
    signature = keys.private_key(key).sign(b"content")
    other = keys.make_key(tmp_path / "other.key")
    assert keys.is_signed(keys.public_key(public(key)), signature, b"content")
    assert not keys.is_signed(keys.public_key(public(key)), signature, b"Content")
    assert not keys.is_signed(keys.public_key(other), signature, b"content")
    assert not keys.is_signed(keys.public_key(public(key)), b"", b"content")


def test_a_private_key_is_its_owners_alone_and_never_overwritten(key: Path) -> None:
    assert key.stat().st_mode & 0o777 == 0o600
    for taken in (key, public(key)):
        before = taken.read_bytes()
        with pytest.raises(Refusal, match="已经存在"):
            keys.make_key(key)
        assert taken.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
def test_a_private_key_that_others_can_read_is_refused(key: Path) -> None:
    key.chmod(0o644)
    with pytest.raises(Refusal, match="chmod 600"):
        keys.private_key(key)


def test_files_that_are_no_keys(key: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    nothing.write_text("no key", encoding="utf-8")
    nothing.chmod(0o600)
    with pytest.raises(Refusal, match="公钥"):
        keys.public_key(nothing)
    with pytest.raises(Refusal, match="私钥"):
        keys.private_key(nothing)
    with pytest.raises(Refusal, match="不能读取"):
        keys.public_key(tmp_path / "absent")


def test_the_two_keys_confused_are_told_apart(tmp_path: Path) -> None:
    """Neither is advised to change its mode, or to be made anew: it is the other file that is wanted."""
    public = keys.make_key(tmp_path / "publisher.key")
    with pytest.raises(Refusal, match=r"publisher\.key\.pub 是公钥.*请给出对应的私钥") as told:
        keys.private_key(public)
    assert "chmod" not in str(told.value)
    with pytest.raises(Refusal, match=r"publisher\.key 是私钥.*公钥"):
        keys.public_key(tmp_path / "publisher.key")
