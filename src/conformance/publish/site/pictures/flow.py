"""The way of data: from a data item to the behaviours that it shows, to the applications that use them, as a picture.

Boxes stand in three columns. What an application takes from a data item directly, with no behaviour between, runs past the
middle column on a lane below its boxes, so that no line crosses a box.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from markupsafe import Markup
from msgspec import Struct

from conformance.publish.site.pictures.lettering import lines
from conformance.standard.links import Index, Ref
from conformance.standard.lists import ENTRY_TITLES
from conformance.standard.titles import name_of

WIDTH = 232
GAP = 76
_PADDING = 10
_BETWEEN = 14
_LANE = 20
_CLEAR = 8
"""Between the boxes and the first lane."""
_HEAD = 34
_ZH, _EN = 15, 12
_LEAD_ZH, _LEAD_EN = 20, 16
_HEADS = ("数据 data", "行为 conduct", "用途 use")
_ALSO = ("regime", "arrangement")
"""Lists whose entries take up data items beside the applications."""

Where = Callable[[Ref], str]
"""The link to the page of an entry."""
Pair = tuple[Ref, Ref]


class Flow(Struct, frozen=True):
    """What the picture shows: the entries column by column, and which leads to which."""

    centre: Ref
    columns: tuple[tuple[Ref, ...], ...]
    steps: tuple[Pair, ...]
    """From one column to the next."""
    direct: tuple[Pair, ...]
    """From the first column to the last."""
    ours: frozenset[Ref | Pair]
    """Entries and links of which the document does not say that they are: they follow, or this standard made them."""

    @property
    def alone(self) -> bool:
        """Whether nothing leads from or to the entry."""
        return not (self.steps or self.direct)


def flow_of(ref: Ref, links: Index) -> Flow:
    """What an entry of the three lists is fed by and used for. Raises ValueError for an entry of another list."""
    data, behaviours, uses = _around(ref, links)
    steps = [(one, other) for other in behaviours for one in links.named(other, "data") if one in data]
    steps += [(one, other) for other in uses for one in links.named(other, "behaviour") if one in behaviours]
    direct = [(one, other) for other in uses for one in links.named(other, "data") if one in data]
    ours: set[Ref | Pair] = {one for one in (*data, *behaviours, *uses) if _implied(one, links)}
    ours |= {pair for pair in (*steps, *direct) if pair[1] in ours or _assigned(pair[1], links)}
    return Flow(ref, (data, behaviours, uses), tuple(steps), tuple(direct), frozenset(ours))


def _implied(ref: Ref, links: Index) -> bool:
    return bool(links.entries[ref].data["provenance"]["basis"] == "implied")


def _assigned(ref: Ref, links: Index) -> bool:
    """Whether what the entry names is this standard's word: an entry that names others says on what ground."""
    return "assigned" in links.entries[ref].data.get("link_basis", ())


def _around(ref: Ref, links: Index) -> tuple[tuple[Ref, ...], tuple[Ref, ...], tuple[Ref, ...]]:
    match ref.list:
        case "data":
            behaviours = links.linked(ref, "behaviour")
            uses = [use for one in behaviours for use in links.linked(one, "application")]
            uses += [use for name in ("application", *_ALSO) for use in links.linked(ref, name)]
            return (ref,), tuple(behaviours), _once(uses)
        case "behaviour":
            return tuple(links.named(ref, "data")), (ref,), tuple(links.linked(ref, "application"))
        case "application":
            behaviours = links.named(ref, "behaviour")
            fed = [item for one in behaviours for item in links.named(one, "data")]
            return _once([*fed, *links.named(ref, "data")]), tuple(behaviours), (ref,)
        case _:
            raise ValueError(f"{ref} is no entry of the three lists")


