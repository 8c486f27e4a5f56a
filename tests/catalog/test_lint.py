"""``catalog lint`` is clean on the lists that are shipped, and finds every defect planted in a copy of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from planted import AGAINST, DISTRICT, NEEDLESS, NONE, PLANTED, REASONS, AgainstCity, Planted, plant

from conformance.catalog.lint import LINTS, Finding, Options, lint
from conformance.catalog.store import LISTS, Catalogue, open_catalogue, shipped
from conformance.cli.catalog.lint import commands
from conformance.cli.main import run
from conformance.standard.links import PLACES, Where

COMMANDS = commands()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("lists") / "2016"
    shutil.copytree(shipped(), folder)
    return open_catalogue(folder)


@pytest.fixture(scope="module")
def city() -> Catalogue:
    return open_catalogue(checked=False)


@pytest.fixture
def found(copy: Catalogue) -> Iterator:
    restored: list[tuple[Path, str]] = []

    def plant_and_lint(planted) -> tuple[list[Finding], str]:
        broken, after, before = plant(copy, planted)
        restored.append((copy.entries.folder / planted.file, before))
        # What is planted in data is written in canonical form, and looking at every file again takes half the time.
        codes = frozenset(LINTS) - ({"not-canonical"} if planted.text is None else set())
        return lint(broken, Options(commands=COMMANDS, codes=codes)), after

    yield plant_and_lint
    for path, before in restored:
        path.write_text(before, encoding="utf-8")


def test_the_lists_that_are_shipped_are_clean(copy: Catalogue):
    assert lint(copy, Options(commands=COMMANDS)) == []


def test_every_code_has_a_planted_defect():
    assert {*PLANTED, *AGAINST} == set(LINTS)


@pytest.mark.parametrize("code", PLANTED)
def test_a_planted_defect_is_found_where_it_is(code: str, found):
    planted = PLANTED[code]
    findings, after = found(planted)
    assert {one.code for one in findings} == {code, *planted.also}
    for one in findings:
        assert one.message.zh
        assert one.message.en
        assert one.remedy.zh
        assert one.remedy.en
    if code not in ("deprecated-in-use", "state-order", "item-without-duty", "comparison-incomplete"):
        hit = next(one for one in findings if one.code == code)
        assert hit.file in (planted.file, "districts/310230.yaml")
        assert hit.line <= len(after.splitlines())
        assert hit.line > 0 or planted.file == "edition.yaml"


@pytest.mark.parametrize("key", REASONS)
def test_a_note_about_something_else_is_no_reason(key: str, found):
    """A reason stands under its own key: whatever the note says, it has to be given."""
    code, name, file = REASONS[key]

    def silence(opened) -> None:
        del opened[name][key]
        opened[name]["note"] = {"zh": "别的事。", "en": "Something else."}

    findings, _ = found(Planted(file, silence))
    assert [(one.code, one.severity, one.entry.partition(":")[2]) for one in findings] == [(code, "warning", name)]


@pytest.mark.parametrize("key", NEEDLESS)
def test_a_reason_for_what_is_not_so_is_found(key: str, found):
    name, file = NEEDLESS[key]
    findings, after = found(Planted(file, lambda opened: opened[name].update({key: NONE})))
    assert [one.code for one in findings] == ["reason-without-need"]
    assert key in after.splitlines()[findings[0].line - 1]


def test_values_that_are_published_need_the_word_about_persons_as_well(found):
    """An item that is only shared, one value of which is public."""

    def publish(opened) -> None:
        item = opened["tax-blacklist"]
        item["subject_types"] = ["legal_person", "natural_person"]
        item["disclosure_cases"] = [{"field": "list_kind", "disclosure": ["public"], "origin": "profile"}]

    findings, _ = found(Planted("data/sh-tax.yaml", publish))
    assert {one.code for one in findings} == {"publicity-of-persons"}


@pytest.mark.parametrize("key", ["period_origin", "due_origin"])
def test_a_duty_that_is_the_documents_needs_a_clause(key: str, found):
    findings, after = found(
        Planted("plan/departments-a-to-f.yaml", lambda opened: opened["abnormal-list.sh-aic"].update({key: "document"}))
    )
    assert [one.code for one in findings] == ["origin-not-of-document"]
    assert f"{key}: document" in after.splitlines()[findings[0].line - 1]


def _links() -> list[tuple[str, Where]]:
    return [
        (name, where)
        for name, places in PLACES.items()
        for where in places
        if where.target in LISTS and where.role not in ("successor", "provenance", "part_of")
    ]


@pytest.mark.parametrize(("name", "where"), _links(), ids=lambda part: part if isinstance(part, str) else part.role)
def test_every_kind_of_link_is_followed(name: str, where: Where, copy: Catalogue):
    """A link of each kind to something that is not there: in the data itself, without a file."""
    file = next(one for one in copy.entries.files if one.list == LISTS[name])
    first, *rest = file.entries
    changed = replace(file, entries=(first.holding(_with(first.data, where.path, "nowhere")), *rest))
    files = tuple(changed if one is file else one for one in copy.entries.files)
    broken = replace(copy, entries=replace(copy.entries, files=files))
    codes = frozenset({"dangling-link", "provider-unknown", "unit-unknown", "clause-unknown"})
    assert [one for one in lint(broken, Options(codes=codes)) if "nowhere" in one.message.zh]


def _with(data, path, value):
    """The data with the first value at a path another one, which is put there where there is none."""
    if not path:
        return value
    if path[0] == "*":
        first, *rest = data or [{}]
        return [_with(first, path[1:], value), *rest]
    return data | {path[0]: _with(data.get(path[0]) if path[0] in data else {}, path[1:], value)}


def _district(folder: Path, change: AgainstCity | None = None) -> Catalogue:
    files = dict(DISTRICT)
    if change is not None:
        text = files.get(change.file, "")
        assert change.old in text
        files[change.file] = text.replace(change.old, change.new, 1) if change.old else change.new
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_catalogue(folder)


def test_a_districts_own_lists_are_clean_beside_the_citys(tmp_path: Path, city: Catalogue):
    assert lint(_district(tmp_path), Options(city)) == []


def test_a_districts_own_lists_stand_alone_only_where_they_name_nothing_else(tmp_path: Path):
    codes = {one.code for one in lint(_district(tmp_path))}
    assert codes == {"provider-unknown"}


@pytest.mark.parametrize("code", AGAINST)
def test_what_contradicts_the_city_is_found(code: str, tmp_path: Path, city: Catalogue):
    findings = lint(_district(tmp_path, AGAINST[code]), Options(city))
    assert {one.code for one in findings} == {code}


def test_an_edition_may_not_use_a_retired_id_again(copy: Catalogue):
    """Against the edition before: its retired ids stay retired."""
    before = next(one for one in copy.entries.files if one.name == "applications/sh-tax.yaml")
    entry = before.entries[0].holding(before.entries[0].data | {"deprecated_since": "2016-01-01"})
    files = tuple(replace(one, entries=(entry,)) if one is before else one for one in copy.entries.files)
    older = replace(copy, entries=replace(copy.entries, files=files))
    codes = {one.code for one in lint(copy, Options(older, COMMANDS))}
    assert codes == {"id-reused"}


def test_numbers_of_one_are_singular(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    _district(tmp_path, AGAINST["wider-than-edition"])
    assert run(["catalog", "lint", str(tmp_path), "--against", "2016", "--lang", "en"]) == 1
    assert capsys.readouterr().out.startswith(f"1 error, 0 warnings: {tmp_path}, against 2016, 2 files, 2 entries, ")


def test_values_are_told_in_the_words_of_readers(found):
    """What the files call monthly is 每月 to somebody who reads Chinese."""
    findings, _ = found(PLANTED["duty-period"])
    assert findings[0].message.zh == "事项的更新周期是“每年”，报送计划是“每月”"
    assert findings[0].message.en == "the item is updated yearly, the duty is monthly"


def test_a_field_of_another_record_type_is_no_slot_to_add(found):
    def add(opened) -> None:
        extra = {"kind": "extra", "field": "qualification_level", "origin": "profile"}
        opened["tax-credit-rating"]["narrowing"].append(extra)

    findings, _ = found(Planted("data/sh-tax.yaml", add))
    assert {one.code for one in findings} == {"extra-field-unknown"}


def test_what_is_misshapen_hides_nothing_else(tmp_path: Path, city: Catalogue):
    """A key of the wrong kind is told, and the rest of the entry is looked at all the same."""
    change = AgainstCity("applications/d-pudong.yaml", "measures: [classification]", "measures: {a: [b]}")
    text = DISTRICT["applications/d-pudong.yaml"].replace("[tax-credit-rating]", "[tax-credit-ratings]")
    folder = tmp_path / "lists"
    _district(folder, change)
    (folder / change.file).write_text(text.replace(change.old, change.new), encoding="utf-8")
    codes = {one.code for one in lint(open_catalogue(folder), Options(city))}
    assert codes == {"shape", "dangling-link"}
