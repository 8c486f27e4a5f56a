"""ZIP archives: what is unpacked, what is refused, and with which words."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
from pathlib import Path

import pytest

from conformance.gather import is_left
from conformance.sources import archive as module
from conformance.sources import package
from conformance.sources.archive import Unpacked, is_archive, unpacked
from conformance.sources.model import Unusable
from conformance.sources.source import Stored

CSV = "文号,名称\r\n1,甲\r\n".encode("gb18030")


@pytest.fixture
def unpack(tmp_path):
    """Unpack an archive into a folder of its own."""

    def call(path: Path) -> Unpacked:
        into = tmp_path / "into"
        into.mkdir()
        return unpacked(Stored(path.name, path), into, is_left)

    return call


def refused(result: Unpacked) -> dict[str, str]:
    return {str(member): member.refusal.zh for member in result.members if member.refusal is not None}


def test_members_are_shown_below_the_archive_and_lie_elsewhere(pack, tmp_path, unpack):
    result = unpack(pack(tmp_path / "报送.zip", {"许可.csv": CSV, "六月/处罚.csv": CSV}))
    assert [str(member) for member in result.members] == ["报送.zip/许可.csv", "报送.zip/六月/处罚.csv"]
    assert {Path(member).read_bytes() for member in result.members} == {CSV}
    assert refused(result) == {}


def test_what_systems_put_there_is_named(pack, tmp_path, unpack):
    names = ["__MACOSX/._许可.csv", ".DS_Store", "六月/Thumbs.db", "~$许可.xlsx"]
    result = unpack(pack(tmp_path / "a.zip", {"许可.csv": CSV} | dict.fromkeys(names, b"x")))
    assert (result.left, len(result.members)) == (names, 1)


@pytest.mark.parametrize(
    "name", ["../许可.csv", "/etc/许可.csv", "六月/../../许可.csv", "C:\\许可.csv", "..\\许可.csv"]
)
def test_a_name_that_leads_out_is_not_unpacked(pack, tmp_path, unpack, name):
    result = unpack(pack(tmp_path / "a.zip", {name: CSV, "好.csv": CSV}))
    assert list(refused(result).values()) == ["文件名指向压缩包以外的位置，没有解开；请检查压缩包的来源。"]
    assert [path.name for path in tmp_path.rglob("*.csv")] == ["好.csv"]


@pytest.mark.parametrize("name", ["CON", "nul.csv", "六月/COM1.tar.csv", "Aux/许可.csv", "lpt2 .csv"])
def test_a_name_that_is_a_device_on_windows_is_not_unpacked(pack, tmp_path, unpack, name):
    result = unpack(pack(tmp_path / "a.zip", {name: CSV, "好.csv": CSV}))
    assert list(refused(result)) == [f"a.zip/{name}"]
    assert "代表设备" in refused(result)[f"a.zip/{name}"]


def test_a_name_that_only_begins_like_a_device_is_one_as_any_other(pack, tmp_path, unpack):
    names = ["CONTRACT.csv", "com.csv", "COM10.csv", "许可.nul", "null.csv"]
    assert refused(unpack(pack(tmp_path / "a.zip", dict.fromkeys(names, CSV)))) == {}


def test_of_two_members_with_one_name_the_first_is_read(tmp_path, unpack):
    with warnings.catch_warnings(), zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("a.csv", CSV)
        archive.writestr("a.csv", b"other")
    result = unpack(tmp_path / "a.zip")
    assert [member.refusal is None for member in result.members] == [True, False]
    assert "两个同名" in refused(result)["a.zip/a.csv"]
    assert Path(result.members[0]).read_bytes() == CSV


def test_a_link_is_no_file(tmp_path, unpack):
    entry = zipfile.ZipInfo("链接.csv")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert "链接" in refused(unpack(tmp_path / "a.zip"))["a.zip/链接.csv"]


def test_another_method_of_compression_is_said(tmp_path, unpack):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", CSV, zipfile.ZIP_BZIP2)
    assert "压缩方式无法读取" in refused(unpack(tmp_path / "a.zip"))["a.zip/a.csv"]


def test_a_name_that_the_system_cannot_bear_is_said(pack, tmp_path, unpack):
    result = unpack(pack(tmp_path / "a.zip", {"很" * 200 + ".csv": CSV, "好.csv": CSV}))
    assert ["名" in text for text in refused(result).values()] == [True]


def test_a_file_where_a_folder_would_have_to_be(pack, tmp_path, unpack):
    result = unpack(pack(tmp_path / "a.zip", {"许可": CSV, "许可/六月.csv": CSV}))
    assert list(refused(result)) == ["a.zip/许可/六月.csv"]


def flagged(path: Path, bits: int, names: set[str] | None = None) -> Path:
    """Set bits of the flags of members, in both places where they stand."""
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        chosen = [one for one in archive.infolist() if names is None or one.filename in names]
    for entry in chosen:
        content[entry.header_offset + 6] |= bits
        place = -1
        while (place := content.find(b"PK\1\2", place + 1)) >= 0:
            if int.from_bytes(content[place + 42 : place + 46], "little") == entry.header_offset:
                content[place + 8] |= bits
    path.write_bytes(content)
    return path


def test_an_encrypted_member_is_said_and_the_others_are_read(pack, tmp_path, unpack):
    path = flagged(pack(tmp_path / "a.zip", {"a.csv": CSV, "b.csv": CSV}, None), 1, {"a.csv"})
    assert list(refused(unpack(path))) == ["a.zip/a.csv"]


def test_an_encrypted_archive_is_refused_as_one(pack, tmp_path, unpack):
    path = flagged(pack(tmp_path / "a.zip", {"a.csv": CSV, "b.csv": CSV}, None), 1)
    with pytest.raises(Unusable, match="压缩包加了密码"):
        unpack(path)


def test_a_damaged_member_is_said(pack, tmp_path, unpack):
    path = pack(tmp_path / "a.zip", {"a.csv": CSV, "b.csv": CSV}, None)
    content = bytearray(path.read_bytes())
    content[36:40] = b"\0\0\0\0"  # within the first member's data
    path.write_bytes(content)
    assert "损坏" in refused(unpack(path))["a.zip/a.csv"]


def test_a_bomb_is_refused_before_anything_is_unpacked(tmp_path, unpack, monkeypatch):
    monkeypatch.setattr(package, "RATIO_FROM", 1 << 20)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", bytes(4 << 20))
    with pytest.raises(Unusable, match="压缩包解压后将达 4 MB，大小异常"):
        unpack(tmp_path / "a.zip")
    assert list((tmp_path / "into").iterdir()) == []


def test_members_that_share_their_bytes_count_by_the_size_of_the_archive(tmp_path, unpack, monkeypatch):
    monkeypatch.setattr(package, "RATIO_FROM", 1 << 20)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0123456789abcdef" * (1 << 14))
        first = archive.infolist()[0]
        for number in range(2000):
            again = zipfile.ZipInfo(f"{number}.csv")
            for name in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(again, name, getattr(first, name))
            archive.filelist.append(again)
    (tmp_path / "a.zip").write_bytes(target.getvalue())
    with pytest.raises(Unusable, match="大小异常"):
        unpack(tmp_path / "a.zip")


def test_more_members_than_one_submission_has(pack, tmp_path, unpack, monkeypatch):
    monkeypatch.setattr(module, "MOST_FILES", 2)
    with pytest.raises(Unusable, match="有 3 个文件，一次最多 2 个"):
        unpack(pack(tmp_path / "a.zip", dict.fromkeys(["a.csv", "b.csv", "c.csv"], CSV)))


def test_an_archive_without_files(pack, tmp_path, unpack):
    with pytest.raises(Unusable, match="没有数据文件"):
        unpack(pack(tmp_path / "a.zip", {".DS_Store": b"x"}))


def test_a_workbook_is_told_by_its_content_and_is_no_archive(pack, tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "book.zip") as book:
        book.add_worksheet().write(0, 0, "x")
    assert not is_archive(tmp_path / "book.zip")
    assert is_archive(pack(tmp_path / "data.xlsx", {"许可.csv": CSV}))
    assert not is_archive(pack(tmp_path / "odd.xlsx", {"[Content_Types].xml": b"<x/>", "XL/Workbook.xml": b"<x/>"}))
    (tmp_path / "broken.zip").write_bytes(b"PK\3\4 and no more")
    assert not is_archive(tmp_path / "broken.zip")
