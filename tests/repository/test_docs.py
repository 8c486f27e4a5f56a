"""The documents say what is so: links lead somewhere, named rules and options exist."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.standard.load import load

ROOT = Path(__file__).parents[2]
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
DOCS += sorted((ROOT / "docs/decisions").glob("*.md")) + sorted((ROOT / "docs/ci").glob("*.md"))
CLERKS = [ROOT / "docs/guide-clerk.zh.md", ROOT / "docs/guide-clerk.en.md"]
GUIDES = sorted((ROOT / "docs").glob("guide-*.md"))
SUBJECTS = sorted({path.name.split(".")[0] for path in GUIDES})
CATALOG = ("list", "show", "lint", "diff", "template", "export", "import")
GROUPS = ("catalog", "vectors")
COMMANDS = [
    ("check",),
    ("fix",),
    ("sample",),
    ("rules",),
    ("explain",),
    ("schema",),
    ("convert",),
    ("probe",),
    ("verify",),
    ("serve",),
    ("reference-server",),
    ("generate",),
    ("publish",),
    ("bulletin",),
    ("vectors", "export"),
    ("vectors", "run"),
    *(("catalog", name) for name in CATALOG),
]
WRITTEN = [*GUIDES, ROOT / "README.md"]


def tool(*arguments: str) -> str:
    command = Path(sys.executable).with_name("conformance")
    done = subprocess.run([command, *arguments], capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout


@pytest.fixture(scope="module")
def rule_ids() -> set[str]:
    return {page.stem for page in (ROOT / "docs/rules").glob("*.md")} - {"README"}


@pytest.fixture(scope="module")
def options() -> dict[tuple[str, ...], set[str]]:
    """Command → its options."""
    return {words: set(re.findall(r"--[a-z][a-z0-9-]+", tool(*words, "--help"))) for words in COMMANDS}


def lines_of(path: Path) -> list[str]:
    """Command lines that a document shows."""
    found = re.findall(r"(?:^|`)(?:\$ )?(conformance [a-z][^`\n]*)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return [line.split("  #")[0] for line in found]


@pytest.mark.parametrize("path", DOCS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    # A pattern that is quoted as code may look like a link; the words of a link may be code.
    quoted = path.read_text(encoding="utf-8")
    text = re.sub(r"`[^`\n]*`", lambda code: "" if "](" in code[0] else code[0], quoted)
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda p: p.name)
def test_named_options_exist(path: Path, options: dict[tuple[str, ...], set[str]]) -> None:
    text = re.sub(
        r"\b(?:pip install|npm |python3 examples/|javac |protoc |tsc )[^\n`]*", "", path.read_text(encoding="utf-8")
    )
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]+", text))
    assert named - set().union(*options.values()) == set()


@pytest.mark.parametrize("path", WRITTEN, ids=lambda p: p.name)
def test_command_lines_name_commands_and_options_of_theirs(
    path: Path, options: dict[tuple[str, ...], set[str]]
) -> None:
    lines = [line.split() for line in lines_of(path)]
    lines = [words for words in lines if words[1] not in GROUPS or len(words) > 2]
    assert len(lines) > 3
    wrong = []
    for words in lines:
        command = tuple(words[1:3]) if words[1] in GROUPS else (words[1],)
        named = {word for word in words if word.startswith("--")}
        if command not in options or named - options[command]:
            wrong.append(" ".join(words))
    assert wrong == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda p: p.name)
def test_named_entries_exist(path: Path) -> None:
    named = set(re.findall(r"\b((?:data|behaviour|application|unit|clause|party):[\w.:-]+)", path.read_text("utf-8")))
    items = set(re.findall(r"(?:--item|conformance sample) ([a-z][a-z-]+)", path.read_text("utf-8")))
    parties = set(re.findall(r"((?:unit|district|province):[a-z0-9-]+)", path.read_text("utf-8")))
    standard = load()
    assert items - set(standard.items) == set()
    assert parties - set(standard.parties) - {f"unit:{unit}" for unit in standard.units} == set()
    refs = sorted(named - parties)
    if refs:
        tool("catalog", "show", *refs)


@pytest.mark.parametrize("path", CLERKS, ids=lambda p: p.name)
def test_named_rules_exist(path: Path, rule_ids: set[str]) -> None:
    assert len(named_rules(path)) > 20
    assert named_rules(path) - rule_ids == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_guide_for_departments_explains_the_rules_about_items(language: str, rule_ids: set[str]) -> None:
    named = named_rules(ROOT / f"docs/guide-department.{language}.md")
    assert named == {"value-of-item", "issuing-organ-unknown", "provider-registered"}
    assert named <= rule_ids


@pytest.mark.parametrize("language", ["zh", "en"])
def test_changes_named_by_the_guide_for_editors_exist(language: str) -> None:
    text = (ROOT / f"docs/guide-editor.{language}.md").read_text(encoding="utf-8")
    known = (ROOT / "docs/catalog-changes.md").read_text(encoding="utf-8")
    named = {*re.findall(r"^    \[([a-z-]+)\]", text, re.MULTILINE), *re.findall(r"change: ([a-z-]+)", text)}
    assert named
    assert [name for name in named if f"| `{name}` |" not in known] == []


def named_rules(path: Path) -> set[str]:
    """Rules in the first column of a guide's tables."""
    lines = path.read_text(encoding="utf-8").splitlines()
    table = [line.split("|")[1] for line in lines if line.startswith("| `") and "-" in line]
    return {name for cell in table for name in re.findall(r"`([a-z][a-z0-9-]+)`", cell)}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_guides_have_the_same_parts(subject: str) -> None:
    pair = [ROOT / f"docs/{subject}.{language}.md" for language in ("zh", "en")]
    heads = [re.findall(r"^#{2,3} ", path.read_text(encoding="utf-8"), re.MULTILINE) for path in pair]
    assert heads[0] == heads[1]
    shown = [sum(line.startswith("$ ") for line in path.read_text(encoding="utf-8").splitlines()) for path in pair]
    assert shown[0] == shown[1]


def test_every_decision_is_listed() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    pages = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert [page.name for page in pages if f"({page.name})" not in index] == []
    assert [page.name[:4] for page in pages] == [f"{n:04d}" for n in range(1, len(pages) + 1)]


def test_every_rule_has_a_page(rule_ids: set[str]) -> None:
    assert rule_ids == set(load().rules)
    index = (ROOT / "docs/rules/README.md").read_text(encoding="utf-8")
    assert {rule for rule in rule_ids if f"({rule}.md)" not in index} == set()


def test_pages_of_the_rules_are_fresh() -> None:
    command = [sys.executable, "-m", "conformance.publish.rules", "--output", "docs/rules", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_compiled_standard_names_its_digest() -> None:
    compiled = sorted((ROOT / "src/conformance/standard/compiled").glob("*.json"))
    assert [path.stem for path in compiled] == sorted(path.name for path in (ROOT / "catalogs").iterdir())
    for path in compiled:
        assert json.loads(path.read_text(encoding="utf-8"))["digest"].startswith("sha256:")
