"""``api/classes/``: who takes part in the exchange, and what is asked of each."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from conformance.artefacts.pages import tables
from conformance.artefacts.pages.tables import OURS
from conformance.exchange.profile.load import profile
from conformance.exchange.profile.model import ClassOfParticipant, Profile
from conformance.exchange.profile.page import ROLES
from conformance.exchange.suite.load import load_suite
from conformance.publish.site import addresses
from conformance.publish.site.html import code, facts, heading, link, listed
from conformance.publish.site.model import Page, SiteSource
from conformance.standard.model import Text


def pages(source: SiteSource) -> Iterator[Page]:
    """A page for every conformance class."""
    return (_class(one, profile()) for one in profile().classes)


def _class(one: ClassOfParticipant, found: Profile) -> Page:
    here = addresses.api_part("classes", one.id)
    flows = [each.title for each in found.flows if one.id in each.classes]
    offered = [each for each in found.operations if each.capability in one.offers]
    used = [each for each in found.operations if each.capability in one.uses]
    parts = [
        facts(
            [
                (Text("编号", "id"), code(one.id)),
                (Text("角色", "role"), ROLES[one.role]),
                (Text("必须提供", "offers"), tables.words(one.offers)),
                (Text("作为客户端使用", "uses as a client"), tables.words(one.uses)),
                (Text("来源", "origin"), OURS),
            ]
        ),
        *([heading(Text("信息流", "Flows")), listed(flows)] if flows else []),
    ]
    for title, operations in (
        (Text("提供的操作", "Operations that it offers"), offered),
        (Text("使用的操作", "Operations that it uses"), used),
    ):
        if operations:
            parts += [
                heading(title),
                listed(link(here, addresses.api_part("operations", each.id), each.title) for each in operations),
            ]
    asked = [each for each in load_suite().requirements if one.id in each.actors]
    parts += [
        heading(Text("对这一类别的要求", "What is asked of the class"), anchor="requirements"),
        tables.requirement_table(asked, here),
    ]
    return Page(
        address=here,
        kind="conformance-class",
        id=one.id,
        title=one.title,
        body=Markup().join(parts),
        terms=(one.id,),
        summary=one.what,
        under=addresses.api(),
    )
