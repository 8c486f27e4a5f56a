"""What stands in records: the rules of the standard, whose records they are, and what must not be in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from conformance.api import Options, check_many
from conformance.exchange.model import Exchange
from conformance.exchange.suite.checks.base import Outcome, Param, Scene, departs, holds, kind, unseen
from conformance.exchange.suite.checks.look import body_of, entries, listed, sent, shown, succeeded
from conformance.report.errors import UsageError
from conformance.sources.model import Unusable
from conformance.standard.model import Standard

Entry = Mapping[str, Any]
SCHEMES = {
    "uscc": "subject_uscc",
    "organisation-code": "subject_organisation_code",
    "registration-number": "subject_registration_number",
    "citizen-id": "subject_citizen_id",
}
"""Scheme of an identifier → field that holds it."""


def current(exchanges: Iterable[Exchange]) -> list[Entry]:
    """The records in force of some pages, each with its data."""
    pages = (entry for one in succeeded(exchanges) for entry in entries(body_of(one), "/records"))
    return [entry for entry in pages if entry.get("state") != "withdrawn" and isinstance(entry.get("data"), dict)]


@kind("record-rules")
def check_record_rules(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every record that is given keeps to the rules of its data item: the file engine finds no error in it."""
    records = current(scene.exchanges)
    if not records:
        return unseen("没有看到记录，无从校验。", "No records were seen, so none could be checked.")
    of_item: dict[str, list[Entry]] = {}
    for entry in records:
        of_item.setdefault(str(entry.get("item")), []).append(entry)
    for item, group in sorted(of_item.items()):
        if item not in scene.standard.items:
            return departs(f"数据事项“{shown(item)}”不在清单中。", f"There is no data item {shown(item)!r}.")
        said = _first_error(item, group, scene)
        if said is not None:
            return departs(
                f"给出的记录应符合标准，{shown(item)} 的记录 {shown(group[said[0]].get('id'))} 违反 {said[1]}。",
                f"Records have to keep to the standard; {shown(group[said[0]].get('id'))} of {shown(item)} breaks {said[1]}.",
            )
    return holds(f"{len(records)} 条记录都符合标准。", f"All {len(records)} records keep to the standard.")


def _first_error(item: str, group: list[Entry], scene: Scene) -> tuple[int, str] | None:
    """Position and rule of the first error; None where there is none."""
    rows = [dict(entry["data"]) for entry in group]
    try:
        report = check_many([rows], Options(item=item, as_of=scene.as_of), standard=scene.standard)
    except (UsageError, Unusable) as error:
        return 0, str(error)
    errors = [one for one in report.findings if one.severity == "error"]
    if errors:
        first = errors[0]
        place = f"/{first.field}" if first.field else ""
        return (first.record or 1) - 1, f"{first.rule} {place}".strip()
    return (0, "?") if report.counts["error"] else None


