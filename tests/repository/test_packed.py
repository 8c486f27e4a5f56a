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

import packages  # noqa: E402
import release_check  # noqa: E402
import trial  # noqa: E402
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


def test_packages_replace_those_of_before_and_nothing_else(release, tmp_path):
    folder = tmp_path / "packages"
    packages.put({"a.whl": b"1", "b.jar": b"2"}, release, folder)
    packages.put({"a.whl": b"3"}, release, folder)
    assert {path.name for path in folder.iterdir()} == {"a.whl", packages.SUMS}
    assert packages.listed(folder) == {"a.whl": sha256(b"3").hexdigest()}


@pytest.mark.parametrize("foreign", ["thesis.odt", "letters/"])
@pytest.mark.parametrize("begun", [False, True])
def test_a_folder_that_holds_anything_else_is_refused_and_stays(release, tmp_path, foreign, begun):
    folder = tmp_path / "home"
    folder.mkdir()
    if begun:
        packages.put({"a.whl": b"1"}, release, folder)
    (folder / foreign).mkdir() if foreign[-1] == "/" else (folder / foreign).write_bytes(b"years")
    before = sorted(folder.iterdir())
    with pytest.raises(trial.Failed, match=foreign.strip("/")):
        packages.put({"a.whl": b"2"}, release, folder)
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("steps", range(1, 6))
def test_who_is_stopped_while_packages_are_put_can_begin_again(release, tmp_path, monkeypatch, steps):
    folder, taken = tmp_path / "packages", []
    packages.put({"a.whl": b"0", "c.tgz": b"0"}, release, folder)

    def stopping(act):
        def step(path, *arguments, **options):
            taken.append(path)
            if len(taken) > steps:
                raise KeyboardInterrupt
            return act(path, *arguments, **options)

        return step

    with monkeypatch.context() as patched:
        for name in ("unlink", "write_bytes", "write_text"):
            patched.setattr(Path, name, stopping(getattr(Path, name)))
        with pytest.raises(KeyboardInterrupt):
            packages.put({"a.whl": b"1", "b.jar": b"2"}, release, folder)
    packages.put({"a.whl": b"1", "b.jar": b"2"}, release, folder)
    assert set(packages.listed(folder)) == {"a.whl", "b.jar"}


@pytest.mark.parametrize("run", [trial.run, release_check.run])
def test_a_command_that_ends_in_another_way_than_expected_fails_with_what_it_said(run, tmp_path):
    said = ["sh", "-c", "echo out; echo err >&2; exit 3"]
    with pytest.raises(trial.Failed, match=r"exit code 3, not 0\nout\nerr"):
        run(said, tmp_path)


def test_what_a_release_says_of_errors_is_given_back_too(tmp_path):
    assert release_check.run(["sh", "-c", "echo out; echo err >&2; exit 2"], tmp_path, expect=2) == "out\nerr\n"


def test_there_is_one_way_to_try_a_command_and_to_build_the_wheel_that_is_tried():
    """A second one forgets what the first has learnt, such as which variables lead astray."""
    text = {path.name: path.read_text(encoding="utf-8") for path in TOOLS.rglob("*.py")}
    assert {name for name in text if "exit code {" in text[name]} == {"trial.py"}
    # The offline release is made without the source distribution.
    assert {name for name in text if '"-m", "build"' in text[name]} == {"wheel_check.py", "release.py"}


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
