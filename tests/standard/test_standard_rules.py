"""The rule book: which rules there are, how severe, and what they check."""

from __future__ import annotations

import string

import pytest

from conformance.standard.load import load
from conformance.standard.model import Check, RecordType

STANDARD = load()
RECORDS = tuple(STANDARD.record_types.values())
BOTH = pytest.mark.parametrize("record", RECORDS, ids=[record.name for record in RECORDS])
OF_THE_FORM = ("licence", "penalty")
BY_ITEM = {"issuing-organ-unknown", "provider-registered", "value-of-item"}
"""Rules that follow from entries of the catalogue; record types have no checks of them."""
ONLY_SOME = {
    "publish-within-7-working-days": {"licence", "penalty"},
    "max-length": {"licence", "penalty", "registration", "list-entry"},
    "other-without-note": {
        *("licence", "penalty", "registration", "inspection", "commitment", "arrears", "annual-report")
    },
    "number-range": {"registration", "rating", "arrears", "annual-report", "credit-file", "market-credit"},
    "number-form": {"registration", "rating", "arrears", "annual-report", "credit-file", "market-credit"},
    "event-without-document": {"list-entry"},
    "event-without-date": {"list-entry"},
    "status-without-date": {"qualification", "arrears"},
    "breach-without-facts": {"commitment"},
}
"""Rules that not every record type has; all others hold for every one."""

SEVERITIES = {
    "error": """required one-of-required pattern code-list date timestamp uscc-check-digit organisation-code-check-digit
        citizen-id-check-digit citizen-id-birth-date registration-number-check-digit organisation-code-matches-uscc
        subject-identifier-kind date-order not-in-future division-in-force division-in-jurisdiction missing-column
        duplicate-column ragged-row encoding excel-mangled-value personal-data-unmasked masked-value control-character
        nested-value number-range provider-registered value-of-item reference-exists manifest-count manifest-digest
        manifest-file-missing manifest-party manifest-total envelope-form envelope-unknown envelope-key receipt-counts
        receipt-rows receipt-verdict""",
    "warning": """publish-within-7-working-days max-length unique-key placeholder-value date-form label-for-code
        identifier-form surrounding-blanks lost-character code-scheme-doubtful merged-cells unknown-column note-required
        other-without-note file-form number-form event-without-document event-without-date status-without-date
        breach-without-facts issuing-organ-unknown changed-history manifest-file-unlisted outside-period vanished-key
        envelope-empty declared-encoding""",
    "info": "footer-row empty-row unknown-region category-and-type hidden-sheet late-record",
}


def checks(record: RecordType, rule: str) -> list[Check]:
    return [check for check in record.checks if check.rule == rule]


def test_the_rules_and_their_severities():
    wanted = {rule: severity for severity, rules in SEVERITIES.items() for rule in rules.split()}
    assert {rule.id: rule.severity for rule in STANDARD.rules.values()} == wanted


def test_every_rule_rests_on_a_known_document_and_has_words_in_both_languages():
    for rule in STANDARD.rules.values():
        assert rule.clause.split("#")[0] in STANDARD.documents, rule.id
        for text in (rule.title, rule.message, rule.remedy, rule.why):
            assert any("\u4e00" <= character <= "\u9fff" for character in text.zh), rule.id
            assert any(character.isascii() and character.isalpha() for character in text.en), rule.id


@BOTH
def test_nothing_else_is_shown_as_the_forms(record: RecordType):
    """What rests on the form is about its own columns; what one vendor or nobody asks for says so."""
    codes = {field.code for field in record.fields if field.origin == "national"}
    for check in record.checks:
        rule = STANDARD.rules[check.rule]
        origin, clause = check.origin or rule.origin, check.clause or rule.clause
        document, _, place = clause.partition("#")
        assert (STANDARD.documents[document].standing == "national") or origin != "national", check
        if record.name not in OF_THE_FORM:
            # The form's list of statuses is used; that the column is there at all is our own design.
            assert document != "form-2015" or (origin == "profile" and check.field == "current_status"), check
            code_list = record.field(check.field).code_list
            grounds = {record.field(check.field).clause, STANDARD.code_lists[code_list].source if code_list else ""}
            assert not document.startswith("vendor") or clause in grounds, check
        elif document == "form-2015":
            assert record.field(check.field).origin == "national" or check.field == "remarks", check
            assert codes & set(place.split("、")), check


def test_rules_known_from_one_template_are_not_national():
    for rule in "date-order not-in-future date-form one-of-required missing-column required max-length".split():
        assert STANDARD.rules[rule].origin == "profile", rule
        assert STANDARD.rules[rule].clause.startswith("vendor-suzhou-2017#"), rule


