"""What all classes share: the sources of ``runtime/`` in the edition's package, and what they have to know of the edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files as resources

from conformance.publish.emit.java.escape import literal
from conformance.publish.emit.java.frame import folder_of, head, package_of
from conformance.publish.emit.java.records import class_name
from conformance.publish.model import EditionModel, RecordModel
from conformance.publish.names import NameTable

_PART = 250
"""Records that one method knows."""


def files(edition: EditionModel, names: NameTable, records: Iterable[RecordModel]) -> Iterator[tuple[str, str]]:
    """The package ``runtime``."""
    folder, package = f"{folder_of(edition)}/runtime", f"{package_of(edition)}.runtime"
    sources = resources("conformance.publish.emit.java") / "runtime"
    for source in sorted(sources.iterdir(), key=lambda one: one.name):
        if source.name.endswith(".java"):
            yield f"{folder}/{source.name}", head(edition, package) + source.read_text(encoding="utf-8")
    records = tuple(records)
    yield f"{folder}/Edition.java", head(edition, package) + _edition(edition, records)
    yield f"{folder}/Records.java", head(edition, package) + _records(edition, names, records)


def _edition(edition: EditionModel, records: Iterable[RecordModel]) -> str:
    rules = sorted({demand.rule: demand for record in records for demand in record.demands}.items())
    known = {name: edition.standard.rules[name] for name, _ in rules}
    words = ",\n        ".join(map(literal, sorted(edition.standard.placeholders)))
    messages = "".join(_case(name, rule.title.zh) for name, rule in known.items())
    remedies = "".join(_case(name, rule.remedy.zh) for name, rule in known.items())
    return f"""/** 所用的标准版本。 / The edition of the standard. */
public final class Edition {{
    /** 版本。 / Id of the edition. */
    public static final String ID = {literal(edition.id)};
    /** 版本号。 / Its version. */
    public static final String VERSION = {literal(edition.version)};
    /** 标准的摘要。 / Digest of the compiled standard. */
    public static final String DIGEST = {literal(edition.digest)};

    private static final java.util.Set<String> PLACEHOLDERS = new java.util.HashSet<>(java.util.Arrays.asList(
        {words}));

    private Edition() {{
    }}

    static boolean isPlaceholder(String text) {{
        return PLACEHOLDERS.contains(text);
    }}

    static String message(String rule) {{
        switch (rule) {{
{messages}            default:
                return rule;
        }}
    }}

    static String remedy(String rule) {{
        switch (rule) {{
{remedies}            default:
                return "";
        }}
    }}
}}
"""


def _case(name: str, text: str) -> str:
    return f"            case {literal(name)}:\n                return {literal(text)};\n"


def _records(edition: EditionModel, names: NameTable, records: tuple[RecordModel, ...]) -> str:
    types = _maker("ofType", "记录类型", "record type", [one for one in records if one.item is None], edition, names)
    items = _maker("ofItem", "数据事项", "data item", [one for one in records if one.item is not None], edition, names)
    return f"""/** 按编号建立记录。 / Records by the id of their record type or data item. */
public final class Records {{
    private Records() {{
    }}
{types}{items}}}
"""


def _maker(method: str, zh: str, en: str, records: list[RecordModel], edition: EditionModel, names: NameTable) -> str:
    """The method that makes records, with as many helpers as keep each method small."""
    parts = [records[place : place + _PART] for place in range(0, len(records), _PART)]
    tries = "".join(f"        made = made == null ? {method}{number}(id) : made;\n" for number in range(len(parts)))
    return f"""
    /** {zh}的空记录；编号未知则引发 IllegalArgumentException。 / An empty record of a {en}; an unknown id is refused. */
    public static Entry {method}(String id) {{
        Entry made = null;
{tries}        if (made == null) {{
            throw new IllegalArgumentException("no {en} is called " + id);
        }}
        return made;
    }}
""" + "".join(_part(f"{method}{number}", part, edition, names) for number, part in enumerate(parts))


def _part(method: str, records: list[RecordModel], edition: EditionModel, names: NameTable) -> str:
    cases = "".join(
        f"            case {literal(record.id)}:\n"
        f"                return new {package_of(edition)}.{class_name(record, names)}();\n"
        for record in records
    )
    return (
        f"\n    private static Entry {method}(String id) {{\n        switch (id) {{\n{cases}"
        "            default:\n                return null;\n        }\n    }\n"
    )
