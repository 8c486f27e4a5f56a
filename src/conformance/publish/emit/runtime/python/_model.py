"""What all records have in common, as pydantic models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_serializer, field_validator, model_validator
from pydantic_core import PydanticCustomError

from ._checking import Check, Problem, problems
from ._values import Field, read, write


class Record(BaseModel):
    """A record. Fields that hold nothing are None.

    A model is right: making one raises ValidationError, with the ids of the rules in the context of each error. What is wrong with one
    value is told at its field, what is wrong with the record as a whole at the record.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, protected_namespaces=(), arbitrary_types_allowed=True
    )

    ID: ClassVar[str]
    TITLE: ClassVar[str]
    FIELDS: ClassVar[tuple[Field, ...]]
    CHECKS: ClassVar[tuple[Check, ...]]

    @classmethod
    def from_dict(cls, data: Mapping[str, str | None]) -> Self:
        """The record of the texts of a submission. Raises ValidationError."""
        return cls.model_validate(data)

    def to_dict(self) -> dict[str, str]:
        """The texts of a submission, of the fields that hold something."""
        values = {field.name: getattr(self, field.attribute) for field in self.FIELDS}
        return {name: write(value) for name, value in values.items() if value is not None}

    @field_validator("*", mode="before")
    @classmethod
    def _read(cls, value: Any, info: ValidationInfo) -> Any:
        """The value of a text; a value that is none is told by the rule that it breaks."""
        if isinstance(value, float):
            raise _error(
                [
                    Problem(
                        "no-text",
                        info.field_name or "",
                        "error",
                        "小数应为文本或 Decimal / decimals are text or Decimal",
                    )
                ]
            )
        if not isinstance(value, str):
            return value
        if not value:
            return None
        field = next(one for one in cls.FIELDS if one.attribute == info.field_name)
        try:
            return read(field, value)
        except ValueError:
            told = [one for one in problems({field.name: value}, cls.CHECKS) if one.field == field.name]
            raise _error(told or [Problem("unreadable", field.name, "error", field.title)]) from None

    @field_serializer("*", when_used="json")
    def _written(self, value: Any) -> str | None:
        return None if value is None else write(value)

    @model_validator(mode="after")
    def _judged(self) -> Self:
        found = problems(self.to_dict(), self.CHECKS)
        if found:
            raise _error(found)
        return self


def _error(found: list[Problem]) -> PydanticCustomError:
    """One error; the problems are in its context."""
    told = "; ".join(f"{one.field}: {one.message} [{one.rule}]" for one in found)
    listed = [{"rule": one.rule, "field": one.field, "severity": one.severity} for one in found]
    return PydanticCustomError("record", "{told}", {"told": told, "problems": listed})
