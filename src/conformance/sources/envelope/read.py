"""From an envelope to tables: one for the records of each data item, and one for the envelope where it needs a place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from conformance.sources.encoding import Proof
from conformance.sources.envelope.conditions import unmet
from conformance.sources.envelope.document import Document, Element, Frame, HeldDocument, TextDocument
from conformance.sources.envelope.faults import Fault, faults
from conformance.sources.envelope.kinds import BATCH, CORRECTION, PAGE, QUERY, RECEIPT, TOMBSTONE, Kind
from conformance.sources.envelope.receipt import Lines
from conformance.sources.envelope.references import named_wrongly, subject_of, unknown_item, unknown_party
from conformance.sources.envelope.rows import (
    Fast,
    Marks,
    Placed,
    batch_body,
    chosen_body,
    data_of,
    shell_faults,
)
from conformance.sources.keyed import Keys
from conformance.sources.model import Notice, Unusable
from conformance.sources.raw import RawTable, ReadOptions
from conformance.sources.source import Source
from conformance.standard.model import Party, Standard, Text
from conformance.standard.parties import find_party

EMPTY = "envelope-empty"
_HELD = 5_000
"""Elements of a page that are kept from the first reading for the second; a longer page is read again for each item."""


def open_envelope(source: Source, proof: Proof, options: ReadOptions, standard: Standard, kind: Kind) -> list[RawTable]:
    """The tables of an envelope in a JSON text. Raises Unusable for what is no JSON, and where ``--item`` contradicts it."""
    return _tables(TextDocument(source, proof, kind.listed), options, standard, kind)


def held_envelope(value: Mapping[str, Any], options: ReadOptions, standard: Standard, kind: Kind) -> list[RawTable]:
    """The same of an envelope that a program holds."""
    return _tables(HeldDocument(value, kind.listed), options, standard, kind)


def _tables(document: Document, options: ReadOptions, standard: Standard, kind: Kind) -> list[RawTable]:
    if kind == BATCH:
        tables = _batch(document, options, standard)
    elif kind == PAGE:
        tables = _page(document, options, standard)
    elif kind == RECEIPT:
        tables = _receipt(document, options, standard)
    else:
        frame = document.frame(_pass)
        tables = [_frame_table(kind, _notices(frame, kind, standard))]
        if kind == QUERY:
            tables[0].subject = subject_of(frame.members.get("subject"))
        if kind == CORRECTION and "data" in frame.members:
            why = Text(
                "更正申请不写明数据事项，其内容没有校验", "a correction names no data item, so that it was not checked"
            )
            tables[0].set_aside = (("/data", why),)
        _refuse_other_item(frame, options)
    for table in tables:
        table.encoding = document.encoding
    return tables


def _pass(number: int, element: Element) -> None:
    """Nothing is to be known of an element."""


def _notices(frame: Frame, kind: Kind, standard: Standard, *, holds_records: bool = False) -> list[Notice]:
    """What is wrong with the members of an envelope."""
    wrong = [*frame.faults, *faults(frame.members, kind.name), *unmet(frame.members, kind)]
    found = [fault.notice(mild=fault.unexpected and not kind.submitted) for fault in wrong]
    twice = Text("这个成员出现了两次，以第一次为准", "this member is there twice; the first of them holds")
    found += [Fault((key,), twice, key).notice() for key in frame.twice]
    return [*found, *named_wrongly(frame.members, standard, holds_records=holds_records)]


def _frame_table(kind: Kind, notices: Sequence[Notice]) -> RawTable:
    """The table that stands for the envelope itself; it has no records."""
    return RawTable(kind.name, [], lambda _: iter(()), keyed=True, item="", notices=tuple(notices))


def _refuse_other_item(frame: Frame, options: ReadOptions) -> None:
    item = frame.members.get("item")
    given = options.item or (options.mapping.item if options.mapping else None)
    if given is not None and isinstance(item, str) and item != given:
        raise Unusable(
            f"指定的数据事项是“{given}”，信封写的是“{item}”；请去掉指定，或更正信封的 item。",
            f'The data item given is "{given}", the envelope says "{item}"; leave it out, or correct the envelope.',
        )


# A batch.


def _batch(document: Document, options: ReadOptions, standard: Standard) -> list[RawTable]:
    keys = Keys()
    fast = Fast(keys.seen)
    singly = 0

    def each(_: int, element: Element) -> None:
        nonlocal singly
        singly += 1
        if (data := data_of(element.value)) is not None:
            keys.add(data)

    frame = document.frame(each, fast.count)
    _refuse_other_item(frame, options)
    rows = singly + fast.counted
    notices = _notices(frame, BATCH, standard, holds_records=rows > 0)
    item, edition = frame.members.get("item"), frame.members.get("edition")
    if rows == 0:
        if frame.is_listed:
            kind = Text(str(frame.members.get("kind")), str(frame.members.get("kind")))
            notices.append(Notice(EMPTY, details={"pointer": "/records", "kind": kind}))
        return [_frame_table(BATCH, notices)]
    known = isinstance(item, str) and item in standard.items
    if not known or not isinstance(edition, str) or edition != standard.edition.id:
        return [_frame_table(BATCH, notices)]
    if not keys.seen:
        return [_frame_table(BATCH, [*notices, *_of_rows_without_data(document)])]
    return [
        RawTable(
            BATCH.name,
            keys.head(),
            batch_body(document, BATCH, keys.seen, fast, options.batch_rows),
            keyed=True,
            pointer_prefix="/records",
            item=str(item),
            party=_party(frame.members.get("provider"), standard),
            notices=tuple(notices),
        )
    ]


def _of_rows_without_data(document: Document) -> Iterator[Notice]:
    """What is wrong with the rows of a batch none of which has a field."""
    what = Text("没有一个数据项，未校验", "it has no field and was not checked")
    for number, element in enumerate(document.elements()):
        found = shell_faults(element.value, BATCH.element) if element is not None else []
        for fault in found or [Fault(("data",), what)]:
            yield fault.notice(("records", number))


def _party(name: object, standard: Standard) -> Party | None:
    return find_party(name, standard) if isinstance(name, str) else None


# A page of records and tombstones.


class _Group(Struct):
    """The records of one data item."""

    keys: Keys = field(default_factory=Keys)
    providers: set[str] = field(default_factory=set)


class _Page(Struct):
    """What the first reading of a page found."""

    standard: Standard
    groups: dict[str, _Group] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    marks: Marks = field(default_factory=lambda: Marks("records", "id"))
    tombstones: int = 0
    held: list[Placed] | None = field(default_factory=list)
    """All elements, unless they are many."""

    def each(self, number: int, element: Element) -> None:
        """Take note of one element."""
        if self.held is not None:
            self.held.append(Placed(number, element))
            if len(self.held) > _HELD:
                self.held = None
        value = element.value
        if isinstance(value, Mapping) and (again := self.marks.again(value.get("id"), number)) is not None:
            self.notices.append(again)
        if is_tombstone(value):
            self.tombstones += 1
            self._fault(number, shell_faults(value, TOMBSTONE))
            return
        item = value.get("item") if isinstance(value, Mapping) else None
        if not isinstance(item, str) or item not in self.standard.items:
            self._fault(number, shell_faults(value, PAGE.element))
            if isinstance(item, str):
                self.notices.append(unknown_item(("records", number, "item"), item))
            return
        group = self.groups.setdefault(item, _Group())
        if (data := data_of(value)) is not None:
            group.keys.add(data)
        provider = value.get("provider")
        if isinstance(provider, str) and provider not in group.providers:
            group.providers.add(provider)
            if find_party(provider, self.standard) is None:
                self.notices.append(unknown_party(("records", number, "provider"), provider))

    def say_bare(self, items: Sequence[str]) -> None:
        """Take note of the items none of whose records has a field."""
        for item in items:
            what = Text(
                f"{item} 的记录没有一个数据项，未校验", f"no record of {item} has any field; they were not checked"
            )
            self.notices.append(Fault(("records",), what).notice())

    def _fault(self, number: int, found: Sequence[Fault]) -> None:
        for fault in found:
            # What a tombstone still says of a withdrawn record is no member that may be passed over.
            mild = fault.unexpected and fault.steps != ("data",)
            self.notices.append(fault.notice(("records", number), mild=mild))


def is_tombstone(value: object) -> bool:
    """Whether an element of a page is the trace of a record that holds no more."""
    return isinstance(value, Mapping) and (
        value.get("state") == "withdrawn" or ("reason" in value and "data" not in value)
    )


def _page(document: Document, options: ReadOptions, standard: Standard) -> list[RawTable]:
    page = _Page(standard)
    frame = document.frame(page.each)
    groups = page.groups
    notices = _notices(frame, PAGE, standard, holds_records=bool(groups))
    given = options.item or (options.mapping.item if options.mapping else None)
    others = [item for item in groups if item != given]
    if given is not None and others:
        raise Unusable(
            f"指定的数据事项是“{given}”，记录页里有“{others[0]}”的记录；请去掉指定，记录页按各自的事项校验。",
            f'The data item given is "{given}", the page has records of "{others[0]}"; leave it out: each record is '
            "checked by its own item.",
        )
    if frame.members.get("edition") != standard.edition.id:
        groups = {}
    # Elements without any field at all have no columns to be judged by.
    bare = [item for item, group in groups.items() if not group.keys.seen]
    tables = [_of_item(document, page, item, groups[item], options, standard) for item in groups if item not in bare]
    page.say_bare(bare)
    notices += page.notices
    if len(tables) != 1 or notices:
        for table in tables:
            table.sheet = table.item
        tables.insert(0, _frame_table(PAGE, notices))
        if page.tombstones:
            number = page.tombstones
            why = Text(f"{number} 个撤下标记不是记录", f"{number} tombstones are no records")
            tables[0].set_aside = (("/records", why),)
    return tables


def _of_item(
    document: Document, page: _Page, item: str, group: _Group, options: ReadOptions, standard: Standard
) -> RawTable:
    def elements() -> Iterator[Placed]:
        everything = page.held
        if everything is None:
            everything = (Placed(n, one) for n, one in enumerate(document.elements()) if one is not None)  # type: ignore[assignment]
        for placed in everything or ():
            value = placed.element.value
            if isinstance(value, Mapping) and value.get("item") == item and not is_tombstone(value):
                yield placed

    only = next(iter(group.providers)) if len(group.providers) == 1 else None
    return RawTable(
        PAGE.name,
        group.keys.head(),
        chosen_body(elements, PAGE, group.keys.seen, options.batch_rows),
        keyed=True,
        pointer_prefix="/records",
        item=item,
        party=_party(only, standard),
    )


# A receipt.


def _receipt(document: Document, options: ReadOptions, standard: Standard) -> list[RawTable]:
    lines = Lines()
    marks = Marks("lines", "key")
    notices: list[Notice] = []

    def each(number: int, element: Element) -> None:
        value = element.value
        lines.add(number, value)
        notices.extend(
            fault.notice(("lines", number), mild=fault.unexpected) for fault in shell_faults(value, "ReceiptLine")
        )
        if isinstance(value, Mapping) and (again := marks.again(value.get("key"), number)) is not None:
            notices.append(again)

    frame = document.frame(each)
    _refuse_other_item(frame, options)
    found = [*_notices(frame, RECEIPT, standard), *notices, *(lines.close(frame.members) if frame.is_listed else ())]
    return [_frame_table(RECEIPT, found)]
