"""The lists of an edition: what users call each and one of its entries, and under which key it stands in the files."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from conformance.standard.model import Text


class ListNames(Struct, frozen=True):
    """The names of one list."""

    key: str
    """The top-level key of its files."""
    all: Text
    one: Text
    """What an entry of it is called."""


_LISTS: Mapping[str, ListNames] = {
    "data": ListNames("items", Text("数据清单", "data list"), Text("数据事项", "data item")),
    "behaviour": ListNames("behaviours", Text("行为清单", "behaviour list"), Text("行为事项", "behaviour item")),
    "application": ListNames(
        "applications", Text("应用清单", "application list"), Text("应用清单事项", "application item")
    ),
    "unit": ListNames("units", Text("单位", "units"), Text("单位", "unit")),
    "regime": ListNames("regimes", Text("名单制度", "list regimes"), Text("名单制度", "list regime")),
    "arrangement": ListNames("arrangements", Text("区域安排", "arrangements"), Text("区域安排", "arrangement")),
    "region": ListNames("regions", Text("协作省", "partner provinces"), Text("协作省", "partner province")),
    "district": ListNames("districts", Text("区县", "districts"), Text("区县", "district")),
    "comparison": ListNames(
        "comparison", Text("数据项四方对照", "comparison of fields"), Text("四方对照的数据项", "row of the comparison")
    ),
    "duty": ListNames("duties", Text("报送计划", "reporting plan"), Text("报送计划", "duty")),
    "party": ListNames("parties", Text("报送单位配置", "party profiles"), Text("报送单位", "party")),
    "clause": ListNames("clauses", Text("文件条款", "clauses"), Text("文件条款", "clause")),
    "system": ListNames("systems", Text("系统与制度", "systems"), Text("系统与制度", "system")),
    "obligation": ListNames("obligations", Text("文件要求", "obligations"), Text("文件要求", "obligation")),
}
KEYS: Mapping[str, str] = {name: names.key for name, names in _LISTS.items()}
"""What users call a list on the command line, and its top-level key in the files."""
NAMES: Mapping[str, str] = {key: name for name, key in KEYS.items()}
LIST_TITLES: Mapping[str, Text] = {name: names.all for name, names in _LISTS.items()} | {
    "record-type": Text("记录类型", "record types")
}
"""List → what its readers call it; record types are looked up like a list."""
ENTRY_TITLES: Mapping[str, Text] = {name: names.one for name, names in _LISTS.items()} | {
    "record-type": Text("记录类型", "record type")
}
"""List → what one entry of it is called."""
WORKS: Mapping[str, str] = {
    "data-item": "data",
    "behaviour": "behaviour",
    "application": "application",
    "regime": "regime",
    "arrangement": "arrangement",
    "unit": "unit",
}
"""What makes a part of the document work and is an entry of a list. The other kinds are kept under their own names."""
