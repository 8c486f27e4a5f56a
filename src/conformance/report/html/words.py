"""The page's own phrases. What several formats say stands in ``report.words``."""

from __future__ import annotations

from conformance.report.words import say
from conformance.standard.model import Lang, Text
from conformance.standard.words import pick

_WORDS = {
    "title": Text("校验报告", "Check report"),
    "as-of": Text("校验日 {as_of}", "As of {as_of}"),
    "accepted": Text("可入库", "Accepted"),
    "rejected": Text("退回", "Rejected"),
    "late": Text("迟报", "Late"),
    "due": Text("今天到期", "Due today"),
    "accepted-means": Text("没有错误的记录", "records without an error"),
    "rejected-means": Text("至少有一个错误，更正后再报", "at least one error; correct, then send"),
    "late-means": Text("超过期限才公示，照常入库", "published after the deadline; taken all the same"),
    "due-means": Text("今天不报即迟", "late if not sent today"),
    "all-fine": Text("全部 {rows} 条记录都可以入库。", "All records ({rows}) can be taken."),
    "all-fine-warnings": Text(
        "全部 {rows} 条记录都可以入库；有警告，建议顺带更正。",
        "All records ({rows}) can be taken; there are warnings that are better corrected too.",
    ),
    "all-fine-late": Text(
        "全部 {rows} 条记录都可以入库；迟报的照常报送，不必改动。",
        "All records ({rows}) can be taken; late ones are sent all the same, with nothing changed in them.",
    ),
    "none-back": Text("读到的 {rows} 条记录里没有要退回的。", "Of the records read ({rows}) none goes back."),
    "not-passed": Text("但还不能算通过：{parts}。", "Even so it does not pass: {parts}."),
    "besides": Text("此外：{parts}。", "Besides: {parts}."),
    "besides-unread": Text(
        "有 {number} 个文件（或工作表）没有校验，好坏不知",
        "files or sheets that were not checked, so that nothing is known of them: {number}",
    ),
    "besides-whole": Text(
        "整份报送有 {number} 处错误（{titles}）", "errors of the submission as a whole: {number} ({titles})"
    ),
    "besides-known": Text(
        "已知的 {number} 处错误还在，未在此列出", "known errors that are still there and not listed here: {number}"
    ),
    "besides-other": Text("原因见下面的问题", "see the problems below"),
    "few-back": Text(
        "绝大部分记录没有问题，只有 {rejected} 条（{share}）需要更正。",
        "Nearly all records are fine; only {rejected} ({share}) need a correction.",
    ),
    "some-back": Text("{rejected} 条记录（{share}）需要更正。", "{rejected} records ({share}) need a correction."),
    "many-back": Text(
        "{rejected} 条记录（{share}）需要更正，大半是同一个问题“{title}”：先改它最省力。",
        "{rejected} records ({share}) need a correction, most of them for one problem, “{title}”: begin with that one.",
    ),
    "nearly-all-back": Text(
        "几乎每条记录都有同一个问题“{title}”（{rejected} 条，{share}）。这多半出在导出设置或列的对应上，在源头更正一次就可以了。",
        "Nearly every record has one problem, “{title}” ({rejected}, {share}). Most likely it is an export setting or a column "
        "taken for another: one correction at the source will do.",
    ),
    "all-sorts-back": Text(
        "几乎每条记录都有需要更正的地方（{rejected} 条，{share}）。从次数最多的问题改起，多半一次能改好一批。",
        "Nearly every record has something to correct ({rejected}, {share}). Begin with the most frequent problem: most "
        "likely one correction will settle many.",
    ),
    "contents": Text("本页内容", "On this page"),
    "to-due": Text("今天到期 {number} 条", "{number} due today"),
    "to-error": Text("错误 {number} 处", "{number} errors"),
    "to-warning": Text("警告 {number} 处", "{number} warnings"),
    "to-info": Text("提示 {number} 处", "{number} info"),
    "to-unchecked": Text("未校验 {number} 项", "{number} things not checked"),
    "to-picture": Text("问题分布和各列完整度", "Where it is, and how complete"),
    "to-inputs": Text("校验对象", "Inputs"),
    "to-basis": Text("依据和版本", "Basis and versions"),
    "first-problem-whole": Text(
        "先看“{title}”（{severity} {number} 处），按其中的更正建议更正。",
        "Begin with “{title}” ({severity}, {number} found) and correct it as is said there.",
    ),
    "first-problem": Text(
        "先看“{title}”（{severity} {number} 处），按下面的表逐格更正。",
        "Begin with “{title}” ({severity}, {number} found) and correct it cell by cell as in the table below.",
    ),
    "step-due": Text(
        "今天先报送下面 {number} 条今天到期的记录，明天起就是迟报。",
        "Send the {number} records that fall due today first; from tomorrow on they are late.",
    ),
    "step-unchecked": Text(
        "看一下“未校验的内容”（{number} 项）：没有检查，不等于没有问题。",
        "Look at what was not checked ({number}): not checked does not mean that nothing is wrong.",
    ),
    "due-heading": Text("今天到期的记录（今天不报即迟）", "Due today"),
    "due-some": Text(
        "{number} 条记录作出决定后的第 {limit} 个工作日就是校验日 {as_of}，文件里还没有公示日期。今天报送公示仍算及时，明天起就是迟报。"
        "已经公示的，请填上公示日期。",
        "For {number} records the {limit}th working day after the decision is {as_of}, and the file has no publication date "
        "for them yet. Sent and published today they are in time, from tomorrow on they are late. Where one is published "
        "already, fill in the publication date.",
    ),
    "due-none": Text("校验日 {as_of} 没有到期的记录。", "Nothing falls due on {as_of}."),
    "due-unknown": Text("没有判断：{reason}。", "Not told: {reason}."),
    "due-rest": Text("另有 {number} 条今天到期，未在此列出。", "{number} more fall due today and are not listed here."),
    "problems": Text("要更正的问题", "What to mend"),
    "problems-of": Text("{path} 的问题", "Problems of {path}"),
    "overview": Text("问题一览", "Overview"),
    "one-by-one": Text("逐项说明", "One by one"),
    "found": Text("{number} 处", "{number} found"),
    "head-file": Text("文件", "File"),
    "head-severity": Text("级别", "Severity"),
    "head-problem": Text("问题", "Problem"),
    "head-count": Text("次数", "Found"),
    "head-share": Text("范围", "Extent"),
    "head-rule": Text("规则", "Rule"),
    "table-of": Text(
        "“{column}”列，共 {number} 处，先列 {shown} 处", "Column “{column}”: {number} found, the first {shown}"
    ),
    "table-all": Text("“{column}”列，共 {number} 处", "Column “{column}”: {number} found"),
    "table-known": Text("“{column}”列，先列 {shown} 处", "Column “{column}”, the first {shown}"),
    "head-row": Text("行", "Row"),
    "head-record": Text("记录", "Record"),
    "expected-safe": Text("改为", "Change to"),
    "expected-confirm": Text("改为（请核对）", "Change to (confirm)"),
    "expected-none": Text("供核对", "To compare with"),
    "head-finding": Text("说明", "Finding"),
    "nth-record": Text("第 {record} 条", "no. {record}"),
    "file-line": Text("文件第 {line} 行", "line {line}"),
    "whole-file": Text("整个文件", "whole file"),
    "empty": Text("（空）", "(blank)"),
    "long": Text("…（共 {length} 字）", "… ({length} characters)"),
    "longer": Text("…（{length} 字以上）", "… ({length} characters or more)"),
    "more-columns": Text("另有 {number} 列也有这个问题：{names}。", "{number} more columns have it: {names}."),
    "rest": Text("共 {total} 处，这里列出 {shown} 处。", "{total} found, {shown} of them shown here."),
    "mend-nothing": Text("不必改动文件", "nothing is to be changed in the file"),
    "mend-safe": Text("{number} 处可用 conformance fix 自动更正", "{number} mended by conformance fix"),
    "mend-confirm": Text(
        "{number} 处核对后可用 conformance fix --confirm 更正",
        "{number} mended by conformance fix --confirm, once you looked at each",
    ),
    "mend-none": Text("{number} 处须由人更正", "{number} to be corrected by hand"),
    "mend-here-safe": Text(
        "{number} 处可用本页的“下载和更正”自动更正", "{number} mended under “Downloads and corrections”"
    ),
    "mend-here-confirm": Text(
        "{number} 处改法大致确定，请核对后由人更正",
        "{number} fairly certain, to be corrected by hand once you looked at each",
    ),
    "mend-here-none": Text("{number} 处须由人更正", "{number} to be corrected by hand"),
    "here-safe": Text(
        "改法唯一的，可用本页的“下载和更正”自动更正；其余由人更正",
        "“Downloads and corrections” on this page mends it where there is one correction only; the rest is mended by hand",
    ),
    "here-confirm": Text(
        "改法大致确定，请核对后由人更正", "the correction is fairly certain; look at each and correct it by hand"
    ),
    "mend": Text("怎样更正", "How to mend it"),
    "why": Text("为什么", "Why"),
    "why-clause": Text("依据", "Rests on"),
    "details-left-out": Text(
        "为了让本页打得开，另有 {groups} 组问题（共 {number} 处）没有逐格列出。要全部清单，请加 --findings 文件名。",
        "To keep this page small, the cells of {groups} more groups of problems ({number} found) are not listed. For all of "
        "them add --findings FILE.",
    ),
    "rows-left-out": Text("另有 {number} 行没有列出。", "{number} more rows are not listed."),
    "due-left-out": Text(
        "另有 {number} 个文件（或工作表）有今天到期的记录，共 {records} 条，没有列出。",
        "{number} more files or sheets have records that fall due today ({records}); they are not listed.",
    ),
    "pictures-left-out": Text(
        "另有 {number} 个文件（或工作表）没有画出。", "{number} more files or sheets are not drawn."
    ),
    "templates-left-out": Text(
        "另有 {number} 份对照文件的样本没有列出，都在 JSON 报告的 mapping_template 里。",
        "{number} more mapping files half filled in are not listed; the JSON report has all of them (mapping_template).",
    ),
    "template-cut": Text(
        "样本太长，另有 {number} 行没有列出；完整的在 JSON 报告的 mapping_template 里。",
        "It is too long: {number} more lines are not listed; the JSON report has all of them (mapping_template).",
    ),
    "unchecked-lead": Text(
        "以下内容没有检查。没有检查，不等于没有问题。",
        "The following was not checked. Not checked does not mean that nothing is wrong.",
    ),
    "picture": Text("问题在文件里的位置", "Where in the file the trouble lies"),
    "picture-of": Text("{path}：问题的位置和各列完整度", "{path}: where the trouble lies, and how complete it is"),
    "lane-errors": Text("错误", "errors"),
    "lane-warnings": Text("警告", "warnings"),
    "lane-repeats": Text("重复", "repeats"),
    "picture-scale": Text(
        "从左到右是第 {first} 行到第 {last} 行，每格 {records} 条记录；柱子越高，这一段里有问题的记录越多。",
        "From left to right rows {first} to {last}, {records} records each; the higher a bar, the more records of that "
        "stretch have something wrong.",
    ),
    "picture-each": Text(
        "从左到右是第 {first} 行到第 {last} 行，一格一条记录。",
        "From left to right rows {first} to {last}, one record each.",
    ),
    "picture-worst": Text(
        "最集中的是第 {first}–{last} 行：{records} 条中有 {number} 条有{kind}。",
        "It is densest in rows {first}–{last}: {number} of {records} records have {kind}.",
    ),
    "picture-rows-some": Text(
        "有{kind}的是第 {rows} 等 {number} 行。", "Rows with {kind}: {number} of them, the first {rows}."
    ),
    "picture-rows": Text("有{kind}的是第 {rows} 行。", "Rows with {kind}: {rows}."),
    "picture-everywhere": Text(
        "从头到尾都有，比较均匀：多半是同一个原因。",
        "It is spread evenly from beginning to end: most likely there is one cause.",
    ),
    "picture-none": Text("没有哪一条记录自身有错误或警告。", "No record has an error or a warning of its own."),
    "filling": Text("各列填写情况", "How complete each column is"),
    "filling-lead": Text(
        "按 {records} 条记录统计。“无”“/”之类的占位值不算填写。",
        "Of {records} records. Words that stand for nothing (无, /) do not count as filled in.",
    ),
    "head-letter": Text("列", "Column"),
    "head-header": Text("列名", "Header"),
    "head-filled": Text("已填", "Filled in"),
    "head-bar": Text("填写比例", "Share"),
    "head-blank": Text("空", "Blank"),
    "head-placeholder": Text("占位值", "Stands for nothing"),
    "required": Text("必填", "required"),
    "not-taken": Text("未校验", "not checked"),
    "same-columns": Text("另有 {number} 列没有列出。", "{number} more columns are not listed."),
    "basis-heading": Text("依据和版本", "Basis and versions"),
    "basis-standard": Text("标准", "Standard"),
    "basis-version": Text("版本 {version}", "version {version}"),
    "basis-digest": Text("摘要", "Digest"),
    "basis-tool": Text("工具", "Tool"),
    "basis-purpose": Text("用途", "Purpose"),
    "basis-as-of": Text("校验日", "As of"),
    "basis-party": Text("报送单位", "Party"),
    "skip": Text("跳到内容", "Skip to the content"),
}


def word(key: str, lang: Lang, /, **parts: object) -> str:
    """One of the page's phrases with its parts filled in, or of those that all reports share."""
    return pick(_WORDS[key], lang).format_map(parts) if key in _WORDS else say(key, lang, **parts)


def grouped(number: int) -> str:
    """A number as people read it: 1,000,000."""
    return f"{number:,}"
