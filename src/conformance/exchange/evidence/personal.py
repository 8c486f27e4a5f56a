"""Which values are personal: by the fields of the standard, whatever they are called, and by what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Literal, TypeAlias

from conformance.exchange.evidence.memory import TooMuchWork
from conformance.exchange.evidence.secretwords import is_secret_name
from conformance.sources.headers import Matcher
from conformance.standard.model import Standard

Kind: TypeAlias = Literal["secret", "identifier", "person", "subject", "code", "text", "other"]
"""A secret; an identifier of a person; the name of a person; of a subject, who may be a person; an identifier of an
organisation; free text; anything else."""

_IDENTIFIERS = re.compile(
    r"(?i)(?:.*[_-])?(?:citizen[_-]?id|id[_-]?card(?:[_-]?(?:no|number))?|identity[_-]?(?:no|number|card)|passport(?:[_-]?(?:no|number))?|"
    r"sfzh?m?|sfz|zjhm)|.*(?:身份证|公民身份|护照|证件号).*"
)
_PEOPLE = re.compile(
    r"(?i)(?:person|contact|full|family|given|real|user)[_-]?name|xm|.*(?:姓名|联系人|经办人|负责人|法定代表人)"
)
_STRUCTURE = re.compile(
    r"(?i)id|key|row|record|batch|receipt|next|since|cursor|location|href|url|link|etag|version|digest|sha256|request[_-]?id|instance|pointer"
)
"""Names of the envelopes' own values: numbers of fifteen digits in them are no identity numbers of before 1999."""
_CODES = frozenset({"uscc", "organisation_code", "registration_number", "tax_number"})
_REMEMBERED = 4096
_MOST_NAMES = 10_000
_LONGEST = 256
"""Characters of a name that are looked at; no field is called by a longer one."""
PERSONAL_SCHEMES = ("citizen-id", "passport")


class Fields:
    """What the names in a body mean."""

    def __init__(self, standard: Standard) -> None:
        self._standard = standard
        self._known: dict[str | None, Kind] = {None: "text"}
        self.met = 0
        """Names that had to be looked up; whoever begins with another source sets it to nought."""

    @cached_property
    def _matchers(self) -> list[Matcher]:
        return [Matcher(record_type) for record_type in self._standard.record_types.values()]

    @cached_property
    def words(self) -> frozenset[str]:
        """Texts that stand for an empty cell, and those that rows begin with which are no records."""
        starts: Iterable[str] = (
            start
            for record_type in self._standard.record_types.values()
            for check in record_type.checks
            if check.kind == "footer_row"
            for start in check.params["starts"]
        )
        return frozenset((*self._standard.placeholders, *starts))

    @cached_property
    def natural_person(self) -> frozenset[str]:
        """The words by which a category says that a subject is a natural person."""
        return frozenset(
            word
            for code_list in self._standard.code_lists.values()
            for code in code_list.codes
            if code.code == "natural_person"
            for word in (code.code, code.label, *code.aliases)
        )

    def kind(self, name: str | None) -> Kind:
        """What a value under this name is: the most private of what any record type means by it. Raises TooMuchWork for more
        names than any exchange has."""
        if name is not None and len(name) > _LONGEST:
            name = name.strip()[:_LONGEST]
        known = self._known.get(name)
        if known is None:
            self.met += 1
            if self.met > _MOST_NAMES:
                raise TooMuchWork
            if len(self._known) >= _REMEMBERED:
                self._known = {None: "text"}
            known = self._known[name] = self._kind(name or "")
        return known

    def _kind(self, name: str) -> Kind:
        if is_secret_name(name):
            return "secret"
        fields = [found.field for matcher in self._matchers if (found := matcher.match(name)) is not None]
        if any(field.personal == "identifier" for field in fields) or _IDENTIFIERS.fullmatch(name):
            return "identifier"
        if any(field.type == "person_name" for field in fields) or _PEOPLE.fullmatch(name):
            return "person"
        if any(field.personal == "name" for field in fields):
            return "subject"
        if any(field.type in _CODES for field in fields):
            return "code"
        if any(field.type == "text" and field.code_list is None for field in fields):
            return "text"
        return "other" if fields or _STRUCTURE.fullmatch(name) else "text"
