"""Hiding personal data wherever a value is quoted: citizen ids in any text, names of natural persons.

Pure functions from text to text. The user's own data (accepted and rejected files) never passes here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import cache, lru_cache

from conformance.report import idscan
from conformance.standard.model import Field

STAR = "*"
_BIRTH, _OLD_BIRTH = slice(6, 14), slice(6, 12)
_LONG = 8
"""A longer text in an identifier field that has not the shape of an id (a passport, a mistyped id) is hidden whole."""
_LEFTOVER = re.compile(rf"[^\W_]{{{_LONG + 1},}}")
_HAN = "㐀-鿿豈-﫿𠀀-𱍊"
_DOTS = "·•・‧∙⋅．"
_NAME = rf"[{_HAN}]{{2,4}}|[{_HAN}]{{1,20}}(?:[{_DOTS}][{_HAN}]{{1,20}}){{1,5}}"
"""Two to four Han characters, or parts joined by a dot."""
_NOTE = r"[（(【\[〔].*?[）)】\]〕]?$"
_LATIN_NAME = r"[A-Z][A-Za-z'’.-]*(?:,? [A-Z][A-Za-z'’.-]*){1,3}"
_LATIN_ORGANISATION = (
    r"(?i)\b(?:Co|Corp|Corporation|Ltd|Limited|Inc|LLC|LLP|PLC|GmbH|AG|SA|Company|Group|Holdings?|Bank|Trading|Hotel|School|"
    r"Cent(?:er|re)|University|College|Hospital|Clinic|Association|Foundation|Office|Bureau|Club|Store|Shop|Restaurant)\b"
)
_ORGANISATION = (
    r"(?:公司|集团|中心|合作社|医院|学校|大学|学院|中学|小学|银行|商店|商行|商场|超市|饭店|酒店|宾馆|旅社|药房|餐厅|诊所|食堂|"
    r"幼儿园|经营部|门市部|工作室|事务所|委员会|居委会|村委会|协会|学会|商会|工会|基金会|政府|公安|法院|企业|网吧|茶楼|"
    r"研究所|派出所|服务所|[厂店局部馆院站队铺摊])$"
)


_SIGNS = re.compile("[:：]|(?:制表|填表|经办|联系)人")
"""What is in every text that the next pattern finds something in."""
_SIGNED = (
    r"((?:(?:填表|经办|制表|填报|报送|审核|复核|校对|录入|签发|联系|负责|申请|代理|委托|法定代表|代表|收件|领取)人(?:员)?(?:姓名|签字|签名)?|"
    r"制表|填表|填报|审核|复核|经办|校对)\s*[:：]\s*|(?:填表|经办|制表|联系)人\s*)"
    rf"(?!变更|签字|签名|姓名|电话|意见|不详|职务)([{_HAN}]{{1,6}}(?:[{_DOTS}][{_HAN}]{{1,6}})+|[{_HAN}]{{2,4}})(?![{_HAN}])"
)
"""Who signed or is to be asked, as footers and notes have it (填表人：王五): the words before the name, and the name."""


def mask_text(text: str) -> str:
    """The text with every citizen id in it hidden but for its first six and last four characters, and with the names behind
    经办人 and its like hidden."""
    named = (
        _compiled(_SIGNED).sub(lambda found: found[1] + mask_person(found[2]), text) if _may_be_signed(text) else text
    )
    return _starred(named, idscan.citizen_ids(named))


def signed(text: str) -> list[tuple[int, int]]:
    """Where the names behind 经办人 and its like stand in a text: start and end of each."""
    return [found.span(2) for found in _compiled(_SIGNED).finditer(text)] if _may_be_signed(text) else []


def _may_be_signed(text: str) -> bool:
    # Looking for a character is many times faster than a pattern, and most texts hold none of them.
    return ("人" in text or ":" in text or "：" in text) and _SIGNS.search(text) is not None


def mask_prose(text: str) -> str:
    """A free text, or what stands in no field: citizen ids of fifteen digits are hidden as well.

    In other fields a number of fifteen digits is a registration number more likely.
    """
    return mask_text(_starred(text, idscan.old_citizen_ids(text), _OLD_BIRTH))


def mask_identifier(text: str, placeholders: Collection[str] = ()) -> str:
    """A value of an identifier field: an id keeps its ends; any other text of more than eight characters goes whole."""
    core = text.strip()
    if core in placeholders:
        return text
    places = idscan.citizen_ids(text)
    if places:
        return _without_leftovers(text, places)
    if idscan.is_old_citizen_id(core):
        start = text.index(core)
        birth = range(start + 6, start + 12)
        return "".join(STAR if index in birth else character for index, character in enumerate(text))
    return STAR * len(text) if len(core) > _LONG else text


def mask_person(text: str, placeholders: Collection[str] = ()) -> str:
    """A person's name: the first character stays; the number of stars tells two characters from more."""
    core = text.strip()
    if core in placeholders or not any(character.isalnum() for character in core):
        return text
    start = text.index(core)
    hidden = STAR if len(core) == 1 else core[0] + STAR * min(len(core) - 1, 2)
    return mask_text(text[:start] + hidden + text[start + len(core) :])


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled when it is first needed: ranges as wide as that of Han characters take long."""
    return re.compile(pattern)


def looks_like_person(text: str) -> bool:
    """Whether the name of a subject is that of a natural person: two to four Han characters, or parts joined by a dot, or
    two to four Latin words with capitals.

    A note in brackets behind the name and blanks inside it (张　三) do not matter. In doubt it is a person.
    """
    latin = " ".join(text.split())
    if _compiled(_LATIN_NAME).fullmatch(latin):
        return not _compiled(_LATIN_ORGANISATION).search(latin)
    name = re.sub(r"\s", "", unicodedata.normalize("NFC", text))
    name = _compiled(_NOTE).sub("", name)
    if _compiled(_ORGANISATION).search(name):
        return False
    return _compiled(_NAME).fullmatch(name) is not None


def mask_names(text: str, people: Iterable[str]) -> str:
    """The text with the names of the record's own persons hidden wherever they occur in it."""
    for name in people:
        text = text.replace(name, mask_person(name))
    return text


