"""Defects planted in the lists of 2016: one for every code of lint."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace as replaced
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from conformance.catalog.canonical import dump
from conformance.catalog.store import Catalogue
from conformance.standard.entries import Entries, EntryFile, read


class Opened:
    """The entries of a file, to be changed."""

    def __init__(self, file: EntryFile) -> None:
        self.list = [deepcopy(entry.data) for entry in file.entries]

    def __getitem__(self, name: str) -> dict[str, Any]:
        return next(data for data in self.list if data["id"] == name)

    def copy(self, name: str, **changed: Any) -> dict[str, Any]:
        """Another entry like one that is there."""
        self.list.append(deepcopy(self[name]) | changed)
        return self.list[-1]


class Planted(Struct, frozen=True):
    """One defect: where it goes, and which other codes it cannot but raise as well."""

    file: str
    edit: Callable[[Opened], Any] | None = None
    text: Callable[[str], str] | None = None
    """Where the defect is in how the file is written."""
    also: frozenset[str] = frozenset()


def plant(catalogue: Catalogue, planted: Planted) -> tuple[Catalogue, str, str]:
    """The catalogue with the defect, and the file's text after and before. Its folder has the file changed."""
    folder = catalogue.entries.folder
    target = folder / planted.file
    before = target.read_text(encoding="utf-8")
    file = next((one for one in catalogue.entries.files if one.name == planted.file), None)
    if planted.edit is not None:
        assert file is not None
        opened = Opened(file)
        planted.edit(opened)
        blank = file.entries[0]
        entries = tuple(replaced(blank, data=data, comment=()) for data in opened.list)
        after = dump(replace(file, entries=entries), catalogue.shapes)
    else:
        assert planted.text is not None
        after = planted.text(before)
    assert after != before, "the defect changes nothing"
    target.write_text(after, encoding="utf-8")
    if file is None:  # of the frame, which is no list
        return replace(catalogue), after, before
    alone = _read_alone(catalogue, planted.file)
    files = tuple(
        changed for one in catalogue.entries.files for changed in (alone.files if one.name == planted.file else (one,))
    )
    return replace(catalogue, entries=Entries(folder, files, alone.problems)), after, before


def _read_alone(catalogue: Catalogue, name: str) -> Entries:
    """One file of a folder, read as it is."""

    class Only(type(catalogue.entries.folder)):  # type: ignore[misc]
        def glob(self, _: str) -> list[Path]:  # type: ignore[override]
            return [catalogue.entries.folder / name]

    return read(Only(catalogue.entries.folder), catalogue.shapes, catalogue.shapes.files)


def _tax(change: Callable[[dict[str, Any]], Any]) -> Callable[[Opened], Any]:
    """A change of the tax credit grade."""
    return lambda opened: change(opened["tax-credit-rating"])


def _use(change: Callable[[dict[str, Any]], Any]) -> Callable[[Opened], Any]:
    """A change of the joint punishment of taxpayers."""
    return lambda opened: change(opened["tax-punish"])


_DATA, _USES, _CONDUCT = "data/sh-tax.yaml", "applications/sh-tax.yaml", "behaviours/tax.yaml"
_REGIMES, _UNITS, _GROUPS = "regimes/sh-tax.yaml", "units/departments.yaml", "units/groups.yaml"
_PLAN, _DISTRICT = "plan/departments-g-to-z.yaml", "districts/310115.yaml"
_CLAUSES, _SYSTEMS = "source/clauses.yaml", "source/systems.yaml"
_JIANGSU, _COMPARISON, _PARTIES = "regions/jiangsu.yaml", "regions/comparison.yaml", "parties/provinces.yaml"
_VALUES = {"kind": "values", "field": "current_status", "values": ["0"], "origin": "profile"}


def _named(also: str = "") -> frozenset[str]:
    return frozenset(also.split())


NONE = {"zh": "无", "en": "None"}

