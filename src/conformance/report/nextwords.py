"""What reports say of what to do next, in Chinese and English; ``report.words`` says them."""

from __future__ import annotations

from conformance.standard.model import Text

NEXT = {
    "next": Text("下一步", "Next"),
    "next-item": Text(
        "每条记录都不符合“{item}”自己的要求，请先核对数据事项（--item）是否选对。",
        "Every record contradicts what “{item}” asks for; first see whether the right data item was named (--item).",
    ),
    "next-stop": Text("{stop}。更正后请重新校验一次。", "{stop}. Then check again."),
    "next-unread": Text(
        "请先解决未能校验的文件，再重新校验。", "Please see to the inputs that could not be checked, then check again."
    ),
    "next-nil": Text(
        "没有记录的表：本期确无记录的，正式报送后即记为零报告；应有记录的，请核对导出后再校验。",
        "Of tables without records: if there is nothing to report, an official submission counts as a nil return; if there "
        "should be records, look at the export and check again.",
    ),
    "next-nil-official": Text(
        "没有记录的表，批次 {batch} 记入历史记录后即为零报告；应有记录的，请核对导出后用新的批次号重新报送。",
        "Tables without records are nil returns once batch {batch} is recorded; if there should be records, look at the export "
        "and submit them under a new number.",
    ),
    "nil-verdict": Text("{verdict}（记录后为零报告）", "{verdict} (a nil return once recorded)"),
    "next-late": Text(
        "{go}；迟报的记录照常报送，不必改动，更不要改日期。",
        "{go}; late records are sent all the same, with nothing changed in them, least of all a date.",
    ),
    "at-least": Text("至少 ", "at least "),
    "next-fix-safe": Text(
        "问题中，{safe} 处改法唯一，可自动更正：conformance fix 文件 --output 新文件。",
        "Of the findings, {safe} can be mended for certain: conformance fix FILE --output NEW.",
    ),
    "next-fix-confirm": Text(
        "问题中，{confirm} 处改法大致确定，逐处核对后可自动更正：conformance fix 文件 --output 新文件 --confirm。",
        "Of the findings, {confirm} can be mended fairly certainly, once you looked at each: conformance fix FILE --output NEW "
        "--confirm.",
    ),
    "next-fix-safe+confirm": Text(
        "问题中，{safe} 处改法唯一，可自动更正：conformance fix 文件 --output 新文件；"
        "{confirm} 处大致确定，核对后加 --confirm。",
        "Of the findings, {safe} can be mended for certain: conformance fix FILE --output NEW; {confirm} more fairly certainly: "
        "look at them, then add --confirm.",
    ),
    "next-fix-here": Text(
        "问题中，{safe} 处改法唯一，可用下面的“下载和更正”自动更正。",
        "Of the findings, {safe} can be mended for certain, below under “Downloads and corrections”.",
    ),
    "next-warnings": Text("{go}；建议顺带更正上述警告。", "{go}; the warnings are better corrected too."),
    "next-go": Text("{go}。", "{go}."),
    "next-explain": Text(
        "规则的说明：conformance explain {rule}{lang}", "About a rule: conformance explain {rule}{lang}"
    ),
}
"""Templates by their key."""
