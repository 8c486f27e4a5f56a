"""What the profile asks of an envelope beside its JSON Schema: UTF-8 without a byte order mark, and members that hang on others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.sources.encoding import Proof
from conformance.sources.envelope.faults import Fault
from conformance.sources.envelope.kinds import CORRECTION, QUERY, Kind
from conformance.standard.model import Text

_UTF8 = "utf-8"


def encoding_faults(proof: Proof) -> Iterator[Fault]:
    """JSON that passes over an interface is UTF-8 and begins with no byte order mark (RFC 8259, 8.1); services refuse others."""
    if proof.encoding != _UTF8:
        name = proof.encoding.upper()
        yield Fault(
            (),
            Text(f"编码是 {name}，应为 UTF-8；请另存为 UTF-8", f"it is in {name}, not UTF-8; save it as UTF-8"),
            name,
        )
    elif proof.bom:
        what = Text(
            "以字节顺序标记（BOM）开头，JSON 报文不得有；请另存为无 BOM 的 UTF-8",
            "it begins with a byte order mark, which JSON must not; save it as UTF-8 without one",
        )
        yield Fault((), what, "BOM")


def unmet(members: Mapping[str, Any], kind: Kind) -> Iterator[Fault]:
    """Members that are missing because of what others say."""
    subject = members.get("subject")
    of_person = isinstance(subject, Mapping) and subject.get("scheme") == "citizen-id"
    if kind == QUERY and of_person and "authorisation" not in members:
        what = Text(
            "查询自然人（citizen-id）须写明授权书编号",
            "a natural person (citizen-id) is asked for with an authorisation",
        )
        yield Fault(("authorisation",), what)
    # Data of another type is told by the schema.
    if kind == CORRECTION and members.get("kind") == "amendment" and members.get("data", {}) == {}:
        what = Text("更正（amendment）须写明要改的数据项", "an amendment says which fields change")
        yield Fault(("data",), what)
