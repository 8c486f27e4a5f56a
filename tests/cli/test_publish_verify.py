"""``conformance publish --sign`` and ``--verify``: what the codes and warnings are. The folder has a few files, not an edition's."""

from __future__ import annotations

import pytest

from conformance import keys
from conformance.artefacts import folder as folders


@pytest.fixture
def run(monkeypatch, tmp_path, conformance):
    monkeypatch.setattr(folders, "edition_folder", lambda against=None: {"index.html": b"<html>", "items/a.html": b"a"})
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, code: int = 0) -> str:
        ended, out, err = conformance("publish", *arguments)
        assert ended == code, out + err
        return out + err

    return call


@pytest.fixture
def key(tmp_path):
    keys.make_key(tmp_path / "publisher.key")
    return "publisher.key"


def test_an_unsigned_folder_is_whole_and_said_to_be_unsigned(run):
    run("--output", "edition")
    told = run("--verify", "edition")
    assert "与清单一致" in told
    assert "警告：没有签名" in told
    assert "WARNING: NOT SIGNED" in run("--verify", "edition", "--lang", "en")


def test_signed_it_is_proved_by_the_publishers_key_alone(run, key):
    run("--output", "edition", "--sign", key)
    told = run("--verify", "edition", "--public-key", "publisher.key.pub", "--lang", "en")
    assert "signed with the key that was asked for" in told
    assert "WARNING" not in told
    assert "no proof of who signed" in run("--verify", "edition", "--lang", "en")


def test_unsigned_is_not_enough_where_a_key_was_asked_for(run, key):
    run("--output", "edition")
    assert "没有签名" in run("--verify", "edition", "--public-key", "publisher.key.pub", code=1)


def test_a_wrong_signature_is_never_good(run, key, tmp_path):
    run("--output", "edition", "--sign", key)
    (tmp_path / "edition" / "manifest.json.sig").write_bytes(b"0" * 64)
    assert "签名不符" in run("--verify", "edition", code=1)
    assert "签名不符" in run("--verify", "edition", "--public-key", "publisher.key.pub", code=1)


def test_a_file_that_was_changed_is_named(run, key, tmp_path):
    run("--output", "edition", "--sign", key)
    (tmp_path / "edition" / "items" / "a.html").write_bytes(b"b")
    (tmp_path / "edition" / "more.html").write_bytes(b"")
    told = run("--verify", "edition", "--public-key", "publisher.key.pub", code=1)
    assert "改动  items/a.html" in told
    assert "多余  more.html" in told


def test_published_again_with_the_same_key_nothing_is_done(run, key):
    run("--output", "edition", "--sign", key)
    assert "没有改动" in run("--output", "edition", "--sign", key)


def test_what_is_no_key_is_told_before_anything_is_made(run, key, tmp_path):
    assert "私钥" in run("--output", "edition", "--sign", "publisher.key.pub", code=2)
    assert not (tmp_path / "edition").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--output", "a", "--verify", "b"],
        ["--verify", "a", "--sign", "b"],
        ["--verify", "a", "--against", "b"],
        ["--output", "a", "--public-key", "b"],
        ["--verify", "nowhere"],
    ],
)
def test_commands_that_make_no_sense(run, arguments):
    run(*arguments, code=2)


@pytest.mark.parametrize("there", ["file", "folder", "dangling"])
def test_what_cannot_become_the_folder_is_refused_before_anything_is_made(run, tmp_path, monkeypatch, there):
    def made(against: object = None) -> dict[str, bytes]:
        raise AssertionError("nothing had to be made")

    monkeypatch.setattr(folders, "edition_folder", made)
    place = tmp_path / "edition"
    if there == "file":
        place.write_text("mine", encoding="utf-8")
    elif there == "folder":
        place.mkdir()
        (place / "mine.txt").write_text("mine", encoding="utf-8")
    else:
        place.symlink_to(tmp_path / "nowhere")
    assert "edition" in run("--output", "edition", code=2)
