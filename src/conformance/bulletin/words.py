"""What a bulletin says, in both languages: its names and how its numbers are written."""

from __future__ import annotations

from fractions import Fraction

from conformance.bulletin.model import Bulletin, Figures, Group, Place, Rate, RateName, State
from conformance.report.words import share
from conformance.standard.model import Lang, Text
from conformance.standard.shapes import load_shapes
from conformance.standard.titles import code_text
from conformance.standard.words import bracket, pick

GROUP_TITLES: dict[Group, Text] = {
    "departments": Text("委办局", "Departments"),
    "districts": Text("区县", "Districts"),
    "lines": Text("条线", "Vertical bodies and others"),
}
RATE_TITLES: dict[RateName, Text] = {
    "submitted": Text("报送率", "Submitted %"),
    "timely": Text("及时率", "In time %"),
    "passed": Text("合格率", "Passed %"),
    "complete": Text("完整率", "Complete %"),
    "taken": Text("入库率", "Taken %"),
}
STATES: dict[State, Text] = {
    "on-time": Text("按时", "in time"),
    "late": Text("迟报", "late"),
    "returned": Text("整批退回", "sent back whole"),
    "missing": Text("未报", "missing"),
    "not-due": Text("未到期", "not due yet"),
    "undated": Text("期限无法推算", "last day unknown"),
}
UNRANKED: dict[str, Text] = {
    "no-duty": Text("报送计划没有规定其报送任务", "the reporting plan states no duty of it"),
    "nothing-due": Text("本期没有到期的报送任务", "nothing of it fell due"),
    "few": Text("已全部报送，但记录数未达到最低限", "all was submitted, with fewer records than the minimum"),
    "none-sent": Text("本组没有一个单位的报送可入库", "nothing that its group submitted was accepted"),
}
_WORDS = {
    "title-month": Text(
        "{year}年{month}月信用信息报送情况通报", "Bulletin on submissions of credit information, {span}"
    ),
    "title-year": Text("{year}年度信用信息报送运行报告", "Yearly report on submissions of credit information, {span}"),
    "origin": Text(
        "本通报的格式、指标、公式和报送期限由本标准自定（origin: profile），不是文件的规定。",
        "Form, measures, formulas and last days of this bulletin are this standard's own (origin: profile), not the document's.",
    ),
    "as-of": Text("截至 {as_of}", "As of {as_of}"),
    "compared": Text("与 {previous}（截至 {day}）相比", "Compared with {previous} (as of {day})"),
    "overall": Text("总体情况", "Overall"),
    "units": Text("各单位情况", "Units"),
    "ranking": Text("排名", "Ranking"),
    "not-ranked": Text("不参加排名的单位", "Not ranked"),
    "missing": Text("未报、迟报和退回", "Missing, late, sent back"),
    "published": Text("决定公开情况（据报送清单）", "Decisions, by the manifests"),
    "reasons": Text("退回的主要原因", "Main reasons for rejection"),
    "course": Text("全年各月", "The months of the year"),
    "notes": Text("需要说明的情况", "Notes"),
    "definitions": Text("统计口径", "How it is counted"),
    "precedents": Text("文件中的先例", "Precedents in the document"),
    "precedents-lead": Text(
        "文件对下列单位有类似要求，各只及于该单位；引号内是文件的用词，其余是本标准的话。"
        "本通报参照这些做法，并不因此成为文件的要求。",
        "The document asks something of the kind of these units, of each for itself only. What stands in quotation marks are its "
        "words, the rest is ours. That this bulletin is made likewise does not make it the document's.",
    ),
    "supplies": Text("报送", "Supplies"),
    "uses": Text("使用", "Uses"),
    "marks": Text("指标", "Measures"),
    "group": Text("组别", "Group"),
    "unit": Text("单位", "Unit"),
    "rank": Text("名次", "Place"),
    "score": Text("得分", "Score"),
    "before": Text("上期", "Before"),
    "change": Text("增减", "Change"),
    "value": Text("本期", "Now"),
    "numerator": Text("分子", "Numerator"),
    "denominator": Text("分母", "Denominator"),
    "due": Text("应报", "Due"),
    "submitted": Text("已报", "Submitted"),
    "on_time": Text("按时", "In time"),
    "late": Text("迟报", "Late"),
    "returned": Text("整批退回", "Sent back whole"),
    "missing-number": Text("未报", "Missing"),
    "nil": Text("零报告", "Nil returns"),
    "not_due": Text("未到期", "Not due yet"),
    "submissions": Text("正式报送次数", "Official submissions"),
    "displaced": Text("被后续报送取代", "Displaced by later ones"),
    "refused": Text("整批退回次数", "Submissions sent back whole"),
    "rows": Text("记录数", "Records"),
    "accepted": Text("入库", "Records taken"),
    "rejected": Text("退回", "Records sent back"),
    "late_rows": Text("迟报记录", "Late records"),
    "self-checks": Text("自查次数", "Self-checks"),
    "to-publish": Text("应公开", "To be published"),
    "published-number": Text("已公开", "Published"),
    "withheld": Text("不公开", "Withheld"),
    "files-said": Text("填报上述数字的文件数", "Files whose manifest says so"),
    "item": Text("数据事项", "Data item"),
    "period": Text("数据所属期", "Period"),
    "last-day": Text("期限", "Last day"),
    "received": Text("报送日", "Received"),
    "state": Text("状态", "State"),
    "remark": Text("备注", "Remark"),
    "derived": Text("期间系推定", "period derived"),
    "increments": Text("含增量报送 {number} 次", "increments: {number}"),
    "recorded": Text("补录：校验日 {judged}，记录日 {recorded}", "judged by {judged}, recorded on {recorded}"),
    "through": Text("经由“{group}”", "as a member of {group}"),
    "rule": Text("规则", "Rule"),
    "errors": Text("错误数", "Errors"),
    "month": Text("月份", "Month"),
    "application": Text("应用清单事项", "Application item"),
    "looks-up": Text("查询的数据事项", "Data looked up"),
    "nothing": Text("无", "none"),
    "no-unit": Text("文件没有写明单位", "the document names no unit"),
    "outside": Text("计划外报送：{items}", "Submitted without a duty: {items}"),
    "tied": Text("并列", "tied"),
    "reason": Text("原因", "Reason"),
    "unreached": Text(
        "报送计划只写到一类单位、无法落实到具体单位的（括号内为任务项数）：{units}",
        "In the plan as a kind of unit only, so that nobody can be told (in brackets the number of duties): {units}",
    ),
    "without-duty": Text(
        "报送计划没有规定报送任务、也没有报送的单位：{units}",
        "Parties without a duty in the plan that sent nothing: {units}",
    ),
    "formulas": Text("指标和公式", "Measures and formulas"),
    "formula": Text("公式", "Formula"),
    "whose": Text("出处", "Whose word"),
    "precedent": Text("文件中的先例", "Precedent in the document"),
    "no-precedent": Text("无", "none"),
    "groups": Text("分组情况", "By group"),
    "place-before": Text("上期名次", "Place before"),
    "times": Text("{number} 次", "{number}"),
    "nil-one": Text("零报告", "nil return"),
    "decisions": Text("决定", "Decisions"),
    "number": Text("件数", "Number"),
    "placed": Text(
        "名次 {rank}，得分 {score}，上期名次 {before}", "Place {rank}, score {score}, place before {before}"
    ),
    "unplaced": Text("不参加排名：{reason}", "Not ranked: {reason}"),
    "user-unsure": Text("使用单位{basis}", "user {basis}"),
    "slight-rise": Text("升不到 0.1 个百分点", "up by less than 0.1 points"),
    "slight-fall": Text("降不到 0.1 个百分点", "down by less than 0.1 points"),
    "cited": Text(
        "{clause}：{quoted}（{about}）；{units}；与之类似的：{like}",
        "{clause}: {quoted} ({about}); {units}; likewise here: {like}",
    ),
    "for-itself": Text("只及于{units}", "for {units} only"),
    "page-of": Text("各单位页", "A page for each unit"),
    "basis": Text(
        "依据：标准 {edition} 版（{version}，{digest}）；conformance {tool}。",
        "Basis: edition {edition} of the standard ({version}, {digest}); conformance {tool}.",
    ),
    "only": Text("只列：{units}", "Only: {units}"),
    "points": Text("{points} 个百分点", "{points} points"),
    "same": Text("持平", "the same"),
    "cover": Text("说明", "About"),
    "contents": Text("目录", "Contents"),
    "skip": Text("跳到内容", "Skip to the content"),
    "top": Text("回到开头", "Back to the top"),
    "more-rows": Text("另有 {number} 行，见 html、xlsx 或 json 格式。", "{number} more lines: see html, xlsx or json."),
    "pages-elsewhere": Text(
        "{number} 个单位各有一页，见 html 或 xlsx 格式；只看几个单位用 --party。",
        "Each of {number} units has a page: see html or xlsx, or ask for a few with --party.",
    ),
}


