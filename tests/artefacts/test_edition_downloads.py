"""What an edition's folder offers for download."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from hashlib import sha256
from types import SimpleNamespace

import pytest

from conformance.artefacts import downloads as downloads_module
from conformance.artefacts import emitters
from conformance.artefacts.archive import zipped
from conformance.artefacts.downloads import downloads
from conformance.publish.site.downloads import Download
from conformance.publish.site.pages.downloads import pages
from conformance.standard.model import Text


def test_an_archive_has_the_same_bytes_whatever_the_order_and_no_clock():
    one, other = zipped({"b/x": b"1", "a": b"2"}), zipped({"a": b"2", "b/x": b"1"})
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert archive.namelist() == ["a", "b/x"]
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_by_another_zlib_an_archive_has_other_bytes_and_the_same_files(monkeypatch):
    """What is promised: the bytes of an archive by the same zlib, those of the files in it, which have digests of their own, by any."""
    title, files = Text("甲", "a"), {"a.txt": bytes(range(256)) * 40, "b/c.txt": b"x" * 5000}
    ours = downloads_module._archive("x", title, title, files)
    monkeypatch.setattr(zipfile, "_get_compressor", lambda *_: zlib.compressobj(1, zlib.DEFLATED, -15))
    other = downloads_module._archive("x", title, title, files)
    assert ours.content != other.content
    assert ours.parts == other.parts
    for one in (ours, other):
        with zipfile.ZipFile(io.BytesIO(one.content)) as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == files


@pytest.mark.parametrize("target", emitters())
def test_an_artefact_says_what_it_is_for_and_not_only_what_it_is(target):
    """In the module that makes it: a new one cannot be forgotten."""
    emitter = emitters()[target]
    assert emitter.USE.zh not in ("", emitter.TITLE.zh)
    assert emitter.USE.en not in ("", emitter.TITLE.en)


@pytest.mark.parametrize(
    ("made_by", "used_with", "labels"),
    [
        ("conformance a", None, ["生成命令"]),
        (None, "conformance b", ["使用命令"]),
        ("a", "b", ["生成命令", "使用命令"]),
    ],
)
def test_a_command_that_makes_it_and_one_that_takes_it_are_told_apart(made_by, used_with, labels):
    one = Download("x", "x.zip", Text("甲", "a"), Text("乙", "b"), b"", "application/zip", (), made_by, used_with)
    source = SimpleNamespace(given=SimpleNamespace(downloads=(one,)))
    _, page = pages(source)
    assert re.findall("..命令", str(page.body)) == labels


@pytest.mark.slow
def test_every_artefact_is_offered_once_with_what_is_in_it():
    offered = downloads()
    assert {one.id for one in offered} == {*emitters(), "workbook", "lists", "standard", "vectors", "examples"}
    assert len({one.path.casefold() for one in offered}) == len(offered)
    for one in offered:
        assert one.sha256 == sha256(one.content).hexdigest()
        if one.name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(one.content)) as archive:
                held = {name: sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
            assert held == {part.path: part.sha256 for part in one.parts}
        said = [one.made_by, one.used_with]
        assert any(said)
        assert all(line.startswith("conformance ") for line in said if line)
    assert {"python.zip", "typescript.zip", "java.zip"} <= {one.name for one in offered}
    making = {one.id for one in offered if one.made_by}
    assert making == {*emitters(), "workbook", "vectors"}
