"""The report's own words in Chinese and English. What a rule says is in the standard, not here."""

from __future__ import annotations

from conformance.report.nextwords import NEXT
from conformance.standard.model import Lang, Text
from conformance.standard.words import listing, pick

VERDICTS = {
    "conforming": Text("校验通过", "Conforming"),
    "conforming-with-warnings": Text("通过（有提示）", "Conforming, with warnings"),
    "non-conforming": Text("不通过", "Non-conforming"),
    "not-checked": Text("未校验", "Not checked"),
}
GO = {
    "submission": Text("可以报送", "Ready to submit"),
    "publication": Text("可以公示", "Ready to publish"),
}
STOP = {
    "submission": Text("请更正后报送", "Please correct, then submit"),
    "publication": Text("请更正后公示", "Please correct, then publish"),
}
REASONS = {
    "column-absent": Text("没有所需的列", "the columns it needs are not there"),
    "other-purpose": Text("只适用于另一用途", "belongs to the other purpose"),
    "no-party": Text("未指明报送单位（--party）", "no party was named (--party)"),
    "no-register": Text(
        "数据清单未列明本事项的责任单位，或报送单位不在清单登记范围内",
        "the data list names nobody for the item, or the party is entered in no list of the city",
    ),
    "outside-calendar": Text("日期超出工作日历的年份", "dates outside the years of the working-day calendar"),
    "before-applies-from": Text("早于起算日的首次补报记录（--applies-from）", "first back-filings (--applies-from)"),
    "unknown-kind": Text("看不出相对人是自然人还是组织", "whether a person or an organisation cannot be told"),
    "referred-absent": Text("被引用的文件不在本次报送中", "the file that it refers to is not in this submission"),
    "referred-partial": Text(
        "被引用的文件只是增量，也没有上期文件可对照（--previous）",
        "only an increment of the file that it refers to is at hand, and no earlier submission (--previous)",
    ),
    "other-register": Text(
        "主体属于其他登记机关，其登记信息不在本次报送中", "the subject belongs to a register that was not submitted"
    ),
    "self-contained": Text(
        "文件按全量对待，移出记录自带列入信息（增量报送请在清单中写明 kind: increment）",
        "the file counts as full, so that each removal holds its own entry (of an increment the manifest says so)",
    ),
    "read-once": Text("输入只能读取一次，请改用文件", "the input can be read only once; give a file"),
    "no-manifest": Text("没有报送清单（--manifest）", "there is no manifest (--manifest)"),
    "no-previous": Text("没有指定上期报送的文件（--previous）", "no earlier submission was named (--previous)"),
    "no-period": Text("看不出上期截止到哪一天", "when the last period ended cannot be told"),
    "item-not-before": Text("上期报送中没有本事项的文件", "the last submission has no file of this item"),
    "item-not-sent": Text("本次报送中没有本事项的文件", "this submission has no file of this item"),
    "increment": Text("本次为增量报送", "this is an increment"),
    "input-unread": Text("本次报送有文件未能读完", "a file of this submission could not be read to its end"),
    "no-key": Text("没有文号或名称，无法与上期对应", "without number or name there is nothing to know them again by"),
    "not-applicable": Text("不适用", "not applicable"),
}

