"""Which report goes where: the nth ``--output`` belongs to the nth ``--format``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import click
from msgspec import Struct
from msgspec.structs import replace

from conformance.cli.terminal import columns, wants_colour
from conformance.report import registry
from conformance.report.errors import UsageError
from conformance.report.files import write_whole
from conformance.report.model import Report
from conformance.report.registry import renderer
from conformance.report.view import View

STDOUT = "-"
WORKBOOK = "xlsx"


class Output(Struct, frozen=True):
    """A report to be made; ``target`` None is standard output."""

    format: str
    target: Path | None


class Formats(Protocol):
    """The registry of the formats of something: of a report, where nothing else is said."""

    def renderer(self, name: str, /) -> Any:
        """What writes a format; it has ``SUFFIXES``. Raises UsageError for one that does not exist."""

    def format_of(self, suffix: str, /) -> str | None:
        """The format of a file's suffix."""


def plan(formats: Sequence[str], targets: Sequence[str], known: Formats = registry) -> list[Output]:
    """Pair formats and files. Raises UsageError for unknown formats and for pairs that cannot be meant."""
    chosen = list(formats) or [known.format_of(Path(target).suffix) or "text" for target in targets] or ["text"]
    for name in chosen:
        known.renderer(name)
    if len(targets) > len(chosen):
        raise UsageError(
            "--output 比 --format 多：每个 --output 依次对应一个 --format。",
            "There are more --output than --format; the nth --output belongs to the nth --format.",
        )
    outputs = [
        Output(name, None if place in (None, STDOUT) else Path(place or ""))
        for name, place in zip(chosen, [*targets, *[None] * (len(chosen) - len(targets))], strict=True)
    ]
    for number, output in enumerate(outputs, 1):
        _expect_suffix(number, output, known)
    if sum(output.target is None for output in outputs) > 1:
        raise UsageError(
            "只能有一份报告输出到屏幕，其余的请用 --output 指定文件（依次与 --format 对应）。",
            "Only one report can go to standard output; give the others an --output each, in the order of --format.",
        )
    _expect_workbook([output for output in outputs if output.format == WORKBOOK])
    return outputs


def _expect_workbook(outputs: Sequence[Output]) -> None:
    """The workbook is made while files are judged, so there is one; and nobody can read it on a screen."""
    if len(outputs) > 1:
        raise UsageError("xlsx 报告一次只能输出一份。", "There can be only one report in the format xlsx.")
    if outputs and outputs[0].target is None and sys.stdout.isatty():
        raise UsageError(
            "xlsx 是工作簿文件，不能显示在屏幕上；请用 --output 指定文件，如 --output 批注.xlsx。",
            "A workbook cannot be shown on the screen; name a file for it, such as --output annotated.xlsx.",
        )


@contextmanager
def workbook(outputs: Sequence[Output]) -> Iterator[Path | None]:
    """Where the annotated workbook is to be written during the run: its file, one for a while where it goes to standard
    output, or nowhere."""
    wanted = [output for output in outputs if output.format == WORKBOOK]
    if not wanted or wanted[0].target is not None:
        yield wanted[0].target if wanted else None
        return
    with TemporaryDirectory(prefix="conformance-") as folder:
        yield Path(folder) / "report.xlsx"


def _expect_suffix(number: int, output: Output, known: Formats) -> None:
    """A text report into r.json is a slip: the pairs are by position."""
    suffix = "" if output.target is None else output.target.suffix.lower()
    # In this order: to find the format of a suffix all renderers before it are loaded.
    if suffix not in known.renderer(output.format).SUFFIXES and known.format_of(suffix) is not None:
        raise UsageError(
            f"第 {number} 个 --output（{output.target}）对应第 {number} 个 --format（{output.format}），与扩展名不符；"
            "请按相同顺序书写，不写 --output 的格式（输出到屏幕）放在最后。",
            f"The --output number {number} ({output.target}) belongs to the --format number {number} ({output.format}), "
            "which its suffix contradicts; give both in the same order, and last the format without --output, for the screen.",
        )


def emit(report: Report, outputs: Sequence[Output], view: View, workbook: Path | None = None) -> None:
    """Write every report: files first, then standard output. The ``workbook`` is written already."""
    for output in outputs:
        if output.target is not None and output.format != WORKBOOK:
            write_whole(output.target, renderer(output.format).render(report, view))
    for output in outputs:
        if output.target is None and output.format == WORKBOOK and workbook is not None:
            with workbook.open("rb") as stream:
                sys.stdout.flush()
                shutil.copyfileobj(stream, sys.stdout.buffer)
                sys.stdout.buffer.flush()
        elif output.target is None:
            shown = view
            if output.format == "text":
                shown = replace(view, colour=wants_colour(sys.stdout), columns=columns(sys.stdout))
            to_stdout(renderer(output.format).render(report, shown), plain=output.format == "text")


def to_stdout(content: str | bytes, *, plain: bool) -> None:
    """Print. What programs read is UTF-8 whatever the console's encoding; text for people follows the console."""
    if isinstance(content, str) and (plain or sys.stdout.isatty()):
        click.echo(content.removeprefix("\ufeff"), nl=False, color=True)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content)
    sys.stdout.buffer.flush()
