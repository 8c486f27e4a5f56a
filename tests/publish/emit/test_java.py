"""Java: its sources are read by a parser, compiled in one run without a warning, and agree with us on every vector."""

from __future__ import annotations

import os
import subprocess
from base64 import b64decode, b64encode
from functools import cache
from pathlib import Path

import pytest
import tree_sitter
import tree_sitter_java
from msgspec.structs import replace

import conformance.publish.emit.java as java
from conformance.publish.emit import made
from conformance.publish.emit.java import escape
from conformance.publish.emit.java.demands import UNTOLD
from conformance.publish.emit.java.frame import package_of
from conformance.publish.matrix import constructs, declared
from conformance.publish.model import EditionModel
from conformance.publish.modelling import edition_model, shipped_model
from conformance.publish.names import NameTable, name_table
from conformance.publish.names.allocate import allocated
from conformance.standard.model import Code
from publish.emit.nasty import NASTY, nasty_model, nasty_names, nasty_records, nasty_standard
from publish.emit.proof import EDITIONS, Judged, artefact, disagreements, judged_records, needs, write

DRIVER = Path(__file__).parent / "java_proof" / "Proof.java"
EXAMPLE = Path(__file__).resolve().parents[3] / "examples/integrators/java"
INSTALL = "install a JDK (Debian: apt-get install default-jdk-headless)"
# Not "options": newer compilers warn that 8 is old, which is why it is asked for.
JAVAC = ["javac", "--release", "8", "-Xlint:all,-options", "-Werror", "-encoding", "UTF-8"]
SABOTAGE = {
    "no-patterns": ("on.pattern(", "// on.pattern("),
    "no-check-digits": ("code.charAt(17) ==", "code.charAt(17) >"),
    "floats": ("value.toPlainString()", "String.valueOf(value.floatValue())"),
    "always-right": ("if (wrong &&", "if (false &&"),
}
"""What wrong emitters would have written in the place of what is there."""
FEW = ("licence", "arrears")
"""Types by which wrong emitters are caught: one with every kind of code, one with amounts."""
Answer = tuple[frozenset[str], dict[str, str]]


def test_what_has_no_call_is_what_the_matrix_declares_as_not_expressed():
    cells = declared("java")
    kinds = {kind: cells[one.id].behaviour for one in constructs() for kind in one.kinds}
    assert {kind for kind, behaviour in kinds.items() if behaviour == "cannot-express"} == UNTOLD


# L1


def faults(source: bytes) -> list[str]:
    """What a parser that is not javac stumbles over."""
    tree = tree_sitter.Parser(tree_sitter.Language(tree_sitter_java.language())).parse(source)
    return [f"line {tree.root_node.start_point[0] + 1}"] if tree.root_node.has_error else []


@pytest.mark.parametrize("which", EDITIONS)
def test_another_parser_reads_every_file(which):
    files = artefact("java", which)
    assert [path for path, source in files.items() if faults(source)] == []
    assert len(files) > 15


def test_an_emitter_that_does_not_escape_comments_is_caught(monkeypatch):
    monkeypatch.setattr(escape, "_ENTITIES", {})
    files = made(java, nasty_model(), nasty_names())
    assert any(faults(source) for source in files.values())


@pytest.mark.parametrize("text", [NASTY, '"', "\\", "\\u0022", "\n", "\r", "\0", "\U0001f600", "中"])
def test_a_literal_is_one_line_of_ascii(text):
    written = escape.literal(text)
    assert written.isascii()
    assert written.isprintable()
    # Before javac knows of literals it takes escapes of Unicode for what they stand for.
    assert not any(f"\\u{code:04x}" in written.replace("\\\\", "") for code in (0x0A, 0x0D, 0x22, 0x5C))


def test_a_comment_has_no_end_no_tag_and_no_escape():
    said = escape.comment(NASTY)
    assert not set("*\\<>@{}") & set(said)
    assert said.isprintable()


# L2: everything in one run, for javac takes longer to start than to compile.


