"""Subjects that do not exist: the reserved ranges from which every record that is pushed in a test takes its subject.

No organisation code that has been given out begins with ``TTTT``, and nobody has a citizen id of the city as a whole
(``310000``; people's begin with the code of a district or county) with a birth date in 1900. Registration numbers of the
reserved authority ``999999`` belong to no register. The identifiers are right in themselves: every rule takes them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from msgspec import Struct

_ORGANISATION = "TTTT"
_KIND_AND_REGION = "91310000"
_PERSON_REGION = "310000"
_PERSON_YEAR = 1900
_REGISTER = "999999"
_SERIALS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATIONS = len(_SERIALS) ** 4
_ORDERS = [order for order in range(1, 1000) if order % 100]
"""Orders of birth; none ends in 00, so that no number looks like one that a spreadsheet has rounded."""
_PERSONS = 365 * len(_ORDERS)
_REGISTRATIONS = 10**8
_JOINTS = re.compile(r"[\s\-‐-―－]")
_PATTERNS = (
    re.compile(rf"[0-9A-Z]{{8}}{_ORGANISATION}[0-9A-Z]{{6}}"),
    re.compile(rf"{_ORGANISATION}[0-9A-Z]{{5}}"),
    re.compile(rf"{_PERSON_REGION}{_PERSON_YEAR}[0-9]{{7}}[0-9X]"),
    re.compile(rf"{_REGISTER}[0-9]{{9}}"),
)
"""Of the reserved ranges; whether the check character is right does not matter: a planted mistake may lie there."""


class Subject(Struct, frozen=True):
    """A subject as the exchange names it."""

    scheme: str
    id: str


def uscc(seed: int, place: int) -> str:
    """The unified social credit code of the organisation number ``place`` (from 0) of a seed.

    Up to 923 521 places of one seed differ. Raises ValueError beyond them.
    """
    from conformance.sample.identifier_text import credit_code

    return credit_code(_KIND_AND_REGION + organisation_code(seed, place))


def organisation_code(seed: int, place: int) -> str:
    """The organisation code (without hyphen) inside :func:`uscc` of the same seed and place."""
    from conformance.sample.identifier_text import organisation_code as with_check

    number = _number("organisation", seed, place, _ORGANISATIONS)
    serial = ""
    for _ in range(4):
        number, digit = divmod(number, len(_SERIALS))
        serial = _SERIALS[digit] + serial
    return with_check(_ORGANISATION + serial)


def registration_number(seed: int, place: int) -> str:
    """A business registration number of the reserved authority."""
    from conformance.sample.identifiers import chars, registration_check

    body = f"{_REGISTER}{_number('registration', seed, place, _REGISTRATIONS):08d}"
    return body + chr(int(registration_check(chars([body]))[0]))


def citizen_id(seed: int, place: int) -> str:
    """The citizen id of the person number ``place`` (from 0) of a seed.

    Up to 361 350 places of one seed differ. Raises ValueError beyond them.
    """
    from conformance.sample.identifier_text import citizen_id as with_check

    day, order = divmod(_number("person", seed, place, _PERSONS), len(_ORDERS))
    born = date(_PERSON_YEAR, 1, 1) + timedelta(days=day)
    return with_check(f"{_PERSON_REGION}{born:%Y%m%d}{_ORDERS[order]:03d}")


_MAKERS: Mapping[str, Callable[[int, int], str]] = {
    "uscc": uscc,
    "organisation-code": organisation_code,
    "registration-number": registration_number,
    "citizen-id": citizen_id,
}


def subjects(scheme: str, count: int, seed: int) -> tuple[Subject, ...]:
    """That many different subjects by one kind of identifier. Raises KeyError for an unknown scheme, ValueError for too many."""
    return tuple(Subject(scheme, _MAKERS[scheme](seed, place)) for place in range(count))


def is_synthetic(identifier: str) -> bool:
    """Whether an identifier lies in a reserved range; in any case, with or without hyphens and blanks."""
    bare = _JOINTS.sub("", identifier).upper()
    return any(pattern.fullmatch(bare) for pattern in _PATTERNS)


def was_synthetic(identifier: str) -> bool:
    """Whether an identifier is, or was before it was spoilt, one of a reserved range: cut short, lengthened, mistyped at its end."""
    bare = _JOINTS.sub("", identifier).upper()
    return _ORGANISATION in bare or bare.startswith((f"{_PERSON_REGION}{_PERSON_YEAR}", _REGISTER))


def _number(kind: str, seed: int, place: int, size: int) -> int:
    """Different for every place of a seed; two seeds begin at different numbers."""
    if not 0 <= place < size:
        raise ValueError(f"there are {size} synthetic subjects of this kind, so there is none at place {place}")
    start = int.from_bytes(hashlib.sha256(f"{kind}:{seed}".encode()).digest()[:8], "big")
    return (start + place) % size
