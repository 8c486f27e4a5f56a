"""How an entry is called in the words of its readers."""

from __future__ import annotations

from conformance.standard.entries import Entry, own_title
from conformance.standard.links import Index, Ref
from conformance.standard.model import Standard, Text
from conformance.standard.shapes import Shapes


def title_of(entry: Entry, index: Index | None = None) -> Text:
    """Title of an entry; what it is about where it has none."""
    own = own_title(entry.data)
    if own is not None:
        return own
    if entry.list == "duties":
        parts = [Ref("unit", str(entry.data.get("unit"))), Ref("data", str(entry.data.get("item")))]
        titles = [name_of(part, index) for part in parts]
        return Text("：".join(one.zh for one in titles), ": ".join(one.en for one in titles))
    if entry.list == "comparison":
        named = entry.data.get("shanghai", {}).get("name") or entry.id
        return Text(str(named), entry.id)
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
    if ref.list == "rule" and standard is not None and ref.id in standard.rules:
        return standard.rules[ref.id].title
    return Text(ref.id, ref.id)


def code_text(shapes: Shapes, code_list: str, code: str) -> Text:
    """Label of a code in Chinese; the code in English."""
    return Text(dict(shapes.codes.get(code_list, ())).get(code, code), code.replace("_", " "))
