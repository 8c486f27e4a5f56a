"""The words in which roles, links and grounds are said to readers."""

from __future__ import annotations

from conformance.standard.model import Text

ROLES = {
    "provider": Text("责任单位", "responsible"),
    "issuer": Text("限定的认定单位", "allowed as issuing body"),
    "recogniser": Text("认定单位", "determines it"),
    "user": Text("使用单位", "uses it"),
    "lead": Text("牵头单位", "in charge"),
    "concerned": Text("相关单位", "concerned"),
    "speaks_for": Text("对应单位", "speaks for it"),
    "duty": Text("报送单位", "submits"),
    "parent": Text("上级单位", "superior"),
    "member": Text("成员单位", "member"),
    "history": Text("沿革涉及", "in its history"),
    "responsible": Text("责任单位", "in charge"),
    "obligor": Text("义务单位", "bound"),
    "made_by": Text("实现方式", "makes it work"),
}
"""Role of a link → what readers call it."""
