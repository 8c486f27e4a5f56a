"""The words in which roles, links and grounds are said to readers."""

from __future__ import annotations

from conformance.standard.model import Lang, Text

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
ORIGINS = {
    "document": Text("文件载明", "the document"),
    "national": Text("国家规定", "national rules"),
    "profile": Text("本标准自定，非文件规定", "this standard's own, not the document's"),
    "vendor": Text("开发单位模板", "a vendor's template"),
}
REQUIREMENTS = {
    "required": Text("必填", "required"),
    "optional": Text("选填", "optional"),
    "one-of": Text("至少填一个", "one of the group"),
}
TYPES = {
    "text": Text("文本", "text"),
    "document_number": Text("文号", "document number"),
    "person_name": Text("姓名", "person's name"),
    "code": Text("代码", "code"),
    "date": Text("日期", "date"),
    "timestamp": Text("时间", "timestamp"),
    "uscc": Text("统一社会信用代码", "unified social credit code"),
    "organisation_code": Text("组织机构代码", "organisation code"),
    "registration_number": Text("注册号", "registration number"),
    "tax_number": Text("税务登记号", "tax number"),
    "citizen_id": Text("公民身份号码", "citizen id"),
    "division_code": Text("区划代码", "division code"),
    "amount": Text("金额", "amount"),
    "score": Text("分值", "score"),
    "year": Text("年度", "year"),
    "count": Text("数量", "count"),
}
SUBJECTS = {
    "legal_person": Text("法人和其他组织", "organisations"),
    "natural_person": Text("自然人", "natural persons"),
    "product": Text("产品", "products"),
}


def pick(text: Text, lang: Lang) -> str:
    """The text in one language."""
    return text.zh if lang == "zh" else text.en


def listing(parts: list[str], lang: Lang) -> str:
    """Several things in a row."""
    return ("、" if lang == "zh" else ", ").join(parts)


def bracket(text: str, lang: Lang) -> str:
    """Text in the brackets of the language."""
    return f"（{text}）" if lang == "zh" else f" ({text})"
