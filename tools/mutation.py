"""Mutates the check kinds and lists the mutants that no test of the quick selection notices.

``python tools/mutation.py [MODULE…]``: modules of ``src/conformance/checks``, all of them where none is named. Sources are never
touched: a mutant lives in a fork of this process. What was judged is kept in ``build/mutation/results.jsonl``, so that a session goes
on where it stopped; a module that has changed since is judged anew. ``--page`` writes the tables of ``docs/mutation.md`` and keeps the
reasons that stand there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from typing import Any

from mutants.judge import ROOT, SURVIVED, Judge
from mutants.sites import Mutant, mutants
from mutants.table import write

CHECKS = ROOT / "src" / "conformance" / "checks"
KEPT = ROOT / "build" / "mutation"
RESULTS = KEPT / "results.jsonl"


def main() -> int:
    """Exit code 0 when the run is complete, whatever survives."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", help="names such as presence; all if none is given")
    parser.add_argument("--again", action="store_true", help="hold those that survived to the tests once more")
    parser.add_argument("--fresh", action="store_true", help="forget what was judged, and make the batches anew")
    parser.add_argument("--page", action="store_true", help="only write docs/mutation.md from what was judged")
    options = parser.parse_args()
    os.environ["CONFORMANCE_NATIVE"] = "0"  # what C says as well is asked of the checks themselves
    known = sorted(path.stem for path in CHECKS.glob("*.py") if path.stem != "__init__")
    if unknown := sorted(set(options.modules) - set(known)):
        parser.error(f"no module of the check kinds: {', '.join(unknown)}; known: {', '.join(known)}")
    KEPT.mkdir(parents=True, exist_ok=True)
    if options.fresh:
        for path in KEPT.glob("*"):
            path.unlink()
    if not options.page:
        judge = Judge(KEPT / "batches.pickle")
        for name in options.modules or known:
            _judge(judge, name, list(mutants(CHECKS / f"{name}.py")), again=options.again)
    # The page says of every module how far it has come.
    every = {name: list(mutants(CHECKS / f"{name}.py")) for name in known}
    write(every, outcomes(every), ROOT / "docs" / "mutation.md")
    return 0


def _judge(judge: Judge, module: str, made: list[Mutant], *, again: bool) -> None:
    """Judge what was not judged yet, and say how it goes."""
    judged = outcomes({module: made})
    left = [one for one in made if one.name not in judged or (again and judged[one.name] == SURVIVED)]
    if not left:
        return
    if judge.outcome(module, (CHECKS / f"{module}.py").read_text(encoding="utf-8")) != SURVIVED:
        raise SystemExit(f"{module}: the tests fail without a mutant; mend that first")
    for one in left:
        outcome = judge.outcome(module, one.source)
        _keep({"mutant": one.name, "of": _fingerprint(one), "outcome": outcome})
        if outcome == SURVIVED:
            print(f"{module}:{one.line} {one.operator}: {one.change}", flush=True)
    print(f"=== {module}: {len(left)} judged", flush=True)


def _keep(result: dict[str, Any]) -> None:
    with RESULTS.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(result, ensure_ascii=False) + "\n")


def outcomes(every: dict[str, list[Mutant]]) -> dict[str, str]:
    """Mutant → outcome, of those that are still the same; the last word counts."""
    if not RESULTS.exists():
        return {}
    lines = RESULTS.read_text(encoding="utf-8").splitlines()
    found = {(entry["mutant"], entry["of"]): entry["outcome"] for entry in map(json.loads, lines)}
    return {
        one.name: found[one.name, _fingerprint(one)]
        for made in every.values()
        for one in made
        if (one.name, _fingerprint(one)) in found
    }


def _fingerprint(one: Mutant) -> str:
    return hashlib.sha256(one.source.encode()).hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
