"""Whom to test: the targets file, strict and with the line of every fault, or one address of this machine."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NoReturn, cast

import msgspec
from msgspec import Struct, field

from conformance.exchange.model import ConformanceClass
from conformance.exchange.profile import reference
from conformance.exchange.run.origins import is_loopback, origin
from conformance.report.errors import UsageError, unknown
from conformance.standard import yamltext
from conformance.standard.model import Text
from conformance.standard.shapes import Steps, load_shapes
from conformance.submission.shape import faults

SHAPE = "ExchangeTargets"
_LARGEST = 4 << 20
_NAME = re.compile(r"[^\s/:?#]{1,64}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclasses.dataclass(frozen=True, slots=True)
class Credentials:
    """Secrets as they are, from the environment; never recorded, never shown."""

    clients: Mapping[str, tuple[str, str]] = dataclasses.field(default_factory=dict, repr=False)
    """``full`` and ``limited``: id and secret."""
    expired_token: str | None = dataclasses.field(default=None, repr=False)


class Target(Struct, frozen=True):
    """A participant to be tested, with all that is needed to talk to it."""

    name: str
    url: str
    environment: Literal["test", "production"]
    classes: tuple[ConformanceClass, ...] = ()
    operations: tuple[str, ...] | None = None
    trust: Path | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    credentials: Credentials = field(default_factory=Credentials)


def loopback_target(url: str) -> Target:
    """A bare address of this machine: a test environment with the reference server's documented credentials and test data.

    Raises UsageError for an address that is none, or is another machine's.
    """
    if origin(url) is None:
        raise UsageError(
            f"“{url}”不是服务地址。请写成 http://127.0.0.1:端口 的形式，或用 --targets 指定测试对象清单。",
            f"{url!r} is no address of a service. Write http://127.0.0.1:PORT, or name a targets file with --targets.",
        )
    if not is_loopback(url):
        raise UsageError(
            f"“{url}”不在本机。测试其他机器上的服务，请把地址、环境和凭据写进测试对象清单，用 --targets 指定。",
            f"{url} is not this machine. To test a service elsewhere, put address, environment and credentials into a targets "
            "file and name it with --targets.",
        )
    return Target(
        name="service",
        url=url.rstrip("/"),
        environment="test",
        given={key: value for key, value in msgspec.to_builtins(reference.given()).items() if key != "expired_token"},
        credentials=Credentials(
            {name: (client.id, client.secret) for name, client in reference.CLIENTS.items()}, reference.EXPIRED_TOKEN
        ),
    )


def read_targets(path: Path, environment: Mapping[str, str]) -> tuple[Target, ...]:
    """The participants of a targets file, in its order. Raises UsageError with file and line for everything that is amiss."""
    return _Reader(path).targets(environment)


def chosen_targets(
    path: Path, name: str | None, classes: Sequence[str], environment: Mapping[str, str]
) -> tuple[Target, ...]:
    """The participants of a file that are of some of these classes (of any where none is named), or the one of that name.

    Only their credentials have to be there. Raises UsageError where there is none.
    """
    reader = _Reader(path)
    if name is not None and name not in reader.names:
        raise unknown("参与方", "participant", name, reader.names)
    chosen = reader.targets(environment, name, classes)
    if not chosen:
        raise UsageError(
            f"测试对象清单“{path}”中{'' if name is None else f'的 {name} '}没有属于 {'、'.join(classes)} 的，请核对 classes 和 --as。",
            f"The targets file {path} has nobody{'' if name is None else f' called {name}'} of {', '.join(classes)}; compare classes "
            "with --as.",
        )
    return chosen


class _Reader:
    """A targets file with the lines of its keys."""

    def __init__(self, path: Path) -> None:
        self._path = path
        data, lines = _content(path)
        self._lines = lines
        for place, fault in faults(data, load_shapes(), SHAPE):
            self._refuse(fault, place)
        self._entries: list[dict[str, Any]] = data["participants"]
        self.names = [str(entry["name"]) for entry in self._entries]
        for at, name in enumerate(self.names):
            if not _NAME.fullmatch(name):
                fault = Text(
                    f"名称“{name}”不能有空白和 / : ? #", f"the name {name!r} must have no blanks and none of / : ? #"
                )
                self._refuse(fault, ("participants", at, "name"))
            if name in self.names[:at]:
                fault = Text(f"名称“{name}”写了两次", f"the name {name} is there twice")
                self._refuse(fault, ("participants", at, "name"))

    def targets(
        self, environment: Mapping[str, str], name: str | None = None, classes: Sequence[str] = ()
    ) -> tuple[Target, ...]:
        """All of them, or the one of that name, as far as they may be of these classes."""
        return tuple(
            self._target(entry, at, environment)
            for at, entry in enumerate(self._entries)
            if name is None or entry["name"] == name
            if not classes or not entry.get("classes") or set(classes) & set(entry["classes"])
        )

    def _target(self, entry: Mapping[str, Any], at: int, environment: Mapping[str, str]) -> Target:
        here = ("participants", at)
        url = str(entry["url"])
        if origin(url) is None or "?" in url or "#" in url:
            fault = Text(
                f"url“{url}”应以 http:// 或 https:// 开头，且不带用户名、查询和片段",
                f"the url {url!r} has to begin with http:// or https:// and to have no user, query or fragment",
            )
            self._refuse(fault, (*here, "url"))
        trust = None if "ca_file" not in entry else self._path.parent / str(entry["ca_file"])
        if trust is not None and not trust.is_file():
            fault = Text(f"找不到证书文件 {trust}", f"there is no file of certificates {trust}")
            self._refuse(fault, (*here, "ca_file"))
        return Target(
            name=str(entry["name"]),
            url=url.rstrip("/"),
            environment=entry["environment"],
            classes=cast("tuple[ConformanceClass, ...]", tuple(entry.get("classes") or ())),
            operations=None if entry.get("operations") is None else tuple(entry["operations"]),
            trust=trust,
            given=dict(entry.get("given") or {}),
            credentials=self._credentials(entry.get("credentials") or {}, (*here, "credentials"), environment),
        )

    def _credentials(
        self, written: Mapping[str, Any], here: Sequence[str | int], environment: Mapping[str, str]
    ) -> Credentials:
        clients = {
            client: (
                self._variable(written[client]["id_env"], (*here, client, "id_env"), environment),
                self._variable(written[client]["secret_env"], (*here, client, "secret_env"), environment),
            )
            for client in ("full", "limited")
            if written.get(client) is not None
        }
        expired = written.get("expired_token_env")
        return Credentials(
            clients,
            None if expired is None else self._variable(expired, (*here, "expired_token_env"), environment),
        )

    def _variable(self, name: str, place: Steps, environment: Mapping[str, str]) -> str:
        """The value of an environment variable."""
        if not _VARIABLE.fullmatch(name):
            fault = Text(
                "这里要写环境变量的名称（字母、数字和下划线），不是凭据本身",
                "the name of an environment variable belongs here (letters, digits, underscores), not the credential itself",
            )
            self._refuse(fault, place)
        if not environment.get(name):
            near = difflib.get_close_matches(name, environment, n=1, cutoff=0.85)
            hint = (
                Text(f"，是否指 {near[0]}？", f"; did you mean {near[0]}?")
                if near
                else Text("，请先设置", "; set it first")
            )
            self._refuse(
                Text(
                    f"环境变量 {name} 没有设置或为空{hint.zh}",
                    f"the environment variable {name} is not set or empty{hint.en}",
                ),
                place,
            )
        return environment[name]

    def _refuse(self, fault: Text, place: Steps) -> NoReturn:
        steps = tuple(place)
        ends = range(len(steps), -1, -1)
        line = next((self._lines[steps[:end]] for end in ends if steps[:end] in self._lines), None)
        raise _refusal(self._path, fault, line)


def _content(path: Path) -> tuple[Any, Mapping[tuple[str | int, ...], int]]:
    try:
        if path.stat().st_size > _LARGEST:
            raise _refusal(path, Text("文件过大，不是测试对象清单", "the file is too large for a targets file"))
        data, lines = yamltext.read(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise UsageError(
            f"找不到测试对象清单“{path}”，请核对文件名。", f"There is no targets file {path}; check its name."
        ) from None
    except UnicodeDecodeError:
        raise _refusal(
            path, Text("文件不是 UTF-8 编码，请另存为 UTF-8", "it is not in UTF-8; save it as UTF-8")
        ) from None
    except OSError as error:
        raise _refusal(path, Text(f"无法打开（{error.strerror}）", f"it cannot be opened ({error.strerror})")) from None
    except (yamltext.Unreadable, RecursionError) as error:
        raise _refusal(
            path,
            Text(
                f"不是正确的 YAML，请检查缩进、冒号和引号（{error}）",
                f"it is not YAML; check indents, colons and quotes ({error})",
            ),
        ) from None
    return data, lines


def _refusal(path: Path, fault: Text, line: int | None = None) -> UsageError:
    zh, en = (f"第 {line} 行：", f", line {line}: ") if line is not None else ("：", ": ")
    stop = Text("" if fault.zh.endswith("？") else "。", "" if fault.en.endswith("?") else ".")
    return UsageError(f"测试对象清单“{path}”{zh}{fault.zh}{stop.zh}", f"The targets file {path}{en}{fault.en}{stop.en}")
