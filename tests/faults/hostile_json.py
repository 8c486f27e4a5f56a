"""JSON made to do harm. Each maker writes one file and answers with its path."""

from __future__ import annotations

import json
from pathlib import Path

from .making import DEPTH, MB, makers, nested, written
from .seeds import json_text, objects


def json_deep_lists(path: Path) -> Path:
    """Lists within lists."""
    return written(path, b"[" * DEPTH + b"]" * DEPTH)


def json_deep_objects(path: Path) -> Path:
    """Objects within objects."""
    return written(path, b'{"a":' * DEPTH + b"1" + b"}" * DEPTH)


def json_deep_in_a_record(path: Path) -> Path:
    """A record with a value that is nested without end."""
    record = json_text(objects()[0])[:-1]
    return written(path, b"[", record, b',"x":' + b"[" * DEPTH + b"]" * DEPTH + b"}]")


def json_rather_deep(path: Path) -> Path:
    """Records with values nested as deep as the parser still bears, and a little less."""
    found = [
        json_text(one)[:-1] + b',"x":' + nested(depth) + b"}"
        for one, depth in zip(objects(), (100, 250, 400, 480, 490, 500, 700), strict=False)
    ]
    return written(path, b"[" + b",".join(found) + b"]")


def json_deep_unclosed(path: Path) -> Path:
    """10 MB of opening brackets."""
    return written(path, [b"[" * MB] * 10)


def json_deep_objects_unclosed(path: Path) -> Path:
    """10 MB of opening braces with keys."""
    return written(path, [b'{"a":' * (MB // 5)] * 10)


def json_lone_surrogates(path: Path) -> Path:
    """Escapes of half characters, in values and in keys."""
    record = objects()[0] | {"项目名称": "S", "许可内容": "T"}
    text = json_text([record, {"K": "x"} | record]).replace(b'"S"', b'"\\ud800"').replace(b'"T"', b'"\\udc00x\\ud83d"')
    return written(path, text.replace(b'"K"', b'"\\udfff"'))


def json_raw_surrogates(path: Path) -> Path:
    """Half characters as bytes."""
    return written(path, json_text(objects()).replace("取水许可".encode(), b"\xed\xa0\x80"))


def json_huge_numbers(path: Path) -> Path:
    """Numbers of a hundred thousand digits, and exponents beyond all."""
    text = json_text([objects()[0] | {"项目名称": 1, "许可内容": 2, "备注": 3}])
    changes = ((b": 1,", b": " + b"9" * 100_000 + b","), (b": 2,", b": 1e999999999,"), (b": 3", b": -0.0e-99999"))
    for old, new in changes:
        text = text.replace(old, new, 1)
    return written(path, text)


def json_number_of_20_mb(path: Path) -> Path:
    """One number of 20 million digits."""
    return written(path, b'[{"XK_WSH": ', [b"9" * MB] * 20, b"}]")


def json_no_numbers(path: Path) -> Path:
    """NaN and Infinity."""
    return written(path, json_text(objects()[:1]).replace(b'"0"', b"NaN"), b"")


def json_duplicate_keys(path: Path) -> Path:
    """One key a hundred thousand times."""
    return written(path, b"[{" + b",".join([b'"XK_WSH": "x"'] * 100_000) + b"}]")


def json_many_keys(path: Path) -> Path:
    """A hundred thousand keys in one record."""
    return written(path, json_text([{f"k{number}": "" for number in range(100_000)}]))


def json_other_keys_in_each(path: Path) -> Path:
    """Three keys of its own in each record: together more columns than any table has."""
    return written(path, json_text([objects()[0] | {f"k{n}.{m}": "" for m in range(3)} for n in range(5000)]))


def json_many_keys_many_records(path: Path) -> Path:
    """2,000 keys in all and 1,000 records: a table of 2 million blank cells."""
    record = json_text(objects()[0])
    first = json_text(objects()[0] | {f"k{number}": "" for number in range(2000)})
    return written(path, b"[" + first, [b"," + record] * 1000, b"]")


def json_string_of_100_mb(path: Path) -> Path:
    """A value of 100 MB."""
    return written(path, b'[{"XK_WSH": "', [b"x" * MB] * 100, b'"}]')


def json_string_unclosed(path: Path) -> Path:
    """A value that never ends."""
    return written(path, b'[{"XK_WSH": "', [b"x" * MB] * 100)


def json_blanks_of_100_mb(path: Path) -> Path:
    """100 MB of blanks between two records."""
    one = json_text(objects()[0])
    return written(path, b"[" + one + b",", [b" " * MB] * 100, one + b"]")


def json_truncated(path: Path) -> Path:
    """The last bytes are missing."""
    return written(path, json_text(objects())[:-5])


def json_truncated_in_a_character(path: Path) -> Path:
    """It ends within a character of several bytes."""
    text = json_text(objects())
    return written(path, text[: text.rfind("公司".encode()) + 1])


def json_empty_list(path: Path) -> Path:
    """No records."""
    return written(path, b"[]")


def json_null(path: Path) -> Path:
    """No list."""
    return written(path, b"null")


def json_two_documents(path: Path) -> Path:
    """Two lists one after another."""
    return written(path, json_text(objects()), json_text(objects()))


def json_many_lists(path: Path) -> Path:
    """A thousand lists of records in one object."""
    return written(path, json_text({f"l{number}": objects()[:1] for number in range(1000)}))


def json_comma_at_the_end(path: Path) -> Path:
    """A comma too many."""
    return written(path, json_text(objects())[:-1] + b",]")


def json_mixed_elements(path: Path) -> Path:
    """Not every element is an object."""
    return written(path, json_text([*objects()[:2], 1, None, [], "x"]))


def json_utf16(path: Path) -> Path:
    """JSON in UTF-16."""
    return written(path, json.dumps(objects(), ensure_ascii=False).encode("utf-16"))


JSON = makers(globals(), "json")
