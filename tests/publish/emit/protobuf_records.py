"""Records as messages and back, by nothing but what a compiled artefact says of itself: the way that ``types.proto`` describes."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import grpc_tools
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from publish.emit.proof import Record, artefact, write

TARGET = "protobuf"
Fields = dict[str, dict[str, int]]
"""Message or enum → field or constant → its number."""
INCLUDED = Path(grpc_tools.__file__).parent / "_proto"
_DAY = re.compile("([0-9]{4})/([0-9]{2})/([0-9]{2})")
_MOMENT = re.compile(f"{_DAY.pattern}(?: ([0-9]{{2}}):([0-9]{{2}})(?::([0-9]{{2}}))?)?")
_NOTE = re.compile("[（(]([^）)]*)[）)]|[：:—-](.*)")
_SEPARATOR = re.compile("[；;，,、/ ]+")


class NoValue(ValueError):
    """A text that a message has no place for."""


def compiled(files: dict[str, bytes]) -> bytes:
    """What protoc makes of the files: a set of descriptors. Raises ValueError with what it says against them."""
    with TemporaryDirectory() as name:
        folder = write(files, Path(name))
        command = [sys.executable, "-m", "grpc_tools.protoc", f"-I{folder}", f"-I{INCLUDED}"]
        command += ["--include_imports", f"--descriptor_set_out={folder / 'set'}", *files]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode or done.stderr:
            raise ValueError(done.stderr)
        return (folder / "set").read_bytes()


class Compiled:
    """An artefact after protoc: its messages, and its options as values. Several live beside each other."""

    def __init__(self, descriptors: bytes) -> None:
        self.files = descriptor_pb2.FileDescriptorSet.FromString(descriptors).file
        self.pool = descriptor_pool.DescriptorPool()
        for file in self.files:
            self.pool.Add(file)

    @cached_property
    def records(self) -> dict[str, Any]:
        """Record type, or item → class of its messages."""
        found = {}
        for one in self._messages("records.proto"):
            told = self.told(one, "record")
            found[told.item or told.record_type] = message_factory.GetMessageClass(one)
        return found

    @cached_property
    def lists(self) -> dict[str, Any]:
        """Id → descriptor of the message of a code list."""
        return {self.told(one, "list").id: one for one in self._messages("codes.proto")}

    def _messages(self, name: str) -> Iterator[Any]:
        for file in self.files:
            if file.name.endswith(f"/{name}"):
                yield from self.pool.FindFileByName(file.name).message_types_by_name.values()

    def told(self, descriptor: Any, option: str) -> Any:
        """An option of ours. The options that protobuf has ready know no extensions of this pool: they are read again by it."""
        plain = descriptor.GetOptions()
        own = message_factory.GetMessageClass(self.pool.FindMessageTypeByName(plain.DESCRIPTOR.full_name))
        return own.FromString(plain.SerializeToString()).Extensions[
            self.pool.FindExtensionByName(f"threelist.{option}")
        ]

    def message(self, record_type: str, record: Record) -> Any:
        """The record as a message. Raises NoValue."""
        made = self.records[record_type]()
        for field in made.DESCRIPTOR.fields:
            if text := record.get(field.json_name):
                self._fill(made, field, text)
        return made

    def record(self, message: Any) -> dict[str, str]:
        """The texts of what is set."""
        return {
            field.json_name: "；".join(map(self._text, value)) if field.is_repeated else self._text(value)
            for field, value in message.ListFields()
        }

    def _fill(self, made: Any, field: Any, text: str) -> None:
        kind = field.message_type.full_name if field.message_type else field.type
        value = getattr(made, field.name)
        if kind in ("threelist.Day", "threelist.Moment"):
            day = "2099/12/31" if text in self.told(field, "field").endless else text
            read = (_DAY if kind == "threelist.Day" else _MOMENT).fullmatch(day)
            if read is None:
                raise NoValue(text)
            parts = zip(("year", "month", "day", "hours", "minutes", "seconds"), read.groups(), strict=False)
            value.MergeFrom(type(value)(**{part: int(number) for part, number in parts if number is not None}))
        elif kind == "threelist.Decimal":
            value.value = _carried(text)
        elif field.message_type is not None:
            several = self.told(field.message_type, "list").several
            read = next(self._codes(field.message_type, several, text), None)
            if read is None:
                raise NoValue(text)
            for code, note in read:
                (value.add() if several else value).MergeFrom(field.message_type._concrete_class(code=code, note=note))
        elif field.type == field.TYPE_STRING:
            setattr(made, field.name, _carried(text))
        elif field.cpp_type in (field.CPPTYPE_DOUBLE, field.CPPTYPE_FLOAT):
            setattr(made, field.name, float(text))
        else:
            if not re.fullmatch("-?[0-9]+", text):
                raise NoValue(text)
            setattr(made, field.name, int(text))

    def _codes(self, entries: Any, several: bool, text: str) -> Iterator[list[tuple[int, str]]]:
        """How the text can be read as values of a list, the longest words first."""
        for word, number, noted in self._words(entries):
            if not text.startswith(word):
                continue
            rest = text[len(word) :]
            note = _NOTE.match(rest) if noted else None
            for said, left in ((note[1] or note[2] or "", rest[note.end() :]),) if note else (("", rest),):
                if not left:
                    yield [(number, said)]
                elif several and (separator := _SEPARATOR.match(left)):
                    yield from ([(number, said), *more] for more in self._codes(entries, True, left[separator.end() :]))

    def _words(self, entries: Any) -> list[tuple[str, int, bool]]:
        found = []
        for value in entries.enum_types_by_name["Code"].values:
            told = self.told(value, "code")
            found += [(word, value.number, told.note_allowed) for word in (told.written, *told.also) if word]
        return sorted(found, key=lambda one: -len(one[0]))

    def _text(self, value: Any) -> str:
        if isinstance(value, str | int | float):
            return str(value)
        name = value.DESCRIPTOR.full_name
        if name == "threelist.Decimal":
            return str(value.value)
        if name in ("threelist.Day", "threelist.Moment"):
            text = f"{value.year:04}/{value.month:02}/{value.day:02}"
            clock = [f"{one:02}" for at in ("hours", "minutes", "seconds") for one in self._set(value, at)]
            return f"{text} {':'.join(clock)}" if clock else text
        told = self.told(value.DESCRIPTOR.enum_types_by_name["Code"].values_by_number[value.code], "code")
        return f"{told.written}（{value.note}）" if value.note else str(told.written)

    @staticmethod
    def _set(value: Any, name: str) -> list[int]:
        known = name in value.DESCRIPTOR.fields_by_name and value.HasField(name)
        return [getattr(value, name)] if known else []


def _carried(text: str) -> str:
    """The text. Raises NoValue where it is none in UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NoValue(text) from None
    return text


@cache
def proto(which: str = "shipped", item: str | None = None) -> Compiled:
    return Compiled(compiled(artefact(TARGET, which, item)))


def numbers(read: Compiled) -> Fields:
    """Message or enum → field or constant → its number, of an edition's files."""
    found: Fields = {}
    for file in read.files:
        for one in file.message_type if file.package.startswith("threelist") else ():
            name = f"{file.package}.{one.name}"
            found[name] = {field.name: field.number for field in one.field}
            found |= {f"{name}.{e.name}": {value.name: value.number for value in e.value} for e in one.enum_type}
    return found


def through(read: Compiled, record_type: str, record: Record) -> dict[str, str]:
    message = read.message(record_type, record)
    return read.record(type(message).FromString(message.SerializeToString()))


def faulty(pattern: str, instead: str, name: str = "records") -> Compiled:
    path = f"threelist/edition_2016/{name}.proto"
    text, count = re.subn(pattern, instead, artefact(TARGET)[path].decode())
    assert count, pattern
    return Compiled(compiled(artefact(TARGET) | {path: text.encode()}))
