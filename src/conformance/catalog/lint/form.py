"""How the files are written: shape, canonical form, ids and titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from conformance.catalog.canonical import dump
from conformance.catalog.lint.lifecycle import retired
from conformance.catalog.lint.model import Found, Ground, lint_code
from conformance.standard.entries import Entry, text_of
from conformance.standard.links import Ref
from conformance.standard.model import Text

_SAYINGS = (
    (re.compile(r"'(\w+)' is a required property"), r"缺少必填的键“\1”"),
    (re.compile(r"Additional properties are not allowed \((.*?) (?:was|were) unexpected\)"), r"多出的键 \1"),
    (re.compile(r"(.*) is not one of (\[.*\])", re.S), r"\1 不是可用的取值，可用的有 \2"),
    (re.compile(r"(.*) does not match (.*)", re.S), r"\1 的写法不合要求（\2）"),
    (re.compile(r"(.*) is not of type (.*)", re.S), r"\1 的类型不对，应为 \2"),
    (re.compile(r"(.*) should be non-empty", re.S), r"\1 不能为空"),
    (re.compile(r"(.*) is too short", re.S), r"\1 太短，至少要有一个"),
    (re.compile(r"cannot be read: (.*)", re.S), r"无法读取：\1"),
    (
        re.compile(r"has one top-level key, the name of its list; known: (.*)"),
        r"文件只能有一个顶层键，即清单名；可用的有 \1",
    ),
)
_MISSING = re.compile(r"'provenance' is a required property")
_TITLED = ("data", "behaviour", "application", "regime", "arrangement", "unit", "system")


@lint_code(
    "shape",
    "error",
    ("不符合清单的格式", "departs from the shape of the lists"),
    ("按 schemas/lists.yaml 规定的键和取值改写该处", "write it with the keys and values of schemas/lists.yaml"),
)
def shape(ground: Ground) -> Iterator[Found]:
    """A departure from the LinkML shape."""
    for problem in ground.catalogue.entries.problems:
        if not _MISSING.search(problem.message):  # which has a lint of its own
            yield Found(Text(_chinese(problem.message), problem.message), file=problem.place)


def _chinese(message: str) -> str:
    for pattern, words in _SAYINGS:
        found = pattern.search(message)
        if found is not None:
            where, colon, _ = message[: found.start()].rpartition(": ")
            return f"{where}{colon}{found.expand(words)}"
    return message


@lint_code(
    "edition-frame",
    "error",
    ("版本说明有误", "what the edition says of itself is wrong"),
    (
        "edition.yaml 写 id、version、title、issued、source_document，文件在 documents.yaml 中登记",
        "edition.yaml has id, version, title, issued and source_document, a document of documents.yaml",
    ),
)
def edition_frame(ground: Ground) -> Iterator[Found]:
    """A whole edition without a name, a version or a source document that is registered."""
    if not ground.whole():
        return
    for _, message in ground.catalogue.shapes.errors(ground.frame, "Edition"):
        yield Found(Text(_chinese(message), message), file="edition.yaml")
    source = ground.frame.get("source_document")
    if source is not None and source not in ground.documents:
        yield Found(Text(f"没有登记的文件“{source}”", f"there is no document {source}"), file="edition.yaml")


@lint_code(
    "not-canonical",
    "error",
    ("不是规范写法", "is not in canonical form"),
    (
        "运行 conformance catalog lint --rewrite 由工具改写（内容不变）",
        "run conformance catalog lint --rewrite; the content stays as it is",
    ),
)
def not_canonical(ground: Ground) -> Iterator[Found]:
    """A file that would be written otherwise: no small change should look like a large one."""
    broken = {problem.place.partition(":")[0] for problem in ground.catalogue.entries.problems}
    for file in ground.catalogue.entries.files:
        if file.name in broken:
            continue
        written = (ground.catalogue.entries.folder / file.name).read_bytes().decode("utf-8")
        wanted = dump(file, ground.catalogue.shapes)
        if written != wanted:
            line = _first_difference(written.split("\n"), wanted.split("\n"))
            message = Text("从这一行起写法与规范不同", "from this line on it is written otherwise")
            yield Found(message, file=f"{file.name}:{line}")


def _first_difference(written: list[str], wanted: list[str]) -> int:
    for number, (one, other) in enumerate(zip(written, wanted, strict=False), start=1):
        if one != other:
            return number
    return min(len(written), len(wanted))


@lint_code(
    "duplicate-id",
    "error",
    ("编号重复", "an id is there twice"),
    ("给其中一条另取编号；编号一经发布不再变更", "give one of them another id; published ids stay as they are"),
)
def duplicate_id(ground: Ground) -> Iterator[Found]:
    """Two entries of a list with one id."""
    for entry, first in _repeated(ground):
        if not retired(entry) and not retired(first):
            yield Found(
                Text(f"编号“{entry.id}”在 {first.place()} 已经用过", f"the id {entry.id} is there at {first.place()}"),
                entry,
                ("id",),
            )


@lint_code(
    "id-reused",
    "error",
    ("停用的编号又被使用", "an id that was retired is used again"),
    ("另取一个从未用过的编号", "take an id that was never used"),
)
def id_reused(ground: Ground) -> Iterator[Found]:
    """The id of a retired entry, here or in the edition before, on an entry that is in use."""
    for entry, first in _repeated(ground):
        if retired(entry) or retired(first):
            yield Found(
                Text(
                    f"编号“{entry.id}”属于已停用的条目（{first.place()}）",
                    f"the id {entry.id} is that of a retired entry ({first.place()})",
                ),
                entry,
                ("id",),
            )
    for ref, entry in ground.index.entries.items():
        before = None if ground.base is None else ground.base.entries.get(ref)
        if before is not None and retired(before) and not retired(entry):
            yield Found(
                Text(
                    f"编号“{entry.id}”在 {ground.base_name} 中已经停用",
                    f"the id {entry.id} is retired in {ground.base_name}",
                ),
                entry,
                ("id",),
            )


def _repeated(ground: Ground) -> Iterator[tuple[Entry, Entry]]:
    """Entries whose id an entry of the same list before them has, with that one."""
    first: dict[Ref, Entry] = {}
    for ref, entry in ground.all():
        if not entry.id:
            continue
        if ref in first:
            yield entry, first[ref]
        first.setdefault(ref, entry)


@lint_code(
    "duplicate-title",
    "error",
    ("名称重复", "a title is there twice"),
    (
        "给其中一条改名，使名称能够区分；确为同一事项的合并",
        "tell the titles apart, or merge the two where they are the same",
    ),
)
def duplicate_title(ground: Ground) -> Iterator[Found]:
    """Two entries of a list that nobody can tell apart by their titles."""
    for name in _TITLED:
        said = {ref: text_of(entry.data.get("title")) for ref, entry in ground.of(name)}
        titles = {ref: title.zh for ref, title in said.items() if title is not None}
        several = {title for title, number in Counter(titles.values()).items() if number > 1}
        seen: dict[str, Ref] = {}
        for ref, title in titles.items():
            if title in several and title in seen:
                yield Found(
                    Text(f"名称“{title}”与 {seen[title]} 相同", f"its title {title!r} is that of {seen[title]}"),
                    ground.index.entries[ref],
                    ("title",),
                )
            seen.setdefault(title, ref)
