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
DOCS += sorted((ROOT / "docs/decisions").glob("*.md"))
GUIDES = [ROOT / "docs/guide-clerk.zh.md", ROOT / "docs/guide-clerk.en.md"]


def tool(*arguments: str) -> str:
    command = Path(sys.executable).with_name("conformance")
    done = subprocess.run([command, *arguments], capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout


@pytest.fixture(scope="module")
def rule_ids() -> set[str]:
    return {page.stem for page in (ROOT / "docs/rules").glob("*.md")} - {"README"}


@pytest.mark.parametrize("path", DOCS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", [*GUIDES, ROOT / "README.md"], ids=lambda p: p.name)
def test_named_options_exist(path: Path) -> None:
    known = set(re.findall(r"--[a-z-]+", "".join(tool(c, "--help") for c in ("check", "sample", "rules", "explain"))))
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", path.read_text(encoding="utf-8")))
    assert named - known == set()


@pytest.mark.parametrize("path", GUIDES, ids=lambda p: p.name)
def test_named_rules_exist(path: Path, rule_ids: set[str]) -> None:
    text = path.read_text(encoding="utf-8")
    table = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `") and "-" in line]
    named = {name for cell in table for name in re.findall(r"`([a-z][a-z0-9-]+)`", cell)}
    assert len(named) > 20
    assert named - rule_ids == set()


def test_guides_have_the_same_parts() -> None:
    heads = [re.findall(r"^#{2,3} ", path.read_text(encoding="utf-8"), re.MULTILINE) for path in GUIDES]
    assert heads[0] == heads[1]


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