def word(key: str, lang: Lang, /, **parts: object) -> str:
    """One of the bulletin's phrases with its parts filled in."""
    return pick(_WORDS[key], lang).format_map(parts)


def title(bulletin: Bulletin, lang: Lang) -> str:
    """What the bulletin is called."""
    return word(
        f"title-{bulletin.kind}", lang, year=bulletin.first.year, month=bulletin.first.month, span=bulletin.span
    )


def rate_text(rate: Rate) -> str:
    """95.2% (20/21); nothing where there was nothing to count."""
    return f"{share_text(rate)} ({rate.numerator}/{rate.denominator})" if rate.denominator else "–"


def share_text(rate: Rate) -> str:
    """The share alone."""
    if not rate.denominator:
        return "–"
    return share(rate.numerator, rate.denominator) if rate.numerator else "0%"


def is_slight(change: Fraction) -> bool:
    """Whether a change of a share, in points, is none that a tenth shows."""
    return change != 0 and abs(change) * 10 < Fraction(1, 2)


def change_text(now: Rate, then: Rate, lang: Lang) -> str:
    """How many points a share rose or fell; nothing where it cannot be compared."""
    if now.value is None or then.value is None:
        return "–"
    change: Fraction = (now.value - then.value) * 100
    if change == 0:
        return word("same", lang)
    if is_slight(change):
        return word("slight-rise" if change > 0 else "slight-fall", lang)
    tenths = int(abs(change) * 10 + Fraction(1, 2))
    return word("points", lang, points=f"{'+' if change > 0 else '-'}{tenths // 10}.{tenths % 10}")


