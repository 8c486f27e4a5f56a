"""Making what is asked for of a check; every kind of it stands in :mod:`conformance.service.outputs`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from conformance.report.errors import UsageError
from conformance.report.model import Report
from conformance.service.model import Asked
from conformance.service.outputs import OUTPUTS, file_of

if TYPE_CHECKING:
    from conformance.engine.model import Progress


def make(output: str, files: tuple[str, ...], asked: Asked, into: Path, watch: Progress) -> str:
    """Make a result in the folder of results, where the upload is in the current one; answers with its file's name.

    Raises UsageError where there is none to be made.
    """
    target = into / file_of(output, files[0])
    kind = OUTPUTS[output]
    if kind.renders is not None:
        _render(kind.renders, asked, into / file_of("json", files[0]), target)
    elif kind.mends is not None:
        _mend(files, asked, into, watch, confirm=kind.mends == "confirmed")
    else:
        _again(output, files, asked, target, watch)
    return target.name


def report_at(place: Path) -> Report:
    """The report that was written as JSON, as it was."""
    return msgspec.json.decode(place.read_bytes(), type=Report)


def _render(format_: str, asked: Asked, report: Path, target: Path) -> None:
    from conformance.report.files import write_whole
    from conformance.report.registry import renderer
    from conformance.report.view import View
    from conformance.standard.load import load

    write_whole(target, renderer(format_).render(report_at(report), View(load(), asked.lang, official=asked.official)))


def _again(output: str, files: tuple[str, ...], asked: Asked, target: Path, watch: Progress) -> None:
    """What is made while files are judged: it is done once more, and says the same."""
    from conformance.api import check_many
    from conformance.service.work import given, options_of
    from conformance.standard.load import load

    where = {"xlsx": "workbook"}.get(output, output)
    check_many([given(files)], options_of(asked, **{where: target}), standard=load(), on_progress=watch)
    if target.is_file():
        return
    apart = list(target.parent.glob(f"{target.stem}-*{target.suffix}"))
    for one in apart:
        one.unlink()
    title = OUTPUTS[output].title
    if apart:
        raise UsageError(
            f"这次校验有几个文件或工作表，“{title.zh}”要逐个文件给出；请逐个上传，或用命令行 conformance check。",
            f"The check has several files or sheets, and there is one such result for each ({title.en}); send them one by one, "
            "or use conformance check on the command line.",
        )
    raise UsageError(
        f"没有“{title.zh}”可以给出：没有读到这样的记录。",
        f"There is nothing to give ({title.en}): no such records were read.",
    )


def _mend(files: tuple[str, ...], asked: Asked, into: Path, watch: Progress, *, confirm: bool) -> None:
    from conformance.repair.api import How, mend
    from conformance.repair.proof import Unproved
    from conformance.report.files import write_whole
    from conformance.report.utf8 import as_json
    from conformance.service.work import options_of
    from conformance.standard.load import load

    if len(files) > 1:
        raise UsageError("自动更正一次一个文件；请逐个上传。", "One file at a time is mended; send them one by one.")
    with_ = "-confirmed" if confirm else ""
    mended, changes, figures = (into / file_of(f"{name}{with_}", files[0]) for name in ("mended", "changes", "mending"))
    try:
        repair = mend(
            files[0], options_of(asked), How(mended, confirm, log=changes), standard=load(), on_progress=watch
        )
    except Unproved as error:
        raise UsageError(error.text.zh, error.text.en) from error
    told = {
        "cells": repair.cells,
        "rows": repair.rows,
        "removed": repair.removed,
        "mended": repair.mended,
        "held_back": repair.held_back,
        "to_confirm": repair.to_confirm,
    }
    write_whole(figures, as_json(told, 2) + "\n")
