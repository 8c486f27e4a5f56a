"""The facts of an entry as its class names them, and where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.catalog.dossier.model import Ground, Row, Section, join, same
from conformance.catalog.store import LISTS
from conformance.standard.entries import Entry, text_of
from conformance.standard.links import PLACES, Ref
from conformance.standard.lists import WORKS
from conformance.standard.model import Text
from conformance.standard.shapes import ClassShape, SlotShape
from conformance.standard.titles import code_text, name_of
from conformance.standard.words import ORIGINS

_ELSEWHERE = frozenset({"title", "provenance", "narrowing", "not_narrowed", "made_by", "out_of_reach", "partial"})
"""Keys that have a section of their own."""
_UNSTATED = "unstated"
"""What every code list of the catalogue has for what the document does not say."""


def facts(ref: Ref, entry: Entry, ground: Ground) -> Section:
    """Every key of the entry with its Chinese heading."""
    shape = ground.catalogue.shapes.entry(LISTS[ref.list])
    rows = tuple(_rows(entry.data, shape, ref.list, (), ground, 0, _ELSEWHERE))
    return Section(Text("基本情况", "Facts"), rows)


def _rows(
    data: Mapping[str, Any],
    shape: ClassShape,
    name: str,
    path: tuple[str, ...],
    ground: Ground,
    depth: int,
    without: frozenset[str] = frozenset(),
    record: str = "",
) -> Iterator[Row]:
    record = str(data.get("record_type", record))
    for slot in shape.slots:
        value = data.get(slot.key)
        if slot.key in without or value is None or value == []:
            continue
        label = Text(slot.title, slot.key.replace("_", " "))
        here = (*path, slot.key)
        if slot.kind != "object":
            unsaid = slot.kind == "code" and value in (_UNSTATED, [_UNSTATED])
            yield Row(label, _plain(value, slot, name, here, ground, record), depth, unsaid)
            continue
        text = text_of(value)
        if text is not None:
            yield Row(label, text, depth)
        elif isinstance(value, dict):
            yield Row(label, same(""), depth)
            yield from _rows(
                value, ground.catalogue.shapes.classes[slot.range], name, here, ground, depth + 1, record=record
            )
        else:
            yield from _several(value, slot, Row(label, same(record), depth), name, here, ground)


def _several(
    value: list[Any], slot: SlotShape, head: Row, name: str, here: tuple[str, ...], ground: Ground
) -> Iterator[Row]:
    """Objects, a line each. ``head`` is their label and depth, and the record type that they speak of."""
    shape = ground.catalogue.shapes.classes[slot.range]
    lines = [_line(part, shape, name, (*here, "*"), ground, head.value.zh) for part in value if isinstance(part, dict)]
    if len(lines) == 1:
        yield Row(head.label, lines[0], head.depth)
        return
    yield Row(head.label, same(""), head.depth)
    for line in lines:
        yield Row(same(""), line, head.depth + 1)


def _line(
    part: Mapping[str, Any], shape: ClassShape, name: str, path: tuple[str, ...], ground: Ground, record: str
) -> Text:
    """An object in one line: a unit with its ground, or every key with its value."""
    if set(part) == {"unit", "basis"}:
        unit = named(Ref("unit", str(part["unit"])), ground)
        basis = code_text(ground.catalogue.shapes, "UnitBasis", str(part["basis"]))
        return Text(f"{unit.zh}，{basis.zh}", f"{unit.en}, {basis.en}")
    rows = list(_rows(part, shape, name, path, ground, 0, record=record))
    zh = "；".join(f"{row.label.zh}：{row.value.zh}" if row.label.zh else f"（{row.value.zh}）" for row in rows)
    en = "; ".join(f"{row.label.en}: {row.value.en}" if row.label.en else f"({row.value.en})" for row in rows)
    return Text(zh.replace("；（", "（"), en.replace("; (", " ("))


def _plain(value: Any, slot: SlotShape, name: str, path: tuple[str, ...], ground: Ground, record: str) -> Text:
    if isinstance(value, list):
        return join([_plain(part, slot, name, (*path, "*"), ground, record) for part in value])
    if slot.key == "field" and record in ground.standard.record_types:
        fields = ground.standard.record_types[record].fields
        return next(
            (Text(f"{f.title}（{f.name}）", f"{f.title_en} ({f.name})") for f in fields if f.name == value), same(value)
        )
    if slot.key == "district_offices":
        return same(str(value).replace("{d}", "某区").replace("{s}", "某"))
    if isinstance(value, bool):
        return Text("是" if value else "否", "yes" if value else "no")
    if slot.kind == "code":
        if slot.range == "OriginKind":
            return ORIGINS.get(str(value), same(value))
        return code_text(ground.catalogue.shapes, slot.range, str(value))
    target = next((place.target for place in PLACES.get(name, ()) if place.path == path), None)
    if target in LISTS or target == "record-type":
        return named(Ref(str(target), str(value)), ground)
    return same(value)


def named(ref: Ref, ground: Ground) -> Text:
    """Its title with its id; the id alone where it has no other title, and of a clause."""
    title = name_of(ref, ground.index, ground.standard)
    if title.zh == ref.id or ref.list == "clause":
        return same(ref.id)
    return Text(f"{title.zh}（{ref.id}）", f"{title.en} ({ref.id})")


def provenance(entry: Entry, ground: Ground) -> Section | None:
    """Whether the document says so or it follows, in which clauses, with which word. Nothing of ours is the document's."""
    data = entry.data.get("provenance")
    if data is None and "clauses" in entry.data and "term" in entry.data:
        data = entry.data
    if not isinstance(data, dict):
        return None
    clauses = list(map(str, data.get("clauses", ())))
    term = data.get("term")
    said = _said(str(data.get("basis", "stated")), clauses, None if term is None else str(term))
    rows = [Row(same(""), said)]
    if "modality" in data:
        mood = str(data["modality"])
        said = code_text(ground.catalogue.shapes, "ModalityKind", mood)
        rows.append(Row(Text("要求语气", "mood"), said, unsaid=mood == _UNSTATED))
    for clause in clauses:
        about = name_of(Ref("clause", clause), ground.index)
        if about.zh != clause:
            rows.append(Row(same(clause), about, 1))
    return Section(Text("来源", "Where it comes from"), tuple(rows))


