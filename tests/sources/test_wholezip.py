"""What is one whole ZIP, and what only ends like one."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from zipfile import BadZipFile, ZipFile

import openpyxl
import pytest
import xlsxwriter

from conformance.sources.archive import is_archive
from conformance.sources.model import Unusable
from conformance.sources.wholezip import whole

CSV = "文号,名称\r\n1,甲\r\n".encode()
END = b"PK\x05\x06"


class Pipe(io.RawIOBase):
    """What is written cannot be gone back to, as in a stream of Java or of a web server."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.data += data
        return len(data)


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = comment
    return stream.getvalue()


def names(data: bytes) -> list[str]:
    with whole(io.BytesIO(data)) as archive:
        return archive.namelist()


def book(value: str = "甲") -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        workbook.add_worksheet("许可").write_row(0, 0, ["文号", value])
    return stream.getvalue()


def cut_behind_the_first_end(members: dict[str, bytes], more: int = 0) -> bytes:
    data = packed(members, zipfile.ZIP_STORED)
    return data[: data.index(END) + 22 + more]


@pytest.mark.parametrize("more", [0, 7, 200])
def test_an_archive_cut_off_behind_a_stored_workbook_is_not_that_workbook(more):
    data = cut_behind_the_first_end({"1.xlsx": book(), "2.xlsx": book("乙")}, more)
    assert "xl/workbook.xml" in ZipFile(io.BytesIO(data)).namelist()  # what others take it for
    with pytest.raises(BadZipFile, match=r"another archive|behind"):
        names(data)


def test_an_archive_cut_off_behind_a_stored_archive_is_not_that_archive():
    with pytest.raises(BadZipFile, match="another archive"):
        names(cut_behind_the_first_end({"a.zip": packed({"a.csv": CSV}), "b.csv": CSV}))


def test_what_is_missing_may_be_made_up_with_zero_bytes_and_is_missing_all_the_same():
    """Programs that download take the place for the whole file first."""
    with pytest.raises(BadZipFile, match="another archive"):
        names(cut_behind_the_first_end({"a.zip": packed({"a.csv": CSV}), "b.csv": CSV}) + bytes(300))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 1.0])
def test_a_workbook_with_another_or_a_part_of_one_behind_it(share):
    second = book("乙")
    with pytest.raises(BadZipFile):
        names(book() + second[: int(len(second) * share)])


def test_an_archive_that_was_added_to():
    stream = io.BytesIO(packed({"a.csv": CSV}))
    stream.seek(0, 2)
    with ZipFile(stream, "a") as archive:
        archive.writestr("b.csv", CSV)
    assert names(stream.getvalue()) == ["a.csv", "b.csv"]


def test_something_before_the_first_entry_whose_places_are_right():
    """As in self-extracting archives; their directory knows nothing of what stands before (``zip -A``)."""
    prefixed = io.BytesIO(b"PK\x03\x04" + bytes(60))
    prefixed.seek(0, 2)
    with ZipFile(prefixed, "a") as archive:
        archive.writestr("b.csv", CSV)
    with pytest.raises(BadZipFile, match="before the first entry"):
        names(prefixed.getvalue())


@pytest.mark.parametrize("behind", [b"x", b"\0\0x", b"MZ", bytes(10) + CSV])
def test_something_behind_the_end(behind):
    with pytest.raises(BadZipFile, match="behind"):
        names(packed({"a.csv": CSV}) + behind)


@pytest.mark.parametrize("behind", [b"\0", bytes(511), b"\r\n", b"\n", b"\r\n\0\0"])
def test_padding_behind_the_end_is_harmless(behind):
    assert names(packed({"a.csv": CSV}) + behind) == ["a.csv"]


def test_a_comment_belongs_to_the_archive_and_one_that_is_cut_off_does_not_make_it_whole():
    data = packed({"a.csv": CSV}, comment="六月报送".encode())
    assert names(data) == ["a.csv"]
    with pytest.raises(BadZipFile):
        names(data[:-3])


def test_a_number_of_entries_that_is_not_there():
    data = bytearray(packed({"a.csv": CSV, "b.csv": CSV}))
    at = data.rindex(END)
    data[at + 8 : at + 12] = b"\x03\0\x03\0"
    with pytest.raises(BadZipFile, match="as many"):
        names(bytes(data))


def test_a_part_of_a_split_archive():
    data = bytearray(packed({"a.csv": CSV}))
    at = data.rindex(END)
    data[at + 4 : at + 8] = b"\x01\0\x01\0"
    with pytest.raises(BadZipFile):
        names(bytes(data))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_entries_followed_by_their_sizes(method):
    pipe = Pipe()
    with ZipFile(pipe, "w", method) as archive:
        archive.writestr("a.csv", CSV)
        archive.writestr("b.csv", CSV)
    assert b"PK\x07\x08" in pipe.data
    assert names(bytes(pipe.data)) == ["a.csv", "b.csv"]


def test_zip64(monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    data = packed({"a.csv": CSV, "b.csv": CSV})
    assert b"PK\x06\x06" in data
    assert names(data) == ["a.csv", "b.csv"]
    with pytest.raises(BadZipFile):
        names(b"PK\x03\x04" + bytes(60) + data)
    with pytest.raises(BadZipFile):
        names(cut_behind_the_first_end({"a.zip": data, "b.csv": CSV}))


def test_an_archive_of_nothing():
    assert names(packed({})) == []


@pytest.mark.skipif(shutil.which("zip") is None, reason="Info-ZIP is not here")
@pytest.mark.parametrize("options", [[], ["-0"], ["-fz"], ["-fd"], ["-s", "64k"]], ids=str)
def test_what_info_zip_writes(tmp_path, options):
    (tmp_path / "a.csv").write_bytes(CSV)
    subprocess.run(["zip", "-q", *options, "a.zip", "a.csv"], cwd=tmp_path, check=True)
    assert names((tmp_path / "a.zip").read_bytes()) == ["a.csv"]
    assert is_archive(tmp_path / "a.zip")


@pytest.mark.skipif(shutil.which("zip") is None, reason="Info-ZIP is not here")
def test_what_info_zip_writes_to_a_pipe():
    done = subprocess.run(["zip", "-q", "-", "-"], input=CSV, stdout=subprocess.PIPE, check=True)
    assert names(done.stdout) == ["-"]


@pytest.mark.parametrize("behind", [b"", bytes(100), b"\r\n"])
def test_workbooks_are_read_with_padding_behind_them(tmp_path, opened, behind):
    workbook = openpyxl.Workbook()
    for row in (["行政许可决定书文号", "项目名称", "审批类别"], ["1号", "甲", "普通"]):
        workbook.active.append(row)
    workbook.save(tmp_path / "a.xlsx")
    with (tmp_path / "a.xlsx").open("ab") as stream:
        stream.write(behind)
    assert len(opened(tmp_path / "a.xlsx")) == 1


def test_a_cut_archive_is_refused_in_one_sentence_that_says_what_to_do(tmp_path, opened):
    path = tmp_path / "报送.zip"
    path.write_bytes(cut_behind_the_first_end({"1.xlsx": book(), "2.xlsx": book("乙")}, 200))
    assert not is_archive(path)
    with pytest.raises(Unusable, match=r"不完整或已损坏，可能没有传完.*请重新发送"):
        opened(path)
