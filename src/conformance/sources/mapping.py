"""The mapping file: how an export with headers or code values of its own is to be read."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from conformance.sources.encoding import prove
from conformance.sources.headers import Matcher, closest
from conformance.sources.model import Column, Unusable
from conformance.sources.source import Source
from conformance.standard.model import RecordType, Standard

_KEYS = ("item", "columns", "values", "ignore")
_SHOWN = 5


class Mapping(Struct, frozen=True):
    """A mapping as written; ``columns`` and ``values`` name fields by canonical name."""

    item: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    """Header as written → field."""
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    """Field → their value → our value."""
    ignore: tuple[str, ...] = ()
    """Headers that are not to be checked."""
    form: dict[str, str] = field(default_factory=dict)
    """Header of a party's form → field: an export may have any of them, and need have none."""

    def field_for(self, header: str | None) -> str | None:
        """The field of a header that the mapping names; blanks around the header do not matter."""
        if not header:
            return None
        written = header.strip()
        return self.columns.get(written) or self.form.get(written)

    @property
    def names(self) -> tuple[str, ...]:
        """Every header that it knows."""
        return (*self.columns, *self.form)

    def ignores(self, header: str) -> bool:
        """Whether the mapping says that a header is not to be checked."""
        return header.strip() in self.ignore


