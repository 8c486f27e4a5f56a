from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conformance.standard.markdown import exact, foreign, table

READER = MarkdownIt("commonmark").enable("table")
SHAPELESS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
WORDS = st.text(alphabet=st.one_of(st.sampled_from("|`\\*_<>[]()#!&;~$@-+.=1a 甲\u3000"), st.characters()), max_size=30)


def shown(document: str) -> list[str]:
    """The text of every cell of the only table, as a reader sees it."""
    tokens = READER.parse(document)
    assert sum(token.type == "table_open" for token in tokens) == 1
    assert not [token for token in tokens if token.level == 0 and token.type not in {"table_open", "table_close"}]
    return [
        "".join(part.content for part in tokens[place + 1].children or ())
        for place, token in enumerate(tokens)
        if token.type == "td_open"
    ]


@settings(max_examples=300, deadline=None)
@given(WORDS)
@example("`")
@example("\\|")
@example("a\\")
@example("&#124;")
@example("1. a")
def test_words_of_strangers_are_shown_as_they_are(words):
    plain = SHAPELESS.sub("", words)
    cells = shown("\n".join(table(["text", "code", "end"], [[foreign(plain), exact(plain), "|".strip("|")]])))
    assert len(cells) == 3
    assert cells[0].replace("\u200b", "").strip() == plain.replace("\u200b", "").strip()
    assert cells[1].replace("\u200b", "").strip() == plain.replace("\u200b", "").strip()


def test_a_line_of_a_list_begins_no_other_list():
    html = READER.render("\n".join(f"- {foreign(words)}" for words in ("1. a", "- b", "+ c", "# d", "> e", "    f")))
    assert (html.count("<li>"), html.count("<ul>")) == (6, 1)
    assert "<ol>" not in html
    assert "<code>" not in html
