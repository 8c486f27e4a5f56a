"""LinkML: the edition as one schema without modules, what items ask beyond their record type among it.

The source of the standard is in LinkML as well, in modules and with its rule book beside it. This is what follows from it: a class
for each record type, a class below it for each item, each with all that holds in it. Values are texts, as in the source; a permissible
value is the code, its title the label.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.publish.emit import header, lexical, yamlout
from conformance.publish.model import CodeListModel, EditionModel, FieldModel, RecordModel
from conformance.publish.names import NameTable
from conformance.publish.records.numerals import PLAIN
from conformance.standard.model import Text

TARGET = "linkml"
TITLE = Text("合并为一个文件的 LinkML 模式", "LinkML, merged into one schema")
USE = Text("在 LinkML 工具中使用本标准", "use the standard with the tools of LinkML")
Object = dict[str, Any]
_TYPES = {
    "date": lexical.day(),
    "timestamp": f"{lexical.day()}{lexical.CLOCK}",
    "amount": PLAIN,
    "score": PLAIN,
    "year": "[0-9]{4}",
    "count": "0|[1-9][0-9]*",
}
"""Types whose texts have a form of their own."""
_SUFFIX = "_value"
"""Behind the names of our types: LinkML has a ``date`` of its own, which is written in another way."""


def files(edition: EditionModel, names: NameTable) -> Iterator[tuple[str, str]]:
    """``edition.linkml.yaml``; of one item, ``ITEM.linkml.yaml``."""
    head = "".join(f"# {line}\n" for line in header.lines(edition, TARGET))
    yield f"{edition.item or 'edition'}.linkml.yaml", head + yamlout.written(schema(edition, names))


def schema(edition: EditionModel, names: NameTable) -> Object:
    """The schema as data."""
    every = edition.records if edition.item else (*edition.records, *edition.items)
    fields = {field.name: field for record in reversed(every) for field in reversed(record.fields)}
    types = dict.fromkeys(field.type for record in every for field in record.fields if field.code_list is None)
    above = {record.id: record for record in edition.records}
    classes = {}
    for record in every:
        parent = None if edition.item or record.item is None else above[record.record_type]
        classes[_class(record, names)] = _record(record, parent, edition, names)
    return {
        "id": f"urn:three-list-conformance:{edition.id}" + (f":{edition.item}" if edition.item else ""),
        "name": f"three_lists_{edition.id}" + (f"_{edition.item.replace('-', '_')}" if edition.item else ""),
        "title": edition.title.zh,
        "description": edition.title.en,
        "version": edition.version,
        "annotations": header.data(edition),
        "prefixes": {"linkml": "https://w3id.org/linkml/", "tlc": "urn:three-list-conformance:"},
        "default_prefix": "tlc",
        "default_range": "string",
        "imports": ["linkml:types"],
        "types": {f"{name}{_SUFFIX}": _type(name) for name in types},
        "enums": {names.code_list("python", one.id): _enum(one) for one in edition.code_lists},
        "slots": {names.field("python", name): _bare(field, names) for name, field in sorted(fields.items())},
        "classes": classes,
    }


def _class(record: RecordModel, names: NameTable) -> str:
    return names.record("python", record.record_type, record.item)


def _type(name: str) -> Object:
    pattern = {"pattern": f"^({_TYPES[name]})$"} if name in _TYPES else {}
    return {"base": "str", "uri": "xsd:string", **pattern}


def _enum(entries: CodeListModel) -> Object:
    values = {
        code.code: {
            "title": code.title.zh,
            **_english(code.title.en),
            **_some("aliases", [word for word in code.accepted if word not in (code.code, code.title.zh)]),
        }
        for code in entries.codes
    }
    notes = {"code_list": entries.id, "wanted": entries.wanted, "source": entries.source}
    return {"title": entries.title.zh, **_english(entries.title.en), "annotations": notes, "permissible_values": values}


def _english(label: str) -> Object:
    return {"structured_aliases": [{"literal_form": label, "in_language": "en"}]}


def _some(key: str, values: object) -> Object:
    return {key: values} if values else {}


def _range(field: FieldModel, names: NameTable) -> str:
    return f"{field.type}{_SUFFIX}" if field.code_list is None else names.code_list("python", field.code_list)


def _bare(field: FieldModel, names: NameTable) -> Object:
    """A slot of no class. LinkML's own loader stumbles over some names (``self``): those have the key of the wire as alias."""
    alias = {} if names.field("python", field.name) == field.name else {"alias": field.name}
    return {"title": field.title.zh, "range": _range(field, names), **alias}


def _record(record: RecordModel, parent: RecordModel | None, edition: EditionModel, names: NameTable) -> Object:
    """The class; below a record type only what differs from it."""
    known = {} if parent is None else {field.name: field for field in parent.fields}
    own = [names.field("python", field.name) for field in record.fields if field.name not in known]
    usage = {names.field("python", f.name): _slot(f, edition, names) for f in record.fields if f != known.get(f.name)}
    groups = record.one_of if parent is None else ()
    notes = {
        "record_type": record.record_type,
        "clause": record.clause,
        **({"item": record.item} if record.item else {}),
    }
    return {
        **({} if parent is None else {"is_a": _class(parent, names)}),
        "title": record.title.zh,
        **_english(record.title.en),
        "annotations": notes,
        **_some("slots", own),
        **_some("slot_usage", usage),
        **(
            {
                "unique_keys": {
                    "record": {"unique_key_slots": [names.field("python", name) for name in record.unique[0]]}
                }
            }
            if record.unique and not parent
            else {}
        ),
        **(
            {"any_of": [{"slot_conditions": {names.field("python", name): {"required": True}}} for name in groups[0]]}
            if groups
            else {}
        ),
    }


def _slot(field: FieldModel, edition: EditionModel, names: NameTable) -> Object:
    """A slot as a class uses it. A greatest length is a pattern where there is no other; LinkML has no word for it."""
    entries = None if field.code_list is None else edition.code_list(field.code_list)
    pattern = field.pattern
    if pattern is None and entries is None and field.max_length is not None:
        pattern = rf"^[\s\S]{{0,{field.max_length}}}$"
    known = {
        "code": field.code,
        "clause": field.clause,
        "max_length": field.max_length,
        "check_digit": field.check_digit,
    }
    known |= {
        "minimum": field.minimum,
        "maximum": field.maximum,
        "decimals": field.decimals,
        "personal": field.personal,
    }
    known |= {"allowed": " ".join(field.allowed) or None}
    return {
        "title": field.title.zh,
        **_english(field.title.en),
        **_some("description", field.description),
        "range": _range(field, names),
        **({"multivalued": True} if entries is not None and entries.several else {}),
        "required": field.required,
        **({} if pattern is None else {"pattern": pattern}),
        "annotations": {key: str(value) for key, value in known.items() if value is not None},
    }
