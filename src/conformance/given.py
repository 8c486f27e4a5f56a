"""What a program hands over to be checked, put into the few forms that can be read; all else is refused by its type."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from conformance.report.errors import UsageError
from conformance.sources.database.address import Address
from conformance.sources.model import Unusable
from conformance.sources.source import is_address


def inputs_of(given: object) -> list[Any]:
    """The inputs in what was given: several where it is a list of paths, else one.

    Bytes are the content of a file. Raises UsageError for anything else than these, a path, an open binary file, a table or
    records.
    """
    if isinstance(given, str | Address) or _is_lazy(given) or _is_frame(given):
        return [given]
    if isinstance(given, os.PathLike):
        return [os.fsdecode(given)]
    if isinstance(given, Mapping):
        return [[given]]
    if isinstance(given, bytes | bytearray | memoryview):
        return [io.BytesIO(given)]
    if hasattr(given, "read"):
        if isinstance(given, io.TextIOBase):
            raise UsageError(
                "请以二进制方式打开文件（open(path, 'rb')），编码由本工具判断。",
                "Open the file in binary mode (open(path, 'rb')): its encoding is told from the bytes.",
            )
        return [given]
    if not isinstance(given, Iterable) or hasattr(given, "dtype"):
        raise _refused(given)
    return _listed(iter(given))


def addressed(given: Any) -> Any:
    """What was given, addresses of databases taken apart: from here on nothing that is said of them holds a password."""
    if isinstance(given, list | tuple):
        return [addressed(one) if is_address(one) else one for one in given]
    if not is_address(given):
        return given
    from conformance.sources.database.addressing import address_of

    return address_of(given)


def _listed(elements: Iterator[object]) -> list[Any]:
    """The elements as one list of records, or as paths of their own."""
    listed = list(elements)
    if listed and all(isinstance(element, str | os.PathLike | Address) for element in listed):
        return [one if isinstance(one, Address) else os.fsdecode(cast("str | os.PathLike[str]", one)) for one in listed]
    wrong = next((element for element in listed if not isinstance(element, Mapping)), None)
    if any(not isinstance(element, Mapping) for element in listed):
        raise _refused(wrong, "其中有", "it holds ")
    if len(listed) > 1:
        from conformance.sources.envelope.document import kind_of_value

        if all(kind_of_value(one) is not None for one in listed):
            return [[one] for one in listed]  # envelopes of the exchange, each an input of its own
    return [listed]


def _refused(given: object, zh: str = "", en: str = "") -> UsageError:
    kind = f"{type(given).__module__}.{type(given).__qualname__}".removeprefix("builtins.")
    return UsageError(
        f"无法校验这种对象（{zh}{kind}）：可以是文件路径、数据库地址或其列表、文件内容（bytes）、以二进制方式打开的文件、数据表（Polars、pandas、Arrow）、"
        "记录（字典）或其列表。",
        f"This cannot be checked ({en}{kind}): give a path, the address of a table or a list of them, bytes, a file opened in binary mode, a frame of "
        "Polars, pandas or Arrow, a record (dict) or a list of them.",
    )


def _is_frame(given: object) -> bool:
    """Whether it is a table whose columns have names; a single column is none."""
    named = hasattr(given, "columns") or hasattr(given, "schema")
    tabular = hasattr(given, "__arrow_c_stream__") or hasattr(given, "shape")
    return named and tabular and not hasattr(given, "dtype")


def _is_lazy(given: object) -> bool:
    return type(given).__name__ == "LazyFrame" and hasattr(given, "collect")


def collected(given: Any) -> Any:
    """A query's table; every other table as it is. Raises Unusable where the query fails."""
    if not _is_lazy(given):
        return given
    import polars as pl

    try:
        return given.collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        said = str(error).partition("\n")[0]
        raise Unusable(
            f"LazyFrame 的查询没有成功（{said}）。", f"The query of the LazyFrame failed ({said}).", "<frame>"
        ) from error
