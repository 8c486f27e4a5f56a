"""The kinds of pages, as readers call them: what search results, indexes and the machine index say that a page is."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.standard.lists import ENTRY_TITLES
from conformance.standard.model import Text

KINDS: Mapping[str, Text] = {
    "start": Text("首页", "start page"),
    "index": Text("目录", "index"),
    **{
        kind: ENTRY_TITLES[name]
        for kind, name in {
            "item": "data",
            "behaviour": "behaviour",
            "application": "application",
            "record-type": "record-type",
            "unit": "unit",
            "district": "district",
            "province": "region",
            "regime": "regime",
            "arrangement": "arrangement",
            "duty": "duty",
            "clause": "clause",
            "system": "system",
            "obligation": "obligation",
        }.items()
    },
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
    "coverage": Text("文件落实情况", "coverage"),
    "quality": Text("质量", "quality"),
    "changelog": Text("变更记录", "changelog"),
    "download": Text("下载", "downloads"),
    "moved": Text("旧地址", "former address"),
}
"""Kind → what one such page is called. The order is that of search results of the same rank."""
