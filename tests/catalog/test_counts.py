"""The lists hold what the decomposition of the source document found, and every entry stands on words of the document.

docs/corrections.md names every correction of the decomposition; none of them adds or drops an entry.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest

from conformance.catalog.store import LISTS, Catalogue, open_catalogue
from conformance.standard.links import Index, index, is_entry

COUNTS = {
    "unit": 118 + 5,  # five districts are not named one by one
    "data": 154,
    "behaviour": 98,
    "application": 162,
    "regime": 24,
    "arrangement": 16,
    "district": 16,
    "clause": 290,
    "system": 287,
    "obligation": 118,
}
CORE_SYSTEMS = 110
ID = {
    "clause": r"[HPST][0-9]+(\.[0-9]+)?",
    "district": r"3[0-9]{5}",
    "duty": r"[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*(\.[a-z0-9-]+)?",
    "party": r"(unit|district|province):[a-z0-9-]+",
}
WORDS = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
# What is not written as LIST:ID of an entry, and is looked for in the compiled standard.
TITLE = ("办法", "规定", "意见", "方案", "规划", "规范", "制度", "体系", "目录(2016)", "(试行)", "办公室", "平台")
"""How titles of documents and names of offices and platforms end: the only terms of more than 16 characters."""
ELSEWHERE = {"record-type", "rule", "party", "command", "schema", "document", "report"}


@pytest.fixture(scope="module")
def city() -> Catalogue:
    return open_catalogue(checked=False)


@pytest.fixture(scope="module")
def known(city: Catalogue) -> Index:
    return index(city.entries, city.source_document)


@pytest.mark.parametrize("name", COUNTS)
def test_as_many_as_the_decomposition_has(name: str, city: Catalogue):
    assert len(city.entries.of(LISTS[name])) == COUNTS[name]


def test_core_systems(city: Catalogue):
    found = Counter(entry.data["relevance"] for entry in city.entries.of("systems"))
    assert found["core"] == CORE_SYSTEMS


@pytest.mark.parametrize("name", LISTS)
def test_ids_follow_the_rules_and_are_there_once(name: str, city: Catalogue):
    ids = [entry.id for entry in city.entries.of(LISTS[name])]
    assert [one for one in ids if not re.fullmatch(ID.get(name, WORDS), one)] == []
    assert [one for one, times in Counter(ids).items() if times > 1] == []


def test_ids_carry_no_prefix_of_the_decomposition(city: Catalogue):
    prefix = re.compile(r"(di|bh|ap|u|ls|rg|rt|sys|ru|chk|pf)[_-](?!.*:)")
    ids = [entry.id for name in LISTS.values() for entry in city.entries.of(name)]
    assert [one for one in ids if "_" in one or prefix.match(one)] == []
    assert "admin-permit" not in ids


def test_every_link_leads_to_an_entry(known: Index):
    links = [link for own in known.out.values() for link in own]
    assert len(links) > 5000
    dangling = [
        f"{link.source} {link.role} → {link.target}"
        for link in links
        if link.target.list not in ELSEWHERE and is_entry(link.target) and link.target not in known.entries
    ]
    assert dangling == []


def test_links_to_what_is_no_entry_lead_somewhere(known: Index, city: Catalogue):
    there = {
        "record-type": set(city.standard.record_types),
        "rule": set(city.standard.rules),
        "party": set(city.standard.parties),
        "document": set(city.standard.documents),
    }
    links = [link for own in known.out.values() for link in own if link.target.list in there]
    assert {link.target.list for link in links} == set(there)
    dangling = [f"{one.source} → {one.target}" for one in links if one.target.id not in there[one.target.list]]
    assert dangling == []


def test_every_term_stands_in_one_of_its_clauses_and_what_is_stated_has_one(city: Catalogue):
    terms = {clause.id: clause.data.get("terms", []) for clause in city.entries.of("clauses")}
    stated = 0
    wrong = []
    for name in LISTS.values():
        for entry in city.entries.of(name):
            source = entry.data.get("provenance") or entry.data
            if source.get("basis") != "stated" and "term" not in source:
                continue
            stated += source.get("basis") == "stated"
            words = [word for clause in source["clauses"] for word in terms[clause]]
            if not source.get("term") or not any(source["term"] in word for word in words):
                wrong.append((name, entry.id, source.get("term"), source["clauses"]))
    assert wrong == []
    assert stated > 500


def quoted(city: Catalogue) -> dict[str, set[str]]:
    """What entries quote from each clause: their terms, and the names of units as the document writes them."""
    words: dict[str, set[str]] = {}
    for name in LISTS.values():
        for entry in city.entries.of(name):
            source = entry.data.get("provenance") or entry.data
            for clause in source.get("clauses", []):
                words.setdefault(clause, set()).update(filter(None, (source.get("term"), entry.data.get("name"))))
    return words


def test_a_clause_lists_no_word_that_no_entry_quotes_from_it(city: Catalogue):
    words = quoted(city)
    terms = [(one.id, term) for one in city.entries.of("clauses") for term in one.data.get("terms", [])]
    assert len(terms) > 500
    assert [(clause, term) for clause, term in terms if term not in words.get(clause, ())] == []


def test_terms_are_names_and_short_words_no_sentences(city: Catalogue):
    terms = {word for clause in city.entries.of("clauses") for word in clause.data.get("terms", [])}
    assert [word for word in terms if "。" in word or "；" in word or len(word) > 45] == []
    long = [word for word in terms if len(word) > 16 and not word.endswith(TITLE)]
    assert long == []


def test_only_the_period_of_the_yearly_items_is_the_documents_and_no_last_day_is(city: Catalogue):
    duties = city.entries.of("duties")
    assert {one.data["item"] for one in duties if one.data["period_origin"] == "document"} == {
        "annual-report-market",
        "social-org-inspection",
        "social-org-report",
        "tax-credit-rating",
        "transport-assessment",
    }
    assert {one.data["due_origin"] for one in duties} == {"profile"}


def test_no_field_is_required_by_the_document_but_the_unified_code(city: Catalogue):
    required = {
        (entry.id, demand["field"])
        for entry in city.entries.of("items")
        for demand in entry.data.get("narrowing", [])
        if demand["kind"] == "required" and demand["origin"] == "document"
    }
    assert required == {(item, "subject_uscc") for item in ("uscc", "agri-permit", "quality-file")}


def test_what_is_ours_does_not_say_it_is_the_documents(city: Catalogue):
    wrong = [
        (entry.id, demand["kind"])
        for entry in city.entries.of("items")
        for demand in entry.data.get("narrowing", [])
        if (demand["origin"] == "document") != str(demand.get("clause", "")).startswith(f"{city.source_document}#")
    ]
    assert wrong == []


def test_every_unit_of_the_upper_tiers_has_a_profile_to_submit_by(city: Catalogue):
    parties = set(city.standard.parties)
    districts = {f"district:{entry.id}" for entry in city.entries.of("districts")}
    provinces = {f"province:{code}0000" for code in ("32", "33", "34")}
    assert districts | provinces <= parties
