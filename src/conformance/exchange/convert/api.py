"""``convert``: a file of one party's records in another party's form, with the account of what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from conformance.exchange.convert.forms import PartyForm, form_of
from conformance.exchange.convert.model import ColumnFate, Conversion
from conformance.exchange.convert.plan import Naming, Sides, columns_of
from conformance.exchange.convert.tally import Tally
from conformance.exchange.convert.writers import Letter, writer_of
from conformance.named import party_of
from conformance.options import Options, reading_of
from conformance.report.errors import UsageError
from conformance.report.files import Replacing, unwritable
from conformance.report.mask import mask_prose
from conformance.report.splitwriters import Form, Rows
from conformance.sample.write import FORMATS, SUFFIXES
from conformance.sources.mapping import Mapping as ReadMapping
from conformance.sources.model import Batch, Table, Unusable
from conformance.sources.open import open_tables
from conformance.sources.raw import ReadOptions
from conformance.standard.load import load
from conformance.standard.model import Party, RecordType, Standard, Text

_BROKEN = frozenset({"ragged-row", "encoding"})
"""What a reader stumbles over where it cannot be told which cell holds what, or what a cell holds."""

_NAMING: Mapping[str, Naming] = {"csv": "title", "tsv": "title", "xlsx": "title", "batch": "name"}
"""What headers are in a format, if nobody says; elsewhere they are codes."""


class Wanted(Struct, frozen=True):
    """How the other form is to be written."""

    output: Path
    format: str | None = None
    """One of those of samples, or ``batch``; told by the file's name if not given."""
    naming: Naming | None = None
    """What headers, keys or tags are: titles in tables, English names in a batch, codes elsewhere, if not given."""

    @property
    def chosen(self) -> str:
        """The format. Raises UsageError where the file's name does not tell it."""
        known = (*FORMATS, "batch")
        found = self.format or SUFFIXES.get(self.output.suffix.lower())
        if found not in known:
            raise UsageError(
                f"从文件名“{self.output.name}”看不出格式，请用 --format 指定：{'、'.join(known)}。",
                f'The name "{self.output.name}" does not tell the format; give --format: {", ".join(known)}.',
            )
        return found

    @property
    def named(self) -> Naming:
        """What headers are."""
        if self.naming is not None:
            return self.naming
        return _NAMING.get(self.chosen, "code")


def convert(
    path: str | Path,
    source: str,
    target: str,
    wanted: Wanted,
    options: Options | None = None,
    *,
    standard: Standard | None = None,
) -> Conversion:
    """Write the records of a file in the form of another party; answers with what became of every column.

    ``source`` and ``target`` are parties as ``--party`` takes them; of ``options`` those count that say how a file is read.
    Nothing is mended and nothing dropped. Raises UsageError for what cannot be read or written: a file with rows or bytes
    that cannot be told apart is not converted at all.
    """
    standard = standard or load()
    sender, receiver = party_of(source, standard), party_of(target, standard)
    if sender == receiver:
        raise UsageError(
            f"来源方和目标方都是“{sender.id}”，不需要转换。",
            f"Both parties are {sender.id}: nothing is to be converted.",
        )
    reading = reading_of(replace(options or Options(), party=sender.id), standard)
    try:
        table = _one(open_tables(str(path), standard, _with_form(reading, sender, standard)))
        return _converted(table, sender, receiver, wanted, standard)
    except Unusable as error:
        where = Text(f"{error.path}：", f"{error.path}: ") if error.path else Text("", "")
        raise UsageError(where.zh + error.text.zh, where.en + error.text.en) from error


def _with_form(reading: ReadOptions, party: Party, standard: Standard) -> ReadOptions:
    """Reading that knows what the party calls its fields."""
    headers: dict[str, str] = {}
    for record_type in standard.record_types.values():
        form = form_of(party, record_type, standard)
        if form.seen:
            headers |= {header: name for header, name in form.headers.items() if header not in headers}
    mapping = reading.mapping or ReadMapping()
    return replace(reading, mapping=replace(mapping, form=headers))


def _one(tables: Sequence[Table]) -> Table:
    if len(tables) > 1:
        sheets = "、".join(table.sheet or "" for table in tables)
        raise UsageError(
            f"文件里有 {len(tables)} 张表（{sheets}），请用 --sheet 指定一张。",
            f"The file has {len(tables)} tables ({sheets}); name one with --sheet.",
        )
    return tables[0]


def _converted(table: Table, sender: Party, receiver: Party, wanted: Wanted, standard: Standard) -> Conversion:
    record_type = standard.record_type_of(table.item)
    forms = form_of(sender, record_type, standard), form_of(receiver, record_type, standard)
    tally = Tally(columns_of(table.columns, Sides(*forms, record_type, standard, wanted.named)))
    delimiter = "\t" if wanted.chosen == "tsv" else ","
    form = Form(tuple(one.written for one in tally.planned), delimiter=delimiter, name=table.sheet or "")
    letter = Letter(standard.edition.id, table.item, sender.id, receiver.id)
    file = Replacing(wanted.output)
    try:
        writer = writer_of(wanted.chosen, file.path, form, letter)
        try:
            for batch in table.batches:
                _check_whole(batch)
                writer.write(Rows(tally.turn(batch.frame)))
        except BaseException:
            writer.abandon()
            raise
        writer.close()
    except OSError as error:
        file.discard()
        raise unwritable(wanted.output, error) from error
    except BaseException:
        file.discard()
        raise
    file.commit()
    columns = tuple(replace(one, examples=_masked(one)) for one in tally.columns())
    return Conversion(
        table.path,
        table.sheet,
        table.item,
        sender.id,
        receiver.id,
        tally.records,
        columns,
        tally.asked(),
        forms[1].seen,
        tuple(_notes(forms, record_type)),
    )


def _check_whole(batch: Batch) -> None:
    """Raise UsageError for a batch in which the reader could not tell cells apart or read them."""
    for notice in batch.notices:
        if notice.rule in _BROKEN:
            row = "" if notice.index is None else int(batch.rows[notice.index])
            raise UsageError(
                f"第 {row} 行列数不符或有无法读取的字节（{notice.rule}），为免错位没有转换，请先用 conformance check 查看并更正。",
                f"Row {row} has the wrong number of cells or bytes that cannot be read ({notice.rule}); nothing was converted "
                "lest cells end up in wrong columns. See what conformance check says of it, and mend it first.",
            )


def _masked(one: ColumnFate) -> tuple[str, ...]:
    """Examples as a report may quote them: what stands in a coded column may be anything."""
    return tuple(mask_prose(example) for example in one.examples)


def _notes(forms: tuple[PartyForm, PartyForm], record_type: RecordType) -> Iterator[Text]:
    """How far the forms can be trusted."""
    for form in forms:
        name = form.party.title
        if not form.seen:
            yield Text(
                f"{name.zh}的{record_type.title.zh}用什么样的表没有见到，按本标准的数据项名称处理。",
                f"No form of {name.en} for {record_type.title.en} was seen; the standard's own names stand for it.",
            )
        elif form.note is not None:
            yield Text(f"{name.zh}：{form.note.zh}", f"{name.en}: {form.note.en}")
