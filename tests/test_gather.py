"""From named paths to files: folders, archives, manifests, and what is said of all that is left out."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

import conformance
from conformance import gather as module
from conformance.gather import Gathered, files_of, gather, is_left
from conformance.report.errors import UsageError

MONTH = Path(__file__).parents[1] / "examples" / "batches" / "valid" / "2016-06"
DAY = "2016-12-31"


@pytest.fixture
def opened():
    """Gather inputs, with the temporary files there until the test ends."""
    with ExitStack() as stack:
        yield lambda *inputs, **more: gather([str(one) for one in inputs], stack, **more)


@pytest.fixture
def month(tmp_path) -> Path:
    return Path(shutil.copytree(MONTH, tmp_path / "2016-06"))


def names(gathered: Gathered) -> list[str]:
    return [Path(str(one)).name for one in gathered.inputs]


def said(gathered: Gathered) -> str:
    return "\n".join(note.zh for note in [*gathered.opened, *gathered.notes])


def zipped(pack, folder: Path, target: Path) -> Path:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return pack(target, {str(path.relative_to(folder.parent)): path.read_bytes() for path in files})


def test_a_folder_stands_for_its_files_and_those_of_its_subfolders(tmp_path, opened):
    for name in ("b.csv", "六月/a.csv", ".hidden", "六月/~$a.xlsx", "__MACOSX/x.csv", "a.csv-校验报告.html"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    gathered = opened(tmp_path)
    assert names(gathered) == ["b.csv", "a.csv"]
    assert "（含下级文件夹）的 2 个文件均已列入校验" in said(gathered)
    assert all(name in said(gathered) for name in (".hidden", "六月/~$a.xlsx", "__MACOSX", "a.csv-校验报告.html"))


def test_configurations_among_the_files_are_no_data_and_are_named(tmp_path, pack, opened):
    folder = tmp_path / "n"
    for name in ("a.csv", "sub/b.csv", "sub/conformance.toml", "sub/deep/pyproject.toml"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    gathered = opened(folder)
    assert names(gathered) == ["a.csv", "b.csv"]
    assert "没有采用，也不作为数据校验：sub/conformance.toml、sub/deep/pyproject.toml" in said(gathered)
    archive = zipped(pack, folder, tmp_path / "n.zip")
    gathered = opened(archive)
    assert names(gathered) == ["a.csv", "b.csv"]
    assert f"压缩包“{archive}”里的配置文件没有采用，也不作为数据校验：n/sub/conformance.toml" in said(gathered)
    assert "系统文件" not in said(gathered)


def test_the_configuration_that_is_used_is_not_said_to_be_unused(tmp_path, opened):
    for name in ("a.csv", "conformance.toml"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    gathered = opened(tmp_path, no_data=[tmp_path / "conformance.toml"])
    assert names(gathered) == ["a.csv"]
    assert "配置文件" not in said(gathered)


def test_links_that_lead_in_a_circle_are_named_and_not_followed(tmp_path, opened):
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    gathered = opened(tmp_path)
    assert names(gathered) == ["a.csv"]
    assert "loop" in said(gathered)


def test_a_folder_without_files_or_with_too_many_is_refused(tmp_path, opened, monkeypatch):
    with pytest.raises(UsageError, match="没有文件"):
        opened(tmp_path)
    for number in range(3):
        (tmp_path / f"{number}.csv").touch()
    monkeypatch.setattr(module, "MOST_FILES", 2)
    with pytest.raises(UsageError, match="超过 2 个"):
        opened(tmp_path)


def test_a_folder_within_that_cannot_be_read_is_an_error(tmp_path, opened, monkeypatch):
    (tmp_path / "a.csv").touch()
    scan = os.scandir

    def refused(path):
        if str(path).endswith("六月"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    (tmp_path / "六月").mkdir()
    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(UsageError, match="六月”无法读取"):
        opened(tmp_path)


def test_a_name_that_no_system_bears_is_left_to_the_reader(opened):
    assert opened("很" * 5000 + ".csv", "a\0b.csv").inputs == ["很" * 5000 + ".csv", "a\0b.csv"]


def test_an_archive_in_a_folder_is_opened_too(pack, tmp_path, opened):
    pack(tmp_path / "许可.zip", {"六月.csv": b"x"})
    gathered = opened(tmp_path)
    assert [str(one) for one in gathered.inputs] == [f"{tmp_path}/许可.zip/六月.csv"]


def test_an_archive_in_an_archive_is_an_input_that_says_why_it_is_not_read(pack, tmp_path):
    inner = pack(tmp_path / "inner.zip", {"a.csv": b"x"}).read_bytes()
    outer = pack(tmp_path / "outer.zip", {"内.zip": inner})
    (entry,) = conformance.check(outer).inputs
    assert (entry.path, entry.verdict) == (f"{outer}/内.zip", "not-checked")
    assert "不展开；请先解压" in entry.problem


def test_what_was_unpacked_is_gone_afterwards(pack, tmp_path, monkeypatch):
    room = tmp_path / "tmp"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    archive = pack(tmp_path / "a.zip", {"a.csv": b"x"})
    with ExitStack() as stack:
        assert gather([str(archive)], stack).inputs
        assert len(list(room.iterdir())) == 1
    assert list(room.iterdir()) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")])
def test_whatever_breaks_the_unpacking_leaves_nothing_behind(pack, tmp_path, monkeypatch, error):
    room = tmp_path / "tmp"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))

    def broken(*_):
        yield b"x"
        raise error

    monkeypatch.setattr("conformance.sources.archive.unpack", broken)
    with pytest.raises(type(error)):
        conformance.check(pack(tmp_path / "a.zip", {"a.csv": b"x"}))
    assert list(room.iterdir()) == []


def test_the_manifest_among_the_files_is_found_and_is_no_data(month, opened):
    gathered = opened(month)
    assert str(gathered.manifest) == f"{month}/manifest.yaml"
    assert names(gathered) == ["entries.csv", "penalties.parquet", "register.csv"]
    assert "按其中的报送清单" in said(gathered)


def test_a_manifest_that_was_named_is_the_one(month, tmp_path, opened):
    other = tmp_path / "manifest.yaml"
    shutil.copy(month / "manifest.yaml", other)
    assert opened(month, manifest=month / "manifest.yaml").manifest is None
    gathered = opened(month, manifest=other)
    assert gathered.manifest is None
    assert "未采用" in said(gathered)


def test_several_manifests_are_refused(month, tmp_path, opened):
    shutil.copytree(month, tmp_path / "2016-07")
    with pytest.raises(UsageError, match="几份报送清单"):
        opened(tmp_path)


def test_records_that_are_called_manifest_are_records(tmp_path, opened):
    (tmp_path / "manifest.json").write_text('[{"a": 1}]', encoding="utf-8")
    assert names(opened(tmp_path)) == ["manifest.json"]


def test_a_folder_and_its_archive_come_to_the_same(month, tmp_path, pack):
    folder = conformance.check(month, as_of=DAY)
    archive = conformance.check(zipped(pack, month, tmp_path / "六月.zip"), as_of=DAY)
    assert folder.verdict == archive.verdict == "conforming"
    assert [entry.rows for entry in folder.inputs] == [entry.rows for entry in archive.inputs]
    assert archive.submission.manifest == f"{tmp_path}/六月.zip/2016-06/manifest.yaml"
    assert folder.submission.compared == archive.submission.compared


def test_what_the_manifest_lists_and_the_archive_lacks_is_not_checked(month, tmp_path, pack):
    (month / "penalties.parquet").unlink()
    report = conformance.check(zipped(pack, month, tmp_path / "六月.zip"), as_of=DAY)
    missing = report.inputs[-1]
    assert (missing.path, missing.verdict) == (f"{tmp_path}/六月.zip/2016-06/penalties.parquet", "not-checked")
    assert "manifest-file-missing" in {finding.rule for finding in report.findings}


def test_a_fault_of_a_manifest_in_an_archive_is_said_with_its_name_there(month, tmp_path, pack):
    (month / "manifest.yaml").write_text("id: x\n", encoding="utf-8")
    archive = zipped(pack, month, tmp_path / "六月.zip")
    with pytest.raises(UsageError, match=r"六月\.zip/2016-06/manifest\.yaml"):
        conformance.check(archive)


def test_the_month_before_may_be_an_archive(month, tmp_path, pack):
    before = MONTH.parent / "2016-05"
    archive = zipped(pack, before, tmp_path / "五月.zip")
    report = conformance.check(month, previous=archive, as_of=DAY)
    parts = {part.path for part in report.submission.parts}
    assert any(path.startswith(f"{tmp_path}/五月.zip/2016-05/") for path in parts)
    assert "上期：按其中的报送清单" in "\n".join(report.notes)
    by_folder = conformance.check(month, previous=before, as_of=DAY)
    assert report.counts == by_folder.counts


def test_a_configuration_in_the_folder_of_the_month_before_is_no_data(month, tmp_path):
    before = Path(shutil.copytree(MONTH.parent / "2016-05", tmp_path / "2016-05"))
    (before / "manifest.yaml").unlink()
    (before / "conformance.toml").write_text("", encoding="utf-8")
    report = conformance.check(month, previous=before, as_of=DAY)
    assert "上期：文件夹" in "\n".join(report.notes)
    assert "没有采用，也不作为数据校验：conformance.toml" in "\n".join(report.notes)
    used = conformance.check(month, previous=before, as_of=DAY, config=before / "conformance.toml")
    assert "没有采用，也不" not in "\n".join(used.notes)


def test_a_damaged_archive_of_the_month_before_is_an_error(month, tmp_path):
    (tmp_path / "五月.zip").write_bytes(b"PK\3\4")
    with pytest.raises(UsageError, match="上期"):
        conformance.check(month, previous=tmp_path / "五月.zip", as_of=DAY)


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("许可.csv", False),
        ("六月/许可.csv", False),
        ("../许可.csv", False),
        (".DS_Store", True),
        ("六月/.git/config", True),
        ("__MACOSX/六月/许可.csv", True),
        ("六月/THUMBS.DB", True),
        ("~$许可.xlsx", True),
        ("许可.csv-校验报告.html", True),
    ],
)
def test_what_is_no_data_of_anybodys(name, left):
    assert is_left(name) is left


def test_the_files_of_a_path_are_those_that_may_not_be_written_over(tmp_path):
    (tmp_path / "a.csv").touch()
    assert files_of(str(tmp_path)) == [f"{tmp_path}/a.csv"]
    assert files_of("-") == ["-"]
    assert files_of("no/such.csv") == ["no/such.csv"]


def test_what_the_run_itself_writes_is_not_among_the_data(month):
    targets = {name: month / f"own.{name}.{suffix}" for name, suffix in _WRITTEN.items()}
    report = conformance.check(month, as_of=DAY, **targets)
    assert "own" not in "\n".join(note for note in report.notes if "未读取" in note)
    assert [Path(entry.path).name for entry in report.inputs] == ["entries.csv", "penalties.parquet", "register.csv"]
    assert targets["workbook"].exists()


_WRITTEN = {"workbook": "xlsx", "findings": "csv", "accepted": "csv", "rejected": "csv"}


PROSE = "本文件夹为6月的许可数据，请查收。\n"


def test_what_is_plainly_no_data_is_named_and_stops_nothing(tmp_path, pack, opened):
    folder = tmp_path / "报送"
    folder.mkdir()
    for name, text in (("许可.csv", "x"), ("说明.txt", PROSE), ("表.txt", "甲,乙\n1,2\n")):
        (folder / name).write_text(text, encoding="utf-8")
    gathered = opened(folder)
    assert names(gathered) == ["表.txt", "许可.csv"]
    assert "2 个数据文件均已列入校验" in said(gathered)
    assert f"文件夹“{folder}”里的下列文件不是数据文件，未校验：说明.txt" in said(gathered)
    archive = zipped(pack, folder, tmp_path / "报送.zip")
    gathered = opened(archive)
    assert names(gathered) == ["表.txt", "许可.csv"]
    assert f"压缩包“{archive}”里的下列文件不是数据文件，未校验：报送/说明.txt" in said(gathered)


def test_a_file_that_was_named_is_an_input_whatever_it_holds(tmp_path, opened):
    path = tmp_path / "说明.txt"
    path.write_text(PROSE, encoding="utf-8")
    assert names(opened(path)) == ["说明.txt"]


def test_notes_alone_are_no_submission(tmp_path, pack, opened):
    folder = tmp_path / "报送"
    folder.mkdir()
    (folder / "说明.txt").write_text(PROSE, encoding="utf-8")
    with pytest.raises(UsageError, match=r"没有数据文件，只有：说明\.txt"):
        opened(folder)
    (one,) = opened(zipped(pack, folder, tmp_path / "报送.zip")).inputs
    assert one.refusal.zh == "压缩包里没有数据文件。"


def test_what_a_manifest_lists_is_an_input_though_it_looks_like_notes(month):
    listed = (month / "manifest.yaml").read_text(encoding="utf-8")
    (month / "licences.txt").write_text(PROSE, encoding="utf-8")
    name = next(path.name for path in sorted(month.iterdir()) if path.suffix == ".csv")
    (month / "manifest.yaml").write_text(listed.replace(name, "licences.txt"), encoding="utf-8")
    report = conformance.check(month, as_of=DAY)
    assert [entry.verdict for entry in report.inputs if entry.path.endswith("licences.txt")] == ["not-checked"]