PLANTED: dict[str, Planted] = {
    # ---- how files are written
    "shape": Planted(_DATA, text=lambda text: text.replace("subject_basis: assigned", "subject_basis: guessed", 1)),
    "edition-frame": Planted("edition.yaml", text=lambda text: text.replace('version: "2016.1"', "version: two")),
    "not-canonical": Planted(
        _DATA, text=lambda text: text.replace("disclosure: [unstated]", "disclosure: ['unstated']", 1)
    ),
    "duplicate-id": Planted(_USES, lambda o: o.copy("tax-punish", title={"zh": "又一项", "en": "Another"})),
    "id-reused": Planted(
        _USES, lambda o: o.copy("tax-punish", title={"zh": "旧项", "en": "Old"}, deprecated_since="2016-01-01")
    ),
    "duplicate-title": Planted(_USES, lambda o: o.copy("tax-punish", id="tax-punish-again")),
    # ---- links
    "dangling-link": Planted(_USES, _use(lambda e: e.update(data_items=["tax-blacklists"]))),
    "provider-unknown": Planted(_USES, _use(lambda e: e["users"][0].update(unit="sh-taxes"))),
    "unit-unknown": Planted(_REGIMES, lambda o: o["tax-black"].update(lead_units=["sh-taxes"])),
    "clause-unknown": Planted(_DATA, _tax(lambda e: e["provenance"]["clauses"].append("T28.9"))),
    "document-unknown": Planted(_DATA, _tax(lambda e: e["narrowing"][-1].update(clause="workpoints-2015#T1"))),
    "link-repeated": Planted(_USES, _use(lambda e: e.update(data_items=["tax-blacklist"] * 2))),
    "record-type-unknown": Planted(_DATA, _tax(lambda e: e.update(record_type="grade")), also=_named("shape")),
    # ---- states
    "superseded-dangling": Planted(
        _USES, _use(lambda e: e.update(superseded_by=["tax-punishment"], deprecated_since="2017-01-01"))
    ),
    "superseded-without-date": Planted(
        _USES,
        lambda o: (o.copy("tax-punish", id="tax-new", title={"zh": "新项", "en": "New"}), _supersede(o)),
    ),
    "deprecated-in-use": Planted(_CONDUCT, lambda o: o["tax-violation"].update(deprecated_since="2017-01-01")),
    "state-order": Planted(_CONDUCT, lambda o: o["tax-violation"].update(state="draft")),
    # ---- narrowing
    "field-unknown": Planted(_DATA, _tax(lambda e: e["narrowing"].append(_VALUES | {"field": "grades"}))),
    "extra-field-unknown": Planted(
        _DATA, _tax(lambda e: e["narrowing"].append({"kind": "extra", "field": "grade", "origin": "profile"}))
    ),
    "demand-incomplete": Planted(
        _DATA, _tax(lambda e: e["narrowing"].append({"kind": "subject", "subject_types": [], "origin": "profile"}))
    ),
    "narrowing-repeats": Planted(
        _DATA, _tax(lambda e: e["narrowing"].append({"kind": "required", "field": "grade", "origin": "profile"}))
    ),
    "code-outside-list": Planted(_DATA, _tax(lambda e: e["narrowing"].append(_VALUES | {"values": ["9"]}))),
    "demand-repeated": Planted(_DATA, _tax(lambda e: e["narrowing"].append(deepcopy(e["narrowing"][-1])))),
    "narrowing-empty": Planted(_DATA, _tax(lambda e: e.pop("narrowing"))),
    "narrowing-contradicts": Planted(_DATA, _tax(lambda e: e.update(not_narrowed={"zh": "无", "en": "None"}))),
    "subject-contradicts": Planted(
        _DATA,
        _tax(
            lambda e: e["narrowing"].append(
                {"kind": "subject", "subject_types": ["natural_person"], "origin": "profile"}
            )
        ),
    ),
    "disclosure-case": Planted(_DATA, _tax(lambda e: e["disclosure_cases"][0].update(values=["E"]))),
    # ---- provenance
    "missing-provenance": Planted(_USES, _use(lambda e: e.pop("provenance"))),
    "stated-without-term": Planted(_USES, _use(lambda e: e["provenance"].pop("term"))),
    "term-not-in-clause": Planted(_USES, _use(lambda e: e["provenance"].update(term="联合激励"))),
    "origin-not-of-document": Planted(_DATA, _tax(lambda e: e["narrowing"][0].update(origin="document"))),
    # ---- within an entry
    "stage-contradicts-measure": Planted(_USES, _use(lambda e: e.update(stage=["mid"]))),
    "stage-basis": Planted(_USES, _use(lambda e: e.update(stage_basis="unstated"))),
    "unstated-beside-stated": Planted(_DATA, _tax(lambda e: e["disclosure"].append("unstated"))),
    "publicity-of-persons": Planted("data/d-xuhui.yaml", lambda o: o["xuhui-red"].pop("persons_published")),
    "link-basis": Planted(_USES, _use(lambda e: e.update(link_basis=["none"]))),
    # ---- use
    "unused-item": Planted("data/sh-water.yaml", lambda o: o["water-approval"].pop("not_used")),
    "behaviour-without-data": Planted(_CONDUCT, lambda o: o["major-tax-violation"].update(data_items=[])),
    "reason-without-need": Planted(_DATA, _tax(lambda e: e.update(not_used=NONE))),
    "item-without-provider": Planted(_USES, _use(lambda e: e.update(users=[])), also=_named("shape")),
    "provider-basis": Planted(_USES, _use(lambda e: e["users"][0].update(basis="unstated"))),
    # ---- units and districts
    "group-without-members": Planted(_GROUPS, lambda o: o["grp-banks"].pop("members_unknown")),
    "members-of-no-group": Planted(_UNITS, lambda o: o["sh-tax"].update(members=["sh-drc"])),
    "unit-cycle": Planted(_UNITS, lambda o: (o["sh-tax"].update(parent="sh-drc"), o["sh-drc"].update(parent="sh-tax"))),
    "unit-name-ambiguous": Planted(_UNITS, lambda o: o["sh-tax"]["aliases"].append("市发改委")),
    "district-code-unknown": Planted(
        "units/districts.yaml",
        lambda o: o["d-jingan"].update(earlier_divisions=["310199"]),
        also=_named("district-unit-differs"),
    ),
    "district-code-not-in-force": Planted(
        "units/districts.yaml",
        lambda o: o["d-chongming"].update(division="310151"),
        also=_named("district-unit-differs"),
    ),
    "district-unit-differs": Planted(_DISTRICT, lambda o: o["310115"].update(unit="d-minhang")),
    # ---- reporting plan
    "duty-not-provider": Planted(
        _PLAN, lambda o: o.copy("tax-credit-rating.sh-tax", id="tax-credit-rating.sh-drc", unit="sh-drc")
    ),
    "item-without-duty": Planted(_PLAN, lambda o: o.list.remove(o["tax-credit-rating.sh-tax"])),
    "duty-period": Planted(
        _PLAN, lambda o: o["tax-credit-rating.sh-tax"].update(period="monthly", due="day_of_next_month", due_day=10)
    ),
    "duty-due": Planted(_PLAN, lambda o: o["tax-blacklist.sh-tax"].update(due_day=32)),
    "duty-id": Planted(_PLAN, lambda o: o["tax-blacklist.sh-tax"].update(id="tax-blacklist.tax")),
    # ---- regions and parties
    "region-field-unknown": Planted(_PARTIES, lambda o: o["province:320000"]["asked_fields"][0].update(field="power")),
    "region-code-map": Planted(_JIANGSU, lambda o: o["jiangsu"]["code_maps"][0]["numbers"][0].update(label="公开")),
    "comparison-incomplete": Planted(_COMPARISON, lambda o: o.list.remove(o["licence-document-number"])),
    "comparison-contradicts": Planted(
        _COMPARISON, lambda o: o["licence-document-number"]["anhui"].update(name="决定书文号")
    ),
    "party-unknown": Planted(_PARTIES, lambda o: o["province:320000"].update(id="province:350000")),
    "party-rule-unknown": Planted(
        _PARTIES,
        lambda o: o["province:320000"].update(
            severities=[{"changed_rule": "max-lengths", "changed_severity": "info", "reason": "…"}]
        ),
    ),
    # ---- coverage
    "clause-uncovered": Planted(_CLAUSES, lambda o: (o["T28.4"].pop("made_by"), o["T28.4"].pop("partial"))),
    "system-uncovered": Planted(
        _SYSTEMS, lambda o: (o["three-lists"].pop("made_by"), o["three-lists"].pop("partial", 0))
    ),
    "coverage-contradicts": Planted(_CLAUSES, lambda o: o["T28.4"].update(out_of_reach={"zh": "无", "en": "None"})),
    "work-unknown": Planted(_CLAUSES, lambda o: o["T28.4"]["made_by"][0].update(id="tax-credit-grade")),
    "work-command": Planted(_CLAUSES, lambda o: o["T28.4"]["made_by"][0].update(command="conformance catalog print x")),
}
"""Code → the defect that raises it in a copy of the shipped lists."""

