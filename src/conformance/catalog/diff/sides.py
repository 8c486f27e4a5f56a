"""The two sides of a comparison: what OLD and NEW may be, and what each of them brings."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from conformance.catalog.store import NAMES, Catalogue, NoCatalogue, open_catalogue
from conformance.standard import yamltext
from conformance.standard.entries import Entries, read
from conformance.standard.load import editions, load
from conformance.standard.model import Edition, Standard, Text
from conformance.standard.shapes import Shapes, load_shapes

Compiler = Callable[[Path, str], tuple[Standard, Shapes]]
"""Compiles an edition of a project from its root; needs LinkML, which only commands may bring in."""


class Side(Struct, frozen=True):
    """One of the two editions."""

    name: str
    """What the user called it."""
    edition: Edition | None
    """None where there is no edition.yaml, as in a district's own lists."""
    entries: Entries | None = None
    """The lists as they are written."""
    standard: Standard | None = None
    """Record types, code lists and rules."""
    shapes: Shapes | None = None
    folder: Path | None = None
    """Where the lists are."""

    def shape(self) -> Shapes:
        """The shape of the entries."""
        return self.shapes or load_shapes()


def side_of(catalogue: Catalogue) -> Side:
    """A catalogue's lists. Its record types are not known to be its own and so are left out. Raises NoCatalogue."""
    _sound(catalogue.entries, catalogue.name)
    folder = catalogue.entries.folder
    return Side(
        name=catalogue.name,
        edition=_edition(folder, catalogue.shapes),
        entries=catalogue.entries,
        shapes=catalogue.shapes,
        folder=folder,
    )


def open_side(where: str, compiler: Compiler | None = None) -> Side:
    """A shipped edition, a catalogue's folder, a compiled standard or a project's root. Raises NoCatalogue."""
    path, _, edition = where.partition("#")
    place = Path(where) if Path(where).exists() else Path(path)
    if place.suffix == ".json" and place.is_file():
        return _compiled(where, place)
    if (place / "schemas").is_dir() and (place / "catalogs").is_dir():
        return _project(where, place, edition, compiler)
    if place.suffix == ".json":
        raise NoCatalogue(f"没有文件“{where}”。", f"There is no file {where!r}.")
    return side_of(open_catalogue(where)) if place.is_dir() or where not in editions() else _shipped(where)


@cache
def _shipped(edition: str) -> Side:
    """A shipped edition: lists and compiled standard. It does not change while the program runs."""
    return replace(side_of(open_catalogue(edition)), standard=load(edition))


def _compiled(name: str, path: Path) -> Side:
    try:
        standard = msgspec.json.decode(path.read_bytes(), type=Standard)
    except (OSError, msgspec.DecodeError) as error:
        raise NoCatalogue(
            f"文件“{name}”不是编译好的标准（如 compiled/2016.json）：{error}。",
            f"The file {name!r} is no compiled standard (such as compiled/2016.json): {error}.",
        ) from error
    return Side(name=name, edition=standard.edition, standard=standard)


def _project(name: str, root: Path, edition: str, compiler: Compiler | None) -> Side:
    known = sorted(path.parent.name for path in (root / "catalogs").glob("*/edition.yaml"))
    if edition not in known:
        if edition or len(known) != 1:
            listed = "、".join(f"{root}#{one}" for one in known) or "（没有）"
            raise NoCatalogue(
                f"“{name}”里有 {len(known)} 个版次，请写明哪一个：{listed}。",
                f"{name!r} holds {len(known)} editions; say which one: {listed.replace('、', ', ')}.",
            )
        edition = known[0]
    if compiler is None:
        raise NoCatalogue(
            f"“{name}”是项目目录，这里不能编译。", f"{name!r} is a project, which cannot be compiled here."
        )
    standard, shapes = compiler(root, edition)
    folder = root / "catalogs" / edition
    entries = read(folder, shapes, shapes.files)
    _sound(entries, name)
    return Side(name, standard.edition, entries, standard, shapes, folder)


def _sound(entries: Entries, name: str) -> None:
    """A list that departs from its shape, or has one id twice, cannot be compared. Raises NoCatalogue."""
    faults = [str(problem) for problem in entries.problems]
    for file in entries.files:
        index = entries.index(file.list)
        faults += [
            f"{entry.place('id')}: {NAMES[file.list]}:{entry.id}"
            for entry in file.entries
            if index[entry.id] is not entry
        ]
    if faults:
        raise NoCatalogue(
            f"“{name}”有 {len(faults)} 处不符合清单的结构或编号重复，无法比较，请先用 catalog lint 检查；第一处：{faults[0]}",
            f"{name!r} departs from the shape of the lists, or repeats an id, in {len(faults)} places and cannot be "
            f"compared; run catalog lint first. The first: {faults[0]}",
        )


def _edition(folder: Path, shapes: Shapes) -> Edition | None:
    path = folder / "edition.yaml"
    if not path.is_file():
        return None
    try:
        data, _ = yamltext.read(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yamltext.Unreadable) as error:
        raise NoCatalogue(f"“{path}”无法读取：{error}。", f"{str(path)!r} cannot be read: {error}.") from error
    for _, message in shapes.errors(data, "Edition"):
        raise NoCatalogue(f"“{path}”有误：{message}。", f"{str(path)!r} is wrong: {message}.")
    return Edition(data["id"], data["version"], Text(**data["title"]), data["issued"])
