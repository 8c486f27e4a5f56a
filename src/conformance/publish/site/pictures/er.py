"""The record types of an edition as an entity-relationship picture.

Record types that refer to others stand in columns, whoever refers left of what is referred to; the rest stand below them. What every
record type has is drawn once, above them all. A record type that refers to itself has a loop at its side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from conformance.publish.model import EditionModel, FieldModel, RecordModel
from conformance.publish.site.pictures.lettering import lines

WIDTH = 224
GAP = 64
COLUMNS = 4
_PADDING = 10
_BETWEEN = 26
_LEAD = 19
_HEAD = 46
_SIZE = 13

Where = Callable[[str], str]
"""The link to the page of a record type."""


class Reference(Struct, frozen=True):
    """Records of one type that name records of another, or of their own."""

    source: str
    target: str
    fields: tuple[str, ...]
    """Chinese titles of the fields by which they do."""
    any: bool
    """Whether one of the fields will do."""


class Common(Struct, frozen=True):
    """A field that every record type has."""

    name: str
    title: str
    """Chinese; where record types call it differently, what most of them call it."""
    differs: bool
    """Whether they do."""
    required: bool
    """Whether all of them require it."""


def common_fields(edition: EditionModel) -> tuple[Common, ...]:
    """The fields that every record type has; none where there is one type only."""
    if len(edition.records) < 2:
        return ()
    found: dict[str, list[FieldModel]] = {}
    for record in edition.records:
        for field in record.fields:
            found.setdefault(field.name, []).append(field)
    return tuple(_common(fields) for fields in found.values() if len(fields) == len(edition.records))


def _common(fields: Sequence[FieldModel]) -> Common:
    titles = Counter(field.title.zh for field in fields)
    (title, _), *_ = titles.most_common(1)
    return Common(fields[0].name, title, len(titles) > 1, all(field.required for field in fields))


def references(edition: EditionModel) -> tuple[Reference, ...]:
    """Which records name which, each pair of types with the same fields once."""
    return tuple(dict.fromkeys(_references(edition)))


def _references(edition: EditionModel) -> Iterator[Reference]:
    for record in edition.records:
        titles = {field.name: field.title.zh for field in record.fields}
        for demand in record.demands:
            if demand.kind == "reference":
                named = tuple(titles[name] for name in demand.fields)
                yield Reference(record.id, demand.params["referred_type"], named, demand.params["matching"] == "any")


class _Box(Struct, frozen=True):
    record: RecordModel
    own: tuple[FieldModel, ...]
    x: float = 0
    y: float = 0

    @property
    def height(self) -> float:
        return _HEAD + max(len(self.own), 1) * _LEAD + _PADDING


def er_svg(edition: EditionModel, where: Where) -> Markup:
    """The picture with its list in words."""
    common, found = common_fields(edition), references(edition)
    return Markup('<figure class="picture">{}{}</figure>').format(
        _drawn(edition, common, found, where), _told(edition, common, found, where)
    )


def _drawn(edition: EditionModel, common: Sequence[Common], found: Sequence[Reference], where: Where) -> Markup:
    width = COLUMNS * WIDTH + (COLUMNS - 1) * GAP
    band, top = _band(common, width)
    boxes, height = _placed(edition, common, found, top)
    drawn = [_line(boxes[one.source], boxes[one.target]) for one in found if one.target in boxes]
    return Markup(
        '<div class="picture-frame" tabindex="0" role="region" aria-label="{name}">'
        '<svg xmlns="http://www.w3.org/2000/svg" class="er" viewBox="-1 -1 {width} {height:.0f}" width="{width}" role="group" '
        'aria-labelledby="er-title er-desc"><title id="er-title">{name}</title><desc id="er-desc">{desc}</desc>'
        "{band}{lines}{boxes}</svg></div>"
    ).format(
        name="记录类型关系图 · Record types and what they refer to",
        desc="每个框是一个记录类型，线从引用的一方连到被引用的一方；图下以文字列出同样内容。 "
        "Each box is a record type; lines lead from records that refer to those referred to; the list below says the same.",
        width=width + 2,
        height=height + 2,
        band=band,
        lines=Markup("").join(drawn),
        boxes=Markup("").join(_box(box, where) for box in boxes.values()),
    )


def _band(common: Sequence[Common], width: float) -> tuple[Markup, float]:
    """What every record type has, above all of them, and where the boxes begin."""
    if not common:
        return Markup(""), 0
    told = lines("、".join(_titled(field) for field in common), (width - 2 * _PADDING) / _SIZE)
    height = 2 * _PADDING + (len(told) + 1) * _LEAD
    head = f"每个记录类型都有的 {len(common)} 个数据项 · {len(common)} fields of every record type"
    return (
        Markup(
            '<rect x="0" y="0" width="{}" height="{:.0f}" rx="6" class="er-common" fill="#eef2f6" stroke="#5b6b7b"/>{}{}'
        ).format(
            width,
            height,
            _text(head, _PADDING, _PADDING + _LEAD - 5, "er-name"),
            Markup("").join(
                _text(line, _PADDING, _PADDING + (place + 2) * _LEAD - 5) for place, line in enumerate(told)
            ),
        ),
        height + _BETWEEN,
    )


def _titled(field: FieldModel | Common) -> str:
    title = field.title + ("等" if field.differs else "") if isinstance(field, Common) else field.title.zh
    return title + ("*" if field.required else "")


def _placed(
    edition: EditionModel, common: Sequence[Common], found: Sequence[Reference], top: float
) -> tuple[dict[str, _Box], float]:
    shared = {field.name for field in common}
    plain = {
        record.id: _Box(record, tuple(field for field in record.fields if field.name not in shared))
        for record in edition.records
    }
    depth = _depths(found, plain)
    linked = {name for one in found if one.target in plain for name in (one.source, one.target)}
    boxes: dict[str, _Box] = {}
    fill = [top] * COLUMNS
    for name in sorted(linked, key=lambda one: (-depth[one], list(plain).index(one))):
        column = min(max(depth.values()) - depth[name], COLUMNS - 1)
        boxes[name] = replace(plain[name], x=column * (WIDTH + GAP), y=fill[column])
        fill[column] += plain[name].height + _BETWEEN
    for name, box in plain.items():
        if name not in linked:
            # The shortest column takes the next one.
            column = fill.index(min(fill))
            boxes[name] = replace(box, x=column * (WIDTH + GAP), y=fill[column])
            fill[column] += box.height + _BETWEEN
    return boxes, max(fill) - _BETWEEN


def _depths(found: Sequence[Reference], known: Mapping[str, object]) -> dict[str, int]:
    """How many steps lead on from a record type, itself left out; a circle is cut where it closes."""

    def depth(name: str, seen: frozenset[str]) -> int:
        onward = {one.target for one in found if one.source == name and one.target in known} - seen - {name}
        return max((1 + depth(target, seen | {name}) for target in onward), default=0)

    return {name: depth(name, frozenset()) for name in known}


def _line(one: _Box, other: _Box) -> Markup:
    """From many to one: a crow's foot where the records are that refer, a bar where the one is that they refer to."""
    y = one.y + _HEAD / 2
    if one.record.id == other.record.id:
        x, y = one.x + WIDTH, y + 18
        low = y + _HEAD
        path = f"M{x} {y}h24v{low - y:.0f}h-24"
        foot, bar = _foot(x, y, 1), _bar(x + 10, low)
    else:
        to_y = other.y + _HEAD / 2
        half = one.x + WIDTH + GAP / 2 if one.x < other.x else one.x + WIDTH + 30
        start = one.x + WIDTH
        end = other.x if one.x < other.x else other.x + WIDTH
        path = f"M{start} {y:.0f}H{half:.0f}V{to_y:.0f}H{end}"
        foot, bar = _foot(start, y, 1), _bar(end - 10 if one.x < other.x else end + 10, to_y)
    return Markup('<path d="{} {} {}" class="er-line" fill="none" stroke="#5b6b7b"/>').format(path, foot, bar)


