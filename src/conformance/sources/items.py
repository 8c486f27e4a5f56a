"""Which data item a table holds: its headers tell the record type; the item is the one named, the general one of the
type, or the only one that the party submits."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from conformance.sources.headers import Matcher, forms_of
from conformance.sources.locate import Cells, Layout, Named, locate
from conformance.sources.mapping import Mapping
from conformance.sources.model import Unusable
from conformance.standard.model import DataItem, Party, Standard, Text

LEAST_MATCHES = 3
"""Fewer headers than this say nothing about what a table holds."""
_LISTED = 6
_REMEMBERED = 256
_REMEMBERED_HEADERS = 4096


class Fit(Struct, frozen=True):
    """How well the head of a table fits one record type."""

    record_type: str
    item: str | None
    """The data item that a table of the type is taken for; None where several may be meant."""
    layout: Layout
    exclusive: int
    """Headers that only this record type knows."""
    share: float
    """Share of the record type's own columns that are there."""

    @property
    def merit(self) -> tuple[int, int]:
        """The better fit has the greater merit."""
        return self.exclusive, self.layout.matched


class Recogniser:
    """All record types and items of a standard with their names, made once per standard."""

    def __init__(self, standard: Standard) -> None:
        self.standard = standard
        self._plain = {name: Matcher(record_type) for name, record_type in standard.record_types.items()}
        self._of_items: dict[str, Matcher] = {}
        self._forms = {form for matcher in self._plain.values() for form in matcher.forms}
        self._may_name: dict[str, bool] = {}
        self._of_keys: dict[tuple[frozenset[str | None], str | None, str | None], list[Fit]] = {}
        """What was found out about sets of keys, the item given and the party."""

    def matcher(self, item: str) -> Matcher:
        """The names of an item's fields, those that only the item has among them."""
        entry = self.standard.items[item]
        if not entry.fields and not entry.required:
            return self._plain[entry.record_type]
        if item not in self._of_items:
            self._of_items[item] = matcher = Matcher(self.standard.record_type_of(item))
            self._forms |= matcher.forms
            self._may_name.clear()
        return self._of_items[item]

    def names(self) -> list[str]:
        """Every name by which a column may be called, for telling encodings apart."""
        found = {
            name: None
            for record_type in self.standard.record_types.values()
            for field in record_type.fields
            for name in (field.title, field.code, field.name, *field.aliases)
            if name
        }
        return list(found)

    def namer(self, item: str, mapping: Mapping | None) -> Named:
        """The function that tells which field of an item a header names."""
        return self._namer(self.matcher(item), mapping)

    def namers(self, mapping: Mapping | None, given: str | None = None) -> list[Named]:
        """The same for every record type, that of a given item first."""
        item = self.standard.items.get(given or "")
        names = sorted(self._plain, key=lambda name: item is None or name != item.record_type)
        return [self._namer(self._plain[name], mapping) for name in names]

    def item_of_type(self, record_type: str, given: str | None, party: Party | None) -> str | None:
        """The item that a table of the type is taken for."""
        possible = self.items_of_type(record_type)
        if given is not None and any(item.id == given for item in possible):
            return given
        submitted = [item for item in possible if party is not None and set(party.units) & set(item.providers)]
        for choice in ([item for item in possible if item.general], submitted, possible):
            if len(choice) == 1:
                return choice[0].id
        return None

    def items_of_type(self, record_type: str) -> list[DataItem]:
        """Every item whose records are of the type."""
        return [item for item in self.standard.items.values() if item.record_type == record_type]

    def fits(
        self,
        head: Sequence[Cells],
        mapping: Mapping | None,
        keyed: bool = False,
        given: str | None = None,
        party: Party | None = None,
    ) -> list[Fit]:
        """Every record type with how well the head fits it, best first."""
        if not keyed or mapping is not None or not head:
            return self._fits(head, mapping, keyed, given, party)
        # Keys have no order of their own, and a service meets the same ones again and again.
        key = (frozenset(head[0]), given, None if party is None else party.id)
        fits = self._of_keys.get(key)
        if fits is None:
            if len(self._of_keys) >= _REMEMBERED:
                self._of_keys.clear()
            fits = self._of_keys[key] = self._fits(head, mapping, keyed, given, party)
        headers = tuple(head[0])
        if all(fit.layout.headers == headers for fit in fits):
            return fits
        return [replace(fit, layout=replace(fit.layout, headers=headers)) for fit in fits]

    def _fits(
        self, head: Sequence[Cells], mapping: Mapping | None, keyed: bool, given: str | None, party: Party | None
    ) -> list[Fit]:
        items = {name: self.item_of_type(name, given, party) for name in self._plain}
        namers = {
            name: self._namer(self._plain[name] if item is None else self.matcher(item), mapping)
            for name, item in items.items()
        }
        fits = []
        for name, named in namers.items():
            rivals = [other for rival, other in namers.items() if rival != name]
            fits.append(self._fit(name, items[name], named, rivals, head, keyed))
        return sorted(fits, key=lambda fit: fit.merit, reverse=True)

    def fit_of(self, item: str, head: Sequence[Cells], mapping: Mapping | None) -> Fit:
        """How well the head fits the record type of an item, where nobody asks what others make of it."""
        named = self._namer(self.matcher(item), mapping)
        return self._fit(self.standard.items[item].record_type, item, named, (), head, keyed=False)

    def _fit(
        self, name: str, item: str | None, named: Named, rivals: Sequence[Named], head: Sequence[Cells], keyed: bool
    ) -> Fit:
        layout = locate_keyed(head, named) if keyed else locate(head, named)
        mine = {header for header in layout.headers if named(header)}
        exclusive = sum(1 for header in mine if not any(rival(header) for rival in rivals))
        own = {field.name for field in self.standard.record_types[name].fields if not field.addition}
        matched = {named(header) for header in mine}
        return Fit(name, item, layout, exclusive, len(matched & own) / max(1, len(own)))

    def _namer(self, matcher: Matcher, mapping: Mapping | None) -> Named:
        fields = {field.name for field in matcher.record_type.fields}

        def named(header: str | None) -> str | None:
            if not header:
                return None
            if mapping is not None:
                if mapping.ignores(header):
                    return None
                mapped = mapping.field_for(header)
                if mapped in fields:
                    return mapped
            match = matcher.match(header) if self._may_be_known(header) else None
            return match.field.name if match else None

        return named

    def _may_be_known(self, header: str) -> bool:
        """Whether a header may name a field of any record type. Cells of records do not, and are asked of all of them."""
        may_be = self._may_name.get(header)
        if may_be is None:
            if len(self._may_name) >= _REMEMBERED_HEADERS:
                self._may_name.clear()
            may_be = self._may_name[header] = not self._forms.isdisjoint(forms_of(header))
        return may_be


