"""Which data item a table holds, told by its headers: national codes and titles distinguish licence from penalty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conformance.sources.headers import Matcher
from conformance.sources.locate import Cells, Layout, Named, locate
from conformance.sources.mapping import Mapping
from conformance.sources.model import Unusable
from conformance.standard.model import Standard

LEAST_MATCHES = 3
"""Fewer headers than this say nothing about what a table holds."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well the head of a table fits one data item."""

    item: str
    layout: Layout
    exclusive: int
    """Headers that only this item's record type knows."""
    share: float
    """Share of the item's national fields that have a column."""

    @property
    def merit(self) -> tuple[int, int]:
        """The better fit has the greater merit."""
        return self.exclusive, self.layout.matched


class Recogniser:
    """All items of a standard with their names, made once per standard."""

    def __init__(self, standard: Standard) -> None:
        self.standard = standard
        self.matchers = {name: Matcher(record_type) for name, record_type in standard.record_types.items()}

    def matcher(self, item: str) -> Matcher:
        """The names of an item's fields."""
        return self.matchers[self.standard.items[item].record_type]

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
        matcher = self.matcher(item)
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
            match = matcher.match(header)
            return match.field.name if match else None

        return named

    def fits(self, head: Sequence[Cells], mapping: Mapping | None, keyed: bool = False) -> list[Fit]:
        """Every item with how well the head fits it, best first."""
        namers = {item: self.namer(item, mapping) for item in self.standard.items}
        fits = []
        for item, named in namers.items():
            layout = locate_keyed(head, named) if keyed else locate(head, named)
            mine = {header for header in layout.headers if named(header)}
            rivals = [
                other
                for name, other in namers.items()
                if self.standard.items[name].record_type != self.standard.items[item].record_type
            ]
            exclusive = sum(1 for header in mine if not any(rival(header) for rival in rivals))
            record_type = self.standard.record_type_of(item)
            national = {field.name for field in record_type.fields if field.origin == "national"}
            matched = {named(header) for header in mine}
            fits.append(Fit(item, layout, exclusive, len(matched & national) / max(1, len(national))))
        return sorted(fits, key=lambda fit: fit.merit, reverse=True)


def locate_keyed(head: Sequence[Cells], named: Named) -> Layout:
    """The layout of a table whose keys are its header."""
    headers = tuple(head[0]) if head else ()
    return Layout(0, headers, len({named(header) for header in headers} - {None}))


def clear_winner(fits: Sequence[Fit]) -> Fit | None:
    """The item that the headers name beyond doubt, or None."""
    if not fits or fits[0].layout.matched < LEAST_MATCHES:
        return None
    if len(fits) > 1 and fits[1].merit == fits[0].merit:
        return None
    return fits[0]


def check_item(item: str, standard: Standard) -> None:
    """Refuse an item that the standard does not have."""
    if item not in standard.items:
        known = "、".join(f"{one.id}（{one.title.zh}）" for one in standard.items.values())
        known_en = ", ".join(standard.items)
        raise Unusable(
            f"没有数据事项“{item}”，可用的有：{known}。", f"There is no data item {item!r}; there are: {known_en}."
        )
