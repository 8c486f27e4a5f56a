"""Configuration and baseline in a Python call."""

from __future__ import annotations

import pytest
from writing import write

import conformance
from conformance.config.find import find_configuration
from conformance.report.errors import UsageError
from conformance.standard.load import load

DAY = "2016-12-31"
RECORD = {
    "document_number": "沪食药监许〔2016〕第00123号",
    "approval_category": "普通",
    "licence_content": "预包装食品销售",
    "subject_name": "上海浦江示例食品有限公司",
    "subject_uscc": "91310115MA1H70CGXJ",
    "legal_representative": "张示例",
    "decision_date": "2016/05/09",
    "valid_until": "2099/12/31",
    "authority": "上海市食品药品监督管理局",
    "current_status": "0",
    "division_code": "310115",
    "data_timestamp": "2016/05/11",
    "project_name": "",
}
SUPPRESS = '[[suppress]]\nrule = "required"\nreason = "旧系统没有"\nuntil = 2016-12-31\n'


def checked(**options):
    return conformance.check([RECORD], item="admin-licence", as_of=DAY, **options)


def test_nothing_is_looked_for_unless_it_is_asked_for(tmp_path, monkeypatch):
    write(tmp_path, SUPPRESS)
    monkeypatch.chdir(tmp_path)
    assert (checked().configuration, checked().verdict) == (None, "non-conforming")


def test_the_nearest_one_if_it_is_asked_for(tmp_path, monkeypatch):
    path = write(tmp_path, SUPPRESS)
    monkeypatch.chdir(tmp_path)
    report = checked(config=True)
    assert (report.configuration, report.verdict) == (str(path), "conforming")


def test_one_that_is_named_or_was_read(tmp_path):
    path = write(tmp_path, SUPPRESS)
    assert checked(config=path).suppressed[0].counts["error"] == 1
    assert checked(config=find_configuration([path], load())).suppressed[0].counts["error"] == 1


def test_records_have_no_file_name_to_go_by(tmp_path):
    path = write(tmp_path, SUPPRESS + 'path = "*"\n[[items]]\npattern = "*"\nitem = "admin-penalty"\n')
    assert checked(config=path).inputs[0].item == "admin-licence"


def test_the_call_goes_before_the_configuration(tmp_path):
    path = write(tmp_path, 'party = "district:310115"\npurpose = "publication"\n')
    assert checked(config=path, party="district:310114").party == "district:310114"
    assert checked(config=path).purpose == "publication"
    assert checked(config=path, purpose="submission").purpose == "submission"


def test_a_baseline(tmp_path):
    checked(findings=tmp_path / "b.parquet")
    report = checked(baseline=tmp_path / "b.parquet")
    assert (report.findings, report.baseline.known["error"], report.verdict) == ([], 1, "non-conforming")


def test_faults_are_usage_errors(tmp_path):
    with pytest.raises(UsageError):
        checked(config=tmp_path / "none.toml")
    with pytest.raises(UsageError):
        checked(baseline=tmp_path / "none.csv")
