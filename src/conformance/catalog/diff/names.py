"""How sentences call fields, code lists and rules: by their titles, with what the files call them in brackets."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from conformance.standard.model import Field, Standard, Text


class Names(Struct, frozen=True):
    """What is known of titles; what is not known is called by its id."""

    fields: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    """Record type → field → its name."""
    lists: Mapping[str, Text] = field(default_factory=dict)
    rules: Mapping[str, Text] = field(default_factory=dict)

    def field(self, record: str, name: str) -> Text:
        """许可决定日期（decision_date）. What only other record types have, such as a field that an item adds, by theirs."""
        elsewhere = (known[name] for known in self.fields.values() if name in known)
        return self.fields.get(record, {}).get(name) or next(elsewhere, Text(name, name))

    def code_list(self, name: str | None) -> Text | None:
        """名单类别（list_kind）."""
        return None if name is None else self.lists.get(name) or Text(name, name)

    def rule(self, name: str) -> Text:
        """迟报（publish-within-7-working-days）."""
        return self.rules.get(name) or Text(name, name)

    def dotted(self, given: str) -> Text:
        """A field that is written with its record type, ``licence.remarks``."""
        record, _, name = given.partition(".")
        return self.field(record, name) if name else Text(given, given)


def field_name(one: Field) -> Text:
    """许可决定日期（decision_date）."""
    return _called(one.name, Text(one.title, one.title_en))


def names_of(*standards: Standard) -> Names:
    """The titles of several editions; of two that know a thing the first counts."""
    fields: dict[str, dict[str, Text]] = {}
    lists: dict[str, Text] = {}
    rules: dict[str, Text] = {}
    for standard in standards:
        own = [(name, one) for name, record in standard.record_types.items() for one in record.fields]
        extra = [(item.record_type, one) for item in standard.items.values() for one in item.fields]
        for record, one in (*own, *extra):
            fields.setdefault(record, {}).setdefault(one.name, field_name(one))
        for codes in standard.code_lists.values():
            lists.setdefault(codes.id, _called(codes.id, Text(codes.title, codes.title_en)))
        for rule in standard.rules.values():
            rules.setdefault(rule.id, _called(rule.id, rule.title))
    return Names(fields, lists, rules)


def _called(name: str, title: Text) -> Text:
    return Text(f"{title.zh}（{name}）", f"{title.en} ({name})")
