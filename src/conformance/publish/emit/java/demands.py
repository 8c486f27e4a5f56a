"""Demands of the rule book as calls of ``Checks``. What has no call here is declared in the matrix as not expressed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from conformance.publish.emit.java.escape import literal
from conformance.publish.model import Demand, RecordModel
from conformance.publish.names import NameTable

Call = tuple[str, ...]
"""Method, and its arguments beyond severity and rule, as Java expressions."""
_PLAIN = {
    "required": "required",
    "placeholder": "placeholder",
    "excel_mangled": "mangled",
    "masked": "masked",
    "control_character": "control",
    "surrounding_blanks": "blanks",
    "lost_character": "lost",
    "birth_date": "birthDate",
    "number_form": "numberForm",
    "not_in_future": "notInFuture",
}
"""Kind → the method that needs the field and nothing else."""
UNTOLD = frozenset(
    "unique division_in_force issuer subject_identifier_kind item_subject deadline in_jurisdiction registered_provider unmasked "
    "history late_record within_period reference known_region known_category empty_row footer_row".split()
)
"""Kinds that no call stands for."""
_SEVERITIES = {"error": "ERROR", "warning": "WARNING"}


def calls(record: RecordModel, names: NameTable) -> list[str]:
    """The statements of a record's checks, in the order of its demands."""
    return [_statement(demand, call) for demand in record.demands for call in _calls(demand, record, names)]


def _statement(demand: Demand, call: Call) -> str:
    if demand.severity not in _SEVERITIES:
        raise ValueError(f"{demand.rule} is told as {demand.severity}, which no class knows")
    method, *arguments = call
    return f"on.{method}({', '.join([_SEVERITIES[demand.severity], literal(demand.rule), *arguments])});"


def _calls(demand: Demand, record: RecordModel, names: NameTable) -> Iterator[Call]:
    if demand.kind in UNTOLD:
        return
    field = literal(demand.fields[0])
    if demand.kind in _PLAIN:
        yield _PLAIN[demand.kind], field
        return
    if demand.kind == "condition":
        yield from _condition(demand)
        return
    try:
        make = _MAKERS[demand.kind]
    except KeyError:
        raise ValueError(f"no emitter of Java knows the check kind {demand.kind!r} of {demand.rule}") from None
    yield make(demand, field, record, names)


def _condition(demand: Demand) -> Iterator[Call]:
    params = demand.params
    if len(params["when"]) != 1 or set(params) != {"when", "then"}:
        raise ValueError(f"{demand.rule} has conditions that no class can say")
    [when] = params["when"]
    for then in params["then"]:
        if then != {"field": then["field"], "present": True}:
            raise ValueError(f"{demand.rule} asks for something that no class can say: {then}")
        field, other = literal(then["field"]), literal(when["field"])
        if when.keys() == {"field", "equals_in"}:
            yield ("requiredWhen", field, other, *map(literal, when["equals_in"]))
        elif when == {"field": when["field"], "present": True}:
            yield "requiredWith", field, other
        else:
            raise ValueError(f"{demand.rule} has a condition that no class can say: {when}")


def _values(demand: Demand, record: RecordModel, names: NameTable) -> str:
    """The list of the field, as an array."""
    code_list = record.field(demand.fields[0]).code_list
    if code_list is None:
        raise ValueError(f"{demand.rule} is about a code list, and {demand.fields[0]} has none")
    return f"{names.code_list('java', code_list)}.values()"


def _code_list(demand: Demand, field: str, record: RecordModel, names: NameTable) -> Call:
    return "codeList", field, _values(demand, record, names)


def _max_length(demand: Demand, field: str, record: RecordModel, names: NameTable) -> Call:
    """Of a value that the list has not, the list has spoken."""
    limit = str(demand.params["limit"])
    if record.field(demand.fields[0]).code_list is None:
        return "maxLength", field, limit
    return "maxLengthOfCode", field, limit, _values(demand, record, names)


def _identifier_form(demand: Demand, field: str, record: RecordModel, names: NameTable) -> Call:
    if record.field(demand.fields[0]).code_list is None:
        return "identifierForm", field
    return "codeWritten", field, _values(demand, record, names)


def _identifier_kind(demand: Demand, field: str, _: RecordModel, __: NameTable) -> Call:
    remarks = literal(demand.fields[1]) if len(demand.fields) > 1 else field
    return ("identifierKind", field, remarks, *(literal(one["pattern"]) for one in demand.params["accepted"]))


def _value_of_item(demand: Demand, field: str, record: RecordModel, names: NameTable) -> Call:
    allowed = [literal(one) for one in demand.params["allowed"]]
    if record.field(demand.fields[0]).code_list is None:
        return ("valueOfItem", field, *allowed)
    return ("codeOfItem", field, _values(demand, record, names), *allowed)


def _date(demand: Demand, field: str, record: RecordModel, _: NameTable) -> Call:
    return ("date", field, *_no_end(demand, record))


def _date_form(demand: Demand, field: str, record: RecordModel, _: NameTable) -> Call:
    return ("dateForm", field, str(demand.params["time"]).lower(), *_no_end(demand, record))


def _no_end(demand: Demand, record: RecordModel) -> list[str]:
    return [literal(word) for word in record.field(demand.fields[0]).words] if demand.params["long_term"] else []


def _number(demand: Demand, field: str, _: RecordModel, __: NameTable) -> Call:
    limits = (demand.params.get(name) for name in ("minimum", "maximum"))
    return (
        "number",
        field,
        *(literal(None if one is None else str(one)) for one in limits),
        str(demand.params["decimals"]),
    )


_MAKERS: dict[str, Callable[[Demand, str, RecordModel, NameTable], Call]] = {
    "one_of": lambda demand, *_: ("oneOf", *map(literal, demand.fields)),
    "max_length": _max_length,
    "pattern": lambda demand, field, *_: ("pattern", field, literal(demand.params["pattern"])),
    "citizen_id_shape": lambda demand, field, *_: ("citizenShape", field, literal(demand.fields[1])),
    "identifier_form": _identifier_form,
    "identifier_kind": _identifier_kind,
    "checksum": lambda demand, field, *_: ("checkDigit", field, literal(demand.params["algorithm"])),
    "same_organisation": lambda demand, field, *_: ("sameOrganisation", field, literal(demand.fields[1])),
    "code_list": _code_list,
    "label_for_code": lambda demand, field, record, names: ("labelForCode", field, _values(demand, record, names)),
    "code_scheme": lambda demand, field, record, names: ("codeScheme", field, _values(demand, record, names)),
    "value_of_item": _value_of_item,
    "date": _date,
    "date_form": _date_form,
    "comparison": lambda demand, field, *_: ("order", field, literal(demand.fields[1])),
    "number_range": _number,
    "other_needs_note": lambda demand, field, record, names: (
        "otherNeedsNote",
        field,
        literal(demand.fields[1]),
        _values(demand, record, names),
    ),
}
"""Kind → its call."""
