"""Making the compiled library: with a compiler, without one, and with one that fails."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pytest

from conformance.native.compile import NotMade, make
from conformance.native.library import digest_of_sources


def test_it_is_made_in_a_folder_and_says_from_what(tmp_path: Path) -> None:
    made = make(tmp_path)
    assert list(tmp_path.iterdir()) == [made]
    library = ctypes.CDLL(str(made))
    library.conformance_sources.restype = ctypes.c_uint64
    assert library.conformance_sources() == digest_of_sources()


def test_without_a_compiler_a_sentence_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotMade, match=r"^no C compiler was found \(Debian: apt-get install gcc libc6-dev\)$"):
        make(tmp_path)


@pytest.mark.parametrize("compiler", ["false", "no-such-compiler-anywhere"])
def test_a_compiler_that_fails_leaves_nothing_behind(
    tmp_path: Path, compiler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CC", compiler)
    with pytest.raises(NotMade, match=f"^{compiler} failed: "):
        make(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_compiler_may_say_what_is_no_utf8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiler = tmp_path / "compiler"
    compiler.write_bytes("#!/bin/sh\necho 错误 >&2\nexit 1\n".encode("gbk"))
    compiler.chmod(0o755)
    monkeypatch.setenv("CC", str(compiler))
    with pytest.raises(NotMade, match="compiler failed: "):
        make(tmp_path)