@kind(
    "record-data",
    Param("sent", "text", required=True),
    Param("receipt", "text", required=True),
    Param("got", "text", required=True),
    across=True,
)
def check_record_data(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """A record comes back with the values that it was pushed with, of the same JSON types."""
    pushed = {
        str(row.get("key")): row.get("data")
        for one in scene.of(params["sent"])
        for row in entries(sent(one), "/records")
    }
    lines = [line for one in succeeded(scene.of(params["receipt"])) for line in entries(body_of(one), "/lines")]
    by_id = {
        str(line["record"]): pushed[str(line.get("key"))]
        for line in lines
        if line.get("record") and str(line.get("key")) in pushed
    }
    back = [entry for entry in current(scene.of(params["got"])) if str(entry.get("id")) in by_id]
    if not back:
        return unseen(
            "报送的记录没有再被看到，无法比较。",
            "None of the pushed records was seen again, so nothing can be compared.",
        )
    for entry in back:
        before = by_id[str(entry["id"])]
        for name, value in before.items() if isinstance(before, dict) else ():
            if value is not None and name in entry["data"] and repr(entry["data"][name]) != repr(value):
                return departs(
                    f"记录 {shown(entry['id'])} 的 {name} 应为报送时的 {shown(value)}，实际为 {shown(entry['data'][name])}。",
                    f"{name} of {shown(entry['id'])} was pushed as {shown(value)} and comes back as {shown(entry['data'][name])}.",
                )
    return holds(
        f"{len(back)} 条记录的值与报送时一致。", f"All {len(back)} records have the values that they were pushed with."
    )


@kind("only-subject")
def check_only_subject(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every record of the answer to a query is about the subject that was asked for."""
    last = scene.exchanges[-1]
    asked = sent(last)
    subject = asked.get("subject") if isinstance(asked, dict) else None
    records = current([last])
    if not isinstance(subject, dict) or subject.get("scheme") not in SCHEMES or not records:
        return unseen(
            "没有记录，无从判断是否属于所查主体。", "There are no records whose subject could be compared.", last
        )
    field, wanted = SCHEMES[subject["scheme"]], str(subject.get("id")).upper()
    wrong = [entry for entry in records if str(entry["data"].get(field)).upper() != wanted]
    if not wrong:
        return holds(
            f"{len(records)} 条记录都属于所查主体。", f"All {len(records)} records are about the subject.", last
        )
    return departs(
        f"应只返回所查主体的记录，{len(wrong)} 条属于他人，如 {shown(wrong[0].get('id'))}。",
        f"Only records of the subject may come; {len(wrong)} are about somebody else, such as {shown(wrong[0].get('id'))}.",
        last,
    )


@kind("only-items", Param("items", "texts", required=True))
def check_only_items(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Every entry is of one of the data items that were asked for; there may be none."""
    every = [entry for one in succeeded(scene.exchanges) for entry in entries(body_of(one), "/records")]
    if not succeeded(scene.exchanges):
        return unseen("没有成功的应答。", "There was no successful answer.")
    wrong = [entry for entry in every if entry.get("item") not in params["items"]]
    if not wrong:
        return holds(
            f"{len(every)} 条都属于所要的数据事项。", f"All {len(every)} entries are of the items that were asked for."
        )
    return departs(
        f"应只有 {listed(params['items'])}，实际还有 {shown(wrong[0].get('item'))}。",
        f"Only {listed(params['items'])} was asked for; there is {shown(wrong[0].get('item'))}.",
    )


@kind("items-declared", across=True)
def check_items_declared(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Nothing is given of a data item that the discovery document does not name."""
    declared = scene.values.get("discovery.items")
    if not isinstance(declared, list):
        return unseen("服务说明没有列出数据事项。", "The discovery document names no data items.")
    every = [(one, entry) for one in succeeded(scene.exchanges) for entry in entries(body_of(one), "/records")]
    if not every:
        return unseen("没有看到记录。", "No records were seen.")
    wrong = [(one, entry) for one, entry in every if entry.get("item") not in declared]
    if not wrong:
        return holds("给出的记录都属于已声明的数据事项。", "All records are of declared data items.")
    return departs(
        f"不应给出未声明的数据事项，实际有 {shown(wrong[0][1].get('item'))}。",
        f"Records of {shown(wrong[0][1].get('item'))} are given, which is not declared.",
        wrong[0][0],
    )


@kind("fields-withheld", Param("open", "text", required=True), Param("closed", "text", required=True), across=True)
def check_fields_withheld(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Fields that are not public come only to those who may see them: what ``open`` shows of them, ``closed`` does not."""
    shown_to_all = _restricted(scene.of(params["open"])[-1:], scene.standard)
    if not shown_to_all:
        return unseen(
            "记录没有非公开的数据项，无从判断。",
            "The records have no field that is not public, so this cannot be judged.",
        )
    closed = succeeded(scene.of(params["closed"])[-1:])
    if not closed:
        return unseen("受限查询没有成功的应答。", "The restricted query has no successful answer.")
    leaked = _restricted(closed, scene.standard)
    if not leaked:
        return holds(
            "无权限的查询没有得到非公开数据项。",
            "The restricted query did not get fields that are not public.",
            *closed,
        )
    return departs(
        f"无权限的查询不应得到非公开数据项，实际得到 {listed(sorted(leaked))}。",
        f"A query without the right to them must not get fields that are not public; it got {listed(sorted(leaked))}.",
        *closed,
    )


def _restricted(exchanges: Iterable[Exchange], standard: Standard) -> set[str]:
    found: set[str] = set()
    for entry in current(exchanges):
        item = entry.get("item")
        if isinstance(item, str) and item in standard.items:
            fields = {one.name for one in standard.record_type_of(item).fields if one.disclosure != "public"}
            found |= {name for name in fields if entry["data"].get(name) not in (None, "")}
    return found


@kind("record-there", Param("ids", "texts", required=True))
def check_record_there(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Records that were taken are among those in force."""
    last = scene.exchanges[-1]
    if not succeeded([last]):
        return unseen("没有成功的应答。", "There was no successful answer.", last)
    seen = {str(entry.get("id")) for entry in current([last])}
    missing = [name for name in params["ids"] if name not in seen]
    if not missing:
        return holds("已入库的记录都能查到。", "Every record that was taken is found.", last)
    return departs(
        f"已入库的记录应能查到，缺少 {listed(missing)}。",
        f"Records that were taken have to be found; {listed(missing)} are not.",
        last,
    )


@kind("record-gone", Param("ids", "texts", required=True))
def check_record_gone(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """Records that were withdrawn are not among those in force any more."""
    last = scene.exchanges[-1]
    if not succeeded([last]):
        return unseen("没有成功的应答。", "There was no successful answer.", last)
    seen = {str(entry.get("id")) for entry in current([last])}
    wrong = [name for name in params["ids"] if name in seen]
    if not wrong:
        return holds(
            "已撤下的记录不再作为有效记录给出。", "Withdrawn records are not given as records in force any more.", last
        )
    return departs(
        f"已撤下的记录不应再作为有效记录给出，实际有 {listed(wrong)}。",
        f"Withdrawn records must not be given as records in force; {listed(wrong)} are.",
        last,
    )
