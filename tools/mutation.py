"""Mutates the check kinds and lists the mutants that no test of the quick selection notices.

``python tools/mutation.py [MODULE…]``: modules of ``src/conformance/checks``, all of them where none is named. The work is done in
a copy of the checkout (``build/mutation``), so that the sources are never touched; a session that was interrupted goes on
where it stopped. The survivors are printed as a table for ``docs/mutation.md``.
"""

from __future__ import annotations

import argparse
import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / "build" / "mutation"
CHECKS = Path("src/conformance/checks")
COPIED = ("src", "tests", "schemas", "catalogs", "examples", "pyproject.toml")
TESTS = ("tests/mutation", "tests/checks")
TIMEOUT = 120.0
"""Seconds for the tests of one mutant; a mutant that needs longer is killed."""


def main() -> int:
    """Exit code 0 when the run is complete, whatever survives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="names such as presence; all if none is given")
    parser.add_argument("--fresh", action="store_true", help="forget an earlier session")
    options = parser.parse_args()
    if options.fresh:
        shutil.rmtree(COPY, ignore_errors=True)
    _copy()
    known = sorted(path.stem for path in (ROOT / CHECKS).glob("*.py") if path.stem != "__init__")
    unknown = sorted(set(options.modules) - set(known))
    if unknown:
        parser.error(f"no module of the check kinds: {', '.join(unknown)}; known: {', '.join(known)}")
    _tests_pass()
    for module in options.modules or known:
        _mutate(module)
    return 0


def _copy() -> None:
    """The checkout as it is when a session begins."""
    if COPY.exists():
        return
    COPY.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, COPY / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, COPY / name)


def _command() -> str:
    run = "import sys; sys.path[:0] = ['src', 'tests']; import pytest; sys.exit(pytest.main(sys.argv[1:]))"
    return f'{sys.executable} -c "{run}" -x -q -n0 -p no:cacheprovider {" ".join(TESTS)}'


def _tests_pass() -> None:
    """Without a mutant the tests pass; else every mutant would seem killed."""
    subprocess.run(_command(), shell=True, cwd=COPY, check=True)  # noqa: S602 - a fixed command of ours


def _mutate(module: str) -> None:
    config, session = COPY / f"{module}.toml", COPY / f"{module}.sqlite"
    config.write_text(
        "[cosmic-ray]\n"
        f'module-path = "{CHECKS.as_posix()}/{module}.py"\n'
        f"timeout = {TIMEOUT}\n"
        "excluded-modules = []\n"
        f"test-command = '''{_command()}'''\n"
        '[cosmic-ray.distributor]\nname = "local"\n',
        encoding="utf-8",
    )
    tool = str(Path(sys.executable).with_name("cosmic-ray"))
    if not session.exists():
        subprocess.run([tool, "init", config.name, session.name], cwd=COPY, check=True)
        _skip_annotations(session)
    subprocess.run([tool, "exec", config.name, session.name], cwd=COPY, check=True)
    _report(module, session)


def _skip_annotations(session: Path) -> None:
    """Types are not run: a mutant of an annotation is the program itself."""
    from cosmic_ray.work_db import WorkDB, use_db
    from cosmic_ray.work_item import WorkerOutcome, WorkResult

    with use_db(str(session), WorkDB.Mode.open) as db:
        for item in list(db.pending_work_items):
            [mutation] = item.mutations
            source = (COPY / mutation.module_path).read_text(encoding="utf-8")
            if any(first <= mutation.start_pos < last for first, last in _annotations(source)):
                db.set_result(item.job_id, WorkResult(worker_outcome=WorkerOutcome.SKIPPED))


def _annotations(source: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where annotations begin and end."""
    for node in ast.walk(ast.parse(source)):
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(part, ast.expr):
                yield (part.lineno, part.col_offset), (part.end_lineno or 0, part.end_col_offset or 0)


def _report(module: str, session: Path) -> None:
    from cosmic_ray.work_db import WorkDB, use_db

    with use_db(str(session), WorkDB.Mode.open) as db:
        done = [(item, result) for item, result in db.completed_work_items if result.test_outcome is not None]
    lived = [(item, result) for item, result in done if result.test_outcome.value == "survived"]
    print(f"\n### {module}: {len(done)} mutants, {len(lived)} survived\n")
    if lived:
        print("| line | mutation | source | why it lives |\n|---|---|---|---|")
    lines = (COPY / CHECKS / f"{module}.py").read_text(encoding="utf-8").splitlines()
    for item, _ in sorted(lived, key=lambda pair: pair[0].mutations[0].start_pos):
        [mutation] = item.mutations
        row = mutation.start_pos[0]
        operator = mutation.operator_name.removeprefix("core/")
        print(f"| {row} | {operator} | `{lines[row - 1].strip().replace('|', chr(92) + '|')}` | |")


if __name__ == "__main__":
    sys.exit(main())
