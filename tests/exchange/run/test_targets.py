"""The targets file: strict, each fault with its line, and never a secret in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.exchange.run.targets import chosen_targets, loopback_target, read_targets
from conformance.report.errors import UsageError

GOOD = """\
participants:
  - name: jiading
    url: https://credit.jiading.example/exchange/
    classes: [district]
    environment: test
    credentials:
      full: {id_env: JD_ID, secret_env: JD_SECRET}
      expired_token_env: JD_OLD
    given:
      subject: {scheme: uscc, id: 91310000TTTT00000A}
      page_size: 20
  - name: zhejiang
    url: https://credit.zhejiang.example
    classes: [province]
    environment: production
"""
ENVIRONMENT = {"JD_ID": "an-id", "JD_SECRET": "a-secret", "JD_OLD": "an-old-token"}


def write(folder: Path, text: str) -> Path:
    path = folder / "targets.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str, environment: dict[str, str] | None = None) -> str:
    with pytest.raises(UsageError) as error:
        read_targets(write(folder, text), ENVIRONMENT if environment is None else environment)
    return error.value.text.en


def test_participants_with_credentials_from_the_environment(tmp_path: Path) -> None:
    jiading, zhejiang = read_targets(write(tmp_path, GOOD), ENVIRONMENT)
    assert (jiading.name, jiading.url) == ("jiading", "https://credit.jiading.example/exchange")
    assert jiading.credentials.clients == {"full": ("an-id", "a-secret")}
    assert jiading.credentials.expired_token == "an-old-token"
    assert jiading.given == {"subject": {"scheme": "uscc", "id": "91310000TTTT00000A"}, "page_size": 20}
    assert (zhejiang.environment, zhejiang.credentials.clients) == ("production", {})


def test_secrets_are_not_shown_with_a_target(tmp_path: Path) -> None:
    (jiading, _) = read_targets(write(tmp_path, GOOD), ENVIRONMENT)
    assert "secret" not in repr(jiading)
    assert "an-old-token" not in repr(jiading)


def test_one_participant_needs_only_its_own_credentials(tmp_path: Path) -> None:
    (zhejiang,) = chosen_targets(write(tmp_path, GOOD), "zhejiang", (), {})
    assert zhejiang.name == "zhejiang"


def test_a_participant_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="jiading"):
        chosen_targets(write(tmp_path, GOOD), "jiadin", (), ENVIRONMENT)


def test_classes_that_are_asked_for_choose_among_the_participants(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    assert [one.name for one in chosen_targets(path, None, ("province", "city"), {})] == ["zhejiang"]
    for name, classes in ((None, ("city",)), ("zhejiang", ("district",))):
        with pytest.raises(UsageError, match="--as"):
            chosen_targets(path, name, classes, ENVIRONMENT)


def test_a_variable_that_is_not_set_is_one_sentence_with_its_line(tmp_path: Path) -> None:
    said = refusal(tmp_path, GOOD, {"JD_ID": "an-id", "JD_OLD": "x"})
    assert (
        said
        == f"The targets file {tmp_path / 'targets.yaml'}, line 7: the environment variable JD_SECRET is not set or empty; set it first."
    )


def test_a_secret_in_place_of_a_name_is_refused_and_not_repeated(tmp_path: Path) -> None:
    said = refusal(tmp_path, GOOD.replace("secret_env: JD_SECRET", "secret_env: s3cr3t-value!"))
    assert "line 7" in said
    assert "s3cr3t" not in said


@pytest.mark.parametrize(
    ("before", "after", "line", "part"),
    [
        ("environment: test", "enviroment: test", 5, "did you mean environment?"),
        ("environment: test", "environment: staging", 5, "staging"),
        ("classes: [district]", "classes: [county]", 4, "county"),
        ("page_size: 20", "page_size: many", 11, "page_size"),
        ("name: zhejiang", "name: jiading", 12, "twice"),
        ("name: zhejiang", "name: zhe jiang", 12, "blanks"),
        ("url: https://credit.zhejiang.example", "url: credit.zhejiang.example", 13, "http"),
        ("url: https://credit.zhejiang.example", "url: https://user:pw@credit.zhejiang.example", 13, "no user"),
        ("url: https://credit.zhejiang.example", "url: https://credit.zhejiang.example/?a=b", 13, "query"),
        ("    classes: [province]", "    ca_file: nowhere.pem", 14, "nowhere.pem"),
    ],
)
def test_every_fault_is_said_with_its_line(tmp_path: Path, before: str, after: str, line: int, part: str) -> None:
    said = refusal(tmp_path, GOOD.replace(before, after))
    assert f"line {line}: " in said
    assert part in said


@pytest.mark.parametrize(
    "text", ["participants: []\n", "[]\n", "", "a: [\n", "participants:\n  - name: x\n    name: y\n"]
)
def test_what_is_no_targets_file_is_refused(tmp_path: Path, text: str) -> None:
    assert "targets.yaml" in refusal(tmp_path, text)


def test_a_file_that_is_not_there_or_not_utf_8(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        read_targets(tmp_path / "nowhere.yaml", {})
    path = tmp_path / "gbk.yaml"
    path.write_bytes("participants: 嘉定".encode("gb18030"))
    with pytest.raises(UsageError, match="UTF-8"):
        read_targets(path, {})


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "http://localhost:8080/", "http://[::1]:8080"])
def test_a_bare_address_of_this_machine_is_a_test_environment_with_documented_credentials(url: str) -> None:
    target = loopback_target(url)
    assert target.environment == "test"
    assert sorted(target.credentials.clients) == ["full", "limited"]
    assert "subject" in target.given
    assert "expired_token" not in target.given


@pytest.mark.parametrize(
    "url",
    ["https://credit.example", "http://10.0.0.1", "http://127.0.0.1.example/", "127.0.0.1:80", "ftp://127.0.0.1", "x"],
)
def test_any_other_bare_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="--targets"):
        loopback_target(url)
