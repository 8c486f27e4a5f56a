"""The standard streams: there or not, read by somebody or not, with room or not."""

from __future__ import annotations

import os
import pathlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from conformance.report.files import refused_by_system
from conformance.standard.model import Text


def open_streams() -> None:
    """Put something in the place of standard streams that were closed: what is written to them is not wanted."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, pathlib.Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115


@contextmanager
def quiet_pipes() -> Iterator[None]:
    """Let a reader that goes away (``| head``) end the output and nothing else."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        hush("stdout")


def hush(name: str) -> None:
    """Send the rest of a standard stream nowhere, so that the interpreter ends quietly."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), getattr(sys, name).fileno())
    except (OSError, ValueError):  # no real file behind it
        setattr(sys, name, pathlib.Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115


def tell(line: str) -> None:
    """A line on standard error; where nobody can be told, nobody is."""
    try:
        click.echo(line, err=True)
    except OSError:
        hush("stderr")


def settle() -> None:
    """Leave nothing for the interpreter to write at its end, where a failure would be a traceback."""
    for name in ("stdout", "stderr"):
        try:
            getattr(sys, name).flush()
        except (OSError, ValueError):
            hush(name)


def refusal(error: BaseException | None) -> Text | None:
    """One sentence about what could not be written or read; None where the machine is not to blame."""
    while error is not None:  # libraries wrap what the system said in errors of their own
        reason = refused_by_system(error)
        if reason is not None:
            named = getattr(error, "filename", None)
            zh = f"文件“{named}”无法读写" if named else "结果无法写出"
            en = f'The file "{named}" cannot be read or written' if named else "The result cannot be written"
            return Text(f"{zh}（{reason.zh}），请排除后重新运行。", f"{en} ({reason.en}); see to it and run again.")
        error = error.__cause__ or error.__context__
    return None
