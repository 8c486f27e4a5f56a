"""What an input is, in sentences: its format and item, and how far its header was recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.report.model import ColumnReport, InputReport
from conformance.report.view import View, recognised, visible
from conformance.report.words import names, say

if TYPE_CHECKING:
    from conformance.standard.shapes import ClassShape


def about(entry: InputReport, view: View) -> str:
    """Format, encoding, data item and number of records of an input, in one line; what it is, for an envelope without any."""
    parts = [_format(entry, view)]
    if entry.encoding:
        parts.append(say("encoding", view.lang, encoding=entry.encoding.upper()))
    if entry.item is None:
        return ("，" if view.lang == "zh" else ", ").join(parts)
    parts.append(say("item", view.lang, title=view.item_title(entry.item or ""), item=entry.item))
    parts.append(say("rows", view.lang, rows=entry.rows))
    return ("，" if view.lang == "zh" else ", ").join(parts)


def is_envelope(entry: InputReport) -> bool:
    """Whether it is an envelope of the exchange without records of its own."""
    return entry.item is None and _envelope(entry.format or "") is not None


def _format(entry: InputReport, view: View) -> str:
    found = entry.format or ""
    shape = _envelope(found)
    if shape is None:
        return found.upper()
    return f"交换信封 {found}（{shape.title}）" if view.lang == "zh" else f"envelope {found}"


def _envelope(found: str) -> ClassShape | None:
    """The class of an envelope by its name, which begins with a capital; None for a format of files, which do not."""
    if not found[:1].isupper():
        return None
    from conformance.standard.shapes import load_shapes

    return load_shapes().classes.get(found)


def recognition(entry: InputReport, view: View) -> str:
    """How many of the item's columns were recognised, and which columns were not, in one line."""
    unknown = [column for column in entry.columns if column.how == "unknown"]
    left = [column for column in entry.columns if column.how in {"ignored", "duplicate"}]
    # A column without header and without values is no column to the reader.
    ignored = [visible(column.header) for column in left if column.header.strip()]
    found, known = recognised(entry.item, entry.columns, view.standard)
    parts = [say("columns", view.lang, found=found, known=known)]
    optional = len(entry.columns) - len(unknown) - len(left) - found
    if optional:
        parts.append(say("columns-optional", view.lang, number=optional))
    if unknown:
        listed = names([_header(column, view) for column in unknown], view.lang)
        parts.append(say("columns-unknown", view.lang, number=len(unknown), names=listed))
    if ignored:
        parts.append(say("columns-ignored", view.lang, number=len(ignored), names=names(ignored, view.lang)))
    return ("；" if view.lang == "zh" else "; ").join(parts)


def _header(column: ColumnReport, view: View) -> str:
    if column.near is None:
        return visible(column.header)
    return say("near", view.lang, header=visible(column.header), near=column.near)
