"""The manifest of a release: of its own schema, complete, the same each time, and believed only as far as it goes."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace

from conformance import keys
from conformance.artefacts.release.manifest import MANIFEST, SCHEMA, decode, encode, manifest_of, manifest_schema
from conformance.artefacts.release.paths import collision, is_portable
from conformance.artefacts.release.released import released
from conformance.artefacts.release.signature import PUBLIC_KEY, SIGNATURE
from conformance.report.errors import Refusal
from conformance.standard.load import load

FILES = {"index.html": b"<html>", "downloads/java.zip": b"PK\3\4", "items/许可.html": b""}
PLACE = Path("edition") / MANIFEST


def test_it_names_every_file_but_itself_and_of_which_standard_they_are():
    made = released(FILES, load())
    told = json.loads(made[MANIFEST])
    jsonschema.Draft202012Validator.check_schema(json.loads(made[SCHEMA]))
    jsonschema.validate(told, json.loads(made[SCHEMA]))
    assert {one["path"]: (one["size"], one["sha256"]) for one in told["files"]} == {
        path: (len(content), sha256(content).hexdigest()) for path, content in made.items() if path != MANIFEST
    }
    assert (told["edition"], told["version"], told["standard"]) == ("2016", load().edition.version, load().digest)


def test_the_order_of_files_makes_no_difference():
    assert released(FILES, load()) == released(dict(reversed(FILES.items())), load())


def test_it_is_read_as_it_was_written_a_line_for_each_file():
    manifest = manifest_of(FILES, load())
    assert decode(encode(manifest), PLACE) == manifest
    assert sum(line.startswith(b'    {"path"') for line in encode(manifest).splitlines()) == len(FILES)


def test_signed_with_the_same_key_it_has_the_same_bytes_and_signature(tmp_path):
    keys.make_key(tmp_path / "key")
    made = released(FILES, load(), tmp_path / "key")
    assert made == released(FILES, load(), tmp_path / "key")
    assert set(made) - set(released(FILES, load())) == {SIGNATURE, PUBLIC_KEY}
    assert made[PUBLIC_KEY] == (tmp_path / "key.pub").read_bytes()


@pytest.mark.parametrize("path", ["a/b.html", "items/许可.html", ".nojekyll", "a b.html", "console.html", "-"])
def test_paths_that_every_system_holds(path):
    assert is_portable(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/x",
        "../x",
        "a/../x",
        "a//b",
        "./a",
        "a/",
        "a\\b",
        "c:x",
        "a?.html",
        "a\n",
        "a\x7f",
        "con.html",
        "a/NUL",
        "a.",
        "a ",
        "e\u0301",
    ],
)
def test_paths_that_some_system_does_not_hold(path):
    assert not is_portable(path)
    with pytest.raises(ValueError, match="every system"):
        manifest_of({path: b""}, load())
    told = json.loads(encode(manifest_of(FILES, load())))
    told["files"][0]["path"] = path
    with pytest.raises(Refusal):
        decode(json.dumps(told).encode(), PLACE)


@pytest.mark.parametrize("paths", [("a.html", "A.html"), ("a", "a/b"), ("B/c", "b"), ("a/b", "A/B")])
def test_two_paths_that_some_system_takes_for_one(paths):
    assert collision(paths) is not None
    with pytest.raises(ValueError, match="another's"):
        manifest_of(dict.fromkeys(paths, b""), load())


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"format": 2}', b"NaN"])
def test_what_is_no_manifest_is_refused_in_a_sentence(content):
    with pytest.raises(Refusal, match="不是发布清单") as error:
        decode(content, PLACE)
    assert len(error.value.sentence("en")) < 500


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", 2),
        ("standard", "5a2c"),
        ("files", []),
        ("more", 1),
        ("edition", ""),
        ("edition", ".."),
        ("version", "1\x1b[8m"),
        ("version", "1\n  signed with the key that was asked for"),
        ("title", "a\u202eb"),
        ("title_en", "a\nLicense: none"),
        ("tool", "a\x9b2J"),
        ("files", [{"path": "a", "size": -1, "sha256": "0" * 64}]),
        ("files", [{"path": "a", "size": 10**400, "sha256": "0" * 64}]),
    ],
)
def test_its_schema_is_strict(key, value):
    told = json.loads(encode(manifest_of(FILES, load())))
    judge = jsonschema.Draft202012Validator(manifest_schema())
    assert judge.is_valid(told)
    assert not judge.is_valid(told | {key: value})
    with pytest.raises(Refusal, match="不是发布清单"):
        decode(json.dumps(told | {key: value}).encode(), PLACE)


def test_a_size_that_is_a_whole_number_with_a_point_is_a_whole_number():
    told = json.loads(encode(manifest_of(FILES, load())))
    told["files"][0]["size"] = 4.0
    assert [type(one.size) for one in decode(json.dumps(told).encode(), PLACE).files] == [int, int, int]


def test_an_edition_whose_manifest_could_not_be_read_again_is_not_published():
    standard = load()
    odd = replace(standard, edition=replace(standard.edition, version="1\n2"))
    with pytest.raises(ValueError, match="does not match"):
        manifest_of(FILES, odd)
