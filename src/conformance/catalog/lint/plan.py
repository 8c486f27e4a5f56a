"""The reporting plan: who is late can only be said where it is known who submits what by when."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.catalog.due import last_day
from conformance.catalog.lint.lifecycle import retired
from conformance.catalog.lint.model import Found, Ground, lint_code, texts
from conformance.standard.entries import Entry
from conformance.standard.links import Ref
from conformance.standard.model import Text

_DUE = {
    "working_days_after_decision": ("per_decision", "real_time", "daily"),
    "day_of_next_month": ("weekly", "monthly"),
    "day_of_next_quarter": ("quarterly",),
    "day_of_next_year": ("half_yearly", "yearly"),
}
_LAST = {"day_of_next_month": 31, "day_of_next_quarter": 31, "day_of_next_year": 31}


def _providers(item: Entry) -> list[str]:
    return [str(link.get("unit")) for link in texts(item, "providers") if isinstance(link, dict)]


def _groups(unit: str, ground: Ground) -> set[str]:
    """The unit itself, the groups that it belongs to, and what it is subordinate to."""
    indexes = [one for one in (ground.index, ground.lender) if one is not None]
    groups = {group for one in indexes for group in one.groups.get(unit, ())}
    entry = ground.entry(Ref("unit", unit))
    above = {str(entry.data["parent"])} if entry is not None and entry.data.get("parent") else set()
    return {unit} | groups | above


@lint_code(
    "duty-not-provider",
    "error",
    ("报送单位不是责任单位", "submits what it is not responsible for"),
    ("改正单位，或在数据清单中把它列为责任单位", "mend the unit, or name it as a provider in the data list"),
)
def duty_not_provider(ground: Ground) -> Iterator[Found]:
    """A duty of a unit that the data list does not name for the item, not even as a member of a group."""
    for _, entry in ground.of("duty"):
        item = ground.entry(Ref("data", str(entry.data.get("item"))))
        unit = str(entry.data.get("unit"))
        if item is not None and not _groups(unit, ground) & set(_providers(item)):
            listed = "、".join(_providers(item))
            yield Found(
                Text(f"“{item.id}”的责任单位是 {listed}", f"{unit} is no provider of {item.id}: {listed}"),
                entry,
                ("unit",),
            )


@lint_code(
    "item-without-duty",
    "error",
    ("责任单位没有报送计划", "a provider without a duty"),
    ("在 plan/ 中为该单位（或其成员单位）补上报送计划", "add a duty of the unit, or of its members, to plan/"),
)
def item_without_duty(ground: Ground) -> Iterator[Found]:
    """A unit that holds an item, and nobody says by when it submits it. A unit that nobody named has no duty."""
    if not any(True for _ in ground.of("duty")):
        return  # a district's own lists have no plan: the city's is not about them
    indexes = [one for one in (ground.index, ground.lender) if one is not None]
    for ref, entry in ground.of("data"):
        bound = {str(one.entries[duty].data.get("unit")) for one in indexes for duty in one.linked(ref, "duty", "duty")}
        reached = {name for unit in bound for name in _groups(unit, ground)}
        for place, unit in enumerate(() if retired(entry) else _providers(entry)):
            known = ground.entry(Ref("unit", unit))
            silent = known is None or known.data.get("naming") == "implied"
            if unit not in reached and not silent:
                said = Text(f"责任单位“{unit}”没有这一事项的报送计划", f"{unit} has no duty to submit it")
                yield Found(said, entry, ("providers", place))


@lint_code(
    "duty-period",
    "error",
    ("报送周期与更新周期不一致", "a duty's period is not its item's"),
    ("文件写明更新周期的，报送计划照办", "where the document states the item's period, the plan follows it"),
)
def duty_period(ground: Ground) -> Iterator[Found]:
    """A plan that has an item submitted more or less often than the document has it updated."""
    for _, entry in ground.of("duty"):
        item = ground.entry(Ref("data", str(entry.data.get("item"))))
        stated = None if item is None else item.data.get("update_period")
        if stated not in (None, "unstated", entry.data.get("period")):
            item_has, plan_has = (ground.said("UpdatePeriod", one) for one in (stated, entry.data.get("period")))
            said = Text(
                f"事项的更新周期是“{item_has.zh}”，报送计划是“{plan_has.zh}”",
                f"the item is updated {item_has.en}, the duty is {plan_has.en}",
            )
            yield Found(said, entry, ("period",))


@lint_code(
    "duty-due",
    "error",
    ("期限算法与报送周期不符", "a last day that does not suit the period"),
    (
        "逐件报送的按工作日，每月、每季、每年的按次月、次季、次年的日期；天数在 1 至 31 之间",
        "working days for what is sent case by case, else a day (1 to 31) of the next month, quarter or year",
    ),
)
def duty_due(ground: Ground) -> Iterator[Found]:
    """A last day counted in another period, or one that no month has."""
    for _, entry in ground.of("duty"):
        due, day = str(entry.data.get("due")), entry.data.get("due_day")
        suits = entry.data.get("period") in _DUE.get(due, (entry.data.get("period"),))
        fits = not isinstance(day, int) or day <= _LAST.get(due, day)
        if not suits or not fits or day is None:
            period = ground.said("UpdatePeriod", entry.data.get("period"))
            last = last_day(due, day, ground.catalogue.shapes)
            said = Text(
                f"周期“{period.zh}”与期限“{last.zh}”不符", f"{last.en} is no last day of what is sent {period.en}"
            )
            yield Found(said, entry, ("due",))


@lint_code(
    "duty-id",
    "error",
    ("报送计划的编号不是“事项.单位”", "the id of a duty is not ITEM.UNIT"),
    ("编号写作 事项编号.单位编号", "write the id as ITEM.UNIT"),
)
def duty_id(ground: Ground) -> Iterator[Found]:
    """An id that says another item or unit than the duty does."""
    for ref, entry in ground.of("duty"):
        wanted = f"{entry.data.get('item')}.{entry.data.get('unit')}"
        if ref.id != wanted:
            yield Found(Text(f"编号应为“{wanted}”", f"its id should be {wanted}"), entry, ("id",))
