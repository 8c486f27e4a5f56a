"""Putting a mutant in the place of its module and holding it to the tests, in a fork of a process that is warm.

Nothing of ``conformance.checks`` and nothing that imports it is loaded before the fork, and polars is loaded but was never run
(its threads would not live on in a fork).
"""

from __future__ import annotations

import gc
import importlib
import importlib.abc
import importlib.util
import os
import pickle
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "conformance.checks"
CPU_SECONDS = 120
"""Processor time for one mutant; one that needs more runs without end."""
WALL_SECONDS = 3600
"""A deadlock; much, as the machine may be busy or the process stopped for a while."""
MEMORY = 8 << 30
BATCHES_PER_KIND = 3
"""Batches other than vectors that a kind is held to, and, for a module without kinds, batches that are vectors of one rule alone
(the same case in every record type): what lives through three lives through thirty."""
SURVIVED, KILLED, ENDLESS = "survived", "killed", "endless"

EVERY = ("tests/checks/test_details.py", "tests/checks/test_judged.py")
"""What findings say and how many records are judged, of every kind: the batches ask only whether there is a finding."""
CERTIFICATES = "tests/agreement/test_certificates.py"
NARROWED = "tests/agreement/test_narrowing.py"
TESTS = {
    "rows": [NARROWED],
    "identifiers": [NARROWED],
    "base": [NARROWED],
    "deadline": ["tests/engine/test_profile.py"],
    "keys": ["tests/engine/test_keys.py", "tests/engine/test_parts.py"],
    "references": ["tests/agreement/test_references.py", "tests/agreement/test_history.py"],
    **{
        name: [CERTIFICATES] for name in ("plain", "plaintext", "columnbytes", "quickdates", "divisions", "checkdigits")
    },
}
"""Tests that hold a module beside ``tests/checks/test_MODULE.py``, where the batches find nothing."""


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the mutant where the module is asked for."""

    def __init__(self, module: str, source: str) -> None:
        self._name = f"{PACKAGE}.{module}"
        self._path = ROOT / "src" / "conformance" / "checks" / f"{module}.py"
        self._source = source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin=str(self._path))

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self._path)
        exec(compile(self._source, str(self._path), "exec"), module.__dict__)  # noqa: S102 - our own source, changed


def in_a_fork(work: Callable[[], bool]) -> str:
    """``survived`` if the work answers with True, else ``killed``; ``endless`` beyond the time."""
    child = os.fork()
    if not child:
        _limited()
        passed = False
        try:
            passed = work()
        except BaseException:
            passed = False
        finally:
            os._exit(0 if passed else 1)
    until = time.monotonic() + WALL_SECONDS
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            if os.WIFSIGNALED(status):
                return ENDLESS
            return SURVIVED if os.WEXITSTATUS(status) == 0 else KILLED
        if time.monotonic() > until:
            os.kill(child, 9)
            os.waitpid(child, 0)
            return ENDLESS
        time.sleep(0.005)


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)


class Judge:
    """The batches, and what they are asked about."""

    def __init__(self, kept: Path) -> None:
        os.chdir(ROOT)
        sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
        if not kept.exists():
            _make(kept)
        for name in ("polars", "numpy", "pytest", "conformance.sources.model", "vectors.load"):
            importlib.import_module(name)
        self._batch: Any = importlib.import_module("mutation.batch")
        self._batches: list[Any] = pickle.loads(kept.read_bytes())  # noqa: S301 - written by ourselves
        self._standard: Any = importlib.import_module("vectors.plain").plain_standard()
        self._kinds = _kinds(kept.with_suffix(".kinds"))
        self._parts: dict[str, list[Any]] = {}
        loaded = [name for name in sys.modules if name.startswith((PACKAGE, "conformance.engine"))]
        if loaded:
            raise RuntimeError(f"loaded too early: {', '.join(loaded)}")

    def outcome(self, module: str, source: str) -> str:
        """What becomes of a module's changed source."""

        def work() -> bool:
            gc.disable()  # what dies in a second needs no tidying
            sys.meta_path.insert(0, _Finder(module, source))
            # What notices most comes first: a module without kinds has tests that ask it alone.
            if module in self._kinds.values():
                return self._agrees(module) and _pytest(_tests(module))
            return _pytest(_tests(module)) and self._agrees(module)

        return in_a_fork(work)

    def _agrees(self, module: str) -> bool:
        return not any(self._batch.disagrees(part, self._standard) for part in self.parts(module))

    def parts(self, module: str) -> list[Any]:
        """What concerns the kinds of a module; everything where it has none of its own."""
        if module not in self._parts:
            own = [kind for kind, home in self._kinds.items() if home == module]
            self._parts[module] = list(self._telling(own or list(self._kinds), every_vector=bool(own)))
        return self._parts[module]

    def _telling(self, kinds: Sequence[str], *, every_vector: bool) -> Iterator[Any]:
        """Of vectors all that concern the kinds; of other batches no more than a few for each kind."""
        seen: Counter[str] = Counter()
        for batch in self._batches:
            part = self._batch.concerning(batch, kinds, self._standard)
            if part is None:
                continue
            checks = self._standard.record_type_of(batch.item, batch.party).checks
            shown = set(batch.about) or {check.kind for check in checks} & set(kinds)
            several = len(set(batch.about)) > 1
            if several or (batch.about and every_vector) or any(seen[one] < BATCHES_PER_KIND for one in shown):
                yield part
                seen.update(() if several else shown)


def _make(kept: Path) -> None:
    """Make the batches, and note which module has which kind; in a fork, as it runs polars."""

    def work() -> bool:
        made = list(importlib.import_module("mutation.batches").batches())
        registry = importlib.import_module(PACKAGE).KINDS
        homes = {kind: entry[0].__module__.removeprefix(f"{PACKAGE}.") for kind, entry in registry.items()}
        kept.with_suffix(".kinds").write_text("".join(f"{k} {h}\n" for k, h in homes.items()), encoding="utf-8")
        kept.write_bytes(pickle.dumps(made))
        return True

    if in_a_fork(work) != SURVIVED:
        raise RuntimeError("the batches cannot be made: see tests/mutation")


def _kinds(path: Path) -> dict[str, str]:
    return dict(line.split() for line in path.read_text(encoding="utf-8").splitlines())


def _tests(module: str) -> list[str]:
    own = f"tests/checks/test_{module}.py"
    return [path for path in (own, *TESTS.get(module, []), *EVERY) if (ROOT / path).exists()]


class _Hurried:
    """Tells hypothesis that a failing example is enough; which is the smallest, nobody reads."""

    def pytest_configure(self) -> None:
        from hypothesis import Phase, settings

        settings.register_profile("hurried", phases=(Phase.explicit, Phase.generate), derandomize=True)
        settings.load_profile("hurried")


def _pytest(paths: Sequence[str]) -> bool:
    import pytest

    quiet = ("-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-p", "no:xdist")
    return pytest.main([*quiet, *paths], plugins=[_Hurried()]) == 0