def _foot(x: float, y: float, way: int) -> str:
    return f"M{x} {y - 6:.0f}L{x + way * 12} {y:.0f}L{x} {y + 6:.0f}"


def _bar(x: float, y: float) -> str:
    return f"M{x} {y - 6:.0f}V{y + 6:.0f}"


def _box(box: _Box, where: Where) -> Markup:
    head = Markup('<a href="{}">{}{}</a>').format(
        where(box.record.id),
        _text(box.record.title.zh, box.x + _PADDING, box.y + 20, "er-name"),
        _text(_english(box.record), box.x + _PADDING, box.y + 36, "er-english", "en"),
    )
    rows = [
        _text(_field(field), box.x + _PADDING, box.y + _HEAD + (place + 1) * _LEAD - 5)
        for place, field in enumerate(box.own)
    ] or [_text("没有另外的数据项 · nothing besides", box.x + _PADDING, box.y + _HEAD + _LEAD - 5)]
    return Markup(
        '<rect x="{x}" y="{y:.0f}" width="{width}" height="{height:.0f}" rx="6" class="er-box" fill="#ffffff" stroke="#5b6b7b"/>'
        '<path d="M{x} {rule:.0f}h{width}" class="er-line" fill="none" stroke="#5b6b7b"/>{head}{rows}'
    ).format(
        x=box.x,
        y=box.y,
        width=WIDTH,
        height=box.height,
        rule=box.y + _HEAD - 4,
        head=head,
        rows=Markup("").join(rows),
    )


