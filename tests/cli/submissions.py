"""Submissions written by hand."""

from __future__ import annotations

import csv
import io
from pathlib import Path

TITLES = (
    *(
        "行政许可决定书文号",
        "项目名称",
        "审批类别",
        "许可内容",
        "行政相对人名称",
        "统一社会信用代码",
        "组织机构代码",
        "工商登记码",
        "税务登记号",
    ),
    *(
        "居民身份证号",
        "法定代表人姓名",
        "许可决定日期",
        "许可截止期",
        "许可机关",
        "当前状态",
        "地方编码",
        "数据更新时间戳",
        "备注",
    ),
)
GOOD = (
    *(
        "沪食药监许〔2016〕第00123号",
        "食品经营许可",
        "普通",
        "预包装食品销售",
        "上海浦江示例食品有限公司",
        "91310115MA1H70CGXJ",
        "",
        "",
        "",
    ),
    *("", "张示例", "2016/05/03", "2099/12/31", "上海市食品药品监督管理局", "0", "310115", "2016/05/05", ""),
)
CITIZEN = "310115199001011232"


def licence(number: int = 1, **changes: str) -> list[str]:
    """A record with cells changed by the title of their column."""
    values = dict(zip(TITLES, GOOD, strict=True)) | {"行政许可决定书文号": f"沪食药监许〔2016〕第{number:05}号"}
    return list((values | changes).values())


def write_csv(path: Path, rows: list[list[str]], encoding: str = "gb18030", titles: tuple[str, ...] = TITLES) -> Path:
    """A file as a department exports it."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows([list(titles), *rows])
    path.write_bytes(target.getvalue().encode(encoding))
    return path
