"""Reading a manifest: strict, and every fault said with its line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from conformance.engine.references import SendingKind
from conformance.sources.model import Unusable
from conformance.sources.source import Stored
from conformance.standard.model import Standard, Text
from conformance.standard.parties import find_party
from conformance.submission.model import DeclaredFile, DeclaredTotal, Manifest, Publication, same_file

if TYPE_CHECKING:
    from typing import TypeAlias

    from conformance.standard.shapes import Steps

    Lines: TypeAlias = dict[Steps, int]

SUFFIXES = (".yaml", ".yml", ".json")
NAMES = ("manifest.yaml", "manifest.yml", "manifest.json")
"""Under these names a manifest is found in a folder."""
_LARGEST = 16 << 20


def read_manifest(given: str | Path | Stored, standard: Standard) -> Manifest:
    """The manifest at a path. Raises Unusable with one sentence for anything that is not as it should be."""
    # To know a manifest by its looks, as every run does, needs no shapes.
    from conformance.standard.shapes import load_shapes
    from conformance.submission.shape import faults

    path = given if isinstance(given, Stored) else Stored(str(given), Path(given))
    data, lines = _content(path)
    for place, fault in faults(data, load_shapes()):
        raise _refusal(path, _line(place, lines), fault)
    return _manifest(path, data, lines, standard)


def looks_like_manifest(path: Path) -> bool:
    """Whether a file is a manifest rather than records: a YAML file, or a JSON object with an id and files."""
    if path.suffix.lower() in (".yaml", ".yml"):
        return True
    if path.suffix.lower() != ".json" or not path.is_file() or path.stat().st_size > _LARGEST:
        return False
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, OSError, RecursionError):
        return False
    return isinstance(content, dict) and {"id", "files"} <= content.keys()


def _content(path: Stored) -> tuple[Any, Lines]:
    try:
        if path.place.stat().st_size > _LARGEST:
            raise _refusal(path, None, Text("文件过大，不是报送清单", "the file is too large for a manifest"))
        text = _decoded(path.place.read_bytes())
    except FileNotFoundError:
        raise Unusable(
            f"找不到报送清单“{path}”，请核对文件名。", f"There is no manifest {path}; check its name.", str(path)
        ) from None
    except UnicodeDecodeError:
        raise _refusal(
            path,
            None,
            Text("文件里有无法读取的字节，请另存为 UTF-8 编码", "it has bytes that cannot be read; save it as UTF-8"),
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise _refusal(path, None, Text(f"无法打开（{reason}）", f"it cannot be opened ({reason})")) from None
    if path.place.suffix.lower() == ".json":
        return _json(path, text), {}
    from conformance.standard import yamltext  # only a manifest in YAML needs its parser

    try:
        data, lines = yamltext.read(text)
    except yamltext.Unreadable as error:
        raise _refusal(
            path,
            None,
            Text(
                f"不是正确的 YAML，请检查缩进、冒号和引号（{error}）",
                f"it is not YAML; check indents, colons and quotes ({error})",
            ),
        ) from None
    except RecursionError:
        raise _refusal(path, None, Text("嵌套过深", "it is nested too deeply")) from None
    return data, {tuple(place): line for place, line in lines.items()}


def _decoded(content: bytes) -> str:
    """UTF-8, or what the offices' editors write where nobody chose. Raises UnicodeDecodeError."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _json(path: Stored, text: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise _refusal(path, None, Text(f"键“{key}”出现了两次", f"the key {key!r} is there twice"))
            found[key] = value
        return found

    try:
        # Numbers with decimals stay as they are written: a sum is exact.
        return json.loads(text, parse_float=str, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise _refusal(path, error.lineno, Text("不是正确的 JSON", f"it is not JSON ({error.msg})")) from None
    except (RecursionError, ValueError):
        raise _refusal(path, None, Text("不是正确的 JSON", "it is not JSON")) from None


def _line(place: Steps, lines: Lines) -> int | None:
    """The line of a place, or of what it is in."""
    steps = tuple(place)
    return next((lines[steps[:end]] for end in range(len(steps), -1, -1) if steps[:end] in lines), None)


def _refusal(path: Stored, line: int | None, fault: Text) -> Unusable:
    zh, en = (f"第 {line} 行：", f", line {line}") if line is not None else ("：", "")
    return Unusable(f"报送清单“{path}”{zh}{fault.zh}。", f"The manifest {path}{en}: {fault.en}.", str(path))


def _manifest(path: Stored, data: dict[str, Any], lines: Lines, standard: Standard) -> Manifest:
    period = data["period"]
    first, last = (_day(path, period[end], ("period", end), lines) for end in ("from", "to"))
    if last < first:
        fault = Text("period 的截止日期早于起始日期", "the period ends before it begins")
        raise _refusal(path, _line(("period",), lines), fault)
    party = None
    if data.get("party") is not None:
        party = find_party(str(data["party"]), standard)
        if party is None:
            fault = Text(f"没有报送单位“{data['party']}”", f"there is no party {data['party']!r}")
            raise _refusal(path, _line(("party",), lines), fault)
    kind: SendingKind = data.get("kind") or "full"
    files = tuple(_file(path, place, entry, kind, lines, standard) for place, entry in enumerate(data["files"]))
    _refuse_repeated(path, files, lines)
    return Manifest(
        path=str(path),
        id=str(data["id"]),
        first=first,
        last=last,
        kind=kind,
        kind_stated=data.get("kind") is not None,
        files=files,
        party=party,
        party_line=_line(("party",), lines),
        place=path.place,
    )


def _file(
    path: Stored, place: int, entry: dict[str, Any], kind: SendingKind, lines: Lines, standard: Standard
) -> DeclaredFile:
    written, here = str(entry["path"]), ("files", place)
    item = None if entry.get("item") is None else str(entry["item"]).removeprefix("data:")
    if item is not None and item not in standard.items:
        fault = Text(
            f"没有数据事项“{item}”，请用 conformance catalog list data 查看全部编号",
            f"there is no data item {item!r}; see conformance catalog list data",
        )
        raise _refusal(path, _line((*here, "item"), lines), fault)
    return DeclaredFile(
        written=written,
        path=_inside(path, written, _line((*here, "path"), lines)),
        records=entry["records"],
        kind=entry.get("kind") or kind,
        item=item,
        sheet=None if entry.get("sheet") is None else str(entry["sheet"]),
        sha256=None if entry.get("sha256") is None else str(entry["sha256"]),
        totals=tuple(DeclaredTotal(str(one["field"]), Decimal(str(one["sum"]))) for one in entry.get("totals") or ()),
        publication=_publication(path, entry.get("decisions"), (*here, "decisions"), lines),
        line=_line(here, lines),
    )


def _publication(path: Stored, said: dict[str, Any] | None, here: Steps, lines: Lines) -> Publication | None:
    if said is None:
        return None
    withheld = tuple((str(one["ground"]), int(one["records"])) for one in said.get("withheld") or ())
    grounds = [ground for ground, _ in withheld]
    again = next((place for place, ground in enumerate(grounds) if ground in grounds[:place]), None)
    if again is not None:
        fault = Text(f"不公开的理由“{grounds[again]}”列了两次", f"the ground {grounds[again]!r} is listed twice")
        raise _refusal(path, _line((*here, "withheld", again), lines), fault)
    return Publication(said["to_publish"], said["published"], withheld)


def _inside(manifest: Stored, written: str, line: int | None) -> Path:
    """The file, which stays in the manifest's folder wherever links and dots may lead."""
    pure = PurePosixPath(written.replace("\\", "/"))
    folder = manifest.place.resolve().parent
    target = folder / pure
    outside = pure.is_absolute() or ":" in written[:2] or not target.resolve().is_relative_to(folder)
    if outside:
        fault = Text(
            f"文件“{written}”不在清单所在的文件夹内，请写相对路径并把文件放进来",
            f"the file {written!r} lies outside the folder of the manifest; put it there and give its relative path",
        )
        raise _refusal(manifest, line, fault)
    return manifest.place.parent / pure


def _refuse_repeated(path: Stored, files: Sequence[DeclaredFile], lines: Lines) -> None:
    """A file is listed once, or once for each of several sheets."""
    for place, file in enumerate(files):
        for other in files[:place]:
            if not same_file(file.path, other.path):
                continue
            if file.sheet is None or other.sheet is None or file.sheet == other.sheet:
                fault = Text(
                    f"文件“{file.written}”列了两次；同一工作簿的多个工作表请用 sheet 分别写明",
                    f"the file {file.written!r} is listed twice; name the sheet in each entry if several are meant",
                )
                raise _refusal(path, _line(("files", place), lines), fault)


def _day(path: Stored, written: Any, place: Steps, lines: Lines) -> date:
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        fault = Text(f"“{written}”不是日历中的日期", f"{written!r} is no day of the calendar")
        raise _refusal(path, _line(place, lines), fault) from None
