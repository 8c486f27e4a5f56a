"""The packages as archives: what their formats ask, and the same bytes each time. That they install, `make packages-check` shows."""

from __future__ import annotations

import base64
import csv
import io
import json
import sys
import tarfile
import zipfile
from email.parser import Parser
from hashlib import sha256
from pathlib import Path

import pytest

from conformance.artefacts.archive import zipped
from conformance.artefacts.release.released import released
from conformance.standard.load import load

TOOLS = Path(__file__).parents[2] / "tools"
sys.path.append(str(TOOLS))

from packed.edition import Release, release_in  # noqa: E402
from packed.jar import manifest  # noqa: E402
from packed.npm import tarball  # noqa: E402
from packed.wheel import wheel  # noqa: E402

PYTHON = {"three_list_2016/__init__.py": b"x = 1\n", "three_list_2016/py.typed": b""}


@pytest.fixture
def release(tmp_path: Path) -> Release:
    for path, content in released({"downloads/python.zip": zipped(PYTHON)}, load()).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return release_in(tmp_path)


def test_a_folder_that_is_not_as_its_manifest_says_gives_no_packages(release):
    (release.folder / "downloads" / "python.zip").write_bytes(b"other")
    with pytest.raises(ValueError, match=r"downloads/python\.zip"):
        release_in(release.folder)


def test_names_of_files_that_should_not_be_there_are_quoted(release):
    (release.folder / "x\x1b[2J").touch()
    with pytest.raises(ValueError, match=r"x\\x1b\[2J"):
        release_in(release.folder)


def test_the_wheel_lists_every_file_with_its_digest(release):
    name, content = wheel(release)
    assert (name, content) == wheel(release)
    assert name == "three_list_2016-2016.1-py3-none-any.whl"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    [record] = [one for one in files if one.endswith("/RECORD")]
    rows = {path: (digest, size) for path, digest, size in csv.reader(files[record].decode().splitlines())}
    assert rows.pop(record) == ("", "")
    assert rows == {
        path: (f"sha256={base64.urlsafe_b64encode(sha256(held).digest()).rstrip(b'=').decode()}", str(len(held)))
        for path, held in files.items()
        if path != record
    }
    assert files.items() >= PYTHON.items()
    said = Parser().parsestr(next(held for path, held in files.items() if path.endswith("/METADATA")).decode())
    assert (said["Name"], said["Version"], said["Requires-Dist"]) == ("three-list-2016", "2016.1", None)
    assert f"sha256:{release.digest}" in said.get_payload()


def test_npm_has_a_version_of_three_numbers(release):
    assert release.semantic == "2016.1.0"


def test_a_tarball_has_no_times_and_no_owners():
    content = tarball({"package.json": b"{}", "dist/a.js": b"a"})
    assert content == tarball({"dist/a.js": b"a", "package.json": b"{}"})
    assert content[4:8] == b"\0\0\0\0"
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        entries = archive.getmembers()
        assert [one.name for one in entries] == ["package/dist/a.js", "package/package.json"]
        assert {(one.mtime, one.uid, one.uname, one.mode) for one in entries} == {(0, 0, "", 0o644)}
        assert json.load(archive.extractfile("package/package.json")) == {}


def test_lines_of_a_jars_manifest_have_72_bytes_and_go_on_after_a_blank():
    head = {"Manifest-Version": "1.0", "Three-List-Standard": load().digest, "Title": "标准" * 30}
    said = manifest(head)
    assert all(len(line) <= 72 for line in said.split(b"\r\n"))
    assert said.endswith(b"\r\n\r\n")
    joined = said.replace(b"\r\n ", b"").decode()
    assert joined == "".join(f"{key}: {value}\r\n" for key, value in head.items()) + "\r\n"