def mask_value(text: str, field: Field | None, placeholders: Collection[str] = ()) -> str:
    """A cell's value as it may be quoted, by what its field holds."""
    if field is None:
        return mask_prose(text)
    if field.personal != "none" and _is_header(text, field):
        return text
    if field.personal == "identifier":
        return mask_identifier(text, placeholders)
    if field.personal == "name" and (field.type == "person_name" or looks_like_person(text)):
        return mask_person(text, placeholders)
    if field.type == "uscc" and idscan.is_credit_code(text):
        return text
    return _by_type(text, field)


def _is_header(text: str, field: Field) -> bool:
    """Whether the text is a name of the field itself, as findings about its column quote it: that is nobody's data."""
    return text.strip().casefold() in _headers(field)


@lru_cache(maxsize=1_024)
def _headers(field: Field) -> frozenset[str]:
    """What a column of the field may be called."""
    names = (field.name, field.title, field.title_en, field.code or "", *field.aliases)
    return frozenset(name.casefold() for name in names if name)


def _by_type(text: str, field: Field | None) -> str:
    return mask_prose(text) if field is None or field.type == "text" else mask_text(text)


def mask_detail(text: str, field: Field | None, value: str | None, placeholders: Collection[str] = ()) -> str:
    """Another part of a sentence about a cell (what was expected, what it looks like).

    It may repeat the value in a tidier form, which is then hidden like the value.
    """
    if field is None or value is None or (field.personal == "none" and field.type != "uscc"):
        return _by_type(text, field)
    core = _tidy(value) if field.personal != "none" else ""
    if core and core not in placeholders:
        if _tidy(text) == core:
            return mask_value(text, field, placeholders)
        for form in {value.strip(), core}:
            if len(form) > 1:
                text = text.replace(form, mask_value(form, field, placeholders))
    if field.type == "uscc" and idscan.is_credit_code(text):
        return text
    return mask_text(text)


def _tidy(text: str) -> str:
    """The text without blanks, control characters and differences of width or case."""
    plain = unicodedata.normalize("NFKC", text).upper()
    if plain.isprintable() and " " not in plain:
        return plain
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf"})


def _starred(text: str, places: list[idscan.Place], born: slice = _BIRTH) -> str:
    if not places:
        return text
    hidden = {index for place in places for index in place[born]}
    return "".join(STAR if index in hidden else character for index, character in enumerate(text))


def _without_leftovers(text: str, places: list[idscan.Place]) -> str:
    """Long runs beside the ids go too: in an identifier field they are other identifiers."""
    shown = _starred(text, places)
    around = {index for place in places for index in place}
    hidden: set[int] = set()
    for run in _LEFTOVER.finditer(text):
        hidden.update(set(range(*run.span())) - around)
    return "".join(STAR if index in hidden else character for index, character in enumerate(shown))