def read_mapping(path: str | Path, standard: Standard) -> Mapping:
    """Read a mapping file (YAML); anything it says that the standard does not know is refused with its place."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        text = _text_of(Path(path), standard)
        # All scalars as written: 0012 and 2016/05/09 are texts here.
        content = YAML(typ="base", pure=True).load(io.StringIO(text))
    except FileNotFoundError:
        raise Unusable(
            f"找不到对照文件“{path}”，请核对文件名。", f"There is no mapping file {path}; check its name.", str(path)
        ) from None
    except OSError as error:
        raise Unusable(
            f"对照文件“{path}”无法打开（{error.strerror}）。", f"The mapping file {path} cannot be opened.", str(path)
        ) from None
    except UnicodeDecodeError:
        raise Unusable(
            "对照文件里有无法读取的字节，请另存为 UTF-8 编码。",
            "The mapping file has bytes that cannot be read; save it as UTF-8.",
            str(path),
        ) from None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line + 1 if mark else 1
        problem = str(getattr(error, "problem", None) or "").strip()
        raise Unusable(
            f"对照文件第 {line} 行不是正确的 YAML，请检查缩进、冒号和引号。",
            f"Line {line} of the mapping file is not YAML ({problem}); check indents, colons and quotes.",
            str(path),
        ) from None
    try:
        return mapping_of({} if content in (None, "") else content, standard)
    except Unusable as error:
        error.path = str(path)
        raise


def _text_of(path: Path, standard: Standard) -> str:
    """The text of a mapping file in whichever encoding it was saved, as inputs are read."""
    content = path.read_bytes()
    names = [field.title for record_type in standard.record_types.values() for field in record_type.fields]
    proof = prove(Source(str(path), path, len(content)), names)
    return content[proof.bom :].decode(proof.encoding)


def absent_headers(mapping: Mapping, tables: Sequence[tuple[RecordType, Sequence[Column]]]) -> list[str]:
    """Headers that the mapping names and no table has.

    One whose field has another column is no fault: a mapping may list the headers of several exports. Nor is one for
    a field that these tables cannot have.
    """
    columns = [column for _, columns in tables for column in columns]
    headers = {column.header.strip() for column in columns}
    present = {column.field for column in columns}
    possible = {field.name for record_type, _ in tables for field in record_type.fields}
    return [
        header
        for header, name in mapping.columns.items()
        if header not in headers and name in possible and name not in present
    ]


def no_such_header(absent: Sequence[str], headers: Sequence[str]) -> Unusable:
    """The refusal of a mapping that names headers which the input, having ``headers``, does not have."""
    zh, en = [], []
    for header in absent[:_SHOWN]:
        near = closest(header, headers)
        zh.append(f"“{header}”" + (f"（是否指“{near}”？）" if near else ""))
        en.append(f'"{header}"' + (f' (did you mean "{near}"?)' if near else ""))
    more = "…" if len(absent) > _SHOWN else ""
    return Unusable(
        f"对照文件 columns 中的列名{'、'.join(zh)}{more}在文件里没有，请核对对照文件与文件的表头是否一致。",
        f"The input has no header {', '.join(en)}{more}, which the mapping file names under columns; make the mapping "
        "file and the headers agree.",
    )


def mapping_of(content: Any, standard: Standard) -> Mapping:
    """Make a mapping of its plain content (``item``, ``columns``, ``values``, ``ignore``)."""
    _expect(isinstance(content, dict), "最外层", "the top level", "写成“键: 值”的形式", "be keys with values")
    for key in content:
        if key not in _KEYS:
            raise Unusable(
                f"对照文件里有不认识的键“{key}”，只能使用 {'、'.join(_KEYS)}。",
                f"The mapping file has an unknown key {key!r}; use {', '.join(_KEYS)}.",
            )
    item = content.get("item") or None
    if item is not None and item not in standard.items:
        raise Unusable(
            f"对照文件的 item：没有数据事项“{item}”，请用 conformance catalog list data 查看全部编号。",
            f"item in the mapping file: there is no data item {item!r}; see conformance catalog list data.",
        )
    types = [standard.record_type_of(item)] if item else list(standard.record_types.values())
    matchers = [Matcher(record_type) for record_type in types]
    columns = _section(content, "columns", dict)
    values = _section(content, "values", dict)
    ignore = _section(content, "ignore", list)
    for name, replacements in values.items():
        _expect(
            isinstance(replacements, dict),
            f"values.{name}",
            f"values.{name}",
            "写成“原值: 标准值”",
            "map values to values",
        )
    return Mapping(
        item=item,
        columns={
            str(h).strip(): _field(matchers, f, f"columns.{h}") for h, f in columns.items() if f not in (None, "")
        },
        values={
            _field(matchers, name, f"values.{name}"): {str(a): str(b) for a, b in replacements.items()}
            for name, replacements in values.items()
        },
        ignore=tuple(str(header).strip() for header in ignore),
    )


def _section(content: dict[str, Any], key: str, kind: type) -> Any:
    section = content.get(key)
    if section in (None, ""):
        return kind()
    wanted = ("写成“键: 值”的形式", "be keys with values") if kind is dict else ("写成列表", "be a list")
    _expect(isinstance(section, kind), key, key, *wanted)
    return section


def _expect(holds: bool, place: str, place_en: str, zh: str, en: str) -> None:
    if not holds:
        raise Unusable(f"对照文件的 {place} 应{zh}。", f"In the mapping file {place_en} has to {en}.")


def _field(matchers: Sequence[Matcher], name: Any, place: str) -> str:
    found = {field.name for matcher in matchers if (field := matcher.named(str(name))) is not None}
    if len(found) != 1:
        near = next((f.title for matcher in matchers if (f := matcher.near(str(name), set()))), None)
        if found:
            raise Unusable(
                f"对照文件的 {place}：“{name}”在不同数据事项里是不同的数据项，请写明 item。",
                f"{place} in the mapping file: {name!r} means different fields in different items; name the item.",
            )
        raise Unusable(
            f"对照文件的 {place}：没有数据项“{name}”" + (f"，是否指“{near}”？" if near else "。"),
            f"{place} in the mapping file: there is no field {name!r}" + (f"; did you mean {near!r}?" if near else "."),
        )
    return found.pop()


def mapping_template(
    record_type: RecordType | None, headers: Iterable[str], matched: dict[str, str], item: str | None
) -> str:
    """A mapping file to save and edit: matched headers as they are, the others with a guess where there is one."""
    matcher = Matcher(record_type) if record_type else None
    titles = {field.name: field.title for field in record_type.fields} if record_type else {}
    taken = set(matched.values())
    lines = [
        "# 列名对照文件：左边是导出文件里的列名，右边填本标准的数据项名称（中文名、英文名或代码均可）。",
        "# 保存后用 --mapping 指定本文件重新校验；用不到的列移到 ignore 下面。",
        f"item: {_quoted(item)}" if item else "# item: 数据事项编号",
        "columns:",
    ]
    for header in headers:
        if header in matched:
            lines.append(f"  {_quoted(header)}: {_quoted(titles.get(matched[header], matched[header]))}")
            continue
        near = matcher.near(header, taken) if matcher else None
        lines.append(f"  {_quoted(header)}: " + (f"# 是否指“{near.title}”？" if near else "# 请填写"))
    lines += [
        "# 代码值与标准不同时，在这里逐项对照，例如：",
        "# values:",
        '#   当前状态: {"有效": "0", "已撤销": "1"}',
        "ignore: []",
    ]
    if titles:
        absent = [title for name, title in titles.items() if name not in taken]
        lines.append("# 尚无对应列的数据项：" + "、".join(absent))
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)
