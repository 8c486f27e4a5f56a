"""Reference data, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.exchange.profile.reference_data import catalogue_bytes, code_list_bytes
from conformance.exchange.suite.checks.base import Outcome, Param, Scene, answer, departs, holds, kind, unseen


@kind("reference-bytes", Param("code_list", "text"))
def check_reference_bytes(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The last answer is the published catalogue, or code list, to the byte."""
    last = scene.exchanges[-1]
    response = answer(last)
    if response.redacted:
        return unseen(
            "应答内容经过脱敏，无法逐字节比较。", "The answer was redacted, so its bytes cannot be compared.", last
        )
    name = params.get("code_list")
    if name is not None and name not in scene.standard.code_lists:
        return unseen(f"本版标准没有代码表“{name}”。", f"This edition has no code list {name}.", last)
    wanted = catalogue_bytes(scene.standard) if name is None else code_list_bytes(scene.standard, name)
    if response.body == wanted:
        return holds("与发布的内容逐字节相同。", "It is what was published, to the byte.", last)
    where = next(
        (i for i, (a, b) in enumerate(zip(response.body, wanted, strict=False)) if a != b),
        min(len(response.body), len(wanted)),
    )
    return departs(
        f"应与发布的内容逐字节相同（{len(wanted)} 字节），实际 {len(response.body)} 字节，从第 {where} 字节起不同。",
        f"It has to be what was published ({len(wanted)} bytes); it has {len(response.body)} and differs from byte {where} on.",
        last,
    )


@kind("content-digest")
def check_content_digest(params: Mapping[str, Any], scene: Scene) -> Outcome:
    """The last answer carries a Content-Digest (RFC 9530) that fits its body."""
    last = scene.exchanges[-1]
    match answer(last).content_digest:
        case "match":
            return holds("Content-Digest 与内容相符。", "Content-Digest fits the body.", last)
        case "mismatch":
            return departs(
                "Content-Digest 应与内容相符，实际不符。", "Content-Digest has to fit the body and does not.", last
            )
        case _:
            return departs(
                "应答应带 Content-Digest，实际没有。", "The answer has to carry Content-Digest and does not.", last
            )