def _once(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    return tuple(dict.fromkeys(refs))


def flow_svg(ref: Ref, links: Index, where: Where) -> Markup:
    """The picture with its list in words; empty where the entry is linked with nothing."""
    flow = flow_of(ref, links)
    if flow.alone:
        return Markup("")
    return Markup('<figure class="picture">{}{}</figure>').format(_drawn(flow, links, where), _told(flow, links, where))


class _Box(Struct, frozen=True):
    ref: Ref
    zh: tuple[str, ...]
    en: tuple[str, ...]
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def _drawn(flow: Flow, links: Index, where: Where) -> Markup:
    boxes, lanes, height = _placed(flow, links)
    width = 3 * WIDTH + 2 * GAP + 2
    about = name_of(flow.centre, links)
    paths = [(pair, _curve(boxes[pair[0]], boxes[pair[1]])) for pair in flow.steps]
    paths += [
        (pair, _past(boxes[pair[0]], boxes[pair[1]], lane)) for pair, lane in zip(flow.direct, lanes, strict=True)
    ]
    return Markup(
        '<div class="picture-frame" tabindex="0" role="region" aria-label="{name}">'
        '<svg xmlns="http://www.w3.org/2000/svg" class="flow" viewBox="-1 0 {width} {height:.0f}" width="{width}" '
        'role="group" aria-labelledby="flow-title flow-desc">'
        '<title id="flow-title">{name}</title><desc id="flow-desc">{desc}</desc>'
        '<defs><marker id="flow-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 8 4 0 8z" class="flow-head"/></marker></defs>{heads}'
        '<g class="flow-line" fill="none" stroke="#5b6b7b" marker-end="url(#flow-arrow)">{paths}</g>{boxes}</svg></div>'
    ).format(
        name=f"数据流向图：{about.zh} · Flow of data: {about.en}",
        desc="从左到右：数据事项、行为事项、应用事项；图下以文字列出同样内容。 "
        "From left to right: data items, behaviours, applications; the list below the picture says the same.",
        width=width,
        height=height,
        heads=Markup("").join(
            Markup('<text x="{x}" y="18" text-anchor="middle" class="flow-column">{title}</text>').format(
                x=place * (WIDTH + GAP) + WIDTH / 2, title=title
            )
            for place, title in enumerate(_HEADS)
            if flow.columns[place]
        ),
        paths=Markup("").join(
            Markup('<path d="{}"{}/>').format(path, _dashed(pair in flow.ours)[1]) for pair, path in paths
        ),
        boxes=Markup("").join(_box(box, flow, where) for box in boxes.values()),
    )


def _placed(flow: Flow, links: Index) -> tuple[dict[Ref, _Box], list[float], float]:
    """The boxes, the heights of the lanes, and the height of the picture."""
    sizes = [[_sized(ref, links) for ref in column] for column in flow.columns]
    tall = [sum(box.height for box in column) + _BETWEEN * max(len(column) - 1, 0) for column in sizes]
    tall[1] += len(flow.direct) * _LANE + _CLEAR
    most = max(tall)
    boxes: dict[Ref, _Box] = {}
    lanes: list[float] = []
    for place, column in enumerate(sizes):
        y = _HEAD + (most - tall[place]) / 2
        for box in column:
            boxes[box.ref] = _Box(box.ref, box.zh, box.en, place * (WIDTH + GAP), y, box.height)
            y += box.height + _BETWEEN
        if place == 1:
            start = y - (_BETWEEN if column else 0) + _LANE / 2 + _CLEAR
            lanes = [start + number * _LANE for number in range(len(flow.direct))]
    return boxes, lanes, _HEAD + most + 2


def _sized(ref: Ref, links: Index) -> _Box:
    name = name_of(ref, links)
    room = WIDTH - 2 * _PADDING
    zh = tuple(lines(name.zh, room / _ZH))
    en = tuple(lines(name.en, room / _EN)) if name.en != name.zh else ()
    return _Box(ref, zh, en, 0, 0, 2 * _PADDING + len(zh) * _LEAD_ZH + len(en) * _LEAD_EN)


def _curve(one: _Box, other: _Box) -> str:
    return _bend(one.x + WIDTH, one.middle, other.x, other.middle)


def _bend(x: float, y: float, to_x: float, to_y: float) -> str:
    half = (x + to_x) / 2
    return f"M{x:.1f} {y:.1f}C{half:.1f} {y:.1f} {half:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"


def _past(one: _Box, other: _Box, lane: float) -> str:
    """Down into the gap, along the lane past the middle column, and up again."""
    left, right = WIDTH + GAP, 2 * WIDTH + GAP
    end = _bend(right, lane, other.x, other.middle)
    return f"{_bend(one.x + WIDTH, one.middle, left, lane)}H{right:.1f}{end[end.index('C') :]}"


def _dashed(ours: bool) -> tuple[str, Markup]:
    return (" ours", Markup(' stroke-dasharray="5 4"')) if ours else ("", Markup(""))


def _box(box: _Box, flow: Flow, where: Where) -> Markup:
    centre = box.ref == flow.centre
    dashed, dashes = _dashed(box.ref in flow.ours)
    written: list[Markup] = []
    y = box.y + _PADDING
    for line in box.zh:
        y += _LEAD_ZH
        written.append(_line(line, box.x, y - 5, Markup(""), _ZH))
    for line in box.en:
        y += _LEAD_EN
        written.append(_line(line, box.x, y - 4, Markup(' lang="en"'), _EN))
    drawn = Markup(
        '<rect x="{x}" y="{y:.1f}" width="{width}" height="{height:.1f}" rx="6" class="flow-box flow-{kind}{centre}{dashed}" '
        'fill="#ffffff" stroke="#5b6b7b"{dashes}/>{written}'
    ).format(
        x=box.x,
        y=box.y,
        width=WIDTH,
        height=box.height,
        kind=box.ref.list,
        centre=" flow-centre" if centre else "",
        dashed=dashed,
        dashes=dashes,
        written=Markup("").join(written),
    )
    return drawn if centre else Markup('<a href="{}">{}</a>').format(where(box.ref), drawn)


def _line(text: str, x: float, y: float, lang: Markup, size: int) -> Markup:
    return Markup('<text x="{}" y="{:.1f}"{} font-size="{}">{}</text>').format(x + _PADDING, y, lang, size, text)


def _told(flow: Flow, links: Index, where: Where) -> Markup:
    """The same as a list: every line of the picture from where it starts."""
    return Markup(
        '<figcaption>{}<details><summary>以文字列出 <span lang="en">The same as a list</span></summary>{}</details>'
        "</figcaption>"
    ).format(_LEGEND if flow.ours else Markup(""), _points(_tree(flow), flow, links, where))


_LEGEND = Markup(
    '<p>虚线：文件没有直接写明，由条文推知或由本标准关联。 <span lang="en">Dashed: not said by the document itself; it follows '
    "from its clauses, or this standard makes the link.</span></p>"
)
_OURS = Markup('（推知 <span lang="en">implied</span>）')


class _Point(Struct, frozen=True):
    ref: Ref
    ours: bool
    below: tuple[_Point, ...]


def _tree(flow: Flow) -> Sequence[_Point]:
    """What leads on to what; entries that nothing leads to stand at the top."""
    reached = {other for _, other in (*flow.steps, *flow.direct)}
    tops = [ref for column in flow.columns for ref in column if ref not in reached]
    return [_point(ref, flow, ref in flow.ours) for ref in tops]


def _point(ref: Ref, flow: Flow, ours: bool) -> _Point:
    pairs = [pair for pair in (*flow.steps, *flow.direct) if pair[0] == ref]
    return _Point(ref, ours, tuple(_point(other, flow, (one, other) in flow.ours) for one, other in pairs))


def _points(points: Sequence[_Point], flow: Flow, links: Index, where: Where) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(_items(points, flow, links, where)))


def _items(points: Sequence[_Point], flow: Flow, links: Index, where: Where) -> Iterator[Markup]:
    for point in points:
        name = name_of(point.ref, links)
        shown = Markup('{} <span lang="en">{}</span>').format(name.zh, name.en)
        if point.ref != flow.centre:
            shown = Markup('<a href="{}">{}</a>').format(where(point.ref), shown)
        kind = ENTRY_TITLES[point.ref.list].zh
        below = _points(point.below, flow, links, where) if point.below else Markup("")
        yield Markup("<li>{}：{}{}{}</li>").format(kind, shown, _OURS if point.ours else "", below)
