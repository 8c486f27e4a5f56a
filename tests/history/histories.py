"""Runs as they may be recorded, and processes that die while they record."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from msgspec.structs import replace

from conformance.history.model import FieldCount, ManifestFigures, RuleCount, Run, RunInput, Withheld
from conformance.history.opening import open_store

STATEMENTS = 7
"""Statements that write one of the runs below."""


def run(number: int = 1, **changes: Any) -> Run:
    """A run with something in every table, recorded at a minute of its own."""
    plain = Run(
        id=f"{number:032x}",
        kind="official",
        recorded=datetime(2016, 6, 5, 8, tzinfo=UTC) + timedelta(minutes=number, microseconds=7),
        as_of=date(2016, 6, 5),
        party="unit:sh-aic",
        batch=f"2016-06-{number}",
        purpose="submission",
        edition="2016",
        standard_version="1.0.0",
        standard_digest="sha256:1234",
        tool_version="0.1.0",
        engine="local",
        verdict="non-conforming",
        errors=2,
        warnings=1,
        infos=0,
        applies_from=date(2015, 1, 1),
        period_from=date(2016, 5, 1),
        period_to=date(2016, 5, 31),
        sending="increment",
        inputs=(
            RunInput(
                item="admin-licence",
                format="csv",
                digest=f"sha256:{number:064x}",
                verdict="non-conforming",
                rows=3_000_000_000,
                accepted=2_999_999_998,
                rejected=2,
                late=1,
                rules=(
                    RuleCount("encoding", None, checked=3),
                    RuleCount("required", "project_name", checked=3, errors=2, known=1, suppressed=1, unjudged=1),
                    RuleCount("required", "subject_name", checked=3, warnings=1),
                ),
                fields=(FieldCount("project_name", 1, 2, 0), FieldCount("subject_name", 2, 0, 1)),
            ),
            RunInput(
                item="admin-penalty",
                format=None,
                digest=None,
                verdict="not-checked",
                rows=0,
                accepted=0,
                rejected=0,
                late=0,
            ),
        ),
        figures=(
            ManifestFigures("admin-licence", 3, 3, 1, (Withheld("personal-privacy", 1), Withheld("state-secret", 1))),
            ManifestFigures(None, 4),
        ),
    )
    return replace(plain, **changes)


def self_check(number: int = 1, **changes: Any) -> Run:
    """The same as a self-check."""
    return run(number, kind="self-check", batch=None, **changes)


def all_of(url: str) -> list[Run]:
    """Every run of a history, which has to be there."""
    with open_store(url, create=False) as store:
        return list(store.runs())


def in_a_process(work: Callable[[], None]) -> int:
    """Do some work in a process of its own; answers with the signal that ended it, 0 where none did and nothing failed."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status)
    assert os.WEXITSTATUS(status) == 0, "the process failed"
    return 0


def killed_at(statement: int, words: tuple[str, ...] = ("INSERT", "CREATE", "COMMIT")) -> None:
    """Let this process die (kill -9) just after a statement that writes, the first of which is number 1."""
    seen = 0

    def after(connection: Any, cursor: Any, text: str, *_: Any) -> None:
        nonlocal seen
        if text.lstrip().upper().startswith(words):
            seen += 1
            if seen == statement:
                os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(sa.Engine, "after_cursor_execute", after)