def _english(record: RecordModel) -> str:
    """Title and id; where they have no room in one line, the id."""
    told = lines(f"{record.title.en} · {record.id}", (WIDTH - 2 * _PADDING) / (_SIZE - 2))
    return told[0] if len(told) == 1 else record.id


def _field(field: FieldModel) -> str:
    """In one line: a title that is too long for it ends in a sign that there is more."""
    told = _titled(field) + (" ▾" if field.code_list else "")
    first, *rest = lines(told, (WIDTH - 2 * _PADDING) / _SIZE)
    return first + "…" if rest else first


def _text(text: str, x: float, y: float, kind: str = "er-text", lang: str = "zh-CN") -> Markup:
    return Markup('<text x="{}" y="{:.0f}" class="{}" lang="{}" font-size="{}">{}</text>').format(
        x, y, kind, lang, _SIZE if lang == "zh-CN" else _SIZE - 2, text
    )


def _told(edition: EditionModel, common: Sequence[Common], found: Sequence[Reference], where: Where) -> Markup:
    shared = {field.name for field in common}
    titles = {record.id: record.title for record in edition.records}
    items = []
    for record in edition.records:
        own = [_titled(field) for field in record.fields if field.name not in shared]
        onward = [one for one in found if one.source == record.id and one.target in titles]
        items.append(
            Markup('<li><a href="{}">{} <span lang="en">{}</span></a>：{}{}</li>').format(
                where(record.id),
                record.title.zh,
                record.title.en,
                "、".join(own) or "没有另外的数据项",
                Markup("").join(_referring(one, titles[one.target].zh) for one in onward),
            )
        )
    everywhere = (
        Markup("<li>每个记录类型都有：{}</li>").format("、".join(map(_titled, common))) if common else Markup("")
    )
    return Markup(
        "<figcaption><p>* 必填；▾ 取值有代码表；分叉的一端是引用的记录（多），短线的一端是被引用的记录（一）。 "
        '<span lang="en">* required; ▾ has a code list; the crow\'s foot is at the records that refer (many), the bar at the one '
        'that they refer to.</span></p><details><summary>以文字列出 <span lang="en">The same as a list</span></summary><ul>{}{}</ul>'
        "</details></figcaption>"
    ).format(everywhere, Markup("").join(items))


def _referring(one: Reference, target: str) -> str:
    how = ("、".join(one.fields) + "之一") if one.any and len(one.fields) > 1 else "、".join(one.fields)
    return f"；以{how}引用“{target}”"
