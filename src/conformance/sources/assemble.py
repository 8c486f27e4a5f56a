"""From raw tables to tables that can be checked: the item, the columns, and the batches under the fields' names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl
from msgspec.structs import replace

from conformance.sources.ahead import reading_on
from conformance.sources.columns import asked_columns, columns_of, missing_columns
from conformance.sources.hints import DATA
from conformance.sources.items import LEAST_MATCHES, Fit, Recogniser, clear_winner, listed
from conformance.sources.mapping import Mapping, absent_headers, mapping_template, no_such_header
from conformance.sources.model import Batch, Column, Notice, Table, Unusable
from conformance.sources.raw import RawTable, ReadOptions, Shape, as_hidden, check_width
from conformance.standard.model import RecordType, Text
from conformance.standard.parties import find_party

_SHOWN_HEADERS = 12
_SHOWN_CHARACTERS = 30


def assemble(path: str, raws: Sequence[RawTable], recogniser: Recogniser, options: ReadOptions) -> list[Table]:
    """Decide the item of each raw table and make tables of those that hold one."""
    mapping = options.mapping
    for raw in raws:
        _take_at_its_word(raw, recogniser, options)
    named = [_named(path, raw, recogniser, options) for raw in raws if raw.item is not None]
    raws = [raw for raw in raws if raw.item is None]
    if named and not raws:
        return named
    raws = _without_spares(raws, recogniser, mapping)
    given = options.item or (mapping.item if mapping else None)
    if given is not None and len(raws) == 1 and not raws[0].keyed:
        fits = [[recogniser.fit_of(given, raws[0].head, mapping)]]  # it is taken for that, whatever else it may be
    else:
        fits = [recogniser.fits(raw.head, mapping, raw.keyed, given, options.party) for raw in raws]
    chosen: list[tuple[RawTable, Fit, str]] = []
    ignored = [pair for raw in raws for pair in raw.set_aside]
    for raw, all_fits in zip(raws, fits, strict=True):
        fit = _decide(all_fits, given, alone=len(raws) == 1)
        if fit is not None and fit.item is not None:
            chosen.append((raw, fit, fit.item))
        else:
            why = _why_ignored(all_fits, recogniser)
            ignored.append((raw.sheet or "", as_hidden(why) if raw.hidden else why))
    if not chosen:
        _check_mapping_at_all(mapping, raws)
        raise _unrecognised(raws, fits, recogniser, given)
    tables = [_table(path, raw, fit, item, recogniser, options, given is not None) for raw, fit, item in chosen]
    if mapping is not None:
        found = [(recogniser.matcher(table.item).record_type, table.columns) for table in tables]
        if absent := absent_headers(mapping, found):
            raise no_such_header(absent, [column.header for table in tables for column in table.columns])
    tables[0].ignored_sheets = tuple(ignored)
    return [*named, *tables]


def _take_at_its_word(raw: RawTable, recogniser: Recogniser, options: ReadOptions) -> None:
    """Put in the item and the party that an input names, if of this standard. Raises Unusable where another was given."""
    if raw.says_party:
        raw.party = find_party(raw.says_party, recogniser.standard)
    if raw.says_item not in recogniser.standard.items:
        return
    given = options.item or (options.mapping.item if options.mapping else None)
    if given is not None and given != raw.says_item:
        raise Unusable(
            f"指定的数据事项是“{given}”，报文写的是“{raw.says_item}”；请去掉指定，或更正报文的 item。",
            f'The data item given is "{given}", the message says "{raw.says_item}"; leave it out, or correct the message.',
        )
    raw.item = raw.says_item


def _frame(path: str, raw: RawTable) -> Table:
    """An envelope that holds no records: there is only what was found in reading it."""
    return Table(
        path=path,
        format=raw.format,
        columns=(),
        item="",
        confidence=1.0,
        batches=iter(()),
        encoding=raw.encoding,
        subject=raw.subject,
        notices=raw.notices,
        ignored_sheets=raw.set_aside,
    )


def _named(path: str, raw: RawTable, recogniser: Recogniser, options: ReadOptions) -> Table:
    """The table of an input that itself names its data item, or holds none."""
    if not raw.item:
        return _frame(path, raw)
    item = raw.item
    fits = recogniser.fits(raw.head, options.mapping, raw.keyed, item, options.party or raw.party)
    fit = next(fit for fit in fits if fit.item == item)
    table = _table(path, raw, fit, item, recogniser, options, given=True)
    if options.mapping is not None:
        found = [(recogniser.matcher(item).record_type, table.columns)]
        if absent := absent_headers(options.mapping, found):
            raise no_such_header(absent, [column.header for column in table.columns])
    return table


def _check_mapping_at_all(mapping: Mapping | None, raws: Sequence[RawTable]) -> None:
    """Where no item is recognised: refuse a mapping none of whose headers is there, for that is why."""
    if mapping is None or not mapping.columns:
        return
    cells = {cell.strip() for raw in raws for row in raw.head for cell in row if cell}
    if cells.isdisjoint(mapping.columns):
        # Perhaps there are only records: none of their cells is quoted.
        headers = [] if any(map(DATA.fullmatch, cells)) else list(cells)
        raise no_such_header(list(mapping.columns), sorted(headers))


def _without_spares(raws: Sequence[RawTable], recogniser: Recogniser, mapping: Mapping | None) -> Sequence[RawTable]:
    """Only the spare table if its headers are recognised, else all others."""
    for raw in raws:
        if raw.spare and recogniser.fits(raw.head, mapping, raw.keyed)[0].layout.matched >= LEAST_MATCHES:
            return [raw]
    kept = [raw for raw in raws if not raw.spare]
    if not kept:
        raise Unusable(
            "文件里没有任何记录，请确认导出是否成功后重新导出。",
            "There is not a single record in it; check that the export succeeded and export it again.",
        )
    return kept


def _decide(fits: Sequence[Fit], given: str | None, alone: bool) -> Fit | None:
    """The fit to use: the one given, unless the sheet is one of several and clearly holds something else."""
    winner = clear_winner(fits)
    if given is None:
        return winner
    mine = next(fit for fit in fits if fit.item == given)
    if alone:
        return mine
    if winner is not None and winner.item != given and winner.exclusive > mine.exclusive:
        return None
    return mine if mine.layout.matched >= LEAST_MATCHES else None


def _why_ignored(fits: Sequence[Fit], recogniser: Recogniser) -> Text:
    winner = clear_winner(fits)
    if winner is not None and winner.item is None:
        title = recogniser.standard.record_types[winner.record_type].title
        return Text(
            f"内容像是{title.zh}记录，属于哪个数据事项看不出来，请用 --item 指定",
            f"holds records of the type {title.en}; which data item is meant cannot be told, name it with --item",
        )
    if winner is not None and winner.item is not None:
        title = recogniser.standard.items[winner.item].title
        return Text(f"内容像是{title.zh}，不是所指定的数据事项", f"looks like {title.en}, not the item asked for")
    return Text("没有可识别的列名", "no known headers")


def _unrecognised(
    raws: Sequence[RawTable], fits: Sequence[Sequence[Fit]], recogniser: Recogniser, given: str | None
) -> Unusable:
    """Say what was found, and offer a mapping file."""
    best_raw, best = max(zip(raws, fits, strict=True), key=lambda pair: pair[1][0].merit)
    fit = best[0]
    headers = [header for header in fit.layout.headers if header and header.strip()]
    item = given or (fit.item if fit.layout.matched else None)
    template = _template(headers, recogniser, item, None)
    standard = recogniser.standard
    known = listed(list(standard.items.values()))
    shown = "、".join(map(_short, headers[:_SHOWN_HEADERS])) + ("…" if len(headers) > _SHOWN_HEADERS else "")
    where = f"工作表“{best_raw.sheet}”" if best_raw.sheet else "文件"
    where_en = f"Sheet {best_raw.sheet!r}" if best_raw.sheet else "The file"
    if not headers:
        return Unusable(
            f"{where}里没有找到列名，请确认第一行是列名、数据在其下方。",
            f"{where_en} has no headers; put the headers in the first row and the records below.",
        )
    if not fit.layout.matched and any(DATA.fullmatch(header.strip()) for header in headers):
        # The row may hold personal data: it is not quoted.
        return Unusable(
            f"{where}里没有列名，第一行就像是数据；请在数据上方补一行列名（可用 conformance sample 生成样例对照）。",
            f"{where_en} has no headers, its first row looks like a record; put a row of headers above the records.",
        )
    winner = clear_winner(best)
    if winner is not None and winner.item is None:
        title = standard.record_types[winner.record_type].title
        possible = listed(recogniser.items_of_type(winner.record_type), f" --record-type {winner.record_type}")
        return Unusable(
            f"{where}的列名是“{title.zh}”记录的，有多个数据事项使用这种记录，请用 --item 指定其中一个：{possible.zh}。",
            f"{where_en} has the headers of records of the type {title.en}, which several data items use; name one with "
            f"--item: {possible.en}.",
            code="item-unknown",
        )
    if fit.layout.matched >= LEAST_MATCHES:
        return Unusable(
            f"{where}的列名（{shown}）在几种数据事项里都有，无法判断是哪一种；请用 --item 指定：{known.zh}。",
            f"{where_en} has headers ({shown}) that several data items share; name the item with --item: {known.en}.",
            mapping_template=template,
            code="item-unknown",
        )
    return Unusable(
        f"{where}的列名（{shown}）只认出 {fit.layout.matched} 个，无法判断是哪种数据事项；"
        f"请用 --item 指定（{known.zh}），列名不同的用 --mapping 指定对照文件。",
        f"Of the headers of {where_en[0].lower()}{where_en[1:]} ({shown}) only {fit.layout.matched} are known; name the item "
        f"with --item ({known.en}) and give a --mapping file for headers of your own.",
        mapping_template=template,
        code="item-unknown",
    )


def _short(header: str) -> str:
    text = " ".join(header.split())
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


def _template(headers: Sequence[str], recogniser: Recogniser, item: str | None, mapping: Mapping | None) -> str:
    if item is None:
        return mapping_template(None, headers, {}, None)
    named = recogniser.namer(item, mapping)
    matched = {header: field for header in headers if (field := named(header)) is not None}
    return mapping_template(recogniser.matcher(item).record_type, headers, matched, item)


def _table(
    path: str, raw: RawTable, fit: Fit, item: str, recogniser: Recogniser, options: ReadOptions, given: bool
) -> Table:
    mapping = options.mapping
    matcher = recogniser.matcher(item)
    headers = list(fit.layout.headers)
    check_width(len(headers))
    needed = max((index + 1 for index, header in enumerate(headers) if header and header.strip()), default=0)
    columns, notices = columns_of(headers, matcher, mapping)
    shape = Shape(0 if raw.keyed else fit.layout.last + 1, len(headers), needed, _least(matcher.record_type, columns))
    notices = [*raw.notices, *notices, *missing_columns(matcher.record_type, columns)]
    notices += asked_columns(matcher.record_type, options.party or raw.party, columns)
    notices += [
        notice for row, notice in raw.head_notices if row == fit.layout.last and (notice.column or 0) < len(headers)
    ]
    if raw.notices_for is not None:
        notices += raw.notices_for(shape)
    unknown = [column.header for column in columns if column.how == "unknown"]
    stream = _Stream(path, raw.body(shape), columns, mapping)
    first = next(stream, None)
    return Table(
        path=path,
        format=raw.format,
        columns=tuple(stream.columns),
        item=item,
        confidence=1.0 if given else fit.share,
        batches=stream if first is None else reading_on(first, stream, first.frame.height),
        encoding=raw.encoding,
        sheet=raw.sheet,
        header_row=raw.first_row + (0 if raw.keyed else fit.layout.last),
        delimiter=raw.delimiter,
        pointer_prefix=raw.pointer_prefix,
        party=raw.party,
        notices=tuple(notices),
        mapping_template=_template([h for h in headers if h], recogniser, item, mapping) if unknown else None,
    )


def _least(record_type: RecordType, columns: Sequence[Column]) -> int:
    """How many columns there are up to the last one that may not be blank."""
    required = {field.name for field in record_type.fields if field.requirement == "required"}
    return max((column.index + 1 for column in columns if column.field in required), default=0)


class _Stream:
    """The batches of a table under the fields' names, with the mapping's values put in."""

    def __init__(self, path: str, batches: Iterator[Batch], columns: list[Column], mapping: Mapping | None) -> None:
        self.path = path
        self.batches = batches
        self.columns = columns
        self.keys = [column.key for column in columns]
        self.unwatched = {column.index for column in columns if column.field is None}
        self.blank = {column.index for column in columns if not column.header.strip()}
        """Columns without a header that have shown no value so far."""
        replaced = mapping.values if mapping else {}
        self.replaced = {key: replaced[key] for key in self.keys if key in replaced}
        self.begun = False

    def __iter__(self) -> _Stream:
        return self

    def __next__(self) -> Batch:
        try:
            batch = next(self.batches)
        except Unusable as error:
            error.path = error.path or self.path
            raise
        frame = batch.frame
        notices = [n for n in batch.notices if n.rule != "nested-value" or n.column not in self.unwatched]
        for index in sorted(self.blank):
            if (frame.to_series(index).str.strip_chars() != "").any():
                self.blank.discard(index)
                notices.append(Notice("unknown-column", column=index, value="", details={"near": None}))
                if not self.begun:
                    self.columns[index] = replace(self.columns[index], how="unknown")
        self.begun = True
        frame = frame.clone()
        frame.columns = self.keys
        as_written = None
        if self.replaced:
            as_written = frame
            frame = frame.with_columns(pl.col(key).replace(values) for key, values in self.replaced.items())
        return replace(batch, frame=frame, notices=tuple(notices), as_written=as_written)
