"""The documented credentials and test data of the reference server. They are in this file for everybody to read, and so
protect nothing: the reference server is for tests only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from msgspec import Struct

from conformance.exchange.profile import synthetic
from conformance.exchange.profile.model import Scope
from conformance.exchange.profile.synthetic import Subject

_SEED = 2016
ITEM = "admin-licence"
"""Data item of the records that are there from the start."""
PROVIDER = "district:310115"
"""Who provides them."""


class Client(Struct, frozen=True):
    """Somebody who may ask for a token."""

    id: str
    secret: str
    scopes: tuple[Scope, ...]


FULL = Client("reference-full", "reference-full-secret", ("push", "query", "query-restricted", "list", "correct"))
LIMITED = Client("reference-limited", "reference-limited-secret", ("query", "list"))
"""May neither push nor correct, and sees public fields only."""
CLIENTS = {"full": FULL, "limited": LIMITED}
"""By the names that tests have for them."""
EXPIRED_TOKEN = "reference-expired-token"  # noqa: S105 - documented
"""Was a token of ``full`` once."""
EXPIRED_CURSOR = "reference-expired-cursor"
"""A cursor that was given out too long ago."""
RESTRICTED_FIELDS = ("usage_scope", "power_list_code")
"""Fields of the records that not everybody may see."""
AUTHORISATION = "TEST-AUTHORISATION-2016-001"
"""Number of an authorisation by which a natural person may be asked for."""


class SeedRecord(Struct, frozen=True):
    """A record that is there from the start, or what is left of one."""

    id: str
    item: str
    provider: str
    modified: str
    """RFC 3339."""
    reason: Literal["withdrawn", "repaired", "objection-upheld"] | None
    """Why it was withdrawn; None: it holds."""
    data: Mapping[str, str]
    """Of one that was withdrawn: what it said before."""


class Given(Struct, frozen=True):
    """What a tester has to know of the test data."""

    item: str
    provider: str
    subject: Subject
    """An organisation that has two records."""
    person: Subject
    """A natural person who has one."""
    authorisation: str
    absent_subject: Subject
    """An organisation that has none."""
    current_record: str
    withdrawn_record: str
    expired_token: str
    expired_cursor: str
    restricted_fields: tuple[str, ...]
    """Fields that records of ``subject`` have and that only a token with ``query-restricted`` shows."""


@cache
def given() -> Given:
    """The test data in the words of a targets file."""
    current = [record for record in seed_records() if record.reason is None]
    gone = [record for record in seed_records() if record.reason is not None]
    return Given(
        item=ITEM,
        provider=PROVIDER,
        subject=_organisation(0),
        person=Subject("citizen-id", synthetic.citizen_id(_SEED, 0)),
        authorisation=AUTHORISATION,
        absent_subject=_organisation(900),
        current_record=current[0].id,
        withdrawn_record=gone[0].id,
        expired_token=EXPIRED_TOKEN,
        expired_cursor=EXPIRED_CURSOR,
        restricted_fields=RESTRICTED_FIELDS,
    )


@cache
def seed_records() -> tuple[SeedRecord, ...]:
    """The records of an empty reference server, by time of change: licences of a district, each right in every rule."""
    about: list[tuple[str, dict[str, str]]] = [
        ("上海参考一号机械有限公司", _codes(0)),
        ("上海参考一号机械有限公司", _codes(0)),
        ("上海参考二号食品有限公司", _codes(1)),
        ("上海参考三号物流有限公司", _codes(2)),
        ("上海参考四号医疗器械有限公司", _codes(3)),
        ("陈参考", {"subject_citizen_id": synthetic.citizen_id(_SEED, 0), "subject_category": "自然人"}),
        ("上海参考五号建材有限公司", _codes(4)),
        ("上海参考六号化工有限公司", _codes(5)),
    ]
    reasons: dict[int, Literal["withdrawn", "repaired", "objection-upheld"]] = {6: "withdrawn", 7: "repaired"}
    return tuple(
        SeedRecord(
            id=f"r-reference-{place + 1:04d}",
            item=ITEM,
            provider=PROVIDER,
            modified=f"2016-06-{place + 1:02d}T09:00:00+08:00",
            reason=reasons.get(place),
            data=_licence(place, name, codes),
        )
        for place, (name, codes) in enumerate(about)
    )


def _organisation(place: int) -> Subject:
    return Subject("uscc", synthetic.uscc(_SEED, place))


def _codes(place: int) -> dict[str, str]:
    return {
        "subject_uscc": synthetic.uscc(_SEED, place),
        "subject_organisation_code": synthetic.organisation_code(_SEED, place),
        "legal_representative": "李参考",
        "subject_category": "法人及非法人组织",
    }


def _licence(place: int, name: str, codes: Mapping[str, str]) -> dict[str, Any]:
    return {
        "document_number": f"浦参许〔2016〕第{place + 1:05d}号",
        "project_name": "参考事项许可",
        "approval_category": "普通",
        "licence_content": f"准予参考事项{place + 1}",
        "subject_name": name,
        **codes,
        "decision_date": "2016/05/10",
        "valid_until": "2019/05/09",
        "authority": "上海市浦东新区市场监督管理局",
        "current_status": "0",
        "division_code": "310115",
        "data_timestamp": "2016/05/12 09:00:00",
        "publication_date": "2016/05/12",
        "usage_scope": "0",
        "power_list_code": f"310115-{place + 1:04d}",
    }