def locate_keyed(head: Sequence[Cells], named: Named) -> Layout:
    """The layout of a table whose keys are its header."""
    headers = tuple(head[0]) if head else ()
    return Layout(0, headers, len({named(header) for header in headers} - {None}))


def clear_winner(fits: Sequence[Fit]) -> Fit | None:
    """The record type that the headers name beyond doubt, or None."""
    if not fits or fits[0].layout.matched < LEAST_MATCHES:
        return None
    if len(fits) > 1 and fits[1].merit == fits[0].merit:
        return None
    return fits[0]


def check_item(item: str, standard: Standard) -> None:
    """Refuse an item that the standard does not have."""
    if item not in standard.items:
        near = [standard.items[name] for name in difflib.get_close_matches(item, standard.items, n=3, cutoff=0.5)]
        known = listed(near or list(standard.items.values()))
        raise Unusable(
            f"没有数据事项“{item}”，可用的有：{known.zh}。", f"There is no data item {item!r}; there are: {known.en}."
        )


def listed(items: Sequence[DataItem], narrower: str = "") -> Text:
    """Items by id and title: the general ones first, no more than fit a line, and how to see the rest.

    ``narrower`` are options of the command that lists them.
    """
    first = sorted(items, key=lambda item: not item.general)[:_LISTED]
    zh = "、".join(f"{item.id}（{item.title.zh}）" for item in first)
    en = ", ".join(item.id for item in first)
    if len(items) == len(first):
        return Text(zh, en)
    return Text(
        f"{zh} 等 {len(items)} 个（全部见 conformance catalog list data{narrower}）",
        f"{en} and {len(items) - len(first)} more (conformance catalog list data{narrower})",
    )