def one_item() -> tuple[EditionModel, NameTable]:
    """The artefact of one data item, under a name of its own so that it fits beside the whole edition."""
    return replace(shipped_model(item="admin-licence"), id="one-item"), name_table()


def with_a_long_list() -> tuple[EditionModel, NameTable]:
    """A list that is too long for an enum, let alone one method."""
    standard = nasty_standard()
    many = tuple(Code(f"{n:05d}", f"第{n}种", f"kind {n}", (), note_allowed=False) for n in range(1300))
    lists = standard.code_lists | {"nasty-labels": replace(standard.code_lists["nasty-labels"], codes=many)}
    long = replace(standard, code_lists=lists, edition=replace(standard.edition, id="long"))
    return edition_model(long), allocated(edition_model(long), NameTable())


@cache
def wrong(what: str) -> tuple[EditionModel, dict[str, bytes]]:
    """What a wrong emitter would give for the types of FEW."""
    right = shipped_model()
    records = tuple(one for one in right.records if one.id in FEW)
    used = {field.code_list for record in records for field in record.fields}
    lists = tuple(one for one in right.code_lists if one.id in used)
    edition = replace(right, id=what, records=records, items=(), code_lists=lists)
    before, after = SABOTAGE[what]
    files = made(java, edition, name_table())
    spoilt = {path: source.replace(before.encode(), after.encode()) for path, source in files.items()}
    assert spoilt != files
    return edition, spoilt


