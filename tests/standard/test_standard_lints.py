"""Every lint, with the fault that it is there for planted in a copy of the sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_copies import ROOT, found, found_in_schema

from conformance.standard.compile.definitions import Definitions
from conformance.standard.compile.schema import Schema

SCHEMA_FAULTS = {
    "slot that no module defines": (
        "rating.yaml",
        "      - score\n",
        "      - score_points\n",
        "the class Rating has the slot score_points, which no module defines",
    ),
    "record type with an underscore": (
        "list_entry.yaml",
        "record_type: list-entry",
        "record_type: list_entry",
        "the annotation record_type may not be",
    ),
    "limit that is no number": ("identifiers.yaml", 'minimum: "1949"', 'minimum: "recent"', "annotation minimum"),
    "clause of a class rule": (
        "core.yaml",
        '          clause: "profile#current_status"\n',
        '          clause: "our own"\n',
        "the annotation clause may not be",
    ),
    "slot in two modules": (
        "licence.yaml",
        "slots:\n  project_name:",
        "slots:\n  penalty_name:\n    title: 名称\n  project_name:",
        "penalty_name is there already",
    ),
    "class in two modules": (
        "catalog.yaml",
        "classes:\n",
        "classes:\n  Penalty:\n    slots: [id]\n",
        "classes: Penalty is there already",
    ),
    "slot not in snake_case": (
        "common.yaml",
        "  note:\n",
        "  noteText:\n    description: x\n  note:\n",
        "noteText is not in snake_case",
    ),
    "attributes": (
        "common.yaml",
        "    slots:\n      - zh\n",
        "    attributes:\n      fr:\n        range: string\n    slots:\n      - zh\n",
        "LocalizedText has attributes",
    ),
    "prefix missing in the root": (
        "core.yaml",
        "prefixes:\n",
        'prefixes:\n  odd: "urn:odd:"\n',
        "does not declare the prefix odd",
    ),
    "yaml 1.1": ("core.yaml", 'digits: "true"', "digits: yes", "YAML 1.1 and 1.2 read yes differently"),
    "type without base": ("identifiers.yaml", "    base: str\n", "", "has no base"),
    "type without uri": ("identifiers.yaml", "    uri: xsd:string\n", "", "has no uri"),
    "type without field_type": ("identifiers.yaml", "      field_type: text\n", "", "has no annotation field_type"),
    "pattern not anchored": (
        "identifiers.yaml",
        '"^[0-9A-HJ-NPQRTUWXY]{18}$"',
        '"[0-9A-HJ-NPQRTUWXY]{18}"',
        "is not anchored",
    ),
    "pattern with a class of Unicode": ("identifiers.yaml", '"^[0-9]{6}$"', '"^\\\\d{6}$"', "engines read differently"),
    "pattern that is none": ("identifiers.yaml", '"^[0-9]{6}$"', '"^[0-9{6}$"', "is none"),
    "pattern without a clause": (
        "identifiers.yaml",
        '      shape_clause: "gbt-2260#代码结构"\n',
        "",
        "no clause (shape_clause)",
    ),
    "pattern without words": ("identifiers.yaml", "      shape_zh: 6位数字\n", "", "no words for it"),
    "slot pattern not anchored": ("common.yaml", '"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"', '"[0-9]{4}"', "is not anchored"),
    "unknown annotation": ("core.yaml", "disclosure: public\n", "disclosur: public\n", "unknown annotation disclosur"),
    "annotation of a type": (
        "identifiers.yaml",
        "checksum: gb32100",
        "chequesum: gb32100",
        "unknown annotation chequesum",
    ),
    "annotation with another value": ("identifiers.yaml", "checksum: gb32100", "checksum: luhn", "may not be 'luhn'"),
    "annotation of a code": ("codes.yaml", "note_allowed", "notes_allowed", "unknown annotation notes_allowed"),
    "annotation of a code list": ("codes.yaml", "wanted: label", "wanted: both", "may not be 'both'"),
    "annotation in slot usage": ("penalty.yaml", "lawful: 空", "lawfull: 空", "unknown annotation lawfull"),
    "annotation of a class rule": (
        "core.yaml",
        "rule_id: note-required",
        "ruleid: note-required",
        "unknown annotation ruleid",
    ),
    "two codes with one title": ("codes.yaml", "title: 特许", "title: 普通", "the title 普通 is there 2 times"),
    "one word for two codes": (
        "codes.yaml",
        "aliases: [特许许可,",
        "aliases: [普通许可,",
        "普通许可 means franchise and ordinary",
    ),
    "code without a Chinese title": ("codes.yaml", "title: 特许", "title: Franchise", "has no Chinese title"),
    "code that is not ASCII": ("codes.yaml", '"franchise":', '"特许":', "is not plain ASCII"),
    "code without an English label": (
        "codes.yaml",
        "        structured_aliases: [{literal_form: Franchise, in_language: en}]\n",
        "",
        "franchise has no English label",
    ),
    "code list without a source": ("codes.yaml", '      source: "form-2015#XK_SPLB"\n', "", "needs a source"),
    "list of objects not as a list": (
        "rulebook.yaml",
        "    inlined_as_list: true\n",
        "",
        "is not inlined_as_list",
    ),
    "required list that may be empty": ("rulebook.yaml", "    minimum_cardinality: 1\n", "", "may be an empty list"),
    "no national code": (
        "penalty.yaml",
        "aliases: [CF_CFMC, ",
        "aliases: [",
        "exactly one alias is the national code, not 0",
    ),
    "two national codes": (
        "penalty.yaml",
        "[CF_CFMC, ",
        "[CF_CFMC, CF_MC, ",
        "exactly one alias is the national code, not 2",
    ),
    "no title": ("penalty.yaml", "    title: 处罚名称\n", "", "titles in both languages"),
    "no English title": (
        "penalty.yaml",
        "    structured_aliases: [{literal_form: Penalty name, in_language: en}]\n",
        "",
        "titles in both languages",
    ),
    "no clause": ("penalty.yaml", '      clause: "form-2015#CF_CFMC"\n', "", "the annotation clause is missing"),
    "no requirement_origin": (
        "penalty.yaml",
        "      requirement_origin: vendor\n",
        "",
        "requirement_origin is missing",
    ),
    "length without its origin": ("penalty.yaml", "      length_origin: vendor\n", "", "belong together"),
    "range of LinkML's own": (
        "penalty.yaml",
        "    range: text\n",
        "    range: string\n",
        "neither a type of this standard",
    ),
    "two fields with one header": (
        "penalty.yaml",
        "[CF_SY, 事由",
        "[CF_SY, 处罚 结果",
        "names penalty_facts and penalty_result",
    ),
    "two fields with one rank": ("penalty.yaml", "rank: 20\n", "rank: 19\n", "2 slots have the rank 19"),
    "usage of a foreign slot": (
        "penalty.yaml",
        "    slot_usage:\n",
        "    slot_usage:\n      valid_until:\n        rank: 300\n",
        "slot_usage of valid_until",
    ),
    "key field": ("penalty.yaml", "key_field: document_number", "key_field: project_name", "is no slot of the class"),
    "record type without a clause": ("penalty.yaml", '      clause: "form-2015#行政处罚"\n', "", "and a clause"),
    "record type that the rule book does not know": (
        "penalty.yaml",
        "record_type: penalty",
        "record_type: sanction",
        "RecordTypeName does not list",
    ),
    "one-of and required": (
        "core.yaml",
        "    range: uscc\n",
        "    range: uscc\n    required: true\n",
        "is not required by itself",
    ),
    "class rule without an id": (
        "core.yaml",
        "        annotations:\n          rule_id: note-required\n",
        "",
        "carries the id",
    ),
    "class rule on a foreign slot": (
        "core.yaml",
        "            remarks:\n              required: true",
        "            remark:\n              required: true",
        "remark is no slot of",
    ),
    "class rule with a foreign code": (
        "core.yaml",
        'equals_string: "3"',
        'equals_string: "7"',
        "7 is no code of CurrentStatus",
    ),
}

RULE_FAULTS = {
    "check that no record type can have": (
        "schemas/rules/dates.yaml",
        "fields: [removal_date, decision_date]",
        "fields: [removal_date, project_name]",
        "check of date-order",
    ),
    "misspelt key": (
        "schemas/rules/dates.yaml",
        "    remedy:",
        "    remedi:",
        "schemas/rules/dates.yaml:12: rules.0: Additional",
    ),
    "misspelt parameter": (
        "schemas/rules/dates.yaml",
        "        operator:",
        "        operater:",
        "'operater' was unexpected",
    ),
    "unknown kind": (
        "schemas/rules/dates.yaml",
        "kind: ComparisonCheck",
        "kind: CompareCheck",
        "unknown kind 'CompareCheck'",
    ),
    "missing parameter": ("schemas/rules/publication.yaml", "        limit: 7\n", "", "'limit' is a required property"),
    "unknown record type": ("schemas/rules/dates.yaml", "records: [licence]", "records: [license]", "license"),
    "unknown field": (
        "schemas/rules/dates.yaml",
        "[valid_until, decision_date]",
        "[valid_til, decision_date]",
        "no field valid_til",
    ),
    "field of another record type": (
        "schemas/rules/dates.yaml",
        "      - kind: ComparisonCheck\n        records: [licence]",
        "      - kind: ComparisonCheck\n        records: [licence, penalty]",
        "penalty has no field valid_until",
    ),
    "field of the records referred to": (
        "schemas/rules/references.yaml",
        "        referred_fields: [document_number]\n",
        "        referred_fields: [penalty_document]\n",
        "penalty has no field penalty_document",
    ),
    "fewer fields referred to than refer": (
        "schemas/rules/references.yaml",
        "        referred_fields: [document_number, list_name, subject_name]\n",
        "        referred_fields: [document_number, list_name]\n",
        "as many fields are referred to as refer to them",
    ),
    "fixed field that the record type has not": (
        "schemas/rules/references.yaml",
        "          - penalty_facts\n",
        "          - licence_content\n",
        "penalty has no field licence_content",
    ),
    "star with others": ("schemas/rules/structure.yaml", 'fields: ["*"]', 'fields: ["*", remarks]', "* stands alone"),
    "another field's list": (
        "schemas/rules/codes.yaml",
        "code_list: approval_category",
        "code_list: penalty_category",
        "the list of approval_category is approval_category",
    ),
    "pattern in a parameter": ("schemas/rules/identifiers.yaml", '"^[0-9]{15}$"', '"[0-9]{15}"', "is not anchored"),
    "unknown placeholder": ("schemas/rules/dates.yaml", "“{title}”的值“{value}”不是有效日期", "“{titel}”", "{titel}"),
    "placeholder of another kind": ("schemas/rules/dates.yaml", "不是有效日期。", "不是有效日期：{due}。", "{due}"),
    "placeholder in an override": (
        "schemas/rules/subject.yaml",
        "临近区划调整：{what}",
        "临近区划调整：{whit}",
        "{whit}",
    ),
    "placeholder in a reason": (
        "schemas/rules/dates.yaml",
        "公示期限、有效期都按日期计算",
        "期限按{value}计算",
        "why of date (zh)",
    ),
    "broken template": ("schemas/rules/dates.yaml", "不是有效日期。", "不是有效日期{。", "is no template"),
    "placeholder that no reader supplies": (
        "schemas/rules/file.yaml",
        "    placeholders_supplied: [ranges]\n",
        "",
        "{ranges}",
    ),
    "clause of an unknown document": (
        "schemas/rules/dates.yaml",
        '"form-2015#SJC"',
        '"form-2051#SJC"',
        "names no known document",
    ),
    "place that the form does not have": (
        "schemas/rules/dates.yaml",
        '"form-2015#SJC"',
        '"form-2015#数据更新时间戳"',
        "the form has no column 数据更新时间戳",
    ),
    "clause of another column": (
        "schemas/licence.yaml",
        '"form-2015#DFBM"',
        '"form-2015#XK_DFBM"',
        "the clause is form-2015#XK_DFBM, the code DFBM",
    ),
    "check presented as national": (
        "schemas/rules/dates.yaml",
        'clause: "profile#publication_date"',
        'origin: national\n        clause: "profile#publication_date"',
        "the origin is national, and the clause profile#publication_date",
    ),
    "check that rests on an unknown document": (
        "schemas/rules/dates.yaml",
        'clause: "profile#publication_date"',
        'clause: "profil#publication_date"',
        "the clause profil#publication_date names no known document",
    ),
    "columns of a rule that is not derived": (
        "schemas/rules/dataset.yaml",
        "    fix: none\n",
        "    fix: none\n    by_column: true\n",
        "unique-key: only derived checks rest on their columns",
    ),
    "clause of a field": ("schemas/penalty.yaml", "form-2015#CF_SY", "form-2051#CF_SY", "names no known document"),
    "ours presented as national": (
        "schemas/rules/text.yaml",
        "    origin: profile\n",
        "    origin: national\n",
        "the origin is national, and the clause practice#",
    ),
    "rule that nothing decides": ("schemas/rules/dates.yaml", "    derived: true\n", "", "nothing decides date"),
    "derived rule that nothing derives": (
        "schemas/rules/dataset.yaml",
        "    fix: none\n",
        "    fix: none\n    derived: true\n",
        "and nothing derives it",
    ),
    "derivation without a rule": (
        "schemas/rules/dates.yaml",
        "- id: timestamp",
        "- id: time-stamp",
        "timestamp can be derived",
    ),
    "class rule that the rule book does not know": (
        "schemas/rules/codes.yaml",
        "    linkml: true\n",
        "",
        "is not in the rule book as linkml",
    ),
    "linkml rule without a class rule": (
        "schemas/rules/dates.yaml",
        "    derived: true\n",
        "    linkml: true\n",
        "no class rule has its id",
    ),
    "rule of files with checks": (
        "schemas/rules/dates.yaml",
        "scope: record",
        "scope: file",
        "is found while reading and cannot have",
    ),
    "words for a field without the check": (
        "schemas/rules/structure.yaml",
        "      - fields: [document_number]",
        "      - fields: [remarks]",
        "has words for remarks, where it has no derived check",
    ),
    "placeholder in words for a field": (
        "schemas/rules/structure.yaml",
        "zh: 请补填文号；",
        "zh: 请补填{expected}；",
        "remedy of required (zh) has the placeholder {expected}",
    ),
    "rule twice": ("schemas/rules/dates.yaml", "- id: date-form", "- id: timestamp", "rule timestamp is there already"),
    "check twice": (
        "schemas/rules/dates.yaml",
        "      - kind: NotInFutureCheck\n        records: [licence, penalty]\n        fields: [data_timestamp]",
        "      - kind: NotInFutureCheck\n        records: [licence]\n        fields: [decision_date]",
        "not-in-future has the same check 2 times for licence",
    ),
    "kind that no rule uses": (
        "schemas/rulebook.yaml",
        "\nenums:\n",
        "  SpareCheck:\n    is_a: CheckDeclaration\n\nenums:\n",
        "no rule uses the kind of check SpareCheck",
    ),
    "outside the safe subset": (
        "schemas/core.yaml",
        'equals_string: "3"',
        "minimum_value: 3",
        "outside the safe subset",
    ),
}

CATALOGUE_FAULTS = {
    "misspelt key": ("documents.yaml", "document_title: 公民身份号码", "documenttitle: 公民身份号码", "documenttitle"),
    "no such day": ("calendar.yaml", '"2016-04-04"', '"2016-04-31"', "2016-04-31 is no day"),
    "day off on a weekend": ("calendar.yaml", '"2016-04-04"', '"2016-04-03"', "2016-04-03 is a day of a weekend"),
    "weekday worked": ("calendar.yaml", '"2016-06-12"', '"2016-06-13"', "2016-06-13 is no day of a weekend"),
    "a year less": ("calendar.yaml", "first_year: 2015", "first_year: 2014", "the years are not"),
    "division twice": (
        "regions/divisions.csv",
        "110000,北京市,1980-12,,\n",
        "110000,北京市,1980-12,,\n110000,北京,1990-12,,\n",
        "110000 is listed twice",
    ),
    "unknown successor": (
        "regions/divisions.csv",
        "110000,北京市,1980-12,,\n",
        "110000,北京市,1980-12,2016-01,119999\n",
        "successor 119999",
    ),
    "division that ends first": (
        "regions/divisions.csv",
        "110000,北京市,1980-12,,\n",
        "110000,北京市,1980-12,1979-12,\n",
        "ends before it begins",
    ),
    "division code": ("regions/divisions.csv", "110000,北京市", "11000,北京市", "regions/divisions.csv:2"),
    "division columns": ("regions/divisions.csv", "code,name,first", "code,title,first", "the columns are"),
    "placeholder twice": ("placeholders.yaml", "  - 暂缺\n", "  - 暂无\n", "暂无 is there 2 times"),
    "placeholder that is a code": ("placeholders.yaml", "  - 暂缺\n", '  - "0"\n', "0 means 正常"),
    "placeholder with blanks": ("placeholders.yaml", "  - 暂缺\n", '  - "暂缺 "\n', "blanks around"),
    "party of nobody": (
        "parties/provinces.yaml",
        "id: province:320000",
        "id: district:320000",
        "district:320000 is no party",
    ),
    "party with an odd id": ("parties/provinces.yaml", "id: province:320000", "id: jiangsu", "jiangsu"),
    "severity of no rule": (
        "parties/provinces.yaml",
        "    asked_fields:\n",
        "    severities: [{changed_rule: no-rule, changed_severity: info, reason: x}]\n    asked_fields:\n",
        "a severity for no-rule",
    ),
    "numbering of no list": (
        "parties/provinces.yaml",
        "    asked_fields:\n",
        '    numberings: [{numbered_list: x, numbers: [{number_used: "1", label: 警告}]}]\n    asked_fields:\n',
        "a numbering of x",
    ),
    "number of no label": (
        "parties/provinces.yaml",
        "    asked_fields:\n",
        '    numberings: [{numbered_list: penalty_category, numbers: [{number_used: "1", label: 训诫}]}]\n    asked_fields:\n',
        "a number for 训诫",
    ),
    "asked field that is none": (
        "parties/provinces.yaml",
        "power_list_code",
        "power_list_number",
        "no field power_list_number",
    ),
    "unit twice": (
        "units/judicial.yaml",
        "id: sh-procuratorate",
        "id: implied-courts",
        "implied-courts is there more than once",
    ),
    "general item twice": (
        "data/sh-hrss.yaml",
        "    record_type: licence\n",
        "    general: true\n    record_type: licence\n",
        "2 items are the general one of licence",
    ),
    "record type of an item": ("data/sh-hrss.yaml", "record_type: licence", "record_type: license", "license"),
    "unit of an item": ("data/sh-hrss.yaml", "unit: sh-hrss", "unit: sh-nobody", "sh-nobody"),
    "unit of a constraint": ("data/sh-tax.yaml", "units: [sh-tax]", "units: [sh-toll]", "sh-toll"),
    "field of a constraint": ("data/sh-tax.yaml", "field: list_name", "field: list_title", "list_title"),
    "code of a constraint": ("data/sh-tax.yaml", "values: [black]", "values: [blank]", "blank"),
    "requirement that is one already": (
        "data/sh-tax.yaml",
        "kind: required, field: rating_year",
        "kind: required, field: grade",
        "grade",
    ),
    "field that no item can add": ("data/sh-tax.yaml", "field: tax_period", "field: tax_epoch", "tax_epoch"),
    "clause of the source document": (
        "edition.yaml",
        "source_document: workpoints-2016",
        "source_document: workpoints-2061",
        "names no known document",
    ),
}


def test_the_sources_are_sound(shapes: Definitions):
    assert found_in_schema(ROOT) == ""
    assert found(ROOT, shapes) == ""


@pytest.mark.parametrize("fault", SCHEMA_FAULTS)
def test_faults_of_the_schema(fault: str, sources: Path, edit):
    name, old, new, message = SCHEMA_FAULTS[fault]
    edit(f"schemas/{name}", old, new)
    assert message in found_in_schema(sources)


@pytest.mark.parametrize("fault", RULE_FAULTS)
def test_faults_of_the_rule_book(fault: str, sources: Path, edit, shapes: Definitions, schema: Schema):
    name, old, new, message = RULE_FAULTS[fault]
    edit(name, old, new)
    assert message in found(sources, shapes, schema if name.startswith("schemas/rules/") else None)


@pytest.mark.parametrize("fault", CATALOGUE_FAULTS)
def test_faults_of_the_catalogue(fault: str, sources: Path, edit, shapes: Definitions, schema: Schema):
    name, old, new, message = CATALOGUE_FAULTS[fault]
    edit(f"catalogs/2016/{name}", old, new)
    assert message in found(sources, shapes, schema)


@pytest.mark.parametrize(
    "name", ["edition.yaml", "documents.yaml", "placeholders.yaml", "calendar.yaml", "regions/divisions.csv"]
)
def test_a_missing_file_is_a_fault(name: str, sources: Path, shapes: Definitions, schema: Schema):
    (sources / "catalogs" / "2016" / name).unlink()
    assert f"catalogs/2016/{name}: cannot be read" in found(sources, shapes, schema)


@pytest.mark.parametrize(("folder", "name"), [("data", "items"), ("units", "units")])
def test_a_missing_folder_is_a_fault(folder: str, name: str, sources: Path, shapes: Definitions, schema: Schema):
    for path in (sources / "catalogs" / "2016" / folder).iterdir():
        path.unlink()
    assert f"there are no {name}" in found(sources, shapes, schema)


def test_every_fault_at_once_is_reported_with_its_place(sources: Path, edit, shapes: Definitions):
    edit("schemas/rules/dates.yaml", "    fix: none", "    fix: never")
    edit("schemas/rules/text.yaml", "    fix: safe", "    fixes: safe")
    said = found(sources, shapes)
    assert "schemas/rules/dates.yaml:" in said
    assert "schemas/rules/text.yaml:" in said


def test_yaml_that_cannot_be_read(sources: Path, edit, shapes: Definitions):
    edit("schemas/rules/dates.yaml", "rules:", "rules: [")
    assert "schemas/rules/dates.yaml: cannot be read" in found(sources, shapes)


def test_a_schema_that_linkml_cannot_read(sources: Path, shapes: Definitions):
    (sources / "schemas" / "core.yaml").unlink()
    assert "LinkML cannot read it" in found(sources, shapes)
