"""The kinds of pages, as readers call them: what search results, indexes and the machine index say that a page is."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from conformance.standard.lists import ENTRY_TITLES
from conformance.standard.model import Text


class Listed(Struct, frozen=True):
    """How the entries of a list are shown."""

    folder: str
    """Where their pages are, and the index of them."""
    kind: str | None
    """Of the page of one entry; None where entries are places in the index of their list."""


LISTED: Mapping[str, Listed] = {
    "data": Listed("items", "item"),
    "behaviour": Listed("behaviours", "behaviour"),
    "application": Listed("applications", "application"),
    "record-type": Listed("record-types", "record-type"),
    "unit": Listed("units", "unit"),
    "district": Listed("districts", "district"),
    "region": Listed("provinces", "province"),
    "regime": Listed("regimes", "regime"),
    "arrangement": Listed("arrangements", "arrangement"),
    "obligation": Listed("obligations", "obligation"),
    "clause": Listed("clauses", "clause"),
    "system": Listed("systems", "system"),
    "duty": Listed("plan", None),
}
"""List, as users call it → its pages. What is not here has none: parties are shown with their units, districts and provinces."""

KINDS: Mapping[str, Text] = {
    "start": Text("首页", "start page"),
    **{shown.kind: ENTRY_TITLES[name] for name, shown in LISTED.items() if shown.kind is not None},
    "field": Text("数据项", "field"),
    "code-list": Text("代码表", "code list"),
    "rule": Text("校验规则", "rule"),
    "api": Text("交换接口", "exchange interface"),
    "operation": Text("接口操作", "operation"),
    "envelope": Text("报文", "envelope"),
    "problem": Text("错误类型", "problem type"),
    "conformance-class": Text("符合性类别", "conformance class"),
    "requirement": Text("接口要求", "requirement"),
    "test": Text("接口测试", "test"),
    "fault": Text("植入的错误", "planted fault"),
    "download": Text("下载", "downloads"),
    "index": Text("目录", "index"),
    "coverage": Text("文件落实情况", "coverage"),
    "quality": Text("质量", "quality"),
    "changelog": Text("变更记录", "changelog"),
    "moved": Text("旧地址", "former address"),
}
"""Kind → what one such page is called. The order is that of search results of the same rank: pages about one thing before those that list many."""