def _said(basis: str, clauses: list[str], term: str | None) -> Text:
    zh, en = "、".join(clauses), ", ".join(clauses)
    if basis == "stated":
        quoted = Text(f"，原词“{term}”", f', in the word "{term}"') if term else Text("", "")
        return Text(f"文件明示：{zh}{quoted.zh}。", f"The document says so: {en}{quoted.en}.")
    quoted = Text(f"，所依用语“{term}”", f', from the word "{term}"') if term else Text("", "")
    return Text(
        f"推知：文件没有直接写明，由 {zh} 推出{quoted.zh}。",
        f"Implied: the document does not say so; it follows from {en}{quoted.en}.",
    )


def made_by(entry: Entry, ground: Ground) -> Section | None:
    """What makes a part of the document work here, with the command that shows it."""
    data = entry.data
    rows = []
    for work in data.get("made_by", ()):
        what = code_text(ground.catalogue.shapes, "WorkKind", str(work.get("what")))
        ref = Ref(WORKS.get(str(work.get("what")), str(work.get("what"))), str(work.get("id")))
        name = named(ref, ground)
        rows.append(Row(what, Text(*(f"{text}  {work.get('command', '')}".rstrip() for text in (name.zh, name.en)))))
    for key, label in (
        ("partial", Text("尚缺", "still missing")),
        ("out_of_reach", Text("不在范围内", "out of reach")),
    ):
        text = text_of(data.get(key))
        if text is not None:
            rows.append(Row(label, text))
    return Section(Text("在本标准中的落实", "What makes it work here"), tuple(rows)) if rows else None