_WORDS = {
    **NEXT,
    "messages-right": Text(
        "报文 {number} 份，其中没有要入库的记录。", "{number} messages, none with records to be accepted."
    ),
    "messages-wrong": Text(
        "报文 {number} 份，其中没有要入库的记录；请更正报文。",
        "{number} messages, none with records to be accepted; correct what is wrong with them.",
    ),
    "numbers": Text(
        "可入库 {accepted} 条、退回 {rejected} 条、迟报 {late} 条",
        "{accepted} accepted, {rejected} rejected, {late} late",
    ),
    "left": Text("；另有 {number} 个文件未能校验", "; {number} more not checked"),
    "left-sheets": Text("；另有 {number} 个文件或工作表未能校验", "; {number} more files or sheets not checked"),
    "inputs": Text("校验对象", "Inputs"),
    "encoding": Text("编码 {encoding}", "encoding {encoding}"),
    "sheet": Text("工作表“{sheet}”", 'sheet "{sheet}"'),
    "item": Text("按“{title}”（{item}）校验", 'checked as "{title}" ({item})'),
    "rows": Text("数据 {rows} 条", "{rows} records"),
    "all-back": Text(
        "表头或文件本身有错误，因此全部记录退回；先更正该错误，其余记录可能无须改动",
        "The header or the file itself is at fault, so every record goes back; mend that first, the rest may be fine",
    ),
    "due-today": Text(
        "{number} 条今天（{as_of}）到期，今天不报即为迟报{first}",
        "{number} fall due today ({as_of}): late if not sent today{first}",
    ),
    "due-rows": Text("：第 {places} 行", " (rows {places})"),
    "due-rows-some": Text("，先列第 {places} 行", " (the first in rows {places})"),
    "due-records": Text("：第 {places} 条记录", " (records {places})"),
    "due-records-some": Text("，先列第 {places} 条记录", " (the first are records {places})"),
    "due-untold": Text(
        "{path}今天到期的记录：没有判断，因校验日的{reason}", "what falls due today in {path}: not told ({reason})"
    ),
    "submission": Text("报送清单与上期", "Manifest and last submission"),
    "manifest": Text("报送清单 {path}：编号 {id}，{period}", "manifest {path}: {id}, {period}"),
    "period": Text("期间 {first} 至 {last}", "from {first} to {last}"),
    "kind-full": Text("本次为全量报送", "a full submission"),
    "kind-increment": Text("本次为增量报送", "an increment"),
    "kind-full-taken": Text(
        "未写明报送方式，按全量对待：上期有而本期没有的记录算作消失，被引用的文件算作完整（增量报送请在清单中写明 kind: increment）",
        "Full or increment is not stated, so it counts as full: what the last submission had and this one has not is "
        "vanished, and files referred to are complete (of an increment the manifest says kind: increment)",
    ),
    "of-kind-full": Text("（全量）", " (full)"),
    "of-kind-increment": Text("（增量）", " (increment)"),
    "records": Text("记录数", "records"),
    "total": Text("“{field}”合计", 'total of "{field}"'),
    "compared-same": Text(
        "{path}：{what} 清单 {declared}，实有 {found}，相符",
        "{path}: {what} {declared} declared, {found} found, the same",
    ),
    "compared-other": Text(
        "{path}：{what} 清单 {declared}，实有 {found}，相差 {difference}",
        "{path}: {what} {declared} declared, {found} found, a difference of {difference}",
    ),
    "compared-not": Text("{path}：未能校验，没有核对", "{path}: not checked, and so not compared"),
    "previous": Text("上期 {path}（{item}）", "last submission {path} ({item})"),
    "columns": Text("表头识别 {found}/{known}", "columns recognised: {found}/{known}"),
    "columns-optional": Text("另有可选的列 {number} 个", "{number} optional ones besides"),
    "columns-unknown": Text("未识别 {number} 个：{names}", "{number} not recognised: {names}"),
    "columns-ignored": Text("不校验 {number} 个：{names}", "{number} left out: {names}"),
    "near": Text("{header}（疑为{near}）", "{header} (perhaps {near})"),
    "findings": Text(
        "问题：错误 {error} 处、警告 {warning} 处、提示 {info} 处",
        "Findings: {error} errors, {warning} warnings, {info} info",
    ),
    "nothing-read": Text(
        "没有读到可以校验的记录，因此还不能说数据好坏。",
        "No records were read, so nothing can be said of the data yet.",
    ),
    "no-findings": Text("问题：没有发现问题", "Findings: none"),
    "no-findings-read": Text(
        "问题：已校验的文件没有发现问题，另有文件没有校验",
        "Findings: none in what was checked; some of it was not checked",
    ),
    "no-new-findings": Text(
        "问题：没有新增的问题（已知的 {number} 处未列出）",
        "Findings: none are new ({number} known ones are not listed)",
    ),
    "no-other-findings": Text(
        "问题：除按配置不计入的以外，没有发现问题", "Findings: none but those that are suppressed"
    ),
    "left-out": Text(
        "另有已知的 {known} 处、按配置不计入的 {suppressed} 处，未在此列出",
        "besides {known} known from before and {suppressed} suppressed, not listed here",
    ),
    "suppressed-heading": Text("按配置不计入的问题", "Suppressed by the configuration"),
    "suppressed": Text(
        "{rule}（{id}）{where}：{number}，有效期至 {until}，理由：{reason}",
        "{rule} ({id}){where}: {number}, until {until}: {reason}",
    ),
    "suppressed-path": Text("文件“{path}”", 'files "{path}"'),
    "suppressed-field": Text("数据项“{field}”", 'field "{field}"'),
    "suppressed-keys": Text("文号 {keys}", "records {keys}"),
    "places": Text("{number} 处", "{number} found"),
    "every": Text("每一行都有", "in every row"),
    "emptied": Text("（留空）", "(leave blank)"),
    "of-grade": Text("{grade} {number} 处", "{grade}: {number}"),
    "grade": Text("改法：{grades}", "To be mended: {grades}"),
    "as-it-is": Text("不必改动", "nothing to change"),
    "most": Text("大多数行（{share}）", "in most rows ({share})"),
    "some": Text("占 {share} 的行", "in {share} of the rows"),
    "most-fields": Text("大多数行（至少 {share}）", "in most rows (at least {share})"),
    "some-fields": Text("至少占 {share} 的行", "in at least {share} of the rows"),
    "fields": Text("涉及：{fields}", "In: {fields}"),
    "field-count": Text("{title} {number} 处", "{title} {number}"),
    "whole-column": Text(
        "整列都有同样的问题，多半出在导出设置或列的对应上，宜从源头一并更正。",
        "The whole column has the problem: most likely an export setting or a wrong column; correct it at the source.",
    ),
    "remedy": Text("更正建议：{remedy}", "Remedy: {remedy}"),
    "clause": Text("依据：{clause}", "Rests on: {clause}"),
    "origin": Text("出处：{origin}", "Origin: {origin}"),
    "row": Text("第 {row} 行", "row {row}"),
    "line": Text("文件第 {line} 行", "line {line} of the file"),
    "record": Text("第 {record} 条记录", "record {record}"),
    "whole": Text("整个文件", "whole input"),
    "value": Text("原值“{value}”", 'value "{value}"'),
    "key": Text("〔{title}：{key}〕", "[{title}: {key}]"),
    "more": Text(
        "另有 {number} 处未在此列出（全部清单：加 --findings 文件名）。",
        "{number} more not listed here (for all of them add --findings FILE).",
    ),
    "head-input": Text("文件", "File"),
    "head-verdict": Text("结论", "Verdict"),
    "head-item": Text("数据事项", "Data item"),
    "head-rows": Text("数据", "Records"),
    "head-accepted": Text("可入库", "Accepted"),
    "head-rejected": Text("退回", "Rejected"),
    "head-late": Text("迟报", "Late"),
    "head-where": Text("位置", "Place"),
    "head-column": Text("列", "Column"),
    "head-value": Text("原值", "Value"),
    "head-correction": Text("规范写法", "Expected"),
    "head-comparison": Text("供核对", "To compare with"),
    "head-grade": Text("改法", "Mended"),
    "head-message": Text("问题", "Finding"),
    "unchecked": Text("未校验的内容", "Not checked"),
    "unchecked-none": Text(
        "适用的规则均已逐条校验，没有遗漏的列和工作表。",
        "None: every rule that applies was run on every column and sheet.",
    ),
    "unchecked-input": Text("{path}：整个文件，原因见上", "{path}: the whole of it, for the reason above"),
    "unchecked-inputs": Text(
        "{number} 个文件或工作表未能校验：{paths}", "{number} files or sheets not checked: {paths}"
    ),
    "unchecked-columns": Text("{path}的列：{names}", "columns of {path}: {names}"),
    "unchecked-sheets": Text("{path}的工作表：{names}", "sheets of {path}: {names}"),
    "absent": Text(
        "因没有以下列，相关的 {number} 项校验没有进行：{fields}",
        "{number} checks did not run, for want of the columns: {fields}",
    ),
    "skipped": Text("因{reason}，没有校验：{rules}", "not run ({reason}): {rules}"),
    "unjudged": Text(
        "{rule}：有 {number} 条记录没有判断，因{reason}", "{rule}: {number} records not judged ({reason})"
    ),
    "capped": Text(
        "问题共 {total} 处，报告只收录 {shown} 处示例（个数是准确的）；要全部清单，请加 --findings 文件名",
        "{total} findings, of which this report holds {shown} as examples (counts are exact); for all of them add "
        "--findings FILE",
    ),
    "applies-from": Text(
        "{date} 之前作出的决定按首次补报对待，不判断迟报",
        "decisions before {date} count as first back-filings: not judged for lateness",
    ),
    "mapping": Text(
        "可将以下各行存为文件，填好没有认出的列，再加 --mapping 文件名 重新校验：",
        "Save these lines to a file, fill in the columns that were not recognised, and check again with --mapping FILE:",
    ),
    "mapping-hint": Text(
        "列名与标准不同的，可用 --mapping 指定对照文件；JSON 报告的 mapping_template 是填好一半的样本",
        "for headers of your own give a --mapping file; mapping_template in the JSON report is one half filled in",
    ),
    "masked": Text(
        "{expected}（个人信息已隐去，星号处照原件填写）",
        "{expected} (masked: where there are stars, write what the original has)",
    ),
    "first-at": Text("首处在 {place}", "first at {place}"),
    "in-inputs": Text("{number} 个文件或工作表", "in {number} files or sheets"),
    "worst-input": Text("最多的是 {name}（{number} 处）：", "most of them in {name} ({number}):"),
    "inputs-rest": Text("其余 {number} 个：{verdicts}", "{number} more: {verdicts}"),
    "more-lines": Text("另有 {number} 项未在此列出", "{number} more not listed here"),
    "kinds-rest": Text(
        "其余 {kinds} 条规则共 {number} 处，未在此列出", "{kinds} more rules with {number} findings not listed here"
    ),
    "shortened": Text(
        "为在一屏内看完，以上有节略（个数都是准确的）；全部内容请加 --output 报告.html 或 --output 报告.xlsx",
        "Shortened to fit a screen (all counts are exact); for the whole add --output report.html or --output report.xlsx",
    ),
    "severity": Text("{severity}（{number} 条规则）", "{severity} ({number} rules)"),
    "basis": Text(
        "依据：标准 {edition}（版本 {version}，{digest}）；{purpose}；校验日 {as_of}；报送单位 {party}",
        "Basis: standard {edition} (version {version}, {digest}); {purpose}; as of {as_of}; party {party}",
    ),
    "no-party": Text("未指明", "not named"),
    "tool": Text("工具：{name} {version}（{engine}）", "Tool: {name} {version} ({engine})"),
    "note": Text("说明：{note}", "Note: {note}"),
}


def say(key: str, lang: Lang, /, **parts: object) -> str:
    """One of the report's own phrases with its parts filled in."""
    return pick(_WORDS[key], lang).format_map(parts)


def share(part: int, whole: int) -> str:
    """A share in words that never round something to nothing or nearly all to all."""
    percent = 100 * part / whole
    if percent < 0.1:
        return "<0.1%"
    if percent > 99.9 and part < whole:
        return ">99.9%"
    return f"{percent:.1f}%".replace(".0%", "%")


def names(items: list[str], lang: Lang, limit: int = 20) -> str:
    """A list in words, cut after ``limit`` with the number of the rest."""
    shown = listing(items[:limit], lang)
    rest = len(items) - limit
    if rest <= 0:
        return shown
    return f"{shown} 等 {len(items)} 个" if lang == "zh" else f"{shown} and {rest} more"
