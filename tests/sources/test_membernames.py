"""Names of members as the tools of offices write them."""

from __future__ import annotations

import zipfile
import zlib

import pytest

from conformance.sources.membernames import encoding_of, names_of


def read(path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return names_of(archive.infolist())


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", None])
def test_names_are_read_however_they_are_written(pack, tmp_path, encoding):
    names = ["报送/行政许可.csv", "报送/處罰.xlsx", "register.csv"]
    assert read(pack(tmp_path / "a.zip", dict.fromkeys(names, b"x"), encoding)) == names


def test_a_rare_character_of_gb18030(pack, tmp_path):
    assert read(pack(tmp_path / "a.zip", {"㛃䶮.csv": b"x"}, "gb18030")) == ["㛃䶮.csv"]


def test_a_backslash_between_folders_is_one_and_half_a_character_is_none(pack, tmp_path):
    # The second byte of 誠 in GBK is that of a backslash.
    assert "誠".encode("gbk")[1:] == b"\\"
    assert read(pack(tmp_path / "a.zip", {"報送\\誠信.csv": b"x"})) == ["報送/誠信.csv"]


def test_gbk_that_is_utf8_by_chance_is_told_by_what_it_would_say():
    name = "通.csv".encode("gbk")
    assert name.decode("utf-8") == "ͨ.csv"
    assert encoding_of([name]) == "gb18030"


def test_names_of_one_archive_are_told_together():
    assert encoding_of(["许可.csv".encode(), "通知.csv".encode()]) == "utf-8"
    assert encoding_of([]) == "utf-8"


def test_letters_of_europe_stay(pack, tmp_path):
    assert read(pack(tmp_path / "a.zip", {"Übersicht.csv": b"x"}, "utf-8")) == ["Übersicht.csv"]


def test_the_extra_field_with_the_name_is_believed_where_it_belongs_to_it(tmp_path):
    entry = zipfile.ZipInfo("licence.csv")
    content = b"\1" + zlib.crc32(b"licence.csv").to_bytes(4, "little") + "许可.csv".encode()
    entry.extra = (0x7075).to_bytes(2, "little") + len(content).to_bytes(2, "little") + content
    assert names_of([entry]) == ["许可.csv"]
    entry.orig_filename = "other.csv"
    assert names_of([entry]) == ["other.csv"]