def test_clauses_of_the_same_rule_differ_by_column():
    penalty = STANDARD.record_types["penalty"]
    found = {check.field: (check.origin, check.clause) for check in checks(penalty, "code-list")}
    assert found == {
        "penalty_category_1": ("national", "form-2015#CF_CFLB1"),
        "penalty_category_2": ("national", "form-2015#CF_CFLB2"),
        "current_status": ("national", "form-2015#CF_ZT"),
        "subject_category": ("profile", "practice#XDR_LB"),
        "usage_scope": ("profile", "vendor-suzhou-2017#SYFW"),
        "severity_of_dishonesty": ("profile", "vendor-suzhou-2017#CF_SXYZCD"),
    }


def test_documents_say_what_is_known_of_them():
    form = STANDARD.documents["form-2015"]
    assert "not at hand" in (form.note or "")
    assert "未见附件原文" in (form.note_zh or "")
    assert all((d.note is None) == (d.note_zh is None) and d.standing for d in STANDARD.documents.values())


@BOTH
def test_every_rule_of_records_is_checked_and_no_other(record: RecordType):
    checked = {check.rule for check in record.checks}
    elsewhere = {rule for rule, records in ONLY_SOME.items() if record.name not in records}
    rules = {rule.id for rule in STANDARD.rules.values() if rule.scope in ("record", "dataset")} - BY_ITEM
    beyond = {check.rule for check in record.checks if STANDARD.rules[check.rule].scope == "submission"}
    assert checked - beyond == rules - elsewhere


@BOTH
def test_every_check_reads_fields_of_the_record(record: RecordType):
    names = {field.name for field in record.fields}
    for check in record.checks:
        assert check.fields, check
        assert set(check.fields) <= names, check


@BOTH
def test_checks_stand_in_order_of_fields_and_then_of_rules(record: RecordType):
    order = [field.name for field in record.fields]
    places = [
        (order.index(check.field), check.rule)
        for check in record.checks
        if check.kind not in ("empty_row", "footer_row")
    ]
    assert places == sorted(places)


@BOTH
def test_one_code_of_five_is_one_rule(record: RecordType):
    (check,) = checks(record, "one-of-required")
    assert check.fields[0] == "subject_uscc"
    assert len(check.fields) == 5
    assert not any(set(check.fields) & set(required.fields) for required in checks(record, "required"))


@BOTH
def test_a_required_field_has_no_placeholder_warning_and_an_optional_one_has(record: RecordType):
    required = {check.field for check in checks(record, "required")}
    optional = {check.field for check in checks(record, "placeholder-value")}
    assert required | optional == {field.name for field in record.fields}
    assert not required & optional
    lawful = {check.field: check.params["lawful"] for check in checks(record, "required") if check.params["lawful"]}
    assert lawful == ({"document_number": ["空"]} if "document_number" in required else {})


@BOTH
def test_check_digits_hang_on_the_type(record: RecordType):
    found = {check.field: check.params["algorithm"] for check in record.checks if check.kind == "checksum"}
    assert found == {
        "subject_uscc": "gb32100",
        "subject_organisation_code": "gb11714",
        "subject_registration_number": "gs15",
        "subject_citizen_id": "gb11643",
    }


@BOTH
def test_a_registration_number_has_no_pattern(record: RecordType):
    shaped = {check.field: check.kind for check in checks(record, "pattern")}
    assert shaped == {
        "subject_uscc": "pattern",
        "subject_organisation_code": "pattern",
        "subject_citizen_id": "citizen_id_shape",
        "division_code": "pattern",
    }


@pytest.mark.parametrize("name", OF_THE_FORM)
def test_the_deadline_of_publication_is_judged_by_either_day(name: str):
    deadlines = {c.field: c for c in checks(STANDARD.record_types[name], "publish-within-7-working-days")}
    assert deadlines["publication_date"].fields == ("publication_date", "decision_date")
    assert deadlines["publication_date"].params == {"limit": 7, "inferred": False}
    inferred = deadlines["data_timestamp"]
    assert inferred.fields == ("data_timestamp", "decision_date", "publication_date", "current_status")
    assert inferred.params == {"limit": 7, "inferred": True}


@BOTH
def test_the_field_of_a_finding_comes_first(record: RecordType):
    far, near = checks(record, "division-in-force")
    assert far.fields == near.fields == ("division_code", "decision_date", "data_timestamp")
    assert (far.severity, far.params["within_grace"]) == (None, False)
    assert (near.severity, near.params["within_grace"]) == ("info", True)
    assert near.message != far.message
    (kind,) = checks(record, "subject-identifier-kind")
    assert kind.fields == (
        "subject_citizen_id",
        "subject_name",
        "subject_uscc",
        "subject_organisation_code",
        "subject_registration_number",
        "subject_tax_number",
        "subject_category",
    )


