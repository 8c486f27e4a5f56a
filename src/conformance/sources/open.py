"""Opening any input as tables that can be checked."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from conformance.sources.assemble import assemble
from conformance.sources.delimited import open_delimited
from conformance.sources.digests import digest_of_bytes
from conformance.sources.encoding import Proof, prove
from conformance.sources.items import Recogniser, check_item
from conformance.sources.locate import locate
from conformance.sources.model import Batch, Notice, Table, Unusable
from conformance.sources.raw import RawTable, ReadOptions, check_tables
from conformance.sources.sniff import Form, is_workbook, sniff_binary, sniff_text
from conformance.sources.source import Source, Stored, source_of
from conformance.standard.model import Standard, Text

if TYPE_CHECKING:
    from conformance.sources.envelope.kinds import Kind

TextReader = Callable[[Source, Proof, ReadOptions], list[RawTable]]
BinaryReader = Callable[[Source, ReadOptions], list[RawTable]]

_BINARY_READERS: dict[Form, str] = {
    "workbook": "conformance.sources.workbook:open_workbook",
    "parquet": "conformance.sources.parquet:open_parquet",
}
_TEXT_READERS: dict[Form, str] = {
    "html": "conformance.sources.webtable:open_webtable",
    "json": "conformance.sources.document:open_document",
    "jsonl": "conformance.sources.jsonlines:open_jsonlines",
    "xml": "conformance.sources.messages:open_messages",
}
"""Readers by the form of the content; imported when first needed."""

_FORMS = {
    "xls": Text("文件是 Excel 97-2003 工作簿（BIFF）", "it is an Excel 97-2003 workbook (BIFF)"),
    "html": Text("文件实际是网页表格（HTML）", "it is an HTML table"),
    "csv": Text("文件实际是分隔符文本（CSV）", "it is delimited text (CSV)"),
    "tsv": Text("文件实际是制表符分隔的文本（TSV）", "it is tab-separated text (TSV)"),
    "json": Text("文件实际是 JSON", "it is JSON"),
    "jsonl": Text("文件实际是 JSON Lines", "it is JSON Lines"),
    "xml": Text("文件实际是 XML 交换报文", "it is an exchange message in XML"),
}
_recognisers: dict[int, Recogniser] = {}


def open_tables(
    path: str | Path | Stored | BinaryIO, standard: Standard, options: ReadOptions | None = None
) -> list[Table]:
    """Open a file, standard input (``-``) or a binary stream: one table, or one for each sheet that holds records.

    Rows are streamed when ``Table.batches`` is read. Raises ``Unusable`` with one clear sentence for what cannot be
    checked; reading on may raise it too, where a file breaks off in the middle.
    """
    options = options or ReadOptions()
    recogniser = recogniser_of(standard, options)
    label = str(path) if isinstance(path, str | Path | Stored) else "-"
    try:
        source = source_of(path)
        if options.span is not None and options.span.stamp:
            source.check_is(options.span.stamp)
        with _unchanged(source):
            raws = _raw_tables(source, recogniser, options)
            check_tables(len(raws))
            tables = assemble(label, raws, recogniser, options)
            digest = digest_of_bytes(source) if options.digested else None
        for table in tables:
            table.digest, table.stamp = digest, source.stamp
            table.batches = _watched(source, table.batches)
    except Unusable as error:
        error.path = error.path or label
        raise
    return tables


@contextmanager
def _unchanged(source: Source) -> Iterator[None]:
    """Whatever a reader stumbles over in a file that was changed meanwhile: that it was changed is the reason."""
    try:
        yield
    except Exception:
        source.check_unchanged()
        raise
    source.check_unchanged()


def _watched(source: Source, batches: Iterator[Batch]) -> Iterator[Batch]:
    """The batches of a table; at their end the file has to be the one that was opened."""
    with _unchanged(source):
        yield from batches


def recogniser_of(standard: Standard, options: ReadOptions) -> Recogniser:
    """The matchers of a standard, made once; refuses an item that does not exist."""
    if options.item is not None:
        check_item(options.item, standard)
    known = _recognisers.get(id(standard))
    if known is None or known.standard is not standard:
        if len(_recognisers) > 8:
            _recognisers.clear()
        known = _recognisers[id(standard)] = Recogniser(standard)
    return known


def _raw_tables(source: Source, recogniser: Recogniser, options: ReadOptions) -> list[RawTable]:
    form = sniff_binary(source)
    if form is not None:
        return _named_for_what_they_are(cast(BinaryReader, _load(_BINARY_READERS[form]))(source, options), source)
    names = recogniser.names() + list(options.mapping.names if options.mapping else ())
    proof = prove(source, names, options.encoding)
    form = sniff_text(source, proof)
    if options.sheet is not None:
        raise Unusable(
            "这不是工作簿，没有工作表可选，请去掉 --sheet。",
            "This is not a workbook and has no sheets; leave out --sheet.",
        )
    if form == "delimited":
        raws = [open_delimited(source, proof, _scorer(recogniser, options), options.batch_rows, options.span)]
    elif (kind := _envelope(source, proof, form)) is not None:
        from conformance.sources.envelope.read import open_envelope

        raws = open_envelope(source, proof, options, recogniser.standard, kind)
    else:
        raws = cast(TextReader, _load(_TEXT_READERS[form]))(source, proof, options)
    return _named_for_what_they_are(raws, source)


def _envelope(source: Source, proof: Proof, form: Form) -> Kind | None:
    """What envelope of the exchange a JSON text is; None for records and other forms."""
    if form not in ("json", "jsonl"):
        return None
    from conformance.sources.envelope.document import kind_of_text

    try:
        return kind_of_text(source, proof)
    except Unusable:
        if form == "json":
            raise
        return None  # a line that is no JSON is no reason to refuse the others


def _named_for_what_they_are(raws: list[RawTable], source: Source) -> list[RawTable]:
    """Tables with a notice where the file is not the workbook that its name promises, or is one of the old kind."""
    for raw in raws:
        if raw.format == "xls" or (is_workbook(source.suffix) and raw.format in _FORMS):
            details = {"what": _FORMS[raw.format], "suffix": source.suffix}
            raw.notices = (Notice("file-form", details=details), *raw.notices)
    return raws


def _scorer(recogniser: Recogniser, options: ReadOptions) -> Callable[[list[list[str | None]]], int]:
    """How many fields the best record type finds in some rows."""
    namers = recogniser.namers(options.mapping, options.item)

    def score(rows: list[list[str | None]]) -> int:
        widest, best = max(map(len, rows), default=0), 0
        for named in namers:
            best = max(best, locate(rows, named).matched)
            if best == widest:
                break  # none can name more fields than there are columns
        return best

    return score


def _load(target: str) -> object:
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)
