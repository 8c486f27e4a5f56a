"""A month's files with their manifest, as a clerk sends them and as the receiving office checks them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

BATCHES = Path(__file__).resolve().parents[2] / "examples" / "batches"
AS_OF = ("--as-of", "2016-12-31")


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """The files of June, in three formats, with their manifest."""
    shutil.copytree(BATCHES / "valid" / "2016-06", tmp_path / "2016-06")
    return tmp_path / "2016-06"


def mend(folder: Path, old: str, new: str) -> None:
    """Change the manifest in a folder."""
    path = folder / "manifest.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_clerk_checks_what_the_manifest_lists(conformance, month):
    code, out, _ = conformance("check", "--manifest", month / "manifest.yaml", *AS_OF)
    assert code == 0
    assert out.startswith("校验通过：可入库 5 条")
    assert "报送清单" in out
    assert "penalties.parquet：记录数 清单 1，实有 1，相符" in out


def test_the_office_holds_them_against_the_month_before(conformance, month):
    before = BATCHES / "valid" / "2016-05"
    code, out, _ = conformance("check", "--manifest", month / "manifest.yaml", "--previous", before, *AS_OF)
    assert code == 0
    assert "上期" in out
    assert "因本次为增量报送，没有校验：上期记录消失" in out


def test_a_count_that_differs_is_shown_with_its_difference(conformance, month):
    mend(month, "records: 1", "records: 4")
    code, out, _ = conformance("check", "--manifest", month / "manifest.yaml", *AS_OF)
    assert code == 1
    assert "清单写明 4 条记录，实有 1 条，相差 -3 条。" in out
    assert "记录数 清单 4，实有 1，相差 -3" in out


def test_a_file_that_is_not_there_leaves_the_submission_unchecked(conformance, month):
    (month / "penalties.parquet").unlink()
    code, out, _ = conformance("check", "--manifest", month / "manifest.yaml", *AS_OF)
    assert code == 2
    assert "清单所列文件缺失  manifest-file-missing" in out
    assert "penalties.parquet：未能校验，没有核对" in out


def test_named_files_are_held_against_the_manifest_too(conformance, month):
    (month / "more.csv").write_bytes((month / "register.csv").read_bytes())
    code, out, _ = conformance(
        "check",
        month / "register.csv",
        month / "more.csv",
        "--item",
        "legal-person-base",
        "--manifest",
        month / "manifest.yaml",
        *AS_OF,
    )
    assert code == 1
    assert "“" + str(month / "more.csv") + "”没有列入报送清单" in out
    assert "报送清单所列的“entries.csv”不在本次校验的文件中" in out


def test_a_folder_that_holds_its_manifest_is_checked_without_it(conformance, month):
    code, out, _ = conformance("check", month, "--manifest", month / "manifest.yaml", *AS_OF)
    assert code == 0
    assert "manifest.yaml  [" not in out


def test_a_penalty_of_a_stranger_goes_back(conformance, tmp_path):
    folder = BATCHES / "invalid" / "reference-exists"
    accepted, rejected = tmp_path / "accepted.csv", tmp_path / "rejected.csv"
    code, out, _ = conformance(
        "check", "--manifest", folder / "manifest.yaml", "--accepted", accepted, "--rejected", rejected, *AS_OF
    )
    assert code == 1
    assert "行政相对人（91310115MA12BCER3M）不在所报送的登记信息中。" in out
    back = pl.read_csv(tmp_path / "rejected-penalties.csv", encoding="gb18030", infer_schema=False)
    assert back["行政处罚决定书文号"].to_list() == ["浦环保罚〔2016〕第00046号"]


def test_programs_get_the_numbers(conformance, month):
    mend(month, "records: 2", "records: 3")
    code, out, _ = conformance("check", "--manifest", month / "manifest.yaml", "--format", "json", *AS_OF)
    report = json.loads(out)
    said = report["submission"]
    assert code == 1
    assert (said["id"], said["kind"], said["kind_stated"]) == ("pudong-2016-06", "increment", True)
    assert said["compared"][0] == {
        "path": "register.csv",
        "sheet": None,
        "kind": "full",
        "field": None,
        "declared": "3",
        "found": "2",
        "difference": "-1",
    }
    [finding] = report["findings"]
    assert (finding["rule"], finding["path"]) == ("manifest-count", str(month / "register.csv"))
    assert report["counts"]["error"] == 1


def test_every_finding_goes_into_the_list(conformance, tmp_path):
    folder = BATCHES / "invalid" / "vanished-key"
    findings = tmp_path / "all.jsonl"
    code, _, _ = conformance(
        "check",
        "--manifest",
        folder / "manifest.yaml",
        "--previous",
        folder / "previous",
        "--findings",
        findings,
        *AS_OF,
    )
    [line] = findings.read_text(encoding="utf-8").splitlines()
    assert (code, json.loads(line)["rule"]) == (0, "vanished-key")


def test_without_a_manifest_a_full_submission_is_taken_for_granted_aloud(conformance):
    folder = BATCHES / "invalid" / "vanished-key"
    code, out, _ = conformance(
        "check", folder / "penalties.csv", "--previous", folder / "previous" / "penalties.csv", *AS_OF
    )
    assert code == 0
    assert "未写明报送方式，按全量对待" in out
    assert "上期记录消失  vanished-key" in out


def test_what_stands_alone_says_what_was_not_checked(conformance):
    _, out, _ = conformance("check", BATCHES / "invalid" / "changed-history" / "penalties.csv", *AS_OF)
    assert "因被引用的文件不在本次报送中，没有校验：引用的记录不存在 (reference-exists)" in out
    assert "因没有指定上期报送的文件（--previous），没有校验" in out
    assert "因没有报送清单（--manifest），没有校验" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "请写明要校验的文件"),
        (("--manifest", "nowhere.yaml"), "找不到报送清单"),
        (("good.csv", "--previous", "nowhere.csv"), "找不到文件“nowhere.csv”"),
    ],
)
def test_what_cannot_be_used_is_one_line(conformance, good, monkeypatch, arguments, said):
    monkeypatch.chdir(good.parent)
    code, out, err = conformance("check", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_no_output_takes_the_place_of_a_listed_file(conformance, month):
    code, _, err = conformance("check", "--manifest", month / "manifest.yaml", "--accepted", month / "register.csv")
    assert code == 2
    assert "与输入文件是同一个文件" in err
