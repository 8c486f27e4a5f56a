"""Numbers of Protobuf: those of the table, reserved where something is gone, and never with another meaning."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from conformance.artefacts import emitters
from conformance.publish.emit import made
from conformance.publish.names import NameTable
from conformance.publish.names.allocate import allocated
from publish.emit.nasty import nasty_model, nasty_names
from publish.emit.proof import EDITIONS, edition_of, names_of
from publish.emit.protobuf_records import TARGET, Compiled, Fields, compiled, faulty, numbers, proto, through
from publish.emit.python_examples import LICENCE

each_edition = pytest.mark.parametrize("which", EDITIONS)


def of_edition(**changes: object) -> dict[str, bytes]:
    """The artefact of the nasty edition with its one record type changed."""
    [record] = nasty_model().records
    edition = replace(nasty_model(), records=(replace(record, **changes),), items=())  # type: ignore[arg-type]
    return made(emitters()[TARGET], edition, allocated(edition, nasty_names()))


def allotted(names: NameTable, which: str) -> Fields:
    """The same of records and enums, as the table of names has it."""
    edition, package = edition_of(which), {"shipped": "threelist.edition_2016", "nasty": "threelist.nasty"}[which]
    found: Fields = {}
    for record in edition.records:
        given = names.field_numbers[record.record_type]
        found[f"{package}.{names.record(TARGET, record.record_type)}"] = {
            names.field(TARGET, name): number for name, number in given.items()
        }
    for entries in edition.code_lists:
        given = names.code_numbers[entries.id]
        found[f"{package}.{names.code_list(TARGET, entries.id)}.Code"] = {"UNSPECIFIED": 0} | {
            names.code(TARGET, entries.id, code): number for code, number in given.items()
        }
    return found


@each_edition
def test_numbers_are_those_of_the_table(which):
    """Fields that only some items have are fields of their record type."""
    assert allotted(names_of(which), which).items() <= numbers(proto(which)).items()


def test_an_item_is_read_as_a_record_of_its_type_and_the_other_way():
    item = proto("shipped", "pollution-permit")
    record = LICENCE | {"emission_kind": "废水"}
    content = item.message("pollution-permit", record).SerializeToString()
    assert proto().record(proto().records["licence"].FromString(content)) == record
    assert item.records.keys() == {"pollution-permit"}
    assert item.records["pollution-permit"].DESCRIPTOR.name == names_of("shipped").record(
        TARGET, "", "pollution-permit"
    )


def test_what_is_gone_is_reserved():
    [record] = nasty_model().records
    files = of_edition(fields=record.fields[2:])
    [file] = [one for one in Compiled(compiled(files)).files if one.name.endswith("/records.proto")]
    [message] = file.message_type
    gone = {name: nasty_names().field_numbers["object"][name] for name in ("subject_uscc", "class", "import")}
    assert {one.start for one in message.reserved_range} == set(gone.values())
    assert {*message.reserved_name} == {nasty_names().field(TARGET, name) for name in gone}
    used = files[file.name].replace(b"reserved ", b"optional string again = 1; reserved ", 1)
    with pytest.raises(ValueError, match='"again" uses reserved number 1'):
        compiled(files | {file.name: used})


def test_a_code_that_is_gone_is_reserved():
    edition = nasty_model()
    fewer = tuple(replace(one, codes=one.codes[1:]) for one in edition.code_lists)
    files = made(emitters()[TARGET], replace(edition, code_lists=fewer), nasty_names())
    for entries in Compiled(compiled(files)).lists.values():
        numbers = {value.number for value in entries.enum_types_by_name["Code"].values}
        assert numbers == {0, *range(2, len(fewer[0].codes) + 2)}
    text = files["threelist/nasty/codes.proto"].decode()
    assert text.count('    reserved 1;\n    reserved "CODE_0";\n') == len(fewer)


def test_a_field_that_becomes_something_else_gets_another_number():
    """Old readers leave the new field alone, and new readers do not take old texts for days."""
    [record] = nasty_model().records
    fields = tuple(replace(one, kind="date") if one.name == "self" else one for one in record.fields)
    later = Compiled(compiled(of_edition(fields=fields)))
    [file] = [one for one in later.files if one.name.endswith("/records.proto")]
    assert nasty_names().number("object", "self", "text") in {one.start for one in file.message_type[0].reserved_range}
    assert nasty_names().field(TARGET, "self") not in file.message_type[0].reserved_name
    before = {"self": "2016/05/09"}
    old, new = proto("nasty").message("object", before), later.message("object", before)
    assert later.record(type(new).FromString(old.SerializeToString())) == {}
    assert proto("nasty").record(type(old).FromString(new.SerializeToString())) == {}
    assert through(later, "object", before) == before


def test_two_items_that_mean_different_things_by_one_word_have_a_field_each():
    [record], items = nasty_model().records, nasty_model().items
    own = items[1].fields[-1]
    other = replace(items[0], fields=(*items[0].fields, replace(own, kind="integer")))
    edition = replace(nasty_model(), items=(items[1], other))
    names = allocated(edition, nasty_names())
    read = Compiled(compiled(made(emitters()[TARGET], edition, names)))
    fields = {field.json_name: field for field in read.records["object"].DESCRIPTOR.fields}
    second = names.field_numbers["object"]["import integer"]
    assert fields["import"].number == nasty_names().field_numbers["object"]["import"]
    assert fields[f"import_{second}"].number == second
    assert [*read.told(fields[f"import_{second}"], "field").items] == [other.item]
    assert len(fields) == len(record.fields) + 2


def test_an_emitter_that_numbers_anew_is_caught():
    """Its bytes mean something else to whoever was built on the right one."""
    anew = faulty(
        r" subject_uscc = \d+ \[((?:.|\n)*?) legal_representative = (\d+) \[",
        r" subject_uscc = \2 [\1 legal_representative = 99 [",
    )
    assert not allotted(names_of("shipped"), "shipped").items() <= numbers(anew).items()
    content = anew.message("licence", LICENCE).SerializeToString()
    assert proto().record(proto().records["licence"].FromString(content)) != LICENCE


def test_an_emitter_that_numbers_codes_anew_is_caught():
    anew = faulty("(ORDINARY|FRANCHISE) = ([12]) ", lambda found: f"{found[1]} = {3 - int(found[2])} ", "codes")  # type: ignore[arg-type]
    content = anew.message("licence", LICENCE).SerializeToString()
    assert proto().record(proto().records["licence"].FromString(content))["approval_category"] == "特许"
