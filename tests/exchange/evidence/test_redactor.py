"""What is replaced, what stays, and that everything else stays byte for byte."""

from __future__ import annotations

import base64
import json
from datetime import date
from urllib.parse import quote

import pytest

from conformance.exchange.evidence.redact import Redactor
from conformance.exchange.model import Request, Response
from conformance.exchange.profile import synthetic
from conformance.report import idscan
from conformance.sample.identifier_text import citizen_id
from conformance.standard.model import Standard

KEY = b"k" * 32
PERSON = citizen_id("31010119900307881")
OLD = "310101900307881"
SECRET = "s3cr3t/Wert+%x"
AS_OF = date(2016, 7, 1)


@pytest.fixture
def redactor(standard: Standard) -> Redactor:
    return Redactor(standard, key=KEY, known=[SECRET], as_of=AS_OF)


def sealed(redactor: Redactor, body: str | bytes, media: str = "application/json") -> bytes:
    content = body.encode() if isinstance(body, str) else body
    return redactor.seal_response(Response(200, (("Content-Type", media),), content)).body


def test_a_citizen_id_becomes_another_valid_one_and_is_the_same_everywhere(redactor: Redactor) -> None:
    body = sealed(redactor, json.dumps({"subject_citizen_id": PERSON, "remarks": f"see {PERSON}"}))
    data = json.loads(body)
    pseudonym = data["subject_citizen_id"]
    assert PERSON.encode() not in body
    assert idscan.is_citizen_id(pseudonym)
    assert data["remarks"] == f"see {pseudonym}"
    assert pseudonym[:6] != PERSON[:6]
    assert not synthetic.is_synthetic(pseudonym)


def test_an_invalid_citizen_id_stays_invalid(redactor: Redactor) -> None:
    wrong = PERSON[:17] + ("0" if PERSON[17] != "0" else "1")
    pseudonym = json.loads(sealed(redactor, json.dumps({"subject_citizen_id": wrong})))["subject_citizen_id"]
    assert pseudonym != wrong
    assert not idscan.is_citizen_id(pseudonym)


def test_old_ids_are_found_in_prose_and_not_in_registration_numbers(redactor: Redactor) -> None:
    data = json.loads(sealed(redactor, json.dumps({"remarks": f"身份证 {OLD}", "subject_registration_number": OLD})))
    assert OLD not in data["remarks"]
    assert data["subject_registration_number"] == OLD


@pytest.mark.parametrize("body", [
    '{"subject_name": "张三", "remarks": "张三之妻"}',
    r'{"subject_name": "\u5f20\u4e09", "remarks": "\u5f20\u4e09\u4e4b\u59bb"}',
    "<r><XK_XDR>张三</XK_XDR><BZ>张三之妻</BZ></r>",
    "<r><XK_XDR>&#24352;&#19977;</XK_XDR><BZ>&#24352;三之妻</BZ></r>",
    "行政相对人名称,备注\r\n张三,张三之妻\r\n",
    "subject_name=%E5%BC%A0%E4%B8%89&remarks=%e5%bc%a0%E4%B8%89",
])  # fmt: skip
def test_names_of_persons_are_replaced_in_every_form_and_spelling(redactor: Redactor, body: str) -> None:
    media = "application/x-www-form-urlencoded" if "=%" in body else "text/csv" if "," in body[:10] else ""
    got = sealed(redactor, body, media).decode()
    for spelling in ("张三", r"\u5f20\u4e09", "&#24352;", "%E5%BC%A0", "%e5%bc%a0"):
        assert spelling not in got
    assert redactor.unseal_bytes(got.encode()) != got.encode()


def test_names_in_gbk_are_replaced_in_gbk(redactor: Redactor) -> None:
    body = '{"subject_name": "张三", "remarks": "张三之妻"}'.encode("gb18030")
    got = sealed(redactor, body)
    assert "张三" not in got.decode("gb18030")
    assert json.loads(got.decode("gb18030"))["remarks"].endswith("之妻")


