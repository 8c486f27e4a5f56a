"""Builds the wheel and uses it in an empty environment outside the repository, as a stranger would.

Proves what a checkout cannot: that the compiled standard travels in the wheel, that nothing looks outside the
installed package, and that the tool runs without linkml.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
import venv
from collections.abc import Callable
from pathlib import Path

from conformance.native.compile import COMPILERS
from conformance.native.library import SWITCH
from trial import Failed, carry_out, run, say, without_python

ROOT = Path(__file__).resolve().parents[1]
EDITION = "edition"
"""The folder in which the edition lies that the wheel publishes."""
BUILD_ONLY = ("linkml", "linkml_runtime", "pytest", "openpyxl", "chinese_calendar")


def build(into: Path) -> Path:
    """Builds the wheel by way of the source distribution, so that both are proved complete: one for every machine."""
    run([sys.executable, "-m", "build", "--outdir", into, ROOT], into, env=without_python() | {SWITCH: "0"})
    (wheel,) = into.glob("*.whl")
    return wheel


def install(wheel: Path, into: Path, cwd: Path) -> Path:
    """Installs the wheel with only what it asks for, and returns the directory of its commands."""
    venv.create(into, with_pip=True)
    bin_dir = into / ("Scripts" if os.name == "nt" else "bin")
    run([bin_dir / "python", "-m", "pip", "install", "--quiet", wheel], cwd)
    call = f"from importlib.util import find_spec; print(*filter(find_spec, {BUILD_ONLY}))"
    if there := run([bin_dir / "python", "-c", call], cwd).split():
        raise Failed(f"installed with the wheel, which does not ask for it: {', '.join(there)}")
    return bin_dir


def use(bin_dir: Path, cwd: Path) -> None:
    """Runs the commands of the contract on files in the encodings and formats that offices send."""
    tool = bin_dir / "conformance"

    def conformance(*arguments: str, expect: tuple[int, ...] = (0,)) -> str:
        return run([tool, *arguments], cwd, expect)

    say(conformance("--version").strip())
    for item in ("admin-licence", "admin-penalty"):
        plain, gb, book = f"{item}.csv", f"{item}-gb18030.csv", f"{item}.xlsx"
        conformance("sample", item, "--rows", "200", "--seed", "7", "--format", "csv", "--output", plain)
        conformance("sample", item, "--rows", "200", "--seed", "7", "--format", "xlsx", "--output", book)
        text = (cwd / plain).read_bytes().decode("utf-8-sig")
        (cwd / gb).write_bytes(text.encode("gb18030"))
        # The readers are the same for both: each is tried once.
        others = [f"{item}.{form}" for form in ("json", "jsonl", "parquet") if item == "admin-licence"]
        for other in others:
            form = other.rpartition(".")[2]
            conformance("sample", item, "--rows", "200", "--seed", "7", "--format", form, "--output", other)
        for path in (plain, gb, book, *others):
            report = json.loads(conformance("check", path, "--format", "json", "--as-of", "2016-12-31"))
            if report["verdict"] != "conforming" or report["inputs"][0]["rows"] != 200:
                raise Failed(
                    f"{path}: {report['verdict']}, {report['inputs'][0]['rows']} rows\n{report['findings'][:3]}"
                )
        conformance("check", gb, "--as-of", "2016-12-31", "--lang", "en")
        bad = f"{item}-bad.xlsx"
        conformance(
            "sample", item, "--rows", "200", "--seed", "7", "--defects", "0.1", "--format", "xlsx", "--output", bad
        )
        page = f"{item}.html"
        conformance("check", bad, "--as-of", "2016-12-31", "--format", "html", "--output", page, expect=(1,))
        if "</html>" not in (cwd / page).read_text("utf-8"):
            raise Failed(f"{page}: no whole page")
        say(f"{item}: {', '.join((plain, gb, book, *others))} checked")
    split(conformance, cwd)
    compiled(conformance, bin_dir, cwd)
    lists(conformance, cwd)
    artefacts(conformance, bin_dir, cwd)
    edition(conformance, cwd)
    conformance("rules")
    conformance("explain", "uscc-check-digit")
    conformance("check", "no-such-file.csv", expect=(2,))
    call = "import conformance; print(conformance.check('admin-licence.xlsx', item='admin-licence').verdict)"
    verdict = run([bin_dir / "python", "-c", call], cwd).strip()
    if verdict not in ("conforming", "conforming-with-warnings"):
        raise Failed(f"the Python call says {verdict} of a valid file")
    origin = run([bin_dir / "python", "-c", "import conformance; print(conformance.__file__)"], cwd).strip()
    if Path(origin).is_relative_to(ROOT):
        raise Failed(f"the repository was used, not the wheel: {origin}")
    say("rules, explain, the Python call and the refusal of a missing file")


def compiled(conformance: Callable[..., str], bin_dir: Path, cwd: Path) -> None:
    """Makes the compiled library where there is a compiler; the report is the same."""
    ask = ["check", "admin-licence-bad.xlsx", "--as-of", "2016-12-31", "--format", "json"]
    before = conformance(*ask, expect=(1,))

    def module(name: str) -> str:
        return run([bin_dir / "python", "-m", f"conformance.native.{name}"], cwd).strip()

    if not module("library").startswith("compiled library not there"):
        raise Failed(f"the wheel for every machine brings a compiled library: {module('library')}")
    if not any(map(shutil.which, COMPILERS)):
        say("no C compiler: the compiled library was not made")
        return
    say(module("compile"))
    if not module("library").startswith("compiled library used"):
        raise Failed(module("library"))
    if conformance(*ask, expect=(1,)) != before:
        raise Failed("with the compiled library the report is another one")


def artefacts(conformance: Callable[..., str], bin_dir: Path, cwd: Path) -> None:
    """Makes every artefact of one item: names, matrix and what emitters bring along travel in the wheel.

    That they are the same each time is what tests show of every target; here it is enough that one is asked.
    """
    call = "from conformance.artefacts import emitters; print(*emitters())"
    targets = run([bin_dir / "python", "-c", call], cwd).split()
    for target in targets:
        conformance("generate", target, "--item", "admin-licence", "--output", f"made/{target}")
    conformance("generate", targets[0], "--item", "admin-licence", "--output", f"made/{targets[0]}", "--check")
    say(f"{len(targets)} artefacts generated")


def edition(conformance: Callable[..., str], cwd: Path) -> None:
    """Publishes the edition, signed, and checks it as whoever receives it would: pages, texts and looks travel in the wheel."""
    conformance("verify", "--make-key", "publisher.key")
    conformance("publish", "--output", EDITION, "--sign", "publisher.key")
    told = conformance("publish", "--verify", EDITION, "--public-key", "publisher.key.pub")
    page = cwd / EDITION / "index.html"
    content = page.read_bytes()
    page.write_text("changed", encoding="utf-8")
    conformance("publish", "--verify", EDITION, "--public-key", "publisher.key.pub", expect=(1,))
    page.write_bytes(content)
    say(f"published, signed and verified: {told.splitlines()[0]}")


def split(conformance: Callable[..., str], cwd: Path) -> None:
    """Hands back the records of a faulty file in two files and all findings in a third."""
    parts = ["--accepted", "accepted.csv", "--rejected", "rejected.xlsx", "--findings", "findings.jsonl"]
    told = conformance(
        "check", "admin-licence-bad.xlsx", "--as-of", "2016-12-31", "--format", "json", *parts, expect=(1,)
    )
    counts = json.loads(told)["inputs"][0]
    findings = (cwd / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    with (cwd / "accepted.csv").open(encoding="utf-8-sig", newline="") as file:
        accepted = len(list(csv.reader(file))) - 1
    if not (
        counts["rejected_rows"] > 0 and accepted == counts["accepted_rows"] and len(findings) >= counts["rejected_rows"]
    ):
        raise Failed(f"{accepted} accepted and {len(findings)} findings written; the report says {counts}")
    if not (cwd / "rejected.xlsx").stat().st_size:
        raise Failed("the file of rejected records is empty")
    say("accepted, rejected and findings written")


def lists(conformance: Callable[..., str], cwd: Path) -> None:
    """Finds, checks, edits and compares the lists that travel in the wheel, and checks a file of another record type."""
    found = json.loads(conformance("catalog", "list", "--format", "json"))
    if {entry["list"] for entry in found} != {"data", "behaviour", "application"}:
        raise Failed(f"the lists found are {sorted({entry['list'] for entry in found})}")
    conformance("catalog", "show", "data:tax-credit-rating")
    conformance("catalog", "lint")
    conformance("catalog", "template", "data:tax-credit-rating", "--output", "template.xlsx")
    conformance("catalog", "export", "--output", "lists.xlsx")
    conformance("catalog", "import", "lists.xlsx", "--output", "lists")
    conformance("catalog", "lint", "lists")
    conformance("catalog", "diff", "2016", "lists")
    conformance("catalog", "export", "--annex", "annex.docx")
    conformance("sample", "tax-credit-rating", "--rows", "50", "--output", "ratings.csv")
    sender = ("--item", "tax-credit-rating", "--party", "unit:sh-tax")
    conformance("check", "ratings.csv", *sender, "--as-of", "2016-12-31")
    say(f"{len(found)} entries listed, linted, exported, imported and compared")


def steps(room: Path) -> None:
    """Builds the wheel, installs it in the room and uses it there."""
    (room / "dist").mkdir()
    (room / "work").mkdir()
    wheel = build(room / "dist")
    say(f"built {wheel.name}, {wheel.stat().st_size / 1e6:.1f} MB")
    bin_dir = install(wheel, room / "venv", room / "work")
    say("installed in an empty environment, without linkml")
    use(bin_dir, room / "work")


if __name__ == "__main__":
    sys.exit(carry_out(steps, "wheel-check-"))