@BOTH
def test_a_class_rule_of_linkml_becomes_a_condition(record: RecordType):
    (check,) = checks(record, "note-required")
    assert check.kind == "condition"
    assert check.fields == ("remarks", "current_status")
    assert check.params["then"] == [{"field": "remarks", "present": True}]
    (when,) = check.params["when"]
    assert when["field"] == "current_status"
    assert {"3", "其他"} <= set(when["equals_in"])


@BOTH
def test_masking_is_asked_for_by_purpose(record: RecordType):
    assert {check.purposes for check in checks(record, "masked-value")} == {("submission",)}
    assert {check.purposes for check in checks(record, "personal-data-unmasked")} == {("publication",)}
    whole = {check.field for check in checks(record, "personal-data-unmasked") if check.params["whole"]}
    assert whole == {"subject_citizen_id"}


def test_dates_are_compared_with_the_decision():
    pairs = {record.name: {check.fields for check in record.checks if check.kind == "comparison"} for record in RECORDS}
    assert pairs["licence"] == {
        ("valid_until", "decision_date"),
        ("data_timestamp", "decision_date"),
        ("publication_date", "decision_date"),
    }
    assert pairs["penalty"] == {
        ("publication_until", "decision_date"),
        ("data_timestamp", "decision_date"),
        ("publication_date", "decision_date"),
    }
    everywhere = {("data_timestamp", "decision_date"), ("publication_date", "decision_date")}
    assert all(everywhere <= found for found in pairs.values())
    events = {(f"{event}_date", "decision_date") for event in ("objection", "revocation", "repair", "removal")}
    assert pairs["list-entry"] == everywhere | events | {("publication_until", "decision_date")}
    assert pairs["conduct"] == everywhere | {("decision_date", "conduct_date")}
    for record in RECORDS:
        assert "valid_until" not in {check.field for check in checks(record, "not-in-future")}


def test_long_term_words_belong_to_the_end_of_validity_only():
    found = {
        (record.name, check.field) for record in RECORDS for check in record.checks if check.params.get("long_term")
    }
    holders = ("licence", "registration", "qualification", "rating")
    assert found == {(name, "valid_until") for name in holders}


def test_the_four_events_of_a_list_entry_are_kept_apart():
    record = STANDARD.record_types["list-entry"]
    for event, title in (("objection", "异议"), ("revocation", "撤销"), ("repair", "信用修复"), ("removal", "移出")):
        day, document = record.field(f"{event}_date"), record.field(f"{event}_document")
        assert (day.title, document.title) == (f"{title}日期", f"{title}文号")
        for rule, fields in (
            ("event-without-document", (document.name, day.name)),
            ("event-without-date", (day.name, document.name)),
        ):
            assert fields in {check.fields for check in checks(record, rule)}


def test_the_list_of_abnormal_operation_is_no_blacklist():
    kinds = {code.code: code for code in STANDARD.code_lists["list_kind"].codes}
    assert kinds["abnormal"].label == "经营异常名录"
    assert not any("黑" in word or "退出" in word for word in (kinds["abnormal"].label, *kinds["abnormal"].aliases))
    assert not any("异常" in word for word in (kinds["black"].label, *kinds["black"].aliases))


def test_a_check_that_names_no_record_types_gives_way_to_one_that_does():
    for record in RECORDS:
        order = [check for check in checks(record, "date-order") if check.field == "data_timestamp"]
        assert [check.clause for check in order] == [None if record.name in OF_THE_FORM else "profile#date-order"]


def test_limits_hang_on_the_type_and_may_differ_by_field():
    found = {check.field: check.params for record in RECORDS for check in checks(record, "number-range")}
    assert found["amount_owed"] == {"minimum": 0, "decimals": 2}
    assert found["registered_capital"] == {"minimum": 0, "decimals": 6}
    assert found["report_year"] == {"minimum": 1949, "maximum": 2099, "decimals": 0}
    assert found["record_count"] == {"minimum": 0, "decimals": 0}


def test_only_oddities_are_said_once_per_file():
    assert {rule.id for rule in STANDARD.rules.values() if rule.once_per_input} == {
        "unknown-region",
        "category-and-type",
        "provider-registered",
    }


def test_titles_and_reasons_have_no_placeholders():
    for rule in STANDARD.rules.values():
        for text in (rule.title, rule.why):
            for template in (text.zh, text.en):
                assert [name for _, name, _, _ in string.Formatter().parse(template) if name] == [], rule.id


def test_a_message_quotes_what_it_is_about():
    """Where a value is wrong the sentence shows field and value, so that it can be understood by itself."""
    about_a_value = {"pattern", "code-list", "date", "timestamp", "date-form", "uscc-check-digit", "date-order"}
    for rule in about_a_value:
        message = STANDARD.rules[rule].message
        for template in (message.zh, message.en):
            assert "{title}" in template, rule
            assert "{value}" in template, rule
