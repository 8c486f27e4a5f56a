"""Whatever bytes come, redaction does not fail; what it made of texts, it leaves as it is.

Of bytes in two encodings, or of quotes that do not match, it may take more away a second time, since it reads them otherwise then.
"""

from __future__ import annotations

import json

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conformance.exchange.evidence import scan
from conformance.exchange.evidence.escapes import view
from conformance.exchange.evidence.redact import Redactor
from conformance.exchange.model import Response
from conformance.standard.model import Standard

PIECES = (
    '{"subject_citizen_id":"', "310101199003078812", '"', ",", "}", "[", '"access_token":"', "abcDEF1234", "\\u5f20", "\\",
    "%E5%BC%A0", "&#24352;", "<XK_XDR>", "张三", "</XK_XDR>", "<", "&", "password=", "hunter2x", "\r\n", "行政相对人名称,", "\x00",
    "\ufeff", "\ud83d", "经办人：", "Bearer ", "%", "%2", "&#", "&#x110000;", "\\ud840\\udc00", "http://a:b@c/",
)  # fmt: skip
jumbled = st.lists(st.sampled_from(PIECES), max_size=14).map(
    lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
)
SLACK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLACK
@given(
    st.one_of(
        st.binary(max_size=80),
        jumbled,
        jumbled.map(lambda body: body.decode("utf-8", "replace").encode("gb18030", "replace")),
    )
)
@example(b"\xff\xfe\x00\xd8")
@example(b"\xff\xfea")
def test_any_body_is_sealed_and_sealed_again(standard: Standard, body: bytes) -> None:
    redactor = Redactor(standard, key=b"k" * 32)
    for media in ("application/json", "text/csv", "application/x-www-form-urlencoded", "text/html"):
        headers = (("Content-Type", media),)
        once = redactor.seal_response(Response(200, headers, body)).body
        redactor.seal_response(Response(200, headers, once))
        redactor.unseal_bytes(once)


@SLACK
@given(st.text(max_size=60))
def test_any_text_is_sealed(standard: Standard, text: str) -> None:
    redactor = Redactor(standard, key=b"k" * 32)
    assert redactor.seal_text(redactor.seal_text(text)) == redactor.seal_text(text)
    redactor.unseal(text)


@given(st.text(max_size=60))
def test_what_is_read_has_a_place_for_every_character_and_nothing_replaced_is_nothing_changed(text: str) -> None:
    for source in (text, json.dumps(text)[1:-1], "".join(f"&#{ord(c)};%41" for c in text)):
        read = view(source)
        assert read.places is None or len(read.places) == len(read.text) + 1
        assert read.replaced(()) == source


@given(jumbled, st.sampled_from(sorted(scan.SCANNERS)))
def test_values_lie_behind_each_other_in_the_source(body: bytes, form: scan.Form) -> None:
    source = body.decode("utf-8", "surrogateescape")
    done = 0
    for value in scan.SCANNERS[form](source):
        assert done <= value.start <= value.end <= len(source)
        done = value.end
