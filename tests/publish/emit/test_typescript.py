"""The TypeScript package: parsed and compiled by its own compiler, run in Node, and held to the matrix."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from conformance.publish.emit import checking, made, typescript
from conformance.publish.emit.typescript_text import comment, literal
from publish.emit import test_python
from publish.emit.nasty import NASTY, nasty_records
from publish.emit.proof import (
    EDITIONS,
    Judged,
    artefact,
    disagreements,
    edition_of,
    judged_records,
    missing_tool,
    names_of,
    needs,
    write,
)
from publish.emit.python_examples import LICENCE
from recordschema.validators import NODE_FOLDER

COMPILER = NODE_FOLDER / "node_modules" / "typescript" / "bin" / "tsc"
RUN = Path(__file__).with_name("typescript_run.mjs")
TARGET = "typescript"
each_edition = pytest.mark.parametrize("which", EDITIONS)
USES = """
import { ApprovalCategory, isLicence, validateLicence, type Licence } from "../index.js";
const right: Licence = RIGHT;
const value: unknown = right;
export const number: string | null = isLicence(value) ? value.document_number : null;
export const codes: readonly ApprovalCategory[] = [ApprovalCategory.ORDINARY, "其他（合同备案）"];
export const problems: string[] = validateLicence(right).map((one) => one.rule);
"""


def compiler() -> list[str]:
    needs("node", install="Debian: apt-get install nodejs npm, then `make ajv`")
    if not COMPILER.is_file():
        missing_tool("typescript is not installed: run `make ajv`")
    return ["node", str(COMPILER)]


def compiled(files: dict[str, bytes]) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A folder with the files, and what ``tsc`` said of them; what it made lies in ``dist``."""
    folder = write(files, Path(mkdtemp(prefix="typescript-")))
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    done = subprocess.run([*compiler(), "-p", "."], cwd=folder, capture_output=True, text=True, check=False)
    return folder, done


@cache
def package(which: str, dropped: str = "") -> Path:
    """The compiled package; ``dropped`` tells one whose emitter is patched from the right one."""
    files = artefact(TARGET, which) if not dropped else made(typescript, edition_of(which), names_of(which))
    folder, done = compiled(files)
    assert done.returncode == 0, done.stdout
    shutil.copy(folder / "package.json", folder / "dist")
    return folder / "dist"


def judged(folder: Path, records: Sequence[tuple[str, dict[str, str | None]]]) -> list[dict[str, object]]:
    """What the package says of records, each with the name of its type."""
    lines = "\n".join(json.dumps([str(folder), name, record]) for name, record in records)
    done = subprocess.run(["node", str(RUN)], input=lines, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.split("\n")]


def name_of(one: Judged) -> str:
    return names_of("shipped").record(TARGET, one.item or one.record_type, one.item)


def verdicts(folder: Path, records: Sequence[Judged]) -> list[bool]:
    return [not told["rules"] for told in judged(folder, [(name_of(one), one.record) for one in records])]


@pytest.mark.slow
@each_edition
def test_the_strict_compiler_takes_it(which):
    assert (package(which) / "index.d.ts").is_file()


@pytest.mark.slow
def test_the_types_fit_records_that_are_right_and_refuse_others():
    text = USES.replace("RIGHT", json.dumps(LICENCE, ensure_ascii=False))
    uses = {
        "src/uses/right.ts": text,
        "src/uses/code.ts": text.replace('"普通"', '"特别"'),
        "src/uses/number.ts": text.replace('"310000"', "310000"),
        "src/uses/lacking.ts": text.replace('"document_number"', '"no_such"'),
    }
    _, done = compiled(artefact(TARGET, "shipped") | {path: code.encode() for path, code in uses.items()})
    told = {line.partition("(")[0] for line in done.stdout.splitlines() if line.startswith("src/")}
    assert told == set(uses) - {"src/uses/right.ts"}, done.stdout


