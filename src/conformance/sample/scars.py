"""What real tables look like: words for an empty cell, shapes of dates, notes below the data.

These are examples to plant and to test with, not the lists that the checks go by.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

PLACEHOLDERS = ("/", "无", "-", "——", "暂无", "--", "\\", "未办", "零", "***")
"""Words for an empty cell that no field means literally (空 is one too, but lawful as a document number)."""

FOOTERS = (
    "表格说明：本表由业务系统导出，请勿改动表头",
    "填表说明：日期按年/月/日填写",
    "注：本表数据截至月末",
    "备注：以上数据已经核对",
)

DATE_SHAPES: dict[str, Callable[[date], str]] = {
    "dashes": lambda day: f"{day:%Y-%m-%d}",
    "dashes-short": lambda day: f"{day.year}-{day.month}-{day.day}",
    "dots": lambda day: f"{day:%Y.%m.%d}",
    "dots-short": lambda day: f"{day.year}.{day.month}.{day.day}",
    "slashes-short": lambda day: f"{day.year}/{day.month}/{day.day}",
    "chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "chinese-filled": lambda day: f"{day:%Y年%m月%d日}",
    "digits": lambda day: f"{day:%Y%m%d}",
    "dashes-time": lambda day: f"{day:%Y-%m-%d} 00:00:00",
    "dashes-fraction": lambda day: f"{day:%Y-%m-%d} 00:00:00.0",
}
"""Ways to write a day that leave no doubt which day it is, and are not the form's own."""

NO_DATES = ("2016/02/30", "2016/13/45", "2016-2-30", "2015/11/31", "2016/00/10", "二〇一六年", "五月初", "2016/5")
"""What stands in date columns and is no day at all."""

LONG_TERM = ("长期", "永久", "9999/12/31", "9999-12-31", "2099-12-31")
"""Ways to say that a licence has no end, other than the form's 2099/12/31."""
