"""Each view says the verdict first, everything that did not hold, and nothing that a reader's program would run."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import junitparser
import pytest
from msgspec.structs import replace

from conformance.exchange.evidence.views.model import Raw
from conformance.exchange.evidence.views.registry import VIEWS, renderer
from conformance.exchange.model import Request
from conformance.exchange.run import results as resulting
from conformance.standard.model import Lang, Standard, Text
from exchange.evidence.service import VARIED, Service, recorded, said

HERE = Path(__file__).parent
EVIL = "<script>alert(1)</script>\"'&\x1b[31m\u202e"


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory, standard: Standard) -> Raw:
    evil = Service({"/records": lambda request: said({"records": [EVIL]}, X_Evil="=1+1<b>")})
    record = recorded(tmp_path_factory.mktemp("run") / "run", standard, VARIED, evil)
    assert record.results is not None
    return Raw(record.run, record.exchanges, resulting.decode(record.results), VARIED, "en")


def view(raw: Raw, name: str, lang: Lang = "en") -> str:
    return renderer(name).render(replace(raw, lang=lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", VIEWS)
def test_a_view_follows_from_the_raw_report_alone(raw: Raw, name: str, lang: Lang) -> None:
    assert view(raw, name, lang) == view(raw, name, lang)


def test_the_text_begins_with_the_verdict_and_names_all_that_did_not_hold(raw: Raw) -> None:
    text = view(raw, "text")
    assert text.splitlines()[0].startswith("Verdict: non-conformant")
    for test in ("failing", "writing", "undeclared"):
        assert test in text
    assert "mend it so" in text
    assert "\x1b" not in text


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_shows_the_exchange_and_runs_and_loads_nothing(raw: Raw) -> None:
    html = view(raw, "html")
    page = _Page()
    page.feed(html)
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "link", "img", "iframe", "object", "form", "svg", "base", "a"}
    assert not [
        key for _, attributes in page.tags for key in attributes if key in ("src", "href") or key.startswith("on")
    ]
    assert not re.search(r"url\(|@import", html)
    heading = html[html.index("<h1>") :]
    assert heading.startswith("<h1>non-conformant</h1>")
    assert "GET http://service.test/records" in page.text
    assert "<script>alert(1)</script>" in page.text
    assert "mend it so" in page.text
    for test in ("failing", "writing", "undeclared"):
        assert f'id="service-{test}"' in html


def test_a_page_without_anything_to_mend_says_so(raw: Raw) -> None:
    passed = tuple(one for one in raw.results.tests if one.verdict == "pass")
    html = view(replace(raw, results=replace(raw.results, tests=passed)), "html")
    assert "Nothing has to be done." in html


def test_junit_counts_what_it_holds_and_fails_for_the_class(raw: Raw, tmp_path: Path) -> None:
    path = tmp_path / "junit.xml"
    path.write_text(view(raw, "junit"), encoding="utf-8")
    suite = next(iter(junitparser.JUnitXml.fromfile(str(path))))
    cases = {case.name.partition(":")[0]: [type(one).__name__ for one in case.result] for case in suite}
    assert cases == {
        "district": ["Failure"],
        "failing": ["Failure"],
        "list": [],
        "missing": [],
        "undeclared": ["Skipped"],
        "writing": ["Skipped"],
    }
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (6, 2, 0, 2)


def test_junit_of_a_run_that_shows_too_little_has_an_error(raw: Raw) -> None:
    participant = raw.results.participants[0]
    weak = replace(participant, classes=(replace(participant.classes[0], verdict="not-fully-verified"),))
    assert '<error type="not-fully-verified"' in view(
        replace(raw, results=replace(raw.results, participants=(weak,))), "junit"
    )


def test_the_log_is_har(raw: Raw) -> None:
    log = json.loads(view(raw, "har"))
    schema = json.loads((HERE / "har-1.2.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    entries = log["log"]["entries"]
    assert [one["_sequence"] for one in entries] == [one.sequence for one in raw.exchanges]
    assert json.loads(entries[1]["response"]["content"]["text"]) == {"records": [EVIL]}


@pytest.mark.parametrize("body", [b"\xff\xfe\x00binary", b""])
def test_bodies_that_are_no_text_are_base64_in_the_log(raw: Raw, body: bytes) -> None:
    first = raw.exchanges[0]
    assert first.response is not None
    odd = replace(
        first, request=Request("POST", first.request.url, (), body), response=replace(first.response, body=body)
    )
    entry = json.loads(view(replace(raw, exchanges=[odd]), "har"))["log"]["entries"][0]
    assert ("postData" in entry["request"]) == bool(body)
    assert entry["response"]["content"].get("encoding") == ("base64" if body else None)


def test_the_table_of_requirements_is_harmless(raw: Raw) -> None:
    asked = replace(raw.suite.requirements[0], text=Text("=cmd", "=cmd"))
    text = view(replace(raw, suite=replace(raw.suite, requirements=(asked,))), "requirements")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    assert rows[1][:3] == ["service", "kept", "violated"]
    assert "'=cmd" in rows[1]


def test_every_word_of_the_views_is_used() -> None:
    from conformance.exchange.evidence.views import words

    folder = Path(words.__file__).parent
    used = "".join(
        p.read_text(encoding="utf-8")
        for p in folder.rglob("*")
        if p.suffix in (".py", ".html") and p.name != "words.py"
    )
    used += Path(words.__file__).read_text(encoding="utf-8").partition("def basis")[2]
    known: Any = words._WORDS
    dynamic = {"test", "production", *renderer("requirements").COLUMNS}  # type: ignore[attr-defined]
    assert [key for key in known if f'"{key}"' not in used and key not in dynamic] == []
