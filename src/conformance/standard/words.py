"""What readers call the standard's own vocabularies, in Chinese and English: one wording, wherever it is said.

Where the vocabulary is a code list of the shape of entries, the Chinese is the label that stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from conformance.standard.model import Fix, Lang, Text

SEVERITIES: Mapping[str, Text] = {
    "error": Text("错误", "error"),
    "warning": Text("警告", "warning"),
    "info": Text("提示", "info"),
}
MEANINGS: Mapping[str, Text] = {
    "error": Text("有错误的记录不能入库，须更正", "records with errors are not taken and have to be corrected"),
    "warning": Text("记录可以入库，但宜更正", "records are taken all the same, but are better corrected"),
    "info": Text("仅供了解，不影响入库", "for information only"),
}
"""What a severity means for a record."""
FIXES: Mapping[str, Text] = {
    "safe": Text(
        "改法唯一的，可用 conformance fix 自动更正；其余由人更正",
        "conformance fix mends it where there is one correction only; the rest is mended by hand",
    ),
    "confirm": Text(
        "改法大致确定，核对后可用 conformance fix --confirm 更正",
        "the correction is fairly certain; look at each and mend it with conformance fix --confirm",
    ),
    "none": Text("请对照原件由人更正", "has to be corrected by hand from the original"),
}
GRADES: Mapping[Fix, Text] = {
    "safe": Text("改法唯一", "certain"),
    "confirm": Text("大致确定", "fairly certain"),
    "none": Text("由人更正", "by hand"),
}
"""The same of a single finding, in a word."""
PURPOSES: Mapping[str, Text] = {
    "submission": Text("报送用", "for submission"),
    "publication": Text("公示用", "for publication"),
}
ORIGINS: Mapping[str, Text] = {
    "document": Text("本市文件", "the city's documents"),
    "national": Text("国家规定", "national rules"),
    "profile": Text("本标准自定", "this standard's own"),
}
"""Whose word a requirement is."""
REQUIREMENTS: Mapping[str, Text] = {
    "required": Text("必填", "required"),
    "optional": Text("选填", "optional"),
    "one-of": Text("至少填一个", "one of the group"),
}
FIELD_TYPES: Mapping[str, Text] = {
    "text": Text("文本", "text"),
    "document_number": Text("文号", "document number"),
    "person_name": Text("姓名", "person's name"),
    "code": Text("代码", "code"),
    "date": Text("日期", "date"),
    "timestamp": Text("时间戳", "timestamp"),
    "uscc": Text("统一社会信用代码", "unified social credit code"),
    "organisation_code": Text("组织机构代码", "organisation code"),
    "registration_number": Text("工商登记码（注册号）", "registration number"),
    "tax_number": Text("税务登记号（纳税人识别号）", "tax number"),
    "citizen_id": Text("公民身份号码", "citizen id"),
    "division_code": Text("区划代码", "division code"),
    "amount": Text("金额", "amount"),
    "score": Text("评分", "score"),
    "year": Text("年度", "year"),
    "count": Text("数量", "count"),
}
SUBJECTS: Mapping[str, Text] = {
    "legal_person": Text("法人和其他组织", "organisations"),
    "natural_person": Text("自然人", "natural persons"),
    "product": Text("产品", "products"),
}
STAGES: Mapping[str, Text] = {
    "pre": Text("事前", "pre"),
    "mid": Text("事中", "mid"),
    "post": Text("事后", "post"),
}
"""The stages of whole-process management, in order; an entry may also leave its stage unstated."""
MEASURES: Mapping[str, Text] = {
    "reference": Text("查询参考", "reference"),
    "classification": Text("分类管理", "classification"),
    "restriction": Text("限制约束", "restriction"),
    "reward": Text("激励便利", "reward"),
}
"""What an application does with what it looks up."""
STATES: Mapping[str, Text] = {
    "draft": Text("草拟", "draft"),
    "consulted": Text("已征求意见", "consulted"),
    "approved": Text("已审定", "approved"),
    "published": Text("已发布", "published"),
}
"""States of an entry on its way to publication, in order."""


def pick(text: Text, lang: Lang) -> str:
    """The text in one language."""
    return text.zh if lang == "zh" else text.en


def listing(parts: Iterable[str], lang: Lang) -> str:
    """Several things in a row."""
    return ("、" if lang == "zh" else ", ").join(parts)


def bracket(text: str, lang: Lang) -> str:
    """Text in the brackets of the language, to stand behind another."""
    return f"（{text}）" if lang == "zh" else f" ({text})"


def both(text: Text) -> dict[str, str]:
    """The text in both languages, for programs."""
    return {"zh": text.zh, "en": text.en}
