"""What ``catalog list`` shows: plain rows for programs, columns for people."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

from conformance.catalog.columns import table
from conformance.catalog.lookup import Criteria, Found, clauses_of, near
from conformance.catalog.words import ROLES
from conformance.standard.links import Index, Ref
from conformance.standard.lists import LIST_TITLES
from conformance.standard.model import Lang
from conformance.standard.titles import name_of, title_of
from conformance.standard.words import bracket, listing, pick

_HEADS = {
    "id": ("编号", "id"),
    "title": ("名称", "title"),
    "units": ("单位", "units"),
    "clauses": ("条款", "clauses"),
}
_RESPONSIBLE = frozenset({"provider", "recogniser", "user", "lead", "duty", "responsible", "obligor", "speaks_for"})
_LIMITS = (34, 44, 40)


def rows(found: Sequence[Found], index: Index, lang: Lang) -> list[dict[str, Any]]:
    """One object per entry."""
    return [_row(one, index, lang) for one in found]


def _row(one: Found, index: Index, lang: Lang) -> dict[str, Any]:
    data, title = one.entry.data, title_of(one.entry, index)
    row: dict[str, Any] = {
        "id": one.ref.id,
        "list": one.ref.list,
        "title": pick(title, lang),
        "title_zh": title.zh,
        "title_en": title.en,
        "units": [
            {"id": link.target.id, "name": name_of(link.target, index).zh, "role": link.role, "basis": link.basis}
            for link in _units(one.ref, index)
        ],
        "record_type": data.get("record_type"),
        "clauses": list(dict.fromkeys(clauses_of(one.ref, index))),
        "basis": (data.get("provenance") or data).get("basis"),
        "state": data.get("state"),
        "file": one.entry.file,
        "line": one.entry.line,
    }
    if one.through:
        row["through"] = [{"role": by.role, "unit": by.unit} for by in one.through]
    return row


def _units(ref: Ref, index: Index) -> list[Any]:
    return [link for link in index.out.get(ref, ()) if link.target.list == "unit" and link.role in _RESPONSIBLE]


def as_csv(found: Sequence[Found], index: Index) -> str:
    """The same for a spreadsheet."""
    out = io.StringIO()
    columns = ["id", "list", "title_zh", "title_en", "units", "unit_names", "record_type", "clauses", "basis", "state"]
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for row in rows(found, index, "zh"):
        units = row["units"]
        writer.writerow(
            row
            | {
                "units": ";".join(unit["id"] for unit in units),
                "unit_names": ";".join(unit["name"] for unit in units),
                "clauses": ";".join(row["clauses"]),
            }
        )
    return out.getvalue()


def as_text(found: Sequence[Found], criteria: Criteria, index: Index, lang: Lang) -> list[str]:
    """Lines for a terminal: each list with its entries, then how many there are."""
    if not found:
        return _nothing(criteria, index, lang)
    lines = []
    for name in criteria.lists:
        own = [one for one in found if one.ref.list == name]
        if own:
            lines += [
                f"{pick(LIST_TITLES[name], lang)}{bracket(str(len(own)), lang)}",
                *_columns(own, criteria, index, lang),
                "",
            ]
    counts = Counter(one.ref.list for one in found)
    parts = [f"{pick(LIST_TITLES[name], lang)} {counts[name]}" for name in criteria.lists if counts[name]]
    if lang == "zh":
        lines.append(f"共 {len(found)} 条：{'、'.join(parts)}。")
        lines.append(f"看一条的全部内容：conformance catalog show {found[0].ref}")
    else:
        lines.append(f"{len(found)} entries: {', '.join(parts)}.")
        lines.append(f"Everything about one: conformance catalog show {found[0].ref} --lang en")
    return lines


def _columns(own: Sequence[Found], criteria: Criteria, index: Index, lang: Lang) -> list[str]:
    zh = lang == "zh"
    cells = [[head[0] if zh else head[1] for head in _HEADS.values()]]
    for one in own:
        if criteria.unit:
            units = listing([_through(by.role, by.unit, criteria.unit, index, lang) for by in one.through], lang)
        else:
            named = [pick(name_of(link.target, index), lang) for link in _units(one.ref, index)]
            units = listing(list(dict.fromkeys(named)), lang)
        clauses = list(dict.fromkeys(clauses_of(one.ref, index)))
        shown = " ".join(clauses[:_FEW]) + (" …" if len(clauses) > _FEW else "")
        cells.append([one.ref.id, pick(title_of(one.entry, index), lang), units, shown])
    if criteria.unit:
        cells[0][2] = "作为" if zh else "as"
    if not any(row[2] for row in cells[1:]):
        cells = [[*row[:2], row[3]] for row in cells]
    return table(cells, _LIMITS, "  ")


_FEW = 4


def _through(role: str, unit: str, wanted: str, index: Index, lang: Lang) -> str:
    """As what an entry names the unit that was looked for, and through which group or member where it is not itself."""
    words = pick(ROLES[role], lang) if role in ROLES else role
    return words if unit == wanted else words + bracket(pick(name_of(Ref("unit", unit), index), lang), lang)


def _nothing(criteria: Criteria, index: Index, lang: Lang) -> list[str]:
    listed = "、".join(pick(LIST_TITLES[name], "zh") for name in criteria.lists)
    words = " ".join(criteria.words)
    close = near(words, (ref for ref in index.entries if ref.list in criteria.lists), index) if words else []
    if lang == "zh":
        lines = [f"没有找到（查找范围：{listed}）。"]
        lines += ["相近的有："] if close else ["可以少写一个条件、换一个词，或不写 LIST 查三清单。"]
    else:
        lines = [f"Nothing was found (looked in: {', '.join(LIST_TITLES[name].en for name in criteria.lists)})."]
        lines += ["Near it are:"] if close else ["Leave out a condition, or try another word."]
    return lines + table([[f"  {ref}", pick(name_of(ref, index), lang)] for ref in close])