@pytest.mark.slow
def test_a_problem_has_the_id_of_its_rule():
    changes: dict[str, dict[str, object]] = {
        "required": {"document_number": None},
        "date": {"decision_date": "2016/02/30"},
        "date-order": {"valid_until": "2016/05/08"},
        "uscc-check-digit": {"subject_uscc": "91310115MA1K3A7X5Q"},
        "pattern": {"subject_uscc": "91310115"},
        "code-list": {"approval_category": "特别"},
        "no-text": {"approval_category": 3},
        "unknown-field": {"no_such": "1"},
    }
    told = judged(package("shipped"), [("Licence", LICENCE | change) for change in changes.values()])  # type: ignore[operator]
    assert [one["rules"] for one in told] == [[rule] for rule in changes]


@pytest.mark.slow
def test_records_go_through_it_and_come_back():
    (told,) = judged(package("shipped"), [("Licence", LICENCE)])
    assert told == {"rules": [], "record": LICENCE}
    name = names_of("nasty").record(TARGET, "object")
    nasty = judged(package("nasty"), [(name, record) for record in nasty_records()])
    assert nasty == [
        {"rules": [], "record": {key: text for key, text in one.items() if text}} for one in nasty_records()
    ]


@pytest.mark.slow
def test_every_sound_record_comes_back_as_from_the_package_for_python():
    """Read into values and written again; each of the two packages has a reader and a writer of its own."""
    sound = [one for one in (*judged_records(), *judged_records(items=True)) if not one.found]
    told = judged(package("shipped"), [(name_of(one), one.record) for one in sound])
    for one, said in zip(sound, told, strict=True):
        record_class = test_python.class_of(test_python.package("python"), one)
        assert said["record"] == record_class.from_dict(one.record).to_dict(), one.name


@pytest.mark.slow
def test_what_is_no_value_is_not_read():
    changes = {
        "decision_date": "2016/02/30",
        "valid_until": "2019-05-08",
        "approval_category": "特别",
        "data_timestamp": "2016/05/10 25:00",
        "no_such": "1",
    }
    told = judged(package("shipped"), [("Licence", LICENCE | {name: text}) for name, text in changes.items()])
    assert [one["record"] for one in told] == [None] * len(changes)


@pytest.mark.slow
@pytest.mark.parametrize("items", [False, True], ids=["record types", "items"])
def test_its_verdicts_are_those_that_the_matrix_declares(items):
    records = judged_records(items)
    assert disagreements(TARGET, records, verdicts(package("shipped"), records)) == []


@pytest.mark.slow
def test_an_emitter_that_drops_patterns_is_caught(monkeypatch):
    compiler()
    right = checking._params
    monkeypatch.setattr(
        checking, "_params", lambda demand, *rest: None if demand.kind == "pattern" else right(demand, *rest)
    )
    records = judged_records()
    told = disagreements(TARGET, records, verdicts(package("shipped", "pattern"), records))
    assert any("accepted although" in one and "'pattern'" in one for one in told)


def test_it_has_a_guard_for_every_record_and_item_and_a_constant_for_every_code():
    files = artefact(TARGET, "nasty")
    text = b"\n".join(files.values()).decode()
    for one in (*edition_of("nasty").records, *edition_of("nasty").items):
        name = names_of("nasty").record(TARGET, one.id, one.item)
        assert f"export interface {name} " in text
        assert f"export function is{name}(value: unknown): value is {name} " in text
    for entries in edition_of("nasty").code_lists:
        for code in entries.codes:
            assert f"  {names_of('nasty').code(TARGET, entries.id, code.code)}: {literal(code.written)}," in text


def test_texts_are_written_so_that_they_are_read_again_and_end_no_comment():
    assert json.loads(literal(NASTY)) == NASTY
    assert "\u2028" not in literal(NASTY)
    assert comment(NASTY).count("*/") == 1
    assert comment(NASTY).endswith("*/")
