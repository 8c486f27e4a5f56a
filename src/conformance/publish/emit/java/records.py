"""A class for a record type or a data item: its fields, typed access to them, and its checks."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.publish.emit.java.demands import calls
from conformance.publish.emit.java.escape import javadoc, literal
from conformance.publish.emit.java.frame import head, package_of
from conformance.publish.model import EditionModel, FieldModel, Kind, RecordModel
from conformance.publish.names import NameTable

_PART = 200
"""Statements of one method at most: a method may have 65535 bytes."""
_TYPES: dict[Kind, tuple[str, str, str]] = {
    "text": ("String", "text", "put"),
    "date": ("java.time.LocalDate", "dayOf", "putDay"),
    "timestamp": ("java.time.LocalDateTime", "momentOf", "putMoment"),
    "decimal": ("java.math.BigDecimal", "numberOf", "putNumber"),
    "integer": ("java.math.BigInteger", "wholeOf", "putWhole"),
}
"""Kind → type, and the methods of ``Entry`` that read and write it."""
_IDENTIFIERS = ("uscc", "organisation_code", "registration_number", "tax_number", "citizen_id", "division_code")


def class_name(record: RecordModel, names: NameTable) -> str:
    """What the class of a record type, or of an item, is called."""
    return names.record("java", record.record_type, record.item)


def source(record: RecordModel, edition: EditionModel, names: NameTable) -> str:
    """The source of one class. The class of an item extends that of its record type, where the edition has it."""
    name, runtime = class_name(record, names), f"{package_of(edition)}.runtime"
    above = (
        None if record.item is None else next((one for one in edition.records if one.id == record.record_type), None)
    )
    inherited = {field.name for field in above.fields} if above else set()
    parent = f"{runtime}.Entry" if above is None else class_name(above, names)
    accessors = (_accessors(field, edition, names) for field in record.fields if field.name not in inherited)
    return (
        head(edition, package_of(edition))
        + javadoc("", record.title.zh, record.title.en, f"{record.id} {record.clause}")
        + f"public class {name} extends {parent} {{\n"
        + _fields(record, edition, runtime)
        + f"\n    /** 空记录。 / A record that holds nothing. */\n    public {name}() {{\n    }}\n"
        + _says("recordType", literal(record.record_type))
        + _says("item", literal(record.item))
        + f"\n    @java.lang.Override\n    public java.util.List<{runtime}.FieldInfo> fields() {{\n        return FIELDS;\n    }}\n"
        + "".join(accessors)
        + _checks(record, above, names, runtime)
        + "}\n"
    )


def _says(method: str, what: str) -> str:
    return f"\n    @java.lang.Override\n    public String {method}() {{\n        return {what};\n    }}\n"


def _fields(record: RecordModel, edition: EditionModel, runtime: str) -> str:
    made = ",\n".join(
        f"        new {runtime}.FieldInfo({', '.join(_described(field, record, edition))})" for field in record.fields
    )
    return (
        f"    private static final java.util.List<{runtime}.FieldInfo> FIELDS =\n"
        f"        java.util.Collections.unmodifiableList(java.util.Arrays.asList(\n{made}));\n"
    )


def _described(field: FieldModel, record: RecordModel, edition: EditionModel) -> Iterator[str]:
    own = [demand for demand in record.demands if demand.fields[:1] == (field.name,)]
    mangled = next((demand.params for demand in own if demand.kind == "excel_mangled"), {})
    lawful = [one for demand in own if demand.kind in ("required", "placeholder") for one in demand.params["lawful"]]
    traits = {
        "n": mangled.get("numeric"),
        "d": mangled.get("document_number"),
        "m": any(demand.kind == "masked" for demand in own),
        "o": field.name in _one_of(record, edition),
        "i": field.type in _IDENTIFIERS,
        "s": field.code_list is not None and edition.code_list(field.code_list).several,
    }
    yield literal(field.name)
    yield literal(field.title.zh)
    yield literal(field.type)
    yield literal(field.pattern or (field.forms[0] if field.forms else None))
    yield literal("".join(trait for trait, there in traits.items() if there))
    yield from map(literal, dict.fromkeys(lawful))


def _one_of(record: RecordModel, edition: EditionModel) -> set[str]:
    """Identifiers of the groups of which one is asked for: of the record type, which an item may have narrowed to one of them."""
    checks = edition.standard.record_types[record.record_type].checks
    groups = (*record.one_of, *(check.fields for check in checks if check.kind == "one_of"))
    return {name for group in groups for name in group if record.field(name).type in _IDENTIFIERS}


def _accessors(field: FieldModel, edition: EditionModel, names: NameTable) -> str:
    name = names.field("java", field.name)
    name = name[0].upper() + name[1:]
    said = javadoc("    ", field.title.zh, field.title.en, f"{field.code or ''} {field.name}", field.description)
    if field.code_list is None:
        type_, read, write = _TYPES[field.kind]
        reading, writing = f"{read}({literal(field.name)})", f"{write}({literal(field.name)}, value)"
    else:
        codes, several = names.code_list("java", field.code_list), edition.code_list(field.code_list).several
        type_ = f"java.util.List<{codes}>" if several else codes
        reading = f"code{'s' * several}Of({literal(field.name)}, {codes}.values())"
        writing = f"putCode{'s' * several}({literal(field.name)}, value)"
    return (
        f"\n{said}    public {type_} get{name}() {{\n        return {reading};\n    }}\n"
        f"\n{said}    public void set{name}({type_} value) {{\n        {writing};\n    }}\n"
    )


def _checks(record: RecordModel, above: RecordModel | None, names: NameTable, runtime: str) -> str:
    """Those of the record type are inherited where the item has all of them."""
    wanted = calls(record, names)
    given = [] if above is None else calls(above, names)
    inherits = bool(given) and set(given) <= set(wanted)
    own = [call for call in wanted if not inherits or call not in set(given)]
    parts = [own[place : place + _PART] for place in range(0, len(own), _PART)]
    first = ["super.check(on);"] if inherits else []
    if len(parts) <= 1:
        return _method("@java.lang.Override\n    protected void check", [*first, *(parts[0] if parts else [])], runtime)
    more = [f"check{number}(on);" for number in range(len(parts))]
    return _method("@java.lang.Override\n    protected void check", [*first, *more], runtime) + "".join(
        _method(f"private void check{number}", part, runtime) for number, part in enumerate(parts)
    )


def _method(head_: str, statements: list[str], runtime: str) -> str:
    body = "".join(f"        {statement}\n" for statement in statements)
    return f"\n    {head_}({runtime}.Checks on) {{\n{body}    }}\n"