@pytest.fixture(scope="module")
def classes(tmp_path_factory):
    needs("javac", "java", install=INSTALL)
    folder = tmp_path_factory.mktemp("java")
    sources = {**artefact("java"), **artefact("java", "nasty"), "Proof.java": DRIVER.read_bytes()}
    sources["FirstHour.java"] = (EXAMPLE / "FirstHour.java").read_bytes()
    for edition, names in (one_item(), with_a_long_list()):
        sources |= made(java, edition, names)
    for what in SABOTAGE:
        sources |= wrong(what)[1]
    write(sources, folder / "src")
    listed = folder / "sources"
    listed.write_text("".join(f"{folder / 'src' / path}\n" for path in sources), encoding="utf-8")
    done = subprocess.run(
        [*JAVAC, "-d", str(folder / "classes"), f"@{listed}"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    return folder / "classes"


@pytest.mark.slow
def test_javac_takes_all_of_it_without_a_warning(classes):
    assert (classes / "threelist/edition2016/AdminLicence.class").is_file()
    assert {path.name for path in (classes / "threelist").iterdir()} >= {"edition2016", "nasty", "oneitem", "long_"}
    assert list((classes / "threelist/long_").glob("*$Part2.class"))  # the third of 500


@pytest.mark.slow
def test_the_first_hour_of_an_integrator_is_as_the_guide_shows_it(classes):
    done = subprocess.run(["java", "-cp", str(classes), "FirstHour"], capture_output=True, check=True)
    assert done.stdout.decode() == (EXAMPLE / "output.txt").read_text(encoding="utf-8")
    guide = Path(__file__).resolve().parents[3] / "docs"
    for page in ("guide-integrator.zh.md", "guide-integrator.en.md"):
        text = (guide / page).read_text(encoding="utf-8")
        assert all(line in text for line in done.stdout.decode().splitlines()[:5]), page


# L3 and L4: one process for all records.


def line(edition: EditionModel, one: Judged) -> str:
    which = ["ofType", one.record_type] if one.item is None else ["ofItem", one.item]
    values = [f"{name}={b64encode(value.encode()).decode()}" for name, value in one.record.items() if value is not None]
    return "\t".join([package_of(edition), *which, one.as_of.isoformat(), *values])


def nasty_judged() -> list[Judged]:
    [record] = nasty_model().records
    as_of = judged_records()[0].as_of
    return [Judged("nasty", record.id, None, values, frozenset(), as_of) for values in nasty_records()]


@cache
def few() -> list[Judged]:
    return [one for one in judged_records() if one.record_type in FEW]


@pytest.fixture(scope="module")
def answers(classes):
    """What Java says: of every record, of those of the nasty edition, and of a few by wrong emitters."""
    asked = {
        "right": [(shipped_model(), one) for items in (False, True) for one in judged_records(items)],
        "nasty": [(nasty_model(), one) for one in nasty_judged()],
        **{what: [(wrong(what)[0], one) for one in few()] for what in SABOTAGE},
    }
    lines = "".join(f"{line(edition, one)}\n" for entries in asked.values() for edition, one in entries)
    done = subprocess.run(
        ["java", "-cp", str(classes), "Proof"],
        input=lines.encode(),
        capture_output=True,
        check=False,
        env=os.environ | {"LC_ALL": "C"},
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    told = iter(done.stdout.decode().splitlines())
    return {what: [answer(next(told)) for _ in entries] for what, entries in asked.items()}


def answer(told: str) -> Answer:
    found, *values = told.split("\t")
    pairs = (value.partition("=") for value in values)
    return frozenset(found.split(",")) - {""}, {name: b64decode(value).decode() for name, _, value in pairs}


def accepted(told: list[Answer]) -> list[bool]:
    return [not found for found, _ in told]


def lost(records: list[Judged], told: list[Answer], model: EditionModel) -> list[str]:
    """Where a value of a record in which nothing is wrong was another after it had been read and written by its type."""
    return [
        f"{one.name}: {name} {value!r} → {copy.get(name)!r}"
        for one, (found, copy) in zip(records, told, strict=True)
        if not found
        for name, value in one.record.items()
        if value and joined(rewritten(one, name, value, model)) != joined(copy.get(name))
    ]


def rewritten(one: Judged, name: str, value: str, model: EditionModel) -> str | None:
    """A value as its type writes it: codes by their first word, a time in full, nothing for what is no day."""
    every = model.records if one.item is None else model.items
    [record] = [record for record in every if record.id == (one.item or one.record_type)]
    field = record.field(name)
    if field.code_list is not None:
        listed = model.code_list(field.code_list)
        by_text = {text: code for code in listed.codes for text in code.accepted}
        if value not in by_text:
            return value if listed.several else None
        return by_text[value].written
    if field.kind == "date" and value in field.words:
        return None
    if field.kind == "timestamp" and len(value) < len("2016/05/09 23:59:59"):
        return f"{value}:00" if " " in value else f"{value} 00:00:00"
    return value


def joined(value: str | None) -> str | None:
    """Several codes stand with one separator between them."""
    return None if value is None else value.replace("、", "；")


@pytest.mark.slow
def test_records_come_back_as_they_went_in(answers):
    records = [*judged_records(), *judged_records(items=True)]
    # A note behind 其他 is no part of the code: who wants it reads the text.
    assert [one for one in lost(records, answers["right"], shipped_model()) if "其他" not in one] == []
    assert lost(nasty_judged(), answers["nasty"], nasty_model()) == []


@pytest.mark.slow
def test_verdicts_agree_as_declared(answers):
    records = [*judged_records(), *judged_records(items=True)]
    assert disagreements("java", records, accepted(answers["right"])) == []
    assert all(accepted(answers["nasty"]))


@pytest.mark.slow
def test_it_tells_the_rules_and_fields_that_we_tell(answers):
    untold = {name for name, cell in declared("java").items() if cell.behaviour == "cannot-express"}
    records = [*judged_records(), *judged_records(items=True)]
    differing = []
    for one, (found, _) in zip(records, answers["right"], strict=True):
        ours = {f"{rule}/{field}" for construct, rule, field in one.found if construct not in untold}
        if ours != found:
            differing.append((one.name, sorted(ours), sorted(found)))
    assert differing == []


@pytest.mark.slow
@pytest.mark.parametrize("what", ["no-patterns", "no-check-digits", "always-right"])
def test_an_emitter_that_forgets_rules_is_caught(answers, what):
    assert disagreements("java", few(), accepted(answers[what])) != []


@pytest.mark.slow
def test_an_emitter_of_floats_is_caught(answers):
    assert lost(few(), answers["floats"], shipped_model()) != []
