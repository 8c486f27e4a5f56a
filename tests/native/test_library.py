"""Which compiled library is used, and that none of an older version is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.native import library


def test_this_one_was_made_from_these_sources() -> None:
    assert library.LIBRARY.conformance_sources() == library.digest_of_sources()
    assert library.STATE.startswith("used: ")


def test_one_made_from_other_sources_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "digest_of_sources", lambda: 1)
    used, why = library._loaded()
    assert used is None
    assert "other sources" in why


def test_what_is_no_library_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / library.COMPILED).write_bytes(b"no library")
    monkeypatch.setattr(library, "HERE", tmp_path)
    used, why = library._loaded()
    assert used is None
    assert "cannot be loaded" in why


def test_where_there_is_none_the_package_does_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "HERE", tmp_path)
    used, why = library._loaded()
    assert used is None
    assert why.startswith("not there")


@pytest.mark.parametrize(("switch", "said"), [("0", "not used: CONFORMANCE_NATIVE is 0"), ("", "used: ")])
def test_it_can_be_left_out_and_says_so(switch: str, said: str) -> None:
    environment = os.environ | {library.SWITCH: switch}
    done = subprocess.run(
        [sys.executable, "-m", "conformance.native.library"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith(f"compiled library {said}")


def test_line_ends_of_a_checkout_do_not_change_what_the_sources_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = library.digest_of_sources()
    for path in library.sources():
        (tmp_path / path.name).write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    monkeypatch.setattr(library, "HERE", tmp_path)
    assert library.digest_of_sources() == expected
