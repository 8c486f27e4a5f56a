"""Putting the dossier of an entry together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.catalog.dossier import facts, outside, related, submission
from conformance.catalog.dossier.model import Dossier, Ground, Section
from conformance.standard.entries import Entry
from conformance.standard.links import Ref
from conformance.standard.titles import title_of


def dossier(ref: Ref, ground: Ground) -> Dossier:
    """Everything about one entry, record type or party."""
    entry = ground.index.entries.get(ref)
    title, sections, data = outside.parts(ref, ground)
    if entry is not None:
        title = title if ref.list == "party" else title_of(entry, ground.index)
        sections += _sections(ref, entry, ground)
    return Dossier(ref, title, tuple(sections), {**data, **_plain(ref, entry, ground)})


def _sections(ref: Ref, entry: Entry, ground: Ground) -> Iterator[Section]:
    yield facts.facts(ref, entry, ground)
    parts = [
        facts.provenance(entry, ground),
        related.chain(ref, ground),
        *(submission.sections(ref, entry, ground) if ref.list == "data" else ()),
        submission.duties(ref, ground) if ref.list == "unit" else None,
        facts.made_by(entry, ground),
        related.groups(ref, ground),
        related.others(ref, ground),
    ]
    yield from (part for part in parts if part is not None)


def _plain(ref: Ref, entry: Entry | None, ground: Ground) -> dict[str, Any]:
    index = ground.index
    plain: dict[str, Any] = {
        "links": [{"role": link.role, "to": str(link.target), "basis": link.basis} for link in index.out.get(ref, ())],
        "linked_from": [{"role": link.role, "from": str(link.source)} for link in index.into.get(ref, ())],
    }
    if entry is not None:
        plain = {"entry": entry.data, "file": entry.file, "line": entry.line, **plain}
    if ref.list == "data" and entry is not None:
        record = submission.record_of(ref, entry, ground)
        plain["fields"] = [outside.plain_field(one) for one in (record.fields if record is not None else ())]
        plain["duties"] = [index.entries[one].data for one in index.linked(ref, "duty", "duty")]
    return plain
