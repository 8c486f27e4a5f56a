"""The receipt of a drop as a table for people: its headers and its words."""

from __future__ import annotations

COLUMNS = ("批次", "文件", "工作表", "数据事项", "行", "结果", "规则", "级别", "依据", "位置", "说明")
TOTALS = "合计"
VERDICTS = {
    "accepted": "可入库",
    "accepted-with-warnings": "可入库（有提示）",
    "rejected": "退回",
    "refused": "整批退回",
}
