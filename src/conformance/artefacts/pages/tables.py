"""Tables and links that several kinds of pages about the exchange show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup

from conformance.exchange.profile.load import profile
from conformance.exchange.profile.model import Profile
from conformance.exchange.suite.model import Requirement, TestCase
from conformance.publish.site import addresses
from conformance.publish.site.html import Piece, block, code, joined, link, paragraph, table
from conformance.standard.links import Ref
from conformance.standard.model import Text
from conformance.standard.shapes import label, load_shapes

NOTHING = "—"
YES = Text("是", "yes")
OURS = Text("本标准自定（profile）", "this standard's own (profile)")
_ENGLISH = {
    "automated": "by tests",
    "attested": "attested",
    "inspected": "by inspection",
    "not-verifiable": "not verifiable",
}


def labelled(codes: str, name: str) -> Text:
    """A code with its Chinese label; the code itself is English enough."""
    return Text(label(load_shapes(), codes, name), _ENGLISH.get(name, name.replace("-", " ")))


def requirement_table(requirements: Iterable[Requirement], here: str) -> Markup:
    """What is asked, each with its level, its ground and how it is shown."""
    heads = (
        Text("要求", "requirement"),
        Text("程度", "level"),
        Text("内容", "what is asked"),
        Text("依据", "clause"),
        Text("验证", "shown"),
    )
    rows = (
        (
            link(here, addresses.api_part("requirements", one.id), code(one.id)),
            labelled("RequirementLevel", one.level),
            one.text,
            clause(one, here),
            labelled("VerificationKind", one.verification),
        )
        for one in requirements
    )
    return table(Text("要求", "requirements"), heads, rows)


def clause(one: Requirement, here: str) -> Piece:
    """On whose word a requirement is: a clause of the source document leads to its page."""
    _, _, place = one.clause.partition("#")
    return link(here, addresses.of(Ref("clause", place)), place) if one.origin == "document" else code(one.clause)


def classes(names: Sequence[str], here: str) -> Markup:
    """Conformance classes by their names."""
    titles: dict[str, Text] = {one.id: one.title for one in profile().classes}
    return joined((link(here, addresses.api_part("classes", name), titles[name]) for name in names), "、")


def tests(cases: Iterable[TestCase], here: str) -> Piece:
    """Tests by their ids."""
    return joined(link(here, addresses.api_part("tests", case.id), code(case.id)) for case in cases) or NOTHING


def requirements(names: Iterable[str], here: str) -> Piece:
    """Requirements by their ids."""
    return joined(link(here, addresses.api_part("requirements", name), code(name)) for name in names) or NOTHING


def faults(names: Iterable[str], here: str) -> Piece:
    """Faults by their ids; each is a row of the one page about them."""
    return (
        joined(link(here, addresses.api_part("faults", "index"), code(name), anchor=name) for name in names) or NOTHING
    )


def envelope_link(name: str, here: str) -> Markup:
    """An envelope by its name."""
    return link(here, addresses.api_part("envelopes", name), name)


def words(names: Iterable[str]) -> Piece:
    """Words of the profile, such as capabilities."""
    return joined(map(code, names)) or NOTHING


def examples(names: Iterable[str], found: Profile) -> Iterator[Markup]:
    """Examples of the profile by their ids, each as JSON."""
    known = {one.id: one for one in found.examples}
    for name in dict.fromkeys(names):
        one = known[name]
        yield paragraph(Text("例：", "example:"), one.title)
        yield block(json.dumps(one.value, ensure_ascii=False, indent=2).split("\n"), one.title)
