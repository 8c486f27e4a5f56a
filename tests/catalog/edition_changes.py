"""For every change of the registry an edit of our own edition that makes exactly this change.

An edit and its reverse share a line: OLD → NEW makes the one, NEW → OLD the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import edition_edits as e
from msgspec.structs import replace

from conformance.catalog.diff.sides import Side
from conformance.standard.model import Text

Pair = tuple[Side, Side]
TAX, LICENCE = "tax-credit-rating", "admin-licence"
_KINDS = {"item": "data", "source": "clause"}
LATE = "publish-within-7-working-days"


def edits() -> Iterator[tuple[str, str, Callable[[], Pair]]]:
    """Change, its reverse as it is found, and the two sides."""
    yield from _entries()
    yield from _uses()
    yield from _items()
    yield from _units()
    yield from _regions()
    yield from _parties()
    yield from _fields()
    yield from _codes()
    yield from _rules()
    yield from _frame()


def _lists(new: Callable[[], Side]) -> Callable[[], Pair]:
    return lambda: (e.lists(), new())


def _standards(new: Callable[[], object]) -> Callable[[], Pair]:
    return lambda: (e.compiled(), e.compiled(new()))  # type: ignore[arg-type]


def _entries() -> Iterator[tuple[str, str, Callable[[], Pair]]]:
    for kind in "item behaviour application unit regime arrangement region district duty source".split():
        name = _KINDS.get(kind, kind)
        one = e.first(name)
        yield f"{kind}-removed", f"{kind}-added", _lists(lambda n=name, i=one: e.removed(n, i))
        if kind not in ("region", "district", "duty", "source"):
            made = lambda n=name, i=one: e.edited(n, i, deprecated_since="2017-01-01")  # noqa: E731
            yield f"{kind}-retired", f"{kind}-reinstated", _lists(made)
    retired = lambda day: e.edited("data", TAX, deprecated_since=day)  # noqa: E731
    yield "retirement-changed", "retirement-changed", lambda: (retired("2017-01-01"), retired("2018-01-01"))
    title, source = e.entry("data", TAX)["title"], e.entry("data", TAX)["provenance"]
    other = {"zh": "税务稽查结论", "en": "Tax audit result"}
    reused = lambda: e.edited("data", TAX, title=other, provenance=source | {"term": "税务稽查"})  # noqa: E731
    yield "id-reused", "id-reused", _lists(reused)
    yield "title-changed", "title-changed", _lists(lambda: e.edited("data", TAX, title=other))
    english = {"zh": title["zh"], "en": "Tax grade"}
    yield "translation-changed", "translation-changed", _lists(lambda: e.edited("data", TAX, title=english))
    yield "state-set-back", "state-advanced", _lists(lambda: e.edited("data", TAX, state="consulted"))
    yield "stage-changed", "stage-changed", _lists(lambda: e.edited("data", TAX, stage=["pre"]))
    disclosed = ["push_targeted", "public"]
    yield "disclosure-widened", "disclosure-narrowed", _lists(lambda: e.edited("data", TAX, disclosure=disclosed))
    lead = ["d-hongkou", "sh-tax"]
    yield (
        "responsible-unit-added",
        "responsible-unit-removed",
        _lists(lambda: e.edited("regime", "hongkou-bad", lead_units=lead)),
    )
    linked = ["agri-enforcement", TAX]
    yield "link-added", "link-removed", _lists(lambda: e.edited("behaviour", "agri-violation", data_items=linked))
    yield "basis-changed", "basis-changed", _lists(lambda: e.edited("data", TAX, class_basis="assigned"))
    moved = source | {"modality": "required"}
    yield "provenance-changed", "provenance-changed", _lists(lambda: e.edited("data", TAX, provenance=moved))
    note = {"zh": "另有说明。", "en": "See elsewhere."}
    yield "note-changed", "note-changed", _lists(lambda: e.edited("data", TAX, note=note))
    content = {"zh": "联动。", "en": "Linked."}
    yield "entry-changed", "entry-changed", _lists(lambda: e.edited("regime", "hongkou-bad", content=content))
    turned = [*reversed(e.entry("data", "port-credit")["providers"])]
    yield "entry-rewritten", "entry-rewritten", _lists(lambda: e.edited("data", "port-credit", providers=turned))


def _uses() -> Iterator[tuple[str, str, Callable[[], Pair]]]:
    b, a = "agri-violation", "clearance"
    yield "behaviour-polarity-changed", "=", _lists(lambda: e.edited("behaviour", b, polarity="neutral"))
    yield "behaviour-severity-changed", "=", _lists(lambda: e.edited("behaviour", b, severity="severe"))
    yield "behaviour-domain-changed", "=", _lists(lambda: e.edited("behaviour", b, domain="general"))
    users = e.entry("application", a)["users"][:2]
    yield "application-user-removed", "application-user-added", _lists(lambda: e.edited("application", a, users=users))
    measures = ["reward", "restriction"]
    yield (
        "application-measure-added",
        "application-measure-removed",
        _lists(lambda: e.edited("application", a, measures=measures)),
    )
    yield "regime-kind-changed", "=", _lists(lambda: e.edited("regime", "hongkou-bad", regime_kind="warning"))
    events = [{"event": "repair", "basis": "stated", "clause": "T48.2"}]
    yield "regime-event-added", "regime-event-removed", _lists(lambda: e.edited("regime", "hongkou-bad", events=events))
    yield (
        "arrangement-kind-changed",
        "=",
        _lists(lambda: e.edited("arrangement", "credit-yrd", arrangement_kind="zone")),
    )


def _narrowed(**by_kind: object) -> Callable[[], Side]:
    """The tax grade with other constraints; each by its kind and field."""

    def make() -> Side:
        found = []
        for one in e.entry("data", TAX)["narrowing"]:
            key = f"{one['kind']}_{one.get('field', '')}"
            change = by_kind.get(key, one)
            if change is not None:
                found.append({**one, **change} if isinstance(change, dict) else one)
        return e.edited("data", TAX, narrowing=[*found, *by_kind.get("more", [])])  # type: ignore[misc]

    return make


def _items() -> Iterator[tuple[str, str, Callable[[], Pair]]]:
    own = {"origin": "profile"}
    yield "item-record-type-changed", "=", _lists(lambda: e.edited("data", "agri-approval-file", record_type="conduct"))
    yield "item-field-optional", "item-field-required", _lists(_narrowed(required_rating_year=None))
    yield "item-values-narrowed", "item-values-widened", _lists(_narrowed(values_grade={"values": ["A", "B", "C"]}))
    yield (
        "item-issuers-widened",
        "item-issuers-narrowed",
        _lists(_narrowed(issuers_authority={"units": ["sh-tax", "sh-aic"]})),
    )
    subject = {"kind": "subject", "subject_types": ["legal_person"], **own}
    yield "item-subject-narrowed", "item-subject-widened", _lists(_narrowed(more=[subject]))
    extra = {"kind": "extra", "field": "product_name", **own}
    yield "item-extra-field-added", "item-extra-field-removed", _lists(_narrowed(more=[extra]))
    units = [{"unit": "sh-tax", "basis": "task_unit"}, {"unit": "sh-aic", "basis": "inferred"}]
    yield "item-provider-added", "item-provider-removed", _lists(lambda: e.edited("data", TAX, providers=units))
    yield "item-class-changed", "=", _lists(lambda: e.edited("data", TAX, information_class="other"))
    monthly = _lists(lambda: e.edited("data", TAX, update_period="monthly"))
    yield "item-update-period-shortened", "item-update-period-lengthened", monthly
    unstated = _lists(lambda: e.edited("data", TAX, update_period="unstated"))
    yield "item-update-period-unstated", "item-update-period-stated", unstated
    yield "item-update-period-changed", "=", _lists(lambda: e.edited("data", TAX, update_period="per_decision"))
    both = ["municipal", "district"]
    yield "item-scope-widened", "item-scope-narrowed", _lists(lambda: e.edited("data", TAX, scope=both))
    yield "item-general-unset", "item-general-set", _lists(lambda: e.edited("data", LICENCE, general=None))
    duty = e.first("duty")
    yield "duty-period-shortened", "duty-period-lengthened", _lists(lambda: e.edited("duty", duty, period="weekly"))
    unstated = _lists(lambda: e.edited("duty", duty, period="unstated"))
    yield "duty-period-unstated", "duty-period-stated", unstated
    yield "duty-period-changed", "=", _lists(lambda: e.edited("duty", duty, period="per_decision"))
    yield "duty-due-earlier", "duty-due-later", _lists(lambda: e.edited("duty", duty, due_day=5))
    yield "duty-due-changed", "=", _lists(lambda: e.edited("duty", duty, due="day_of_next_quarter"))
    yield "duty-reassigned", "=", _lists(lambda: e.edited("duty", duty, item=TAX))


def _units() -> Iterator[tuple[str, str, Callable[[], Pair]]]:
    office, group = "sh-jcr-office", "yrd-credit-depts"
    names = [*e.entry("unit", office)["aliases"], "信用联席办"]
    yield "unit-name-added", "unit-name-removed", _lists(lambda: e.edited("unit", office, aliases=names))
    members = e.entry("unit", group)["members"][:-1]
    yield "unit-member-removed", "unit-member-added", _lists(lambda: e.edited("unit", group, members=members))
    gone = _lists(lambda: e.edited("unit", "d-jingan", earlier_divisions=None))
    yield "unit-division-removed", "unit-division-added", gone
    yield "unit-kind-changed", "=", _lists(lambda: e.edited("unit", office, kind="party"))
    yield "unit-parent-changed", "=", _lists(lambda: e.edited("unit", office, parent="sh-drc"))
    yield "region-list-removed", "region-list-added", _lists(lambda: e.edited("region", "anhui", lists=["data"]))


def _regions() -> Iterator[tuple[str, str, Callable[[], Pair]]]:
    fields, maps = e.entry("region", "jiangsu")["added_fields"], e.entry("region", "jiangsu")["code_maps"]
    zones = e.entry("region", "anhui")["zones"]
    less = _lists(lambda: e.edited("region", "jiangsu", added_fields=fields[1:]))
    yield "region-field-removed", "region-field-added", less
    yield "region-codes-changed", "=", _lists(lambda: e.edited("region", "jiangsu", code_maps=maps[1:]))
    yield "region-zone-removed", "region-zone-added", _lists(lambda: e.edited("region", "anhui", zones=zones[1:]))


def _parties() -> Iterator[tuple[str, str, Callable[[], Pair]]]:
    pudong, jiangsu = "district:310115", "province:320000"

    def less() -> object:
        return replace(e.shipped(), parties={k: v for k, v in e.shipped().parties.items() if k != pudong})

    yield "party-removed", "party-added", _standards(less)
    wider = _standards(lambda: e.with_party(pudong, jurisdiction=("310115", "310119")))
    yield "party-jurisdiction-widened", "party-jurisdiction-narrowed", wider
    raised = _standards(lambda: e.with_party(pudong, severities={LATE: "error"}))
    yield "party-severity-raised", "party-severity-lowered", raised
    numbered = lambda label: e.with_party(pudong, code_numbering={"list_kind": {"1": label}})  # noqa: E731
    yield "party-number-added", "party-number-removed", _standards(lambda: numbered("红名单"))
    yield "party-number-changed", "=", lambda: (e.compiled(numbered("红名单")), e.compiled(numbered("黑名单")))
    yield (
        "party-length-in-bytes",
        "party-length-in-characters",
        _standards(lambda: e.with_party(pudong, length_unit="bytes")),
    )
    yield "party-field-not-asked", "party-field-asked", _standards(lambda: e.with_party(jiangsu, checks={}))


def _fields() -> Iterator[tuple[str, str, Callable[[], Pair]]]:
    def less() -> object:
        base = e.shipped()
        return replace(base, record_types={k: v for k, v in base.record_types.items() if k != "honour"})

    def other(**changes: object) -> Callable[[], Pair]:
        return _standards(lambda: e.with_field("licence", "project_name", **changes))

    project = e.shipped().record_types["licence"].field("project_name")
    added = replace(project, name="project_place", title="项目地点", title_en="Place", code=None, aliases=())
    yield "record-type-removed", "record-type-added", _standards(less)
    honour = replace(
        e.shipped().record_types["honour"], title=Text("荣誉称号", "Honorary title"), clause="profile#other"
    )
    yield "record-type-meaning-changed", "=", _standards(lambda: e.with_record(honour))
    keyed = _standards(lambda: e.with_record(replace(e.shipped().record_types["licence"], key_field="project_name")))
    yield "record-type-key-changed", "=", keyed
    yield "field-added-required", "field-removed-required", _standards(lambda: e.more_field("licence", added, True))
    yield "field-added-optional", "field-removed-optional", _standards(lambda: e.more_field("licence", added, False))
    yield "field-renamed", "=", other(name="project_title")
    kept = ("project_name", *project.aliases)
    yield "field-renamed-alias-kept", "field-renamed", other(name="project_title", aliases=kept)
    titled = (project.title, *project.aliases)
    known = _standards(lambda: e.with_field("licence", "project_name", aliases=(*project.aliases, "许可项目")))
    yield "field-header-added", "field-header-removed", known

    def named(one: str, two: str) -> Side:
        return e.compiled(e.with_field("licence", "project_name", title=one, aliases=(two, *project.aliases)))

    def coded(one: str, two: str) -> Side:
        return e.compiled(e.with_field("licence", "project_name", code=one, aliases=(two, *titled)))

    yield "field-title-changed", "=", lambda: (named(project.title, "项目全称"), named("项目全称", project.title))
    yield "field-national-code-changed", "=", lambda: (coded("XK_XMMC", "XK_XM"), coded("XK_XM", "XK_XMMC"))
    yield "field-meaning-changed", "=", other(title="项目投资额", clause="form-2015#别处")
    yield "field-type-changed", "=", other(type="person_name")
    yield "field-optional", "field-required", other(requirement="optional")
    joined = _standards(lambda: e.with_field("licence", "legal_representative", requirement="one-of"))
    yield "field-one-of-joined", "field-one-of-left", joined
    yield "field-length-shortened", "field-length-lengthened", other(max_length=100)
    free = _standards(lambda: e.with_field("licence", "approval_category", code_list=None))
    yield "field-code-list-unset", "field-code-list-set", free
    swapped = _standards(lambda: e.with_field("licence", "approval_category", code_list="usage_scope"))
    yield "field-code-list-replaced", "=", swapped
    yield "field-disclosure-narrowed", "field-disclosure-widened", other(disclosure="shared")
    yield "field-masking-added", "field-masking-removed", other(personal="name")
    yield "field-column-not-expected", "field-column-expected", other(addition=True)

    def turned() -> object:
        record = e.shipped().record_types["licence"]
        return e.with_record(replace(record, fields=tuple(reversed(record.fields))))

    yield "fields-reordered", "=", _standards(turned)
    yield "field-described-otherwise", "=", other(description="名称从批文。")


def _codes() -> Iterator[tuple[str, str, Callable[[], Pair]]]:
    kinds = e.shipped().code_lists["list_kind"]
    red, black = kinds.codes[0], kinds.codes[1]

    def less() -> object:
        base = e.shipped()
        unused = replace(kinds, id="unused")
        return replace(base, code_lists={**base.code_lists, "unused": unused})

    def listed(**changes: object) -> Callable[[], Pair]:
        return _standards(lambda: e.with_codes("list_kind", kinds.codes, **changes))

    yield "code-list-added", "code-list-removed", _standards(less)
    yield "code-removed", "code-added", _standards(lambda: e.with_codes("list_kind", kinds.codes[1:]))
    relabelled = _standards(lambda: e.with_code("list_kind", red.code, label="诚信名录"))
    yield "code-label-changed", "=", relabelled
    known = lambda label, alias: e.compiled(e.with_code("list_kind", black.code, label=label, aliases=(alias,)))  # noqa: E731
    yield "code-label-reworded", "=", lambda: (known("黑名单", "失信名录"), known("失信名录", "黑名单"))
    word = _standards(lambda: e.with_code("list_kind", red.code, aliases=(*red.aliases, "诚信名录")))
    yield "code-alias-added", "code-alias-removed", word
    noted = _standards(lambda: e.with_code("list_kind", red.code, note_allowed=True))
    yield "code-note-allowed", "code-note-refused", noted
    yield "code-form-changed", "=", listed(wanted="code")
    yield "codes-several-allowed", "codes-several-refused", listed(several=True)
    yield "code-numbering-settled", "code-numbering-open", listed(numbering_stable=True)
    yield "code-list-described-otherwise", "=", listed(title_en="Kind")


def _rules() -> Iterator[tuple[str, str, Callable[[], Pair]]]:
    def more(severity: str) -> Callable[[], Pair]:
        made = replace(e.shipped().rules["required"], id="brand-new", severity=severity)  # type: ignore[arg-type]
        return _standards(lambda: replace(e.shipped(), rules={**e.shipped().rules, "brand-new": made}))

    yield "rule-added", "rule-removed", more("error")
    yield "rule-added-mild", "rule-removed-mild", more("warning")
    yield "rule-raised-to-error", "rule-lowered-from-error", _standards(lambda: e.with_rule(LATE, severity="error"))
    yield "rule-lowered", "rule-raised", _standards(lambda: e.with_rule(LATE, severity="info"))
    worded = Text("太晚公示", "Published too late")
    yield "rule-worded-otherwise", "=", _standards(lambda: e.with_rule(LATE, title=worded))
    other = _standards(lambda: e.with_rule(LATE, title=worded, clause="profile#other"))
    yield "rule-meaning-changed", "=", other
    less = _standards(lambda: e.without_check("licence", "date-order", "data_timestamp"))
    yield "check-removed", "check-added", less
    mild = _standards(lambda: e.without_check("licence", "surrounding-blanks", "project_name"))
    yield "check-removed-mild", "check-added-mild", mild
    year = {"decimals": 0, "maximum": 2020, "minimum": 1949}
    tight = _standards(lambda: e.with_check("annual-report", "number-range", "report_year", params=year))
    yield "check-tightened", "check-loosened", tight
    late = _standards(lambda: e.with_check("licence", LATE, "data_timestamp", params={"inferred": True, "limit": 5}))
    yield "check-tightened-mild", "check-loosened-mild", late
    sign = {"operator": "!="}
    yield "check-changed", "=", _standards(lambda: e.with_check("licence", "date-order", "data_timestamp", params=sign))
    odd = {"inferred": False, "limit": 7}
    yield "check-changed-mild", "=", _standards(lambda: e.with_check("licence", LATE, "data_timestamp", params=odd))


def _frame() -> Iterator[tuple[str, str, Callable[[], Pair]]]:
    def numbered(**changes: object) -> Callable[[], Pair]:
        edition = e.whole().edition
        assert edition is not None
        return lambda: (e.lists(), replace(e.lists(), edition=replace(edition, **changes)))

    base = e.shipped()
    document = next(iter(base.documents.values()))
    yield "edition-renumbered", "=", numbered(id="2017")
    yield "edition-version-changed", "=", numbered(version="2016.2")
    yield "edition-described-otherwise", "=", numbered(date="2016-06-01")
    less = {k: v for k, v in base.documents.items() if k != document.id}
    yield "document-removed", "document-added", _standards(lambda: replace(base, documents=less))
    other = {**base.documents, document.id: replace(document, number="another")}
    yield "document-changed", "=", _standards(lambda: replace(base, documents=other))
    yield "division-removed", "division-added", _standards(lambda: replace(base, divisions=base.divisions[1:]))
    renamed = (replace(base.divisions[0], name="别名"), *base.divisions[1:])
    yield "division-changed", "=", _standards(lambda: replace(base, divisions=renamed))
    calendar = replace(base.calendar, off=base.calendar.off[1:])
    yield "calendar-changed", "=", _standards(lambda: replace(base, calendar=calendar))
    words = (*base.placeholders, "待补")
    yield "placeholder-added", "placeholder-removed", _standards(lambda: replace(base, placeholders=words))