def score_text(place: Place) -> str:
    """The score as points of a hundred, with two decimals, never rounded to all or nothing; places follow from the exact share."""
    value = place.score.value
    if value is None:
        return "–"
    hundredths = int(value * 10_000 + Fraction(1, 2))
    if hundredths == 10_000 and value < 1:
        return ">99.99"
    if hundredths == 0 and value > 0:
        return "<0.01"
    return f"{hundredths // 100}.{hundredths % 100:02}"


def rank_text(place: Place, lang: Lang) -> str:
    """3/16, with a word where it is shared."""
    tied = bracket(word("tied", lang), lang) if place.tied else ""
    return f"{place.rank}/{place.of}{tied}"


def ground_title(ground: str, lang: Lang) -> str:
    """Why decisions are not made public."""
    return pick(_coded("WithholdingGround", ground), lang)


def basis_title(basis: str, lang: Lang) -> str:
    """How it is known that a unit uses something."""
    return pick(_coded("UnitBasis", basis), lang)


def _coded(code_list: str, code: str) -> Text:
    words = code_text(load_shapes(), code_list, code)
    return Text(words.zh, words.en.replace("-", " "))


COUNTS = ("due", "submitted", "on_time", "late", "returned", "missing", "nil", "not_due")
"""The numbers of duties, in the order in which they are told."""
VOLUMES = ("submissions", "displaced", "refused", "rows", "accepted", "rejected", "late_rows")


def count_title(name: str, lang: Lang) -> str:
    """What a number of :class:`Figures` is called."""
    return word("missing-number" if name == "missing" else name, lang)


def counts(figures: Figures) -> list[int]:
    """The numbers of duties."""
    return [number(figures, name) for name in COUNTS]


def number(figures: Figures, name: str) -> int:
    """One of the numbers by its name."""
    found: int = getattr(figures, name)
    return found