def test_organisations_codes_and_words_for_empty_stay(redactor: Redactor) -> None:
    body = json.dumps(
        {"subject_name": "上海某某有限公司", "subject_uscc": "91310000123456789X", "legal_representative": "无"}
    )
    assert sealed(redactor, body) == body.encode()


def test_synthetic_subjects_and_what_stands_in_their_records_stay(redactor: Redactor) -> None:
    body = json.dumps({"subject_name": "张三", "subject_citizen_id": synthetic.citizen_id(1, 1)})
    assert sealed(redactor, body) == body.encode()


@pytest.mark.parametrize("body", [
    b'\xef\xbb\xbf{"a": NaN, "a": 1, "access_token": "abcDEF1234"} trailing \xff\xfe garbage',
    b'{"access_token": "abcDEF1234", "unfinished": "x',
    b'{"access_token":"abcDEF1234"}\n{"access_token":"abcDEF1234"}\n',
])  # fmt: skip
def test_every_other_byte_of_a_broken_body_stays(redactor: Redactor, body: bytes) -> None:
    got = sealed(redactor, body)
    pseudonym = redactor.seal_text("abcDEF1234")
    assert pseudonym.startswith("secret-")
    assert got == body.replace(b"abcDEF1234", pseudonym.encode())


@pytest.mark.parametrize("written", [
    SECRET,
    quote(SECRET, safe=""),
    quote(quote(SECRET, safe=""), safe=""),
    json.dumps(SECRET)[1:-1].replace("/", r"\/"),
    "".join(f"\\u{ord(c):04x}" for c in SECRET),
    "".join(f"&#{ord(c)};" for c in SECRET),
    base64.b64encode(SECRET.encode()).decode(),
    base64.b64encode(f"client:{SECRET}".encode()).decode(),
    base64.b64encode(f"xx{SECRET} and more".encode()).decode(),
    SECRET.encode().hex(),
])  # fmt: skip
def test_a_known_secret_is_found_in_every_encoding(redactor: Redactor, written: str) -> None:
    for form in (
        f'{{"detail": "it was {written} there"}}',
        f"it was {written} there",
        f"<p>it was {written} there</p>",
    ):
        assert written not in sealed(redactor, form).decode()
    assert written not in redactor.seal_text(f"error at http://host/{written}?x={written}")


def test_headers_that_carry_secrets(redactor: Redactor) -> None:
    request = redactor.seal_request(
        Request(
            "GET",
            "https://user:hunter22@host/a?token=abc123&since=c0ffee",
            (
                ("Authorization", "Bearer abcDEF1234"),
                ("Cookie", "sid=cookieval1; b=cookieval2"),
                ("X-Api-Key", "apikeyval"),
                ("Idempotency-Key", "9f8a7b6c5d4e3f2a"),
                ("X-Request-Id", "0011223344556677"),
            ),
        )
    )
    headers = dict(request.headers)
    assert headers["Authorization"].startswith("Bearer secret-")
    assert headers["Idempotency-Key"] == "9f8a7b6c5d4e3f2a"
    assert headers["X-Request-Id"] == "0011223344556677"
    assert request.url.endswith("&since=c0ffee")
    whole = repr(request)
    for secret in ("abcDEF1234", "cookieval1", "cookieval2", "apikeyval", "hunter22", "abc123"):
        assert secret not in whole


def test_set_cookie_keeps_its_attributes(redactor: Redactor) -> None:
    response = redactor.seal_response(Response(200, (("Set-Cookie", "sid=cookieval; Path=/; HttpOnly"),), b""))
    assert response.header("Set-Cookie") is not None
    assert str(response.header("Set-Cookie")).endswith("; Path=/; HttpOnly")
    assert "cookieval" not in repr(response)


def test_sentences_about_tokens_stay_and_tokens_in_sentences_go(redactor: Redactor) -> None:
    kept = "The token is expired; invalid token: expired. Bearer authentication required. token_type=Bearer"
    assert redactor.seal_text(kept) == kept
    assert "hunter22" not in redactor.seal_text("login failed for password=hunter22, try again")
    assert "kB9xQ2mVt7Lw4ZrN" not in redactor.seal_text("no such token kB9xQ2mVt7Lw4ZrN here")
    assert "abc123xyz" not in redactor.seal_text('{"error": "bad token: abc123xyz"}')


