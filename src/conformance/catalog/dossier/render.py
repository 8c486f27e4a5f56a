"""A dossier as text for a terminal, as Markdown, and as plain data."""

from __future__ import annotations

from typing import Any

from conformance.catalog.columns import table
from conformance.catalog.dossier.model import Dossier, Row, Section
from conformance.standard.lists import LIST_TITLES
from conformance.standard.markdown import cell
from conformance.standard.markdown import table as markdown_table
from conformance.standard.model import Lang, Text
from conformance.standard.words import pick

_LIST = {"party": Text("报送单位", "party")}


def text(dossier: Dossier, lang: Lang) -> list[str]:
    """Lines for a terminal."""
    kind = _LIST.get(dossier.ref.list, LIST_TITLES.get(dossier.ref.list, Text("", "")))
    lines = [f"{pick(dossier.title, lang)}  {dossier.ref}  [{pick(kind, lang)}]"]
    for section in dossier.sections:
        lines += ["", pick(section.heading, lang)]
        lines += ["  " + _row(row, lang) for row in section.rows]
        lines += table([[pick(one, lang) for one in line] for line in section.table], (32, 12, 18, 6, 60), "  ")
    return lines


def _row(row: Row, lang: Lang) -> str:
    label, value = pick(row.label, lang), pick(row.value, lang)
    colon = "：" if lang == "zh" else ": "
    return "  " * row.depth + (f"{label}{colon}{value}".rstrip() if label else value)


def markdown(dossier: Dossier, lang: Lang) -> list[str]:
    """Lines of Markdown."""
    lines = [f"# {pick(dossier.title, lang)}", "", f"`{dossier.ref}`"]
    for section in dossier.sections:
        lines += ["", f"## {pick(section.heading, lang)}", ""]
        lines += [_item(row, lang) for row in section.rows]
        if section.table:
            lines += ["", *_table(section, lang)]
    return lines


def _item(row: Row, lang: Lang) -> str:
    label, value = cell(pick(row.label, lang)), cell(pick(row.value, lang))
    colon = "：" if lang == "zh" else ": "
    if "conformance " in value:
        value = value.replace("conformance ", "`conformance ", 1) + "`"
    return "  " * row.depth + "- " + (f"**{label}**{colon}{value}".rstrip() if label else value)


def _table(section: Section, lang: Lang) -> list[str]:
    heads, *lines = ([cell(pick(text, lang)) for text in line] for line in section.table)
    return markdown_table(heads, lines)


def plain(dossier: Dossier, lang: Lang) -> dict[str, Any]:
    """The dossier for programs: what it says, and the data behind it."""
    return {
        "ref": str(dossier.ref),
        "list": dossier.ref.list,
        "id": dossier.ref.id,
        "title": pick(dossier.title, lang),
        "title_zh": dossier.title.zh,
        "title_en": dossier.title.en,
        **dossier.data,
        "sections": [
            {
                "heading": pick(section.heading, lang),
                "rows": [{"label": pick(row.label, lang), "value": pick(row.value, lang)} for row in section.rows],
                "table": [[pick(one, lang) for one in line] for line in section.table],
            }
            for section in dossier.sections
        ],
    }
