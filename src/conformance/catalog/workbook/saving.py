"""Writing what a workbook says: into a fresh folder as a whole, or into a folder of lists where it differs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from conformance.catalog.canonical import dump
from conformance.catalog.workbook.importing import Imported
from conformance.catalog.workbook.marks import digest
from conformance.standard import yamltext
from conformance.standard.entries import Entry, EntryFile, read
from conformance.standard.model import Text
from conformance.standard.shapes import Shapes


class NotSaved(ValueError):
    """Nothing was written. ``lines`` say why."""

    def __init__(self, lines: Sequence[Text]) -> None:
        super().__init__("; ".join(line.en for line in lines))
        self.lines = list(lines)


class Saved(Struct, frozen=True):
    """What was written."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    same: int = 0


def write_fresh(target: Path, files: Iterable[EntryFile], loose: Mapping[str, bytes], shapes: Shapes) -> Saved:
    """Write a whole folder; it is there with everything in it or not at all. Raises NotSaved, OSError."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise NotSaved(
            [
                Text(
                    f"“{target}”已存在且不是空文件夹；请换一个新文件夹，或用 --into 更新已有的清单。",
                    f'"{target}" is there and not an empty folder; name a new one, or update lists with --into.',
                )
            ]
        )
    place = target.resolve()
    beside = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    texts = {**loose, **{file.name: _readable(file, shapes).encode() for file in files}}
    try:
        beside.mkdir(parents=True)
        for name, content in texts.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            (beside / name).write_bytes(content)
        if target.is_dir():
            target.rmdir()
        beside.replace(place)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return Saved(added=tuple(sorted(texts)))


def update(folder: Path, imported: Imported, shapes: Shapes, *, loss: bool = False, over: bool = False) -> Saved:
    """Bring a folder of lists up to what the workbook says of them; what it does not hold stays.

    ``loss`` takes the loss of comments in odd places, ``over`` that of changes made since the export. Raises NotSaved.
    """
    current = read(folder, shapes, shapes.files)
    if current.problems:
        raise NotSaved([Text(f"{p.place}：{p.message}", str(p)) for p in current.problems])
    existing = {file.name: file for file in current.files}
    wanted = {file.name: file for file in imported.files}
    touched = {name: _merged(existing.get(name), wanted.get(name), imported) for name in {*wanted, *imported.noted}}
    untouched = [file for name, file in existing.items() if name not in touched]
    texts = {name: "" if file is None else _readable(file, shapes) for name, file in touched.items()}
    before = {name: (folder / name).read_bytes().decode("utf-8") if name in existing else "" for name in touched}
    differing = sorted(name for name in touched if texts[name] != before[name])
    lines = [*_twice([*untouched, *(file for file in touched.values() if file is not None)])]
    for name in differing:
        old = existing.get(name)
        if old is not None and not loss and dump(old, shapes) != before[name]:
            lines.append(
                Text(
                    f"{name}：文件不是标准形式，更新会丢失其中的注释或写法；可加 --canonical 表示接受。",
                    f"{name}: not in canonical form; the update would lose comments or form. Add --canonical to accept it.",
                )
            )
        noted = imported.noted.get(name)
        if noted is not None and noted.digest and not over and noted.digest != digest(before[name]):
            lines.append(_changed_since(name))
    loose = {name: one for name, one in imported.loose.items() if _differs(folder / name, one.content)}
    fresh = {name for name in loose if not (folder / name).exists()}
    for name, one in loose.items():
        if name not in fresh and one.digest and not over and one.digest != digest((folder / name).read_bytes()):
            lines.append(_changed_since(name))
    if lines:
        raise NotSaved(lines)
    for name in differing:
        _put(folder / name, texts[name].encode() or None)
    for name, one in loose.items():
        _put(folder / name, one.content)
    return Saved(
        added=tuple(sorted([*(name for name in differing if not before[name]), *fresh])),
        changed=tuple(sorted([*(n for n in differing if before[n] and texts[n]), *(loose.keys() - fresh)])),
        removed=tuple(name for name in differing if not texts[name]),
        same=len(touched) - len(differing) + len(imported.loose) - len(loose),
    )


def _differs(path: Path, content: bytes) -> bool:
    return not path.is_file() or path.read_bytes() != content


def _changed_since(name: str) -> Text:
    return Text(
        f"{name}：导出之后文件又有改动，直接更新会覆盖它；请重新导出再改，或加 --over 表示以工作簿为准。",
        f"{name}: the file was changed after the export; export it again, or add --over to let the workbook win.",
    )


def _readable(file: EntryFile, shapes: Shapes) -> str:
    """The text of a file, once it is known that it will be read as it is meant. Raises NotSaved."""
    text = dump(file, shapes)
    try:
        data, _ = yamltext.read(text)
    except yamltext.Unreadable as error:
        data = str(error)
    if data != {file.list: [entry.data for entry in file.entries]}:
        raise NotSaved(
            [
                Text(
                    f"{file.name}：内容里有文本文件写不出的字符（看不见的控制字符），请在工作簿里删去。",
                    f"{file.name}: it has characters that no text file can hold (invisible controls); delete them.",
                )
            ]
        )
    return text


def _put(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _merged(old: EntryFile | None, new: EntryFile | None, imported: Imported) -> EntryFile | None:
    """The workbook's entries in its order; what it never held stays behind the entry that it stood behind."""
    if old is None:
        return new
    noted = imported.noted.get(old.name)
    known = set(noted.ids) if noted else set()
    entries = list(new.entries) if new else []
    ids = {entry.id for entry in entries}
    before = ""
    for entry in old.entries:
        if entry.id not in ids and entry.id not in known:
            place = next((n for n, other in enumerate(entries) if other.id == before), -1)
            entries.insert(place + 1, entry)
        before = entry.id if entry.id in {e.id for e in entries} else before
    if not entries:
        return None
    return replace(old, entries=tuple(entries), comment=noted.comment if noted else old.comment)


def _twice(files: Iterable[EntryFile]) -> list[Text]:
    """Ids that would be in two files."""
    seen: dict[tuple[str, str], Entry] = {}
    found: list[Text] = []
    for file in files:
        for entry in file.entries:
            first = seen.setdefault((entry.list, entry.id), entry)
            if first is not entry:
                found.append(
                    Text(
                        f"编号“{entry.id}”在 {first.file} 和 {file.name} 里都有；请在工作簿里改用新的编号。",
                        f'The id "{entry.id}" would be in {first.file} and in {file.name}; choose a new one.',
                    )
                )
    return found
