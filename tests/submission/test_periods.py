"""This submission beside the one before it, through the Python interface."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest

import conformance
from conformance.engine import keystore
from conformance.standard.load import load
from vectors.load import bases

PENALTY = dict(bases()["penalty-company"][1])
ENTRY = dict(bases()["list-entry"][1]) | {"removal_date": None, "removal_document": None}
ENTRY |= {"list_name": "浦东新区失信黑名单", "list_kind": "黑名单"}
ITEMS = {"penalties": "admin-penalty", "entries": "pudong-blacklist", "register": "legal-person-base"}


def penalty(number=45, **changes):
    return PENALTY | {"document_number": f"浦环保罚〔2016〕第{number:05}号"} | changes


def entry(number=56, **changes):
    return ENTRY | {"document_number": f"浦市监列〔2016〕第{number:05}号"} | changes


def save(path, records):
    """Records as CSV under the Chinese titles; the name of the file tells the item."""
    record_type = load().record_type_of(ITEMS[path.stem.split("-")[0]])
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([record_type.field(name).title for name in records[0]])
    writer.writerows([list(record.values()) for record in records])
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def compared(folder, now, before, **options):
    """The report of penalties of this month beside those of the last."""
    this, last = save(folder / "penalties.csv", now), save(folder / "penalties-last.csv", before)
    return conformance.check(this, previous=last, as_of="2016-12-31", **options)


def found(report, *rules):
    return [(f.rule, f.field, f.row) for f in report.findings if f.rule in rules]


HISTORY = ("changed-history", "vanished-key", "late-record")


@pytest.mark.parametrize("bytes_in_memory", [1, 1 << 30], ids=["disk", "memory"])
def test_what_changed_vanished_and_came_late(tmp_path, monkeypatch, bytes_in_memory):
    monkeypatch.setattr(keystore, "IN_MEMORY", bytes_in_memory)
    before = [penalty(number) for number in range(1, 21)]
    now = [*before[:5], penalty(6, penalty_result="罚款人民币1元"), *before[7:], penalty(30)]
    report = compared(tmp_path, now, before)
    assert found(report, *HISTORY) == [
        ("changed-history", "penalty_result", 7),
        ("late-record", "decision_date", 21),
        ("vanished-key", "document_number", 8),
    ]
    assert report.verdict == "conforming-with-warnings"


def test_the_same_in_another_writing_is_no_change(tmp_path):
    now = [
        penalty(
            decision_date="2016年5月9日",
            subject_uscc="９１３１０１１５ma1k3a7x5p",
            penalty_facts=f" {PENALTY['penalty_facts']} ",
        )
    ]
    report = compared(tmp_path, now, [penalty()])
    assert found(report, *HISTORY) == []


def test_filling_in_a_blank_is_no_change_and_blanking_is_one(tmp_path):
    filled, blank = penalty(subject_uscc=None, subject_organisation_code="MA1K3A7X5"), penalty()
    assert found(compared(tmp_path, [blank], [filled]), *HISTORY) == []
    assert found(compared(tmp_path, [filled], [blank]), *HISTORY) == [("changed-history", "subject_uscc", 2)]


def test_one_decision_with_two_results_agrees_with_either(tmp_path):
    both = [penalty(penalty_result="警告"), penalty(penalty_result="罚款人民币50000元")]
    assert found(compared(tmp_path, both[::-1], both), *HISTORY) == []
    other = penalty(penalty_result="罚款人民币1元")
    assert found(compared(tmp_path, [*both, other], both), *HISTORY) == [("changed-history", "penalty_result", 4)]


def test_brackets_of_a_document_number_may_be_written_either_way(tmp_path):
    now = [penalty(document_number="浦环保罚[2016]第00045号")]
    assert found(compared(tmp_path, now, [penalty()]), *HISTORY) == []


def test_a_record_without_a_number_cannot_be_known_again_and_that_is_said(tmp_path):
    report = compared(tmp_path, [penalty(document_number="空")], [penalty(document_number="空")])
    assert found(report, *HISTORY) == []
    assert {(rule.id, rule.unjudged) for rule in report.rules if rule.reason == "no-key"} == {
        ("changed-history", 1),
        ("late-record", 1),
    }


def test_a_footer_of_the_last_submission_has_not_vanished(tmp_path):
    footer = dict.fromkeys(PENALTY) | {"document_number": "合计"}
    assert found(compared(tmp_path, [penalty()], [penalty(), footer]), *HISTORY) == []


def test_first_back_filings_are_not_late(tmp_path):
    now = [penalty(), penalty(46, decision_date="2015/12/01"), penalty(47, decision_date="2016/05/03")]
    report = compared(tmp_path, now, [penalty()], applies_from="2016-01-01")
    assert found(report, "late-record") == [("late-record", "decision_date", 4)]
    assert [r.unjudged for r in report.rules if (r.id, r.reason) == ("late-record", "before-applies-from")] == [1]


def test_an_item_that_is_not_sent_has_not_vanished_and_that_is_said(tmp_path):
    folder = tmp_path / "last"
    folder.mkdir()
    save(folder / "penalties.csv", [penalty()])
    licences = [dict(bases()["licence-company"][1])]
    ITEMS["licences"] = "admin-licence"
    report = conformance.check(save(tmp_path / "licences.csv", licences), previous=folder, as_of="2016-12-31")
    assert found(report, *HISTORY) == []
    reasons = {(rule.id, rule.reason) for rule in report.rules if rule.status == "skipped"}
    assert {("vanished-key", "item-not-sent"), ("changed-history", "item-not-before")} <= reasons


def test_nothing_has_vanished_from_a_submission_that_breaks_off(tmp_path):
    this = save(tmp_path / "penalties.csv", [penalty()])
    last = save(tmp_path / "penalties-last.csv", [penalty(), penalty(46)])
    report = conformance.check([this, tmp_path / "absent.csv"], previous=last, as_of="2016-12-31")
    assert found(report, *HISTORY) == []
    assert ("vanished-key", "input-unread") in {(rule.id, rule.reason) for rule in report.rules}


def manifest(folder, kind, **counts):
    """A manifest of files in a folder."""
    files = "".join(
        f"  - {{path: {name}.csv, item: {ITEMS[name.split('-')[0]]}, records: {number}}}\n"
        for name, number in counts.items()
    )
    text = f"id: x\nkind: {kind}\nperiod: {{from: 2016-05-01, to: 2016-05-31}}\nfiles:\n{files}"
    path = folder / "manifest.yaml"
    path.write_text(text, encoding="utf-8")
    return path


GONE = {"removal_date": "2016/05/20", "removal_document": "浦市监移〔2016〕第00009号"}


def test_a_removal_matches_an_entry_of_the_same_file_wherever_it_stands(tmp_path):
    save(tmp_path / "entries.csv", [entry(56) | GONE | {"entry_reason": "移出"}, entry(56)])
    report = conformance.check(manifest=manifest(tmp_path, "increment", entries=2), as_of="2016-12-31")
    run = [r for r in report.rules if (r.id, r.status, r.field) == ("reference-exists", "run", "document_number")]
    assert [(rule.checked, rule.failed) for rule in run] == [(1, 0)]


def test_a_removal_without_its_entry_is_not_judged_in_an_increment_alone(tmp_path):
    save(tmp_path / "entries.csv", [entry(56), entry(57) | GONE])
    path = manifest(tmp_path, "increment", entries=2)
    report = conformance.check(manifest=path, as_of="2016-12-31")
    assert found(report, "reference-exists") == []
    assert [r.unjudged for r in report.rules if r.reason == "referred-partial"] == [1]
    last = save(tmp_path / "entries-last.csv", [entry(56)])
    report = conformance.check(manifest=path, previous=last, as_of="2016-12-31")
    assert found(report, "reference-exists") == [("reference-exists", "document_number", 3)]
    assert [source.rejected_rows for source in report.inputs] == [1]


def test_what_can_be_read_only_once_is_not_matched_with_itself_and_that_is_said(tmp_path):
    save(tmp_path / "entries.csv", [entry(56), entry(57) | GONE])
    path = manifest(tmp_path, "increment", entries=2)
    with (tmp_path / "entries.csv").open("rb") as stream:
        report = conformance.check(stream, item="pudong-blacklist", manifest=path, as_of="2016-12-31")
    assert ("reference-exists", "read-once") in {(rule.id, rule.reason) for rule in report.rules}


def test_a_register_that_breaks_off_proves_nothing(tmp_path):
    register = save(tmp_path / "register.csv", [dict(bases()["registration"][1])])
    register.write_bytes(register.read_bytes()[:-1] + b'"')
    save(tmp_path / "penalties.csv", [penalty(subject_uscc="91310115MA12BCER3M")])
    report = conformance.check(manifest=manifest(tmp_path, "full", register=1, penalties=1), as_of="2016-12-31")
    assert [source.verdict for source in report.inputs] == ["not-checked", "conforming"]
    assert found(report, "reference-exists") == []
    assert {"input-unread", "referred-absent"} & {r.reason for r in report.rules if r.id == "reference-exists"}


def test_without_a_manifest_files_count_as_full_and_that_is_said(tmp_path):
    entries = save(tmp_path / "entries.csv", [entry(56, penalty_document="浦环保罚〔2016〕第00099号")])
    penalties = save(tmp_path / "penalties.csv", [penalty()])
    report = conformance.check([entries, penalties], party="district:310115", as_of="2016-12-31")
    assert found(report, "reference-exists") == [("reference-exists", "penalty_document", 2)]
    assert "各文件按全量对待" in report.notes[0]


def test_frames_and_records_may_refer_to_each_other(tmp_path):
    register = pl.DataFrame([dict(bases()["registration"][1])])
    path = save(tmp_path / "register.csv", register.to_dicts())
    save(tmp_path / "penalties.csv", [penalty(), penalty(46, subject_uscc="91310115MA12BCER3M")])
    report = conformance.check(manifest=manifest(tmp_path, "full", penalties=2, register=1), as_of="2016-12-31")
    assert path.exists()
    assert found(report, "reference-exists") == [("reference-exists", "subject_uscc", 3)]
    assert [source.path.rpartition("/")[2] for source in report.inputs] == ["penalties.csv", "register.csv"]
