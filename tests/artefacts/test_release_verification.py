"""A release is believed as far as its manifest and its signature go, and no further."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from conformance import keys
from conformance.artefacts.release.manifest import MANIFEST
from conformance.artefacts.release.released import released
from conformance.artefacts.release.signature import PUBLIC_KEY, SIGNATURE, signature_files
from conformance.artefacts.release.told import told, warning
from conformance.artefacts.release.verification import verified
from conformance.report.errors import Refusal
from conformance.standard.load import load

FILES = {"index.html": b"<html>", "downloads/java.zip": b"PK\3\4", "items/a.html": b"a"}


@pytest.fixture
def key(tmp_path: Path) -> Path:
    keys.make_key(tmp_path / "publisher.key")
    return tmp_path / "publisher.key"


@pytest.fixture
def public(key: Path) -> Path:
    return key.with_name("publisher.key.pub")


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture
def unsigned(tmp_path: Path) -> Path:
    return written(tmp_path / "unsigned", released(FILES, load()))


@pytest.fixture
def signed(tmp_path: Path, key: Path) -> Path:
    return written(tmp_path / "signed", released(FILES, load(), key))


def test_a_folder_as_it_was_written(unsigned):
    found = verified(unsigned)
    assert found.whole
    assert found.signed == "unsigned"


def test_every_file_that_is_not_as_it_was_is_named(unsigned):
    (unsigned / "index.html").write_bytes(b"<HTML>")
    (unsigned / "items" / "a.html").unlink()
    (unsigned / "downloads" / "java.zip").write_bytes(b"PK")
    (unsigned / "items" / "b.html").touch()
    (unsigned / ".DS_Store").touch()
    found = verified(unsigned)
    assert not found.whole
    assert found.missing == ("items/a.html",)
    assert found.altered == ("downloads/java.zip", "index.html")
    assert found.surplus == (".DS_Store", "items/b.html")
    lines = "\n".join(told(found, load(), "en"))
    for line in ("NOT as its manifest says", "missing  items/a.html", "altered  index.html", "surplus  .DS_Store"):
        assert line in lines


def test_what_a_manifest_says_of_itself_is_quoted_too(unsigned):
    found = verified(unsigned)
    forged = replace(
        found.manifest, edition="x\x1b[8m", version="1\n  signed with the key that was asked for (SHA256:x)"
    )
    lines = list(told(replace(found, manifest=forged), load(), "en"))
    assert all(line.isprintable() for line in lines)


def test_a_name_that_would_play_with_the_terminal_is_quoted(unsigned):
    (unsigned / "x\x1b[2J").touch()
    assert "x\x1b" not in "".join(told(verified(unsigned), load(), "zh"))


@pytest.mark.skipif(os.name != "posix", reason="links need rights on other systems")
def test_a_link_is_no_file_even_if_it_leads_to_the_same_bytes(unsigned, tmp_path):
    shutil.move(unsigned / "index.html", tmp_path / "index.html")
    (unsigned / "index.html").symlink_to(tmp_path / "index.html")
    shutil.move(unsigned / "items", tmp_path / "items")
    (unsigned / "items").symlink_to(tmp_path / "items", target_is_directory=True)
    found = verified(unsigned)
    assert (found.altered, found.missing, found.surplus) == (("index.html",), ("items/a.html",), ("items",))


@pytest.mark.skipif(os.name != "posix", reason="links need rights on other systems")
def test_a_link_is_told_in_one_line_however_much_should_be_behind_it(tmp_path):
    pages = {f"items/{n}.html": b"a" for n in range(9)}
    folder = written(tmp_path / "release", released(FILES | pages, load()))
    shutil.move(folder / "items", tmp_path / "items")
    (folder / "items").symlink_to(tmp_path / "items", target_is_directory=True)
    shutil.move(folder / "index.html", tmp_path / "index.html")
    (folder / "index.html").symlink_to(tmp_path / "index.html")
    found = verified(folder)
    assert not found.whole
    assert [line for line in told(found, load(), "en") if "index" in line or "items" in line] == [
        "  link  index.html (which is no file, and not followed)",
        "  link  items (not followed; the 10 files that should be there count as missing)",
    ]


def test_a_folder_in_which_nothing_is_is_surplus_too(unsigned):
    (unsigned / "extra" / "deep").mkdir(parents=True)
    (unsigned / "items" / "a.html").unlink()  # what is left of items is told by what is missing in it
    found = verified(unsigned)
    assert (found.surplus, found.missing) == (("extra/deep/",), ("items/a.html",))
    assert not found.whole
    assert "  多余  extra/deep/" in list(told(found, load(), "zh"))


@pytest.mark.skipif(os.name != "posix", reason="links need rights on other systems")
def test_a_folder_may_be_reached_by_a_link(unsigned, tmp_path):
    (tmp_path / "current").symlink_to(unsigned, target_is_directory=True)
    assert verified(tmp_path / "current").whole


def test_the_key_that_was_asked_for_proves_who_signed(signed, public):
    found = verified(signed, public)
    assert found.whole
    assert found.signed == "proved"
    assert warning(found, public, "zh") is None


def test_the_key_in_the_folder_proves_nothing_about_who_signed(signed, public, tmp_path):
    assert verified(signed).signed == "unproved"
    assert "任何人都可以替换" in (warning(verified(signed), None, "zh") or "")
    # Somebody changes a page, makes the manifest anew and signs it with a key of their own.
    keys.make_key(tmp_path / "forger.key")
    forged = written(tmp_path / "forged", released(FILES | {"index.html": b"other"}, load(), tmp_path / "forger.key"))
    assert verified(forged).whole
    assert verified(forged).signed == "unproved"
    assert verified(forged, public).signed == "wrong"


def test_a_signature_without_its_key_is_proved_by_the_key_that_was_asked_for_alone(signed, public):
    (signed / PUBLIC_KEY).unlink()
    assert verified(signed).signed == "unproved"
    assert "--public-key" in (warning(verified(signed), None, "en") or "")
    assert verified(signed, public).signed == "proved"


def test_another_key_beside_a_right_signature_is_told(signed, public, tmp_path):
    keys.make_key(tmp_path / "other.key")
    shutil.copy(tmp_path / "other.key.pub", signed / PUBLIC_KEY)
    assert verified(signed).signed == "wrong"
    found = verified(signed, public)
    assert (found.signed, found.altered) == ("proved", (PUBLIC_KEY,))


@pytest.mark.parametrize("content", [b"", b"0" * 63, b"0" * 64, b"0" * 65])
def test_a_signature_that_is_none_is_wrong(signed, public, content):
    (signed / SIGNATURE).write_bytes(content)
    assert verified(signed).signed == "wrong"
    assert verified(signed, public).signed == "wrong"


def test_a_key_in_the_folder_that_is_none_is_wrong(signed, public):
    (signed / PUBLIC_KEY).write_bytes(b"no key")
    for found, word in ((verified(signed), "wrong"), (verified(signed, public), "proved")):
        assert (found.signed, found.altered) == (word, (PUBLIC_KEY,))


@pytest.mark.skipif(os.name != "posix", reason="links and pipes need rights on other systems")
@pytest.mark.parametrize("what", ["link", "pipe"])
@pytest.mark.parametrize("name", [SIGNATURE, PUBLIC_KEY])
def test_a_signature_or_key_that_is_no_file_is_told_and_not_opened(signed, public, tmp_path, what, name):
    shutil.move(signed / name, tmp_path / name)
    if what == "link":
        (signed / name).symlink_to(tmp_path / name)
    else:
        os.mkfifo(signed / name)  # who opens it waits for ever
    assert verified(signed).signed == "wrong"
    assert not verified(signed, public).is_good(asked=True)
    assert verified(signed).altered == ((PUBLIC_KEY,) if name == PUBLIC_KEY else ())


@pytest.mark.skipif(os.name != "posix", reason="links need rights on other systems")
def test_a_link_put_there_after_the_folder_was_looked_at_is_not_followed(unsigned, tmp_path, monkeypatch):
    shutil.move(unsigned / "index.html", tmp_path / "index.html")
    (unsigned / "index.html").symlink_to(tmp_path / "index.html")
    monkeypatch.setattr(Path, "lstat", Path.stat)  # as it looked before
    with pytest.raises(Refusal, match=r"index\.html"):
        verified(unsigned)


def test_taking_the_signature_away_is_told(signed, public):
    (signed / SIGNATURE).unlink()
    found = verified(signed, public)
    assert (found.signed, found.surplus) == ("unsigned", (PUBLIC_KEY,))
    assert "NOT SIGNED" in (warning(found, public, "en") or "")


def test_a_manifest_changed_after_it_was_signed_is_told(signed, public):
    manifest = signed / MANIFEST
    manifest.write_bytes(manifest.read_bytes().replace(b'"version": "2016', b'"version": "3016'))
    assert verified(signed, public).signed == "wrong"
    assert verified(signed).signed == "wrong"


def test_a_release_of_another_standard_is_told(unsigned):
    manifest = unsigned / MANIFEST
    content = manifest.read_bytes()
    assert "that of this tool" in "".join(told(verified(unsigned), load(), "en"))
    manifest.write_bytes(content.replace(load().digest.encode(), b"sha256:" + b"0" * 64))
    assert "not that of this tool" in "".join(told(verified(unsigned), load(), "en"))


def test_openssl_takes_the_signature_as_it_lies_there(signed, public):
    if shutil.which("openssl") is None and os.environ.get("CI") != "true":
        pytest.skip("openssl not found: Debian: apt-get install openssl")
    command = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        str(public),
        "-rawin",
        "-in",
        str(signed / MANIFEST),
    ]
    good = subprocess.run([*command, "-sigfile", str(signed / SIGNATURE)], capture_output=True, check=False)
    assert good.returncode == 0, good.stdout + good.stderr
    (signed / SIGNATURE).write_bytes(b"0" * 64)
    bad = subprocess.run([*command, "-sigfile", str(signed / SIGNATURE)], capture_output=True, check=False)
    assert bad.returncode != 0


def test_what_is_no_release_is_refused_in_a_sentence(tmp_path, unsigned, public):
    with pytest.raises(Refusal, match="不能读取发布清单"):
        verified(tmp_path / "nowhere")
    with pytest.raises(Refusal, match="公钥"):
        verified(unsigned, unsigned / "index.html")
    (unsigned / MANIFEST).unlink()
    (unsigned / MANIFEST).mkdir()
    with pytest.raises(Refusal, match="不能读取发布清单"):
        verified(unsigned)


def test_a_key_that_others_can_read_signs_nothing(key):
    key.chmod(0o644)
    with pytest.raises(Refusal, match="chmod"):
        signature_files(b"manifest", key)
