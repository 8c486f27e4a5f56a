"""Protobuf: read by two compilers, its code compiled as Java, records through it and back, and numbers that stay what they are."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.publish.emit.protobuf.text import comment, literal
from publish.emit.nasty import NASTY, nasty_records
from publish.emit.proof import (
    EDITIONS,
    Judged,
    Record,
    artefact,
    disagreements,
    edition_of,
    judged_records,
    missing_tool,
    needs,
    write,
)
from publish.emit.protobuf_records import INCLUDED, TARGET, Compiled, Fields, NoValue, faulty, numbers, proto, through
from publish.emit.python_examples import LICENCE
from recordschema.validators import NODE_FOLDER

RUN = Path(__file__).with_name("protobuf_run.mjs")
JAR = Path("/usr/share/java/protobuf.jar")
LANGUAGES = ("cpp", "csharp", "java", "kotlin", "objc", "php", "python", "ruby")
each_edition = pytest.mark.parametrize("which", EDITIONS)


def javascript(folder: Path, which: str, messages: list[tuple[str, bytes]]) -> tuple[Fields, list[bytes]]:
    """The fields as protobufjs reads them from the files, and the bytes that it read and wrote again."""
    needs("node", install="Debian: apt-get install nodejs npm, then `make ajv`")
    if not (NODE_FOLDER / "node_modules" / "protobufjs").is_dir():
        missing_tool("protobufjs is not installed: run `make ajv`")
    files = write(artefact(TARGET, which), folder)
    lines = [[str(files), [*artefact(TARGET, which)]], *([name, content.hex()] for name, content in messages)]
    command = ["node", str(RUN), str(NODE_FOLDER)]
    done = subprocess.run(command, input="\n".join(map(json.dumps, lines)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    fields, *again = done.stdout.split("\n")
    return json.loads(fields), [bytes.fromhex(line) for line in again]


@each_edition
def test_l1_another_reader_finds_the_same_messages(which, tmp_path: Path):
    fields, _ = javascript(tmp_path, which, [])
    ours = {name: of for name, of in fields.items() if name.startswith("threelist")}
    assert ours == numbers(proto(which))


@each_edition
def test_l2_the_modules_that_the_compiler_makes_are_imported(which, tmp_path: Path):
    write(artefact(TARGET, which), tmp_path)
    files = [*artefact(TARGET, which)]
    command = [sys.executable, "-m", "grpc_tools.protoc", "-I.", f"-I{INCLUDED}", "--python_out=.", *files]
    subprocess.run(command, cwd=tmp_path, check=True)
    name = next(file for file in files if file.endswith("/records.proto")).replace("/", ".").replace(".proto", "_pb2")
    code = (
        f"import sys; sys.path.insert(0, '.'); import {name} as made; print(len(made.DESCRIPTOR.message_types_by_name))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert int(done.stdout) == len(edition_of(which).records)


@each_edition
def test_l2_the_compiler_makes_code_of_it_for_every_language(which, tmp_path: Path):
    needs("protoc", install="apt-get install protobuf-compiler")
    write(artefact(TARGET, which), tmp_path)
    for language in LANGUAGES:
        (tmp_path / language).mkdir()
    outputs = [f"--{language}_out={language}" for language in LANGUAGES]
    command = ["protoc", "-I.", f"-I{INCLUDED}", *outputs, *artefact(TARGET, which)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_l2_the_java_of_both_editions_compiles(tmp_path: Path):
    needs("protoc", "javac", install="apt-get install protobuf-compiler default-jdk-headless")
    if not JAR.exists():
        missing_tool(f"{JAR} not found: apt-get install libprotobuf-java")
    files = artefact(TARGET) | artefact(TARGET, "nasty")
    write(files, tmp_path)
    subprocess.run(["protoc", "-I.", f"-I{INCLUDED}", "--java_out=.", *files], cwd=tmp_path, check=True)
    sources = [str(path) for path in tmp_path.rglob("*.java")]
    command = ["javac", "--release", "8", "-nowarn", "-proc:none", "-encoding", "UTF-8", "-cp", str(JAR), *sources]
    done = subprocess.run([*command, "-d", "."], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "threelist" / "edition_2016" / "protobuf" / "Licence.class").is_file()


def test_l3_a_record_comes_back_as_it_was():
    """Through the bytes: numbers keep their digits, codes are sent by constants, notes behind them are kept."""
    record = LICENCE | {"approval_category": "其他（合同备案）", "valid_until": "2099/12/31"}
    message = proto().message("licence", record)
    assert message.approval_category.Code.Name(message.approval_category.code) == "OTHER"
    assert through(proto(), "licence", record) == record


def test_l3_nasty_values_come_out_as_they_went_in():
    for record in nasty_records():
        assert through(proto("nasty"), "object", record) == {key: text for key, text in record.items() if text}


def test_l3_another_reader_writes_the_same_bytes(tmp_path: Path):
    message = proto().message("licence", LICENCE)
    name, content = message.DESCRIPTOR.full_name, message.SerializeToString(deterministic=True)
    assert javascript(tmp_path, "shipped", [(name, content)])[1] == [content]


@pytest.mark.slow
def test_l3_every_sound_record_comes_back():
    """With the texts that the standard wants where others are taken as well; read again it is the same message."""
    other = {}
    for one in every_record():
        if not one.found:
            came = through(proto(), one.record_type, one.record)
            assert proto().message(one.record_type, came) == proto().message(one.record_type, one.record), one.name
            other |= {text: came[name] for name, text in one.record.items() if text and text != came[name]}
    assert other == {
        "违诺": "违反承诺",
        "摘牌": "撤销",
        "其他(备案)": "其他（备案）",
        "其他：备案": "其他（备案）",
        "警告、没收违法所得、没收非法财物": "警告；没收违法所得、没收非法财物",
    }


def test_what_protobuf_does_not_enforce_is_told_to_programs():
    fields = proto().records["licence"].DESCRIPTOR.fields_by_name
    told = proto().told(fields["subject_uscc"], "field")
    assert (told.title, told.code, told.check_digit) == (
        "行政相对人代码_1(统一社会信用代码)",
        "XK_XDR_SHXYM",
        "gb32100",
    )
    assert [*told.patterns] == ["^[0-9A-HJ-NPQRTUWXY]{18}$"]
    assert proto().told(fields["document_number"], "field").required
    assert proto().told(fields["document_number"], "field").max_length == 128
    assert [*proto().told(fields["emission_kind"], "field").items] == ["pollution-permit"]
    assert proto().told(fields["approval_category"].message_type, "list").id == "approval_category"


@each_edition
def test_titles_and_labels_are_read_as_they_are(which):
    for record in edition_of(which).records:
        message = proto(which).records[record.id].DESCRIPTOR
        titles = {field.json_name: proto(which).told(field, "field").title for field in message.fields}
        assert {field.name: field.title.zh for field in record.fields}.items() <= titles.items()
    for entries in edition_of(which).code_lists:
        values = proto(which).lists[entries.id].enum_types_by_name["Code"].values
        told = [proto(which).told(value, "code") for value in values][1:]
        assert [(one.code, one.label, one.written) for one in told] == [
            (code.code, code.label, code.written) for code in entries.codes
        ]


def test_texts_end_no_comment_and_no_string():
    assert comment(NASTY).count("\n") == 0
    assert not {'"""', "*/", "\\", "$"} & {part for part in ('"""', "*/", "\\", "$") if part in comment(NASTY)}
    assert all(character.isprintable() for character in literal(NASTY))


def every_record() -> tuple[Judged, ...]:
    return (*judged_records(), *judged_records(items=True))


def taken(read: Compiled, one: Judged) -> bool:
    try:
        read.message(one.record_type, one.record)
    except NoValue:
        return False
    return True


def wrong(read: Compiled, records: tuple[Judged, ...]) -> list[str]:
    return disagreements(TARGET, records, [taken(read, one) for one in records])


@pytest.mark.slow
def test_l4_it_takes_what_is_declared():
    assert wrong(proto(), every_record()) == []


@pytest.mark.parametrize("number", ["float", "double", "int64"])
def test_an_emitter_that_makes_numbers_of_decimals_is_caught(number):
    """What comes back is not what went in; nor is there a place in it for every text."""
    anew = faulty(r"\.threelist\.Decimal ", f"optional {number} ")
    field = anew.records["market-credit"].DESCRIPTOR.fields_by_name["score"]
    assert proto().records["market-credit"].DESCRIPTOR.fields_by_name["score"].message_type.name == "Decimal"
    assert field.message_type is None
    assert through(proto(), "market-credit", {"score": "0.10"}) == {"score": "0.10"}
    assert lost(anew, "market-credit", {"score": "0.10"})


def lost(read: Compiled, record_type: str, record: Record) -> bool:
    try:
        return through(read, record_type, record) != record
    except NoValue:
        return True


@pytest.mark.slow
def test_an_emitter_that_makes_texts_of_codes_is_caught():
    said = wrong(faulty("ApprovalCategory approval_category", "optional string approval_category"), every_record())
    assert any("accepted although" in one and "code-list" in one for one in said)


@pytest.mark.slow
def test_an_emitter_that_loses_a_code_is_caught():
    said = wrong(faulty(r"    ORDINARY = .*\n", "", "codes"), every_record())
    assert any(one.startswith("refused although nothing is broken") for one in said)
