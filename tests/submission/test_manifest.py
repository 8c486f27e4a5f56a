"""A manifest is read strictly: what is wrong is said in one sentence with its line."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from conformance.sources.model import Unusable
from conformance.standard.load import load
from conformance.submission.manifest import looks_like_manifest, read_manifest
from conformance.submission.model import Publication

STANDARD = load()
GOOD = """\
id: pudong-2016-05
party: district:310115
period:
  from: 2016-05-01
  to: 2016-05-31
kind: increment
files:
  - path: penalties.csv
    item: admin-penalty
    records: 12
  - path: 数据/register.xlsx
    item: legal-person-base
    sheet: 登记
    records: 3
    kind: full
    sha256: {digest}
    totals:
      - field: 注册资本（万元）
        sum: 1234.50
""".format(digest="a" * 64)


def read(folder, text, name="manifest.yaml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_manifest(path, STANDARD)


def test_everything_that_it_says(tmp_path):
    manifest = read(tmp_path, GOOD)
    penalties, register = manifest.files
    assert (manifest.id, manifest.party.id, manifest.kind) == ("pudong-2016-05", "district:310115", "increment")
    assert (manifest.first, manifest.last) == (date(2016, 5, 1), date(2016, 5, 31))
    assert (penalties.path, penalties.records, penalties.kind, penalties.line) == (
        tmp_path / "penalties.csv",
        12,
        "increment",
        8,
    )
    assert (register.sheet, register.kind, register.sha256) == ("登记", "full", "a" * 64)
    assert register.totals[0].sum == Decimal("1234.50")


def test_the_same_in_json(tmp_path):
    content = {
        "id": "x",
        "period": {"from": "2016-05-01", "to": "2016-05-31"},
        "files": [{"path": "a.csv", "records": 1, "totals": [{"field": "score", "sum": "0.1"}]}],
    }
    manifest = read(tmp_path, json.dumps(content), "manifest.json")
    assert (manifest.kind, manifest.kind_stated) == ("full", False)
    assert manifest.files[0].totals[0].sum == Decimal("0.1")


def test_a_sum_that_is_a_number_in_json_stays_exact(tmp_path):
    file = '{"path": "a.csv", "records": 1, "totals": [{"field": "score", "sum": 0.10}]}'
    text = f'{{"id": 1, "period": {{"from": "2016-05-01", "to": "2016-05-31"}}, "files": [{file}]}}'
    assert str(read(tmp_path, text, "manifest.json").files[0].totals[0].sum) == "0.10"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("party:", "partie:", 2, "是否指“party”"),
        ("records: 12", "records: 十二", 10, "应为整数"),
        ("records: 12", "records: -1", 10, "不小于 0"),
        ("records: 12", "count: 12", 10, "不认识的键“count”"),
        ("from: 2016-05-01", "from: 2016/5/1", 4, "应为2016-05-01 的形式"),
        ("from: 2016-05-01", "from: 2016-05-32", 4, "不是日历中的日期"),
        ("from: 2016-05-01", "from: 2016-06-01", 3, "早于起始日期"),
        ("kind: increment", "kind: partial", 6, "应为full 或 increment"),
        ("item: admin-penalty", "item: admin-penalties", 9, "没有数据事项“admin-penalties”"),
        ("party: district:310115", "party: district:999999", 2, "没有报送单位“district:999999”"),
        ("path: penalties.csv", "path: ../penalties.csv", 8, "不在清单所在的文件夹内"),
        ("path: penalties.csv", "path: /etc/passwd", 8, "不在清单所在的文件夹内"),
        ("path: penalties.csv", "path: 数据/register.xlsx", 11, "列了两次"),
        ("sum: 1234.50", "sum: 约一千", 19, "应为1234.50 的形式"),
        ("sha256: a", "sha256: X", 16, "应为64 × [0-9a-f] 的形式"),
        ("kind: increment", "kind: increment\nid: again", None, "不是正确的 YAML"),
        ("  - path: penalties.csv", "  path: penalties.csv", None, "不是正确的 YAML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, old, new, line, said):
    assert old in GOOD
    with pytest.raises(Unusable) as refused:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert said in refused.value.text.zh
    assert line is None or f"第 {line} 行" in refused.value.text.zh
    assert refused.value.text.en


@pytest.mark.parametrize("missing", ["id: pudong-2016-05\n", "    records: 12\n", "  to: 2016-05-31\n"])
def test_what_is_missing_is_said(tmp_path, missing):
    with pytest.raises(Unusable, match="缺少"):
        read(tmp_path, GOOD.replace(missing, "", 1))


@pytest.mark.parametrize("text", ["", "[]", "text", "files: []\nid: x\nperiod: {from: 2016-01-01, to: 2016-01-31}"])
def test_no_manifest_at_all(tmp_path, text):
    with pytest.raises(Unusable):
        read(tmp_path, text)


def test_a_manifest_in_the_encoding_of_the_offices(tmp_path):
    path = tmp_path / "manifest.yaml"
    path.write_bytes(GOOD.encode("gb18030"))
    assert read_manifest(path, STANDARD).files[1].sheet == "登记"
    path.write_bytes(b"id: \xff\xff\n")
    with pytest.raises(Unusable, match="无法读取的字节"):
        read_manifest(path, STANDARD)


def test_a_link_does_not_lead_out_of_the_folder(tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "数据").symlink_to(tmp_path / "outside")
    with pytest.raises(Unusable, match="不在清单所在的文件夹内"):
        read(tmp_path / "inside", GOOD)


def test_a_file_of_records_is_no_manifest(tmp_path):
    records, manifest = tmp_path / "records.json", tmp_path / "list.json"
    records.write_text('[{"id": "1", "files": []}]', encoding="utf-8")
    manifest.write_text('{"id": "1", "files": []}', encoding="utf-8")
    assert not looks_like_manifest(records)
    assert looks_like_manifest(manifest)
    assert looks_like_manifest(tmp_path / "manifest.yaml")
    assert not looks_like_manifest(tmp_path / "penalties.csv")


FIGURES = """\
id: x
period: {from: 2016-05-01, to: 2016-05-31}
files:
  - path: a.csv
    records: 12
    decisions: {to_publish: 12, published: 11, withheld: [WITHHELD]}
"""


def test_what_is_made_public(tmp_path):
    said = "{ground: personal-privacy, records: 2}, {ground: other, records: 1}"
    (file,) = read(tmp_path, FIGURES.replace("WITHHELD", said)).files
    assert file.publication == Publication(12, 11, (("personal-privacy", 2), ("other", 1)))


@pytest.mark.parametrize(
    ("withheld", "fault"),
    [
        ("{ground: other, records: 2}, {ground: other, records: 1}", "第 6 行：不公开的理由“other”列了两次"),
        ("{ground: 张三不同意, records: 2}", "应为state-secret 或 trade-secret 或 personal-privacy 或 other"),
        ("{ground: other, records: -1}", "不小于 0"),
        ("{records: 1}", "缺少 ground"),
    ],
)
def test_what_is_withheld_has_a_ground_of_its_own(tmp_path, withheld, fault):
    with pytest.raises(Unusable) as caught:
        read(tmp_path, FIGURES.replace("WITHHELD", withheld))
    assert fault in caught.value.text.zh
