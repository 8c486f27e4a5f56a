"""Addresses are taken apart once; nothing that is said of one shows a password, whatever is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.sources.database.address import Address
from conformance.sources.database.addressing import address_of
from conformance.sources.database.identifiers import Name, names_of
from conformance.sources.model import Unusable
from conformance.sources.source import is_address


def test_an_address_of_a_server():
    one = address_of(
        'postgresql://reader:p%40s%2Fs@db.example:5433/%E5%BA%93?table=a."B.c"&order=id,"x,y"&sslmode=require'
    )
    assert (one.dialect, one.user, one.password, one.host, one.port) == (
        "postgresql",
        "reader",
        "p@s/s",
        "db.example",
        5433,
    )
    assert (one.database, one.parameters, one.refusal) == ("库", {"sslmode": "require"}, None)
    assert one.table == (Name("a"), Name("B.c", quoted=True))
    assert one.order == ((Name("id"),), (Name("x,y", quoted=True),))
    assert str(one) == 'postgresql://db.example:5433/库?table=a."B.c"'


def test_an_address_of_a_file():
    one = address_of("sqlite:////data/%E8%AE%B8%E5%8F%AF%20%231%3F.db?table=t")
    assert (one.file, one.refusal) == (Path("/data/许可 #1?.db"), None)
    assert address_of("sqlite:///a.db?table=t").file == Path("a.db")


def test_neither_the_text_nor_the_look_of_an_address_shows_the_password():
    one = address_of("mysql+pymysql://u:geheim@h/d?table=t")
    assert "geheim" not in f"{one} {one!r}"
    assert "u:" not in str(one)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://u:geheim@x@h/d?table=t",
        "postgresql://u:geheim/x@h/d?table=t",
        "postgresql://u:12/geheim@h/d?table=t",
        "postgresql://u:x?geheim@h/d?table=t",
        "postgresql://u:x&geheim=1@h/d?table=t&geheim",
        "postgresql://u:geheim@h?table=t",
        "postgresql://u:geheim@/?table=t",
        "postgresql://geheim:geheim:geheim@h/d?table=t&order=",
        "postgresql:/u:geheim@h/d?table=t",
        "postgresql://u:geheim@h:port/d?table=t",
        "http://u:geheim@h/a.csv",
        "sqlite://u:geheim@h?table=t",
        "oracle://u:geheim@h/d?table=t&password=geheim",
        "mysql://u:geheim@h/d?table=t&password_env=geheim-1",
    ],
)
def test_what_is_wrong_with_an_address_is_said_without_repeating_it(text: str):
    one = address_of(text)
    assert one.refusal is not None
    assert "geheim" not in f"{one} {one!r} {one.refusal}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("postgresql://h/d", "没有写要校验的表"),
        (
            "postgresql://h/d?table=t&colour=red",
            "不认识的参数“colour”，可用的有：table、order、columns、password_env、",
        ),
        ("postgresql://h/d?table=t&table=u", "参数 table 写了两次"),
        ("postgresql://h/d?table=a.b.c.d", "“a.b.c.d”不是表名"),
        ("postgresql://h/d?table=", "没有写要校验的表"),
        ('postgresql://h/d?table="t', "不是表名或列名的写法"),
        ("postgresql+psycopg://h/d?table=t", "请去掉“+psycopg”"),
        ("sqlite://a.db?table=t", "不是可用的数据库地址"),
        ("postgresql://h/d?table=t&password_env=NOT_THERE_AT_ALL", "环境变量 NOT_THERE_AT_ALL 没有设置"),
        ("https://h/a.csv", "https: 开头的是网络或文件地址"),
    ],
)
def test_one_sentence_for_each_mistake(text: str, sentence: str):
    refusal = address_of(text).refusal
    assert refusal is not None
    assert sentence in refusal.zh


def test_a_password_from_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CREDIT_DB", "a b@c")
    one = address_of("postgresql://u@h/d?table=t&password_env=CREDIT_DB")
    assert (one.password, one.bare) == ("a b@c", False)
    assert address_of("postgresql://u:x@h/d?table=t").bare
    assert "只留一个" in str(address_of("postgresql://u:x@h/d?table=t&password_env=CREDIT_DB").refusal)


@pytest.mark.parametrize("path", ["a.csv", "C:/data/a.csv", "C:\\data", "-", "folder/a:b.csv", "//host/share/a.csv"])
def test_paths_are_no_addresses(path: str):
    assert not is_address(path)


def test_names_in_quotes_are_meant_letter_by_letter():
    assert names_of('"a""b".C') == [(Name('a"b', quoted=True), Name("C"))]
    assert not Name("T", quoted=True).fits("t")
    assert Name("T").fits("t")
    with pytest.raises(Unusable):
        names_of("a,b")


def test_an_address_is_a_value():
    assert isinstance(address_of("sqlite:///a?table=t"), Address)
    assert address_of("sqlite:///a?table=t") == address_of("sqlite:///a?table=t")
