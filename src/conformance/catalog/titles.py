"""How an entry is called in the words of its readers."""

from __future__ import annotations

from typing import Any

from conformance.catalog.links import Index, Ref
from conformance.standard.entries import Entry
from conformance.standard.model import Standard, Text
from conformance.standard.shapes import Shapes

LIST_TITLES = {
    "data": Text("数据清单", "data list"),
    "behaviour": Text("行为清单", "behaviour list"),
    "application": Text("应用清单", "application list"),
    "unit": Text("单位", "units"),
    "regime": Text("名单制度", "list regimes"),
    "arrangement": Text("区域安排", "arrangements"),
    "region": Text("协作省", "partner provinces"),
    "district": Text("区县", "districts"),
    "comparison": Text("数据项四方对照", "comparison of fields"),
    "duty": Text("报送计划", "reporting plan"),
    "party": Text("报送单位配置", "party profiles"),
    "clause": Text("文件条款", "clauses"),
    "system": Text("系统与制度", "systems"),
    "obligation": Text("文件要求", "obligations"),
    "record-type": Text("记录类型", "record types"),
}
"""List → what its readers call it."""


def text_of(value: Any) -> Text | None:
    """A text in the two languages, as it is written in an entry."""
    if not isinstance(value, dict) or "zh" not in value:
        return None
    return Text(str(value["zh"]), str(value.get("en", value["zh"])))


def title_of(entry: Entry, index: Index | None = None) -> Text:
    """Title of an entry; what it is about where it has none."""
    for key in ("title", "about"):
        found = text_of(entry.data.get(key))
        if found is not None:
            return found
    if entry.list == "duties":
        parts = [Ref("unit", str(entry.data.get("unit"))), Ref("data", str(entry.data.get("item")))]
        titles = [name_of(part, index) for part in parts]
        return Text("：".join(one.zh for one in titles), ": ".join(one.en for one in titles))
    if entry.list == "comparison":
        own = entry.data.get("shanghai", {}).get("name") or entry.id
        return Text(str(own), entry.id)
    return Text(entry.id, entry.id)


def name_of(ref: Ref, index: Index | None, standard: Standard | None = None) -> Text:
    """Title of what is meant; its id where nobody knows it."""
    entry = None if index is None else index.entries.get(ref)
    if entry is not None:
        if ref.list == "unit":
            # The document's own name for it is the shorter one and the one that readers know.
            return Text(str(entry.data.get("name") or title_of(entry).zh), title_of(entry).en)
        return title_of(entry, index)
    if ref.list == "record-type" and standard is not None and ref.id in standard.record_types:
        return standard.record_types[ref.id].title
    if ref.list == "party" and standard is not None and ref.id in standard.parties:
        return standard.parties[ref.id].title
    return Text(ref.id, ref.id)


def code_text(shapes: Shapes, code_list: str, code: str) -> Text:
    """Label of a code in Chinese; the code in English."""
    return Text(dict(shapes.codes.get(code_list, ())).get(code, code), code.replace("_", " "))
