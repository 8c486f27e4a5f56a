"""The annotations that the schemas may carry. LinkML takes any; here a misspelt one is a fault."""

from __future__ import annotations

from typing import Final

_YES_NO = "true|false"
_CLAUSE = r"[a-z][a-z0-9-]*#.+"
_NUMBER = "[1-9][0-9]*"
_DIGITS = "[0-9]"
_LIMIT = "0|[1-9][0-9]*"
_ORIGIN = "document|national|profile"
_PERSONAL = "none|name|identifier"
_MASKED = "identifier|name"

SLOT: Final = {
    "clause": _CLAUSE,
    "digits": _YES_NO,
    "decimals": _DIGITS,
    "disclosure": "public|public-masked|shared",
    "lawful": r"\S+( \S+)*",
    "length_origin": "national|vendor|profile",
    "long_term": _YES_NO,
    "masked_as": _MASKED,
    "max_length": _NUMBER,
    "one_of": "[a-z_]+",
    "origin": _ORIGIN,
    "param": "[a-z_]+",
    "personal": _PERSONAL,
    "requirement_origin": "national|vendor|profile",
    "several": _YES_NO,
    "by_key": _YES_NO,
}
TYPE: Final = {
    "birth_date": _YES_NO,
    "checksum": "gb32100|gb11714|gb11643|gs15",
    "decimals": _DIGITS,
    "digits": _YES_NO,
    "field_type": (
        "text|document_number|person_name|date|timestamp|uscc|organisation_code|registration_number|tax_number|"
        "citizen_id|division_code|amount|score|year|count"
    ),
    "identifier": _YES_NO,
    "masked_as": _MASKED,
    "maximum": _LIMIT,
    "minimum": _LIMIT,
    "personal": _PERSONAL,
    "shape_check": "citizen_id_shape",
    "shape_clause": _CLAUSE,
    "shape_en": ".+",
    "shape_zh": ".+",
    "text_like": _YES_NO,
}
ENUM: Final = {"numbering_stable": _YES_NO, "source": _CLAUSE, "wanted": "label|code"}
VALUE: Final = {"note_allowed": _YES_NO}
CLASS: Final = {
    "clause": _CLAUSE,
    "key_field": "[a-z_]+",
    "placeholders": "[a-z_]+( [a-z_]+)*",
    "record_type": "[a-z]+(-[a-z]+)*",
}
CLASS_RULE: Final = {"clause": _CLAUSE, "origin": _ORIGIN, "rule_id": "[a-z0-9]+(-[a-z0-9]+)*"}
