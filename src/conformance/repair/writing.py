"""From decisions to the file: which writer, in which encoding."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from conformance.repair import delimited, keyed
from conformance.repair.decide import Decisions
from conformance.repair.verbatim import Scroll
from conformance.report.errors import UsageError
from conformance.report.mending import TEXTS
from conformance.sources.encoding import prove
from conformance.sources.source import Source


def write(source: Source, decided: Sequence[Decisions], target: Path, *, to_utf8: bool) -> None:
    """Write the source to ``target`` with everything that was decided."""
    table = decided[0].table
    if table.format in TEXTS:
        _write_text(source, decided, target, to_utf8=to_utf8)
        return
    if to_utf8:
        raise UsageError(
            "这不是文本文件，没有编码可以转换，请去掉 --to-utf8。",
            "This is no text file and has no encoding to convert; leave out --to-utf8.",
        )
    if table.format == "parquet":
        from conformance.repair import parquet

        parquet.rewrite(source, target, [c.index for c in table.columns], decided[0].spool)
        return
    from conformance.repair import sheet

    sheets = [
        sheet.Sheet(one.limits.entry, [c.index for c in one.table.columns], one.spool, one.limits.merged, one.fills)
        for one in decided
        if one.spool.changes or one.fills
    ]
    with target.open("wb") as stream:
        sheet.rewrite(source, stream, sheets)


def _write_text(source: Source, decided: Sequence[Decisions], target: Path, *, to_utf8: bool) -> None:
    table = decided[0].table
    proof = prove(source, (), table.encoding)
    encoding = None
    if to_utf8 and proof.encoding != "utf-8":
        # Spreadsheet programs read UTF-8 right only behind a byte order mark; JSON must not have one.
        encoding = "utf-8-sig" if table.format in ("csv", "tsv") else "utf-8"
    with target.open("w+b") as stream:
        scroll = Scroll(source, proof, stream, encoding)
        if table.format == "jsonl":
            keyed.rewrite_lines(scroll, table.columns, decided[0].spool)
        elif table.format == "json":
            parts = [keyed.Part(one.table.pointer_prefix, one.table.columns, one.spool) for one in decided]
            keyed.rewrite_document(scroll, source, proof, parts)
        else:
            places = [c.index for c in table.columns]
            delimited.rewrite(scroll, table.delimiter or ",", places, decided[0].spool)
