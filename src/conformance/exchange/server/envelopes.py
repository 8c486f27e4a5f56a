"""Bodies held against the profile's envelopes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from conformance.exchange.profile.envelopes import faults
from conformance.exchange.server.hooks import Moment, through
from conformance.exchange.server.messages import Document
from conformance.exchange.server.problems import error_at, refuse
from conformance.standard.jsonpointer import escaped

_MOST = 100
"""Errors that one problem lists."""


def check_envelope(name: str, value: Any, moment: Moment) -> dict[str, Any]:
    """The value, which is an object of that class. Raises Refusal (400) with everything in which it departs from it."""
    wrong = [error_at(pointer_of(path), sentence) for path, sentence in islice(faults(name, value), _MOST)]
    held(wrong, moment)
    return dict(value)


def held(wrong: Sequence[Document], moment: Moment) -> None:
    """Raise Refusal (400) where anything is wrong."""
    found = through(lambda hooks: hooks.faults_of, tuple(wrong), moment)
    if found:
        detail = "请求体不符合交换规范，详见 errors。 / The body does not keep to the profile; see errors."
        raise refuse("invalid-request", detail, found)


def pointer_of(path: Sequence[str | int]) -> str:
    """A path as a JSON pointer (RFC 6901)."""
    return "".join("/" + escaped(str(step)) for step in path)
