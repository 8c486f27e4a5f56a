"""Rules, items, code lists, parties and the lists themselves: the same as long as the edition is."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from conformance.catalog import listing, lookup
from conformance.catalog.dossier import render
from conformance.catalog.dossier.build import dossier
from conformance.catalog.dossier.model import Ground
from conformance.catalog.dossier.outside import outside
from conformance.catalog.lookup import Criteria
from conformance.catalog.sound import sound
from conformance.catalog.store import THREE, NoCatalogue, open_catalogue
from conformance.exchange.profile.reference_data import code_list_bytes, item_document, record_type_document
from conformance.named import item_of, party_of
from conformance.publish.records.build import record_schema
from conformance.report.errors import UsageError
from conformance.report.rulebook import plain, rule_of
from conformance.service.api.operations import PREFIX
from conformance.service.api.shared import published, rightly
from conformance.service.blanks import FORMS, blank
from conformance.service.problems import bad_request, refuse
from conformance.standard.links import index
from conformance.standard.load import load
from conformance.standard.model import Lang, Party, Text
from conformance.standard.words import both

router = APIRouter(prefix=PREFIX, dependencies=[Depends(rightly)])
_KEPT = 64
"""Answers that are kept in memory, of those that take a while to make."""


@router.get("/rules", name="rules")
def rules(request: Request) -> Response:
    """Every rule."""
    return published(request, _rules())


@cache
def _rules() -> bytes:
    standard = load()
    return _json({"rules": [plain(one, standard) for one in standard.rules.values()]})


@router.get("/rules/{id_}", name="rule")
def rule(request: Request, id_: str) -> Response:
    """One rule."""
    standard = load()
    try:
        return published(request, _json(plain(rule_of(id_, standard), standard)))
    except UsageError as error:
        raise bad_request(error, "not-found") from None


@router.get("/items", name="items")
def items(request: Request) -> Response:
    """Every data item."""
    return published(request, _items())


@cache
def _items() -> bytes:
    return _json({"items": [item_document(one) for one in load().items.values()]})


@router.get("/items/{id_}", name="item")
def item(request: Request, id_: str, party: str = "") -> Response:
    """A data item with the fields of its records."""
    standard, who = load(), _party(party)
    found = standard.items[_item(id_)]
    record = standard.record_type_of(found.id, who)
    return published(request, _json(item_document(found) | {"record": record_type_document(record)}))


@router.get("/items/{id_}/schema", name="item-schema")
def item_schema(request: Request, id_: str, party: str = "") -> Response:
    """The JSON Schema of its records."""
    who = _party(party)
    return published(request, _schema(_item(id_), None if who is None else who.id), "application/schema+json")


@lru_cache(_KEPT)
def _schema(id_: str, party: str | None) -> bytes:
    return _json(record_schema(id_, load(), _party(party or ""), "submission", "error"))


@router.get("/items/{id_}/template", name="item-template")
def item_template(request: Request, id_: str, format: str = "") -> Response:  # noqa: A002 - as it is called in the address
    """A blank form of it."""
    form = format or "xlsx"
    return published(request, blank(_item(id_), form), FORMS[form])


@router.get("/code-lists", name="code-lists")
def code_lists(request: Request) -> Response:
    """Every code list."""
    found = [{"id": one.id, "title": {"zh": one.title, "en": one.title_en}} for one in load().code_lists.values()]
    return published(request, _json({"code_lists": found}))


@router.get("/code-lists/{id_}", name="code-list")
def code_list(request: Request, id_: str) -> Response:
    """One code list, as every service of the exchange gives it."""
    if id_ not in load().code_lists:
        raise refuse("not-found", Text("没有这个代码表。", "There is no such code list."))
    return published(request, code_list_bytes(load(), id_))


@router.get("/parties", name="parties")
def parties(request: Request) -> Response:
    """Everybody who may submit."""
    found = [{"id": one.id, "kind": one.kind, "title": both(one.title)} for one in load().parties.values()]
    return published(request, _json({"parties": found}))


@cache
def _ground() -> Ground:
    """The lists as they are written, with what their entries say of each other."""
    catalogue = sound(open_catalogue(checked=False))
    return Ground(catalogue, index(catalogue.entries, catalogue.source_document), catalogue.standard)


@router.get("/catalogue", name="catalogue")
def catalogue(
    request: Request,
    list: str = "",  # noqa: A002 - as it is called in the address
    word: str = "",
    unit: str = "",
    clause: str = "",
    record_type: str = "",
    state: str = "",
    lang: str = "",
) -> Response:
    """Entries of the lists, found by what is given."""
    known = _ground().index
    try:
        criteria = Criteria(
            (list,) if list else THREE,
            (word,) if word else (),
            lookup.unit_of(unit, known) if unit else None,
            lookup.clause_of(clause) if clause else None,
            record_type or None,
            state or None,
        )
    except NoCatalogue as error:
        raise refuse("invalid-request", Text(error.zh, error.en)) from None
    return published(request, _json({"entries": listing.rows(lookup.find(criteria, known), known, _lang(lang))}))


@router.get("/catalogue/{id_}", name="entry")
def entry(request: Request, id_: str, lang: str = "") -> Response:
    """Everything about an entry."""
    ground = _ground()
    try:
        ref = lookup.ref_of(id_, ground.index, outside(ground.standard))
    except NoCatalogue as error:
        raise refuse("not-found", Text(error.zh, error.en)) from None
    return published(request, _json(render.plain(dossier(ref, ground), _lang(lang))))


def _json(document: Any) -> bytes:
    return msgspec.json.encode(document)


def _lang(given: str) -> Lang:
    """The language of sentences, of a parameter that was held to be one."""
    return "en" if given == "en" else "zh"


def _item(given: str) -> str:
    """Id of a data item. Raises Refusal (404)."""
    try:
        return item_of(given, load())
    except UsageError as error:
        raise bad_request(error, "not-found") from None


def _party(given: str) -> Party | None:
    """Who submits; None where nobody is named. Raises Refusal (400)."""
    try:
        return party_of(given, load()) if given else None
    except UsageError as error:
        raise bad_request(error) from None
