"""What all records have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self, cast

from ._checking import Check, Problem, problems
from ._values import Field, read, write

UNKNOWN_FIELD = "unknown-field"
NO_TEXT = "no-text"
UNREADABLE = "unreadable"


class Invalid(ValueError):
    """A record that no object can be made of."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__("; ".join(f"{one.field}: {one.message} [{one.rule}]" for one in found))
        self.problems = found


class Record:
    """A record. Fields that hold nothing are None."""

    ID: ClassVar[str]
    TITLE: ClassVar[str]
    FIELDS: ClassVar[tuple[Field, ...]]
    CHECKS: ClassVar[tuple[Check, ...]]

    @classmethod
    def from_dict(cls, data: Mapping[str, str | None]) -> Self:
        """The record of the texts of a submission. Raises Invalid where one of them is no value of its field."""
        texts, found = texts_of(data, cls.FIELDS)
        values: dict[str, Any] = {}
        for field in cls.FIELDS:
            if field.name in texts:
                try:
                    values[field.attribute] = read(field, texts[field.name])
                except ValueError:
                    told = [one for one in cls.problems_of(data) if one.field == field.name]
                    found += told or [Problem(UNREADABLE, field.name, "error", field.title)]
        if found:
            raise Invalid(found)
        return cast(Self, cast(Any, cls)(**values))

    def to_dict(self) -> dict[str, str]:
        """The texts of a submission, of the fields that hold something. Raises TypeError for a value of a wrong type."""
        values = {field.name: getattr(self, field.attribute) for field in self.FIELDS}
        return {name: write(value) for name, value in values.items() if value is not None}

    def validate(self) -> list[Problem]:
        """What is wrong with the record; nothing if the list is empty."""
        return self.problems_of(self.to_dict())

    @classmethod
    def problems_of(cls, data: Mapping[str, str | None]) -> list[Problem]:
        """What is wrong with a record that is still in texts, whether or not an object can be made of it."""
        if not isinstance(data, Mapping):
            return [
                Problem(NO_TEXT, "", "error", "记录应为字段名到文本的映射 / a record maps names of fields to texts")
            ]
        texts, found = texts_of(data, cls.FIELDS)
        told = {one.field for one in found}
        return found + [one for one in problems(texts, cls.CHECKS) if one.field not in told]


def texts_of(data: Mapping[str, Any], fields: tuple[Field, ...]) -> tuple[dict[str, str], list[Problem]]:
    """The texts that are there, and what is wrong with the record before any check."""
    known = {field.name for field in fields}
    texts: dict[str, str] = {}
    found: list[Problem] = []
    for name, value in data.items():
        if name not in known:
            found.append(Problem(UNKNOWN_FIELD, str(name), "error", "没有这个数据项 / there is no such field"))
        elif value is not None and not isinstance(value, str):
            found.append(Problem(NO_TEXT, name, "error", "值应为文本 / a value is text"))
        elif value:
            texts[name] = value
    return texts, found
