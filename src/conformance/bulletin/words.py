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
    "title-month": Text("{year}年{month}月信用信息报送情况通报", "Bulletin on credit information submitted, {span}"),
    "title-year": Text("{year}年度信用信息报送运行报告", "Yearly report on credit information submitted, {span}"),
    "origin": Text(
        "本通报的格式、指标、公式和报送期限由本标准自定（origin: profile），不是文件的规定。",
        "Form, measures, formula and last days of this bulletin are this standard's own (origin: profile), not the document's.",
    ),
    "as-of": Text("截至 {as_of}", "as of {as_of}"),
    "compared": Text("与 {previous}（截至 {day}）相比", "compared with {previous} (as of {day})"),
    "overall": Text("总体情况", "Overall"),
    "units": Text("各单位情况", "Units"),
    "ranking": Text("排名", "Ranking"),
    "not-ranked": Text("不参加排名的单位", "Not ranked"),
    "missing": Text("未报、迟报和退回", "Missing, late, sent back"),
    "published": Text("决定公开情况（据报送清单）", "Decisions published (by manifests)"),
    "reasons": Text("退回的主要原因", "Commonest reasons for rejection"),
    "course": Text("全年各月", "The months of the year"),
    "notes": Text("需要说明的", "Notes"),
    "definitions": Text("指标和公式", "Measures and formula"),
    "precedents": Text("文件中的先例", "Precedents in the document"),
    "precedents-lead": Text(
        "文件对下列单位有类似要求，各只及于该单位；本通报参照这些做法，并不因此成为文件的要求。",
        "The document asks something of the kind of these units, of each for itself only; that this bulletin is made likewise does not make it the document's.",
    ),
    "supplies": Text("报送", "Supplies"),
    "uses": Text("使用", "Uses"),
    "marks": Text("指标", "Marks"),
    "group": Text("组别", "group"),
    "unit": Text("单位", "unit"),
    "rank": Text("名次", "place"),
    "score": Text("得分", "score"),
    "before": Text("上期", "before"),
    "change": Text("增减", "change"),
    "value": Text("本期", "now"),
    "numerator": Text("分子", "numerator"),
    "denominator": Text("分母", "denominator"),
    "due": Text("应报", "due"),
    "submitted": Text("已报", "submitted"),
    "on_time": Text("按时", "in time"),
    "late": Text("迟报", "late"),
    "returned": Text("整批退回", "sent back whole"),
    "missing-number": Text("未报", "missing"),
    "nil": Text("零报告", "nil returns"),
    "not_due": Text("未到期", "not due yet"),
    "submissions": Text("正式报送次数", "official submissions"),
    "displaced": Text("被后续报送取代", "displaced by later ones"),
    "refused": Text("整批退回次数", "submissions sent back"),
    "rows": Text("记录数", "records"),
    "accepted": Text("入库", "records taken"),
    "rejected": Text("退回", "records sent back"),
    "late_rows": Text("迟报记录", "late records"),
    "self-checks": Text("自查次数", "self-checks"),
    "to-publish": Text("应公开", "to be published"),
    "published-number": Text("已公开", "published"),
    "withheld": Text("不公开", "withheld"),
    "files-said": Text("填报的文件数", "files that say so"),
    "item": Text("数据事项", "data item"),
    "period": Text("数据所属期", "period"),
    "last-day": Text("期限", "last day"),
    "received": Text("报送日", "received"),
    "state": Text("状态", "state"),
    "remark": Text("备注", "remark"),
    "derived": Text("期间系推定", "period derived"),
    "increments": Text("含增量报送 {number} 次", "increments: {number}"),
    "recorded": Text("补录：校验日 {judged}，记录日 {recorded}", "judged by {judged}, recorded on {recorded}"),
    "through": Text("经由“{group}”", "as a member of {group}"),
    "rule": Text("规则", "rule"),
    "errors": Text("错误数", "errors"),
    "month": Text("月份", "month"),
    "application": Text("应用清单事项", "application item"),
    "looks-up": Text("查询的数据事项", "data looked up"),
    "nothing": Text("无", "none"),
    "no-unit": Text("文件没有写明", "none is named"),
    "outside": Text("计划外报送：{items}", "submitted without a duty: {items}"),
    "tied": Text("并列", "tied"),
    "reason": Text("原因", "reason"),
    "unreached": Text(
        "文件只以一类单位列名、无法落实到单位：{units}",
        "named as a kind of unit only, so that nobody can be told: {units}",
    ),
    "without-duty": Text(
        "报送计划没有规定报送任务、也没有报送的单位：{units}",
        "parties without a duty in the plan that sent nothing: {units}",
    ),
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


def change_text(now: Rate, then: Rate, lang: Lang) -> str:
    """How many points a share rose or fell; nothing where it cannot be compared."""
    if now.value is None or then.value is None:
        return "–"
    change: Fraction = (now.value - then.value) * 100
    tenths = int(abs(change) * 10 + Fraction(1, 2))
    if change == 0:
        return word("same", lang)
    sign = "+" if change > 0 else "-"
    shown = f"{sign}{tenths // 10}.{tenths % 10}" if tenths else f"{sign}<0.1"
    return word("points", lang, points=shown)


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
    return pick(code_text(load_shapes(), "WithholdingGround", ground), lang)


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
