"""The workbook's own words. What a rule says is in the standard; what every report says in ``report.words``."""

from __future__ import annotations

from conformance.standard.model import Lang, Text
from conformance.standard.words import pick

_WORDS = {
    # names of sheets
    "summary": Text("结论", "Summary"),
    "problems": Text("问题清单", "Problems"),
    "groups": Text("分组汇总", "By group"),
    "others": Text("其余各组", "Other groups"),
    "data": Text("数据", "Data"),
    "blank-group": Text("（空）", "(blank)"),
    "whole-group": Text("（不属于任何一组）", "(of no group)"),
    "absent-group": Text("（没有“{column}”这一列）", "(no column {column})"),
    "uncounted-group": Text("（其他取值）", "(further values)"),
    # the list of problems
    "severity": Text("级别", "Severity"),
    "title": Text("规则", "Rule"),
    "place": Text("位置", "Place"),
    "column": Text("数据项", "Column"),
    "value": Text("原值", "Value"),
    "message": Text("问题", "What is wrong"),
    "remedy": Text("更正建议", "How to mend it"),
    "change": Text("改为", "Change to"),
    "compare": Text("供核对", "To compare with"),
    "fix": Text("改法", "How it is mended"),
    "document": Text("文号", "Document number"),
    "subject": Text("相对人（主体）", "Subject"),
    "clause": Text("依据", "Clause"),
    "rule": Text("规则编号", "Rule id"),
    "source": Text("文件", "File"),
    "pointer": Text("JSON 指针", "JSON pointer"),
    "group": Text("{column}", "{column}"),
    "no-copy": Text(
        "本工作簿只有问题清单，没有数据副本：制作时手头只有报告，没有数据",
        "This workbook has no copy of the data: it was made from a report, without the data at hand",
    ),
    # groups
    "group-title": Text("{group}：请更正以下信用信息", "{group}: please correct these records"),
    "group-what": Text(
        "共 {count} 处问题（错误 {error}、警告 {warning}、提示 {info}），涉及 {records} 条记录。",
        "{count} findings ({error} errors, {warning} warnings, {info} info) in {records} records.",
    ),
    "group-how": Text(
        "请在产生这些数据的业务系统中更正，再重新导出：只改导出的文件，下次导出还会出错。",
        "Please correct them in the system that the data comes from and export again: what is mended in the export only "
        "comes back with the next one.",
    ),
    "group-basis": Text(
        "校验日 {as_of}，标准 {edition}（版本 {version}）。",
        "As of {as_of}, standard {edition} (version {version}).",
    ),
    "group-cut": Text(
        "本表只列出其中 {listed} 处，个数是准确的；全部问题请用 --findings 另存。",
        "This sheet lists {listed} of them; the number is exact. For all of them use --findings.",
    ),
    "group-by": Text("按“{column}”分组，共 {number} 组有问题", "By “{column}”: {number} groups have problems"),
    "group-forward": Text(
        "把某一张表转给有关单位：右键点工作表标签 → 移动或复制 → 新工作簿、建立副本。表中不含数据副本，个人信息已隐去。",
        "To forward a sheet: right-click its tab, Move or Copy, to a new book, create a copy. It holds no copy of the "
        "data, and personal data is masked.",
    ),
    "group-forward-shown": Text(
        "把某一张表转给有关单位：右键点工作表标签 → 移动或复制 → 新工作簿、建立副本。注意：表中个人信息没有隐去。",
        "To forward a sheet: right-click its tab, Move or Copy, to a new book, create a copy. Mind that personal data in "
        "it is not masked.",
    ),
    "group-more": Text(
        "组数较多：问题最多的 {shown} 组各有一张表，其余 {rest} 组合列在“{sheet}”",
        "There are many groups: the {shown} with most problems have a sheet each, the other {rest} share “{sheet}”",
    ),
    "group-uncounted": Text(
        "“{column}”有 {most} 个以上不同的取值，不像是按单位分组；后面的取值合在一组",
        "“{column}” has more than {most} different values and hardly names units; further values are one group",
    ),
    "group-name": Text("分组", "Group"),
    "group-sheet": Text("工作表", "Sheet"),
    "count": Text("问题（处）", "Findings"),
    "records": Text("记录（条）", "Records"),
    "listed": Text("列出（处）", "Listed"),
    # the summary
    "book-title": Text("信用信息校验：问题批注表", "Credit information check: annotated workbook"),
    "inputs": Text("校验对象", "Inputs"),
    "verdict": Text("结论", "Verdict"),
    "item": Text("数据事项", "Data item"),
    "rows": Text("数据（条）", "Records"),
    "accepted": Text("可入库", "Accepted"),
    "rejected": Text("退回", "Rejected"),
    "late": Text("迟报", "Late"),
    "copy": Text("数据副本", "Copy"),
    "remark": Text("说明", "Remark"),
    "by-rule": Text("问题（按规则）", "Findings by rule"),
    "share": Text("范围", "Extent"),
    "fields": Text("涉及", "In"),
    "unchecked": Text("未校验的内容", "Not checked"),
    "about": Text("关于本工作簿", "About this workbook"),
    "versions": Text("依据与版本", "Basis and versions"),
    "legend": Text(
        "数据副本中有问题的单元格按级别填色：错误、警告、提示；整行的问题标在该行第一格",
        "In the copy of the data cells with problems are filled by severity: error, warning, info; what concerns a whole "
        "row is marked on its first cell",
    ),
    "cells": Text(
        "数据副本的行列位置与原文件一致，内容全部按文本保存；副本不是报送文件，请在源头更正后重新导出",
        "The copy has every cell in the row and column where the file has it, all as text; it is not meant to be "
        "submitted: correct the source and export again",
    ),
    "whole": Text(
        "数据副本是完整的原始数据，个人信息没有隐去，请妥善保管，不要随意转发",
        "The copy is the whole data with personal data unmasked: keep it safe and do not pass it on lightly",
    ),
    "masked": Text(
        "清单和批注中引用的个人信息已隐去（--show-personal-data 显示）",
        "Personal data quoted in lists and notes is masked (--show-personal-data shows it)",
    ),
    "comments-all": Text("有问题的单元格都有批注（{number} 个）", "Every cell with a problem has a note ({number})"),
    "comments-some": Text(
        "批注共 {number} 个，没有全部加上：同一规则在同一列至多 {level} 个。填色和个数是完整的，其余见问题清单",
        "{number} notes, not one for every cell: at most {level} for one rule in one column. Fills and numbers are "
        "complete; the rest is in the list of problems",
    ),
    "lines-some": Text(
        "问题共 {total} 处，清单列出 {listed} 处，没有列全（个数和填色是完整的）；要全部清单，请加 --findings 文件名",
        "{total} findings, of which {listed} are listed: the list is not complete (numbers and fills are); for all of "
        "them add --findings FILE",
    ),
    "links-some": Text(
        "清单前 {number} 行的位置可以点击跳转，其后的只写出地址（工作表的链接数有上限）",
        "The places of the first {number} lines are links, those after them only addresses (a sheet holds no more links)",
    ),
    "cut": Text(
        "有 {number} 个单元格超过 32767 个字符，副本中末尾已截去并以“…”结尾，第一处在“{sheet}”{cell}；原文以原文件为准",
        "{number} cells hold more than 32,767 characters and end in “…” in the copy, the first of them “{sheet}” {cell}",
    ),
    "wide": Text(
        "“{sheet}”：第 16384 列以后的列工作表放不下，副本中没有",
        "“{sheet}”: columns beyond the 16,384th do not fit into a sheet and are not in the copy",
    ),
    "continued": Text(
        "“{sheet}”放不下全部数据行，接在：{others}（每张表第 1 行是表头，行号与原文件不同）",
        "“{sheet}” cannot hold all rows; they go on in: {others} (row 1 is the header there, rows are numbered anew)",
    ),
    "as-of": Text("校验日", "As of"),
    "purpose": Text("用途", "Purpose"),
    "party": Text("报送单位", "Party"),
    "edition": Text("标准", "Standard"),
    "digest": Text("标准摘要", "Digest of the standard"),
    "tool": Text("工具", "Tool"),
    "author": Text("更正：{remedy}", "Remedy: {remedy}"),
    "comment": Text("[{severity}] {message}", "[{severity}] {message}"),
    "comment-more": Text("另有 {number} 处问题，见问题清单", "{number} more; see the list of problems"),
}


def word(key: str, lang: Lang, /, **parts: object) -> str:
    """One of the workbook's phrases with its parts filled in."""
    return pick(_WORDS[key], lang).format_map(parts)