REASONS: dict[str, tuple[str, str, str]] = {
    # key: code of its lint, an entry that needs it, its file
    "not_used": ("unused-item", "water-approval", "data/sh-water.yaml"),
    "no_data": ("behaviour-without-data", "cybercrime", "behaviours/police.yaml"),
    "members_unknown": ("group-without-members", "customs", "units/national.yaml"),
    "persons_published": ("publicity-of-persons", "major-tax-case", _DATA),
}
"""Reasons that an entry has to give: the key of each."""
NEEDLESS: dict[str, tuple[str, str]] = {
    # key: an entry of which it is not so, its file
    "not_used": ("water-enforcement", "data/sh-water.yaml"),
    "no_data": ("tax-violation", _CONDUCT),
    "members_unknown": ("districts-all", _GROUPS),
    "persons_published": ("tax-blacklist", _DATA),
}


def _supersede(opened: Opened) -> None:
    opened["tax-punish"].update(superseded_by=["tax-new"])


DISTRICT = {
    "data/d-pudong.yaml": """\
items:
  - id: tax-credit-rating
    title: {zh: 纳税信用等级, en: Tax credit grade}
    providers:
      - {unit: d-pudong, basis: inferred}
    record_type: rating
    information_class: rating
    class_basis: stated
    subject_types: [legal_person]
    subject_basis: assigned
    disclosure: [push_targeted]
    update_period: yearly
    stage: [mid]
    stage_basis: inferred
    scope: [district]
    narrowing:
      - {kind: values, field: scheme_name, values: [纳税信用等级], origin: profile}
      - {kind: values, field: grade, values: [A, B, C, D], origin: profile}
      - {kind: required, field: rating_year, origin: profile}
    state: draft
    note: {zh: 区里自用。, en: For the district's own use.}
    provenance: {term: 纳税信用等级, clauses: [S4.5], basis: implied, modality: existing}
""",
    "applications/d-pudong.yaml": """\
applications:
  - id: pudong-tax-service
    title: {zh: 浦东办税分类服务, en: Classified tax service in Pudong}
    users:
      - {unit: d-pudong, basis: inferred}
    stage: [mid]
    stage_basis: inferred
    measures: [classification]
    data_items: [tax-credit-rating]
    behaviours: []
    link_basis: [assigned]
    state: draft
    provenance: {clauses: [S4.5], basis: implied, modality: unstated}
""",
}
"""A district's own lists, without a duty and a defect."""


class AgainstCity(Struct, frozen=True):
    """A defect of a district's own lists that only shows beside the city's."""

    file: str
    old: str
    new: str


AGAINST: dict[str, AgainstCity] = {
    "id-means-otherwise": AgainstCity("data/d-pudong.yaml", "zh: 纳税信用等级", "zh: 浦东纳税评价"),
    "already-there": AgainstCity("applications/d-pudong.yaml", "浦东办税分类服务", "失信纳税人联合惩戒"),
    "wider-than-edition": AgainstCity("data/d-pudong.yaml", "[A, B, C, D]", "[A, B, C, D, M]"),
    "edition-differs": AgainstCity(
        "edition.yaml",
        "",
        'id: "2017"\nversion: "2017.1"\ntitle: {zh: 浦东, en: Pudong}\nissued: "2017-01-01"\nsource_document: workpoints-2016\n',
    ),
}
"""Code → the change of DISTRICT that raises it."""
