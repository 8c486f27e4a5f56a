"""The loss report for people: what was carried, what could not be told, what the other side asks for beyond it."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchange.convert.model import ColumnFate, Conversion
from conformance.standard.model import Lang, Text
from conformance.standard.words import pick


def loss_report(done: Conversion, output: str, lang: Lang) -> list[str]:
    """Lines of the report; the first says whether the other side can take all of it as it is."""
    return [pick(line, lang) for line in _lines(done, output)]


def _lines(done: Conversion, output: str) -> Iterator[Text]:
    if done.whole:
        yield Text(
            f"已转换 {done.records} 条记录，对方的表都能容纳：{output}",
            f"{done.records} records converted, all of it has its place in the other form: {output}",
        )
    elif not done.target_seen:
        yield Text(
            f"已转换 {done.records} 条记录，没有丢弃任何内容；对方的表没有见到，能否容纳不知道：{output}",
            f"{done.records} records converted, nothing was dropped; the other form was not seen, so whether it has room is not known: {output}",
        )
    else:
        yield Text(
            f"已转换 {done.records} 条记录，没有丢弃任何内容，以下各项请看：{output}",
            f"{done.records} records converted, nothing was dropped; see what follows: {output}",
        )
    renamed = [one for one in done.columns if one.fate == "renamed"]
    if renamed:
        yield Text(f"  改名 {len(renamed)} 列", f"  {len(renamed)} columns renamed")
    other = [one for one in done.columns if not one.alike and one.header is not None]
    if other:
        pairs = "、".join(f"{one.header} → {_called(one)}" for one in other)
        yield Text(f"  名称不同，请核对含义：{pairs}", f"  of other titles, see that they mean the same: {pairs}")
    for one in done.columns:
        yield from _column(one)
    for asked in done.asked:
        yield Text(
            f"  对方要求填写“{asked.written}”，{asked.missing} 条没有（{asked.clause}）",
            f'  the other side requires "{asked.written}"; {asked.missing} records lack it ({asked.clause})',
        )
    for note in done.notes:
        yield Text(f"  说明：{note.zh}", f"  note: {note.en}")


def _called(one: ColumnFate) -> str:
    """A column of the other form, with its title where it goes by a code."""
    return one.written if one.written == one.title else f"{one.written}（{one.title}）"


def _column(one: ColumnFate) -> Iterator[Text]:
    if one.fate == "carried" and one.filled:
        yield Text(
            f"  对方的表没有“{one.title}”，{one.filled} 条有内容，列在表后随带",
            f'  the other form has no "{one.title}"; it goes along after its columns, filled in {one.filled} records',
        )
    if one.fate == "unread" and one.filled:
        yield Text(
            f"  标准没有“{one.header}”这一项，{one.filled} 条有内容，原样随带",
            f'  the standard has no field "{one.header}"; it goes along as written, filled in {one.filled} records',
        )
    if one.changed:
        yield Text(
            f"  “{one.written}” {one.changed} 处改成了对方的写法",
            f'  "{one.written}": {one.changed} values written as the other side writes them',
        )
    if one.untold:
        shown = "、".join(one.examples)
        yield Text(
            f"  “{one.written}” {one.untold} 处看不出是哪个代码，保留原样：{shown}",
            f'  "{one.written}": {one.untold} values name no code that is known and stay as written: {shown}',
        )
    if one.too_long:
        yield Text(
            f"  “{one.written}” {one.too_long} 处超过对方的长度 {one.length}，没有截短",
            f'  "{one.written}": {one.too_long} values are longer than the {one.length} that the other side has room for; none was cut',
        )
