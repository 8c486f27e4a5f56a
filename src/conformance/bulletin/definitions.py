"""What each number of a bulletin stands for, and how places are found; stated in the bulletin itself."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from conformance.bulletin.model import RateName
from conformance.bulletin.words import RATE_TITLES, word
from conformance.standard.model import Origin, Text


class Measure(Struct, frozen=True):
    """A measure, its formula, and whose word it is."""

    name: str
    """A rate, or ``score`` or ``place``."""
    title: Text
    formula: Text
    precedents: tuple[str, ...] = ()
    """Places of the document that ask something of the kind of a unit of their own; none has a measure of this standard's."""
    origin: Origin = "profile"


FORMULAS: Mapping[RateName, Text] = {
    "submitted": Text(
        "已报项数（含零报告）÷ 应报项数",
        "duties with an accepted submission (nil returns too) ÷ duties due",
    ),
    "timely": Text("按时项数 ÷ 应报项数", "duties in time ÷ duties due"),
    "passed": Text(
        "全部文件校验通过（含有提示）的项数 ÷ 报送了记录的项数",
        "duties whose files all passed the check (warnings allowed) ÷ duties submitted with records",
    ),
    "complete": Text(
        "必填数据项中已填的单元格数 ÷（记录数 × 必填数据项数）",
        "cells filled in required columns ÷ (records × required columns)",
    ),
    "taken": Text("可入库记录数 ÷ 报送记录数", "records that can be taken ÷ records submitted"),
}
_PLACES = (
    Measure(
        "score",
        Text(word("score", "zh"), word("score", "en")),
        Text("有分母的各率的算术平均 × 100", "mean of the rates that have a denominator × 100"),
        ("T44.2",),
    ),
    Measure(
        "place",
        Text(word("rank", "zh"), word("rank", "en")),
        Text("本组得分高于本单位的单位数 + 1", "units of the group with a higher score + 1"),
        ("T44.2",),
    ),
)


def measures() -> tuple[Measure, ...]:
    """Every measure that a unit is marked by, in the order in which they are told."""
    return (*(Measure(name, RATE_TITLES[name], formula) for name, formula in FORMULAS.items()), *_PLACES)


def definitions(minimum: int) -> tuple[Text, ...]:
    """What each number stands for, and how places are found."""
    return (
        Text(
            "应报：报送计划中最后一天落在本期、且已到截止日的报送任务，一个单位、一个数据事项、一个数据所属期为一项。最后一天遇休息日顺延到下一个工作日"
            "（按本标准的工作日历）；逐件报送的按月归并，最后一天为月末之后第 N 个工作日。单位类别（如各区县）的任务由其成员分别承担，成员为本标准所列。",
            "Due: duties of the reporting plan whose last day lies in the span and has come; one for each unit, data item and "
            "period. A day of rest is followed by the next working day of the standard's calendar; what is sent case by case "
            "is taken by months, the last day being the Nth working day after the month. A group's duty binds each member; "
            "members are as this standard lists them.",
        ),
        Text(
            "计数：每一单位、事项、期间只计最后一次可入库的正式报送；整批退回的不取代先前的，更正后可入库的取代；报送清单写明增量（increment）的与先前的相加，不取代。可入库指校验后至少有一条记录可入库，或为表头无误的零报告（没有数据行的空表）。"
            "自查不计。期间以报送清单为准；没有清单的，推定为报送日（校验日）之前最近一个已结束的报送周期。",
            "Counted: for each unit, item and period the last accepted official submission only; one that is sent back whole "
            "displaces nothing, a corrected one that is accepted does; what its manifest calls an increment is added to what "
            "came before and displaces nothing. Accepted: at least one record can be taken, or it is a nil return (a table "
            "without rows) whose header is right. Self-checks do not count. The period is the manifest's; without one it is "
            "derived: the last period that had ended before the day of submission (the day judged by).",
        ),
        Text(
            "按时：首次可入库的报送不晚于最后一天，事后更正不影响；以零报告占期、事后才补报记录的为迟报；"
            "逐件报送而没有清单的，看各条记录有无迟报；零报告没有记录，一律看报送日。",
            "In time: the first accepted submission came by the last day, and a later correction does not change that; records "
            "that follow a nil return after the last day are late. What is sent case by case without a manifest is judged by "
            "its records; a nil return has none and is judged by its day.",
        ),
        Text("完整率中，缺列按未填计。", "Complete %: a missing column counts as empty."),
        Text(
            "零报告计入报送率和及时率，不计入合格率、完整率、入库率。没有分母的率不显示，也不进入得分。",
            "Nil returns are in the first two rates and in none of the others. A rate without a denominator is not shown and is "
            "not in the score.",
        ),
        Text(
            "得分按分数精确比较，不先取小数；得分相等的名次并列，其后的名次顺延。委办局、区县、条线（司法机关、国家在沪机构及其他单位）分别排名。",
            "Scores are compared as exact fractions; equal ones share a place, and the next place is left out accordingly. "
            "Departments, districts, and vertical bodies and others are ranked apart.",
        ),
        Text(
            f"最低限：应报的已全部报送、计数的记录不足 {minimum} 条的单位不参加排名；有未报或整批退回的参加。"
            "本组没有一个单位的报送可入库（零报告也算）时，本组不排名。报送计划没有规定任务的、本期没有到期任务的单位不参加排名。",
            f"Minimum: a unit that submitted all that was due with fewer than {minimum} records has no place; one that has "
            "something missing or sent back has. In a group of which nothing was accepted, not even a nil return, nobody has. A "
            "unit without a duty in the plan, or of which nothing fell due, is not ranked.",
        ),
        Text(
            "上期：上一个月（年）按同样口径，截止日距其期末的天数与本期相同；历史记录里没有其正式报送的，不比较。",
            "Before: the month or year before, as of the day that lies as far from its end as this one's; nothing is compared where "
            "the history holds no official submission for it.",
        ),
        Text(
            "退回原因：本期应报事项的全部正式报送（含整批退回和被取代的）中各规则的错误数。",
            "Reasons: errors by rule in all official submissions for what fell due, those sent back and displaced too.",
        ),
    )