def test_the_digest_of_a_redacted_body_is_that_of_what_is_recorded(redactor: Redactor) -> None:
    import hashlib

    body = json.dumps({"subject": {"scheme": "citizen-id", "id": PERSON}}).encode()
    right = base64.b64encode(hashlib.sha256(body).digest()).decode()
    request = redactor.seal_request(Request("POST", "http://h/q", (("Content-Digest", f"sha-256=:{right}:"),), body))
    again = base64.b64encode(hashlib.sha256(request.body).digest()).decode()
    assert PERSON.encode() not in request.body
    assert dict(request.headers)["Content-Digest"] == f"sha-256=:{again}:"


def test_packed_bodies_are_not_kept(redactor: Redactor) -> None:
    import gzip

    got = redactor.seal_response(Response(200, (), gzip.compress(PERSON.encode())))
    assert got.redacted
    assert got.body.startswith(b"unreadable-")


def test_unsealing_gives_back_what_was_there_as_the_place_wants_it(redactor: Redactor) -> None:
    awkward = 'quo"te&<amp>'
    redactor.learn(awkward)
    pseudonym = redactor.seal_text(awkward)
    assert redactor.unseal(pseudonym) == awkward
    assert json.loads(redactor.unseal_bytes(f'{{"a": "{pseudonym}"}}'.encode())) == {"a": awkward}
    assert redactor.unseal(f"http://h/?a={pseudonym}") == f"http://h/?a={quote(awkward, safe='')}"


def test_sealing_twice_is_sealing_once_and_the_key_decides(redactor: Redactor, standard: Standard) -> None:
    body = json.dumps({"subject_name": "张三", "subject_citizen_id": PERSON, "token": "abcDEF1234"}).encode()
    once = sealed(redactor, body)
    assert sealed(redactor, once) == once
    assert sealed(Redactor(standard, as_of=AS_OF), body) != once


def test_given_data_is_sealed_and_its_shape_kept(redactor: Redactor) -> None:
    given = {"subject": {"scheme": "citizen-id", "id": PERSON}, "page_size": 5, "fields": ["a", None, True]}
    got = redactor.seal_value(given)
    assert got == {**given, "subject": {"scheme": "citizen-id", "id": redactor.seal_text(PERSON)}}


@pytest.mark.parametrize(("media", "body"), [
    ("application/json", '{"outer": [{"Client-Secret": "{}"}]}'),
    ("application/json", '{"password": ["{}"]}'),
    ("text/xml", "<a><auth password='{}'/></a>"),
    ("text/xml", "<a><ns:token>{}</ns:token></a>"),
    ("text/xml", '<a><item name="apiKey">{}</item></a>'),
    ("text/csv", "user,password\nme,{}\n"),
    ("application/x-www-form-urlencoded", "grant_type=password&password={}&x=1"),
    ("multipart/form-data; boundary=b", '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n{}\r\n--b--\r\n'),
    ("text/plain", "bad login: password={}, try again"),
])  # fmt: skip
def test_keys_that_say_secret_in_every_form(redactor: Redactor, media: str, body: str) -> None:
    before, after = body.split("{}")
    got = sealed(redactor, before + "open sesame" * (media != "text/plain") + "Wert9" + after, media).decode()
    assert got.startswith(before)
    assert got.endswith(after)
    assert "sesame" not in got
    assert "Wert9" not in got


@pytest.mark.parametrize("name", ["Location", "Link", "Referer"])
def test_what_an_address_in_a_header_gives_away_is_told_by_the_name_of_its_parameter(
    redactor: Redactor, name: str
) -> None:
    answer = Response(302, ((name, "http://127.0.0.1/x?item=admin-licence&subject_name=王小明"),), b"")
    ((_, value),) = redactor.seal_response(answer).headers
    assert value.startswith("http://127.0.0.1/x?item=admin-licence&subject_name=")
    assert "王小明" not in value
