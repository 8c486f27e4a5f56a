"""Taking addresses apart: ``postgresql://user@host/db?table=schema.t``, ``sqlite:///path?table=t``.

What is wrong with one is said without repeating it: it may hold a password.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import unquote

from conformance.sources.database.address import Address
from conformance.sources.database.identifiers import names_of
from conformance.sources.model import Unusable
from conformance.standard.model import Text

OURS = ("table", "order", "columns", "password_env")
"""Parameters that say what is to be read; all others are for the driver."""
_HOST = re.compile(r"(?:[A-Za-z0-9._\-]*|\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9]+)?\])")
_PARAMETER = re.compile(r"[a-z_A-Z]{1,40}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_POSTGRESQL = frozenset({"postgresql", "postgres"})
_SSL = frozenset({"ssl_ca", "ssl_cert", "ssl_key", "ssl_check_hostname", "ssl_verify_cert", "ssl_verify_identity"})
_MYSQL = frozenset({"charset", "unix_socket"}) | _SSL
_OF_DRIVERS: Mapping[str, frozenset[str]] = {
    "sqlite": frozenset(),
    "postgresql": frozenset(
        {
            "host",
            "port",
            "connect_timeout",
            "passfile",
            "sslmode",
            "sslrootcert",
            "sslcert",
            "sslkey",
            "sslcrl",
            "gssencmode",
        }
    ),
    "mysql": _MYSQL,
    "mariadb": _MYSQL,
    "oracle": frozenset({"service_name"}),
    "mssql": frozenset({"driver", "Encrypt", "TrustServerCertificate", "charset", "tds_version"}),
}
_ELSEWHERE = frozenset({"http", "https", "ftp", "ftps", "sftp", "file", "s3", "hdfs", "smb", "jdbc"})
_FORM = Text(
    "地址应为 postgresql://用户@主机/数据库?table=模式.表 或 sqlite:///文件?table=表，其他数据库见 docs/guide-databases.zh.md",
    "give postgresql://USER@HOST/DATABASE?table=SCHEMA.TABLE or sqlite:///FILE?table=TABLE; for others see "
    "docs/guide-databases.en.md",
)
ILL_FORMED = Text(
    "数据库地址的写法有误；用户名或口令里的 @ : / ? # % 要写成 %40 %3A %2F %3F %23 %25",
    "The address of the database is not well-formed; write @ : / ? # % in a user or a password as %40 %3A %2F %3F %23 %25",
)


def address_of(given: str) -> Address:
    """An address taken apart; one that cannot be used says why when it is opened."""
    scheme = given.partition(":")[0].lower()
    try:
        return _parsed(given, scheme)
    except Unusable as error:
        return Address(error.path or f"{scheme}://…", scheme, refusal=error.text)


def _parsed(given: str, scheme: str) -> Address:
    dialect, _, driver = scheme.partition("+")
    dialect = "postgresql" if dialect in _POSTGRESQL else dialect
    _expect_known(dialect, driver)
    rest = given.partition(":")[2]
    if not rest.startswith("//"):
        raise _no_address()
    place, _, query = rest[2:].partition("?")
    parameters = _parameters(query)
    if dialect == "sqlite":
        if not place.startswith("/") or len(place) < 2:
            raise _no_address()
        parts = Address("", dialect, database=unquote(place[1:]))
        label = f"sqlite:///{parts.database}"
    else:
        parts = _server(place, dialect, driver or None)
        port = "" if parts.port is None else f":{parts.port}"
        label = f"{dialect}://{parts.host}{port}/{parts.database}"
    ours = {name: parameters.pop(name) for name in OURS if name in parameters}
    if "table" in ours:
        label += f"?table={ours['table']}"
    try:
        return _completed(parts, label, ours, parameters)
    except Unusable as error:
        error.path = label
        raise


def _completed(parts: Address, label: str, ours: dict[str, str], parameters: dict[str, str]) -> Address:
    known = _OF_DRIVERS.get(parts.dialect, frozenset())
    for name in parameters:
        if name not in known:
            raise _unknown_parameter(name, [*OURS, *sorted(known)])
    if not ours.get("table"):
        raise Unusable(
            "地址里没有写要校验的表，请加上 ?table=表名（如 ?table=public.xk_info）。",
            "The address names no table; add ?table=NAME (such as ?table=public.xk_info).",
        )
    password, bare = parts.password, parts.password is not None
    if "password_env" in ours:
        password = _from_environment(ours["password_env"], bare)
    return Address(
        label,
        parts.dialect,
        parts.driver,
        parts.host,
        parts.port,
        parts.database,
        parts.user,
        password,
        parameters,
        names_of(ours["table"])[0],
        tuple(names_of(ours["order"], several=True)) if "order" in ours else (),
        tuple(names_of(ours["columns"], several=True)) if "columns" in ours else (),
        bare=bare,
    )


def _expect_known(dialect: str, driver: str) -> None:
    if dialect in _ELSEWHERE:
        raise Unusable(
            f"{dialect}: 开头的是网络或文件地址，不能直接校验，请先下载或另存为本机文件；数据库的{_FORM.zh}。",
            f"What begins with {dialect}: is the address of a file or a service and cannot be checked: save it as a file first; "
            f"for a database {_FORM.en}.",
        )
    if driver and dialect in ("sqlite", "postgresql"):
        raise Unusable(
            f"{dialect}:// 不写驱动，请去掉“+{driver}”。", f'{dialect}:// takes no driver; leave out "+{driver}".'
        )


def well_formed(place: str) -> bool:
    """Whether what stands between ``//`` and ``?`` has one reading: else a part of a password might pass for a host or a database."""
    authority, _, database = place.partition("/")
    account, _, host_and_port = authority.rpartition("@")
    host, _, port = _split_port(host_and_port)
    signs = "@" in account or "@" in database or "@" in port
    return not signs and bool(_HOST.fullmatch(host)) and (not port or port.isdecimal())


def _server(place: str, dialect: str, driver: str | None) -> Address:
    """User, password, host, port and database. A sign that stands for itself where it should be written as %40 is refused."""
    if not well_formed(place):
        raise Unusable(
            f"{ILL_FORMED.zh}，或者用 password_env=环境变量名 给出口令。",
            f"{ILL_FORMED.en}, or give the password with password_env=VARIABLE.",
        )
    authority, slash, database = place.partition("/")
    account, at, host_and_port = authority.rpartition("@")
    user, colon, password = account.partition(":")
    host, _, port = _split_port(host_and_port)
    if not slash or not database:
        raise _no_address()
    return Address(
        "",
        dialect,
        driver,
        host.strip("[]"),
        int(port) if port else None,
        unquote(database),
        unquote(user) if at and user else None,
        unquote(password) if colon else None,
    )


def _split_port(text: str) -> tuple[str, str, str]:
    if text.startswith("["):
        host, bracket, rest = text.partition("]")
        return host + bracket, ":", rest.removeprefix(":")
    return text.partition(":")


def _parameters(query: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in query.split("&") if query else []:
        name, equals, value = part.partition("=")
        if not equals or not _PARAMETER.fullmatch(name):
            # It is not repeated: it may be the rest of a password.
            raise Unusable(
                "地址的问号后面应为“参数=值”，用 & 隔开；口令里的 ? & # 要写成 %3F %26 %23。",
                "Behind the question mark of an address there are NAME=VALUE, parted by &; write ? & # in a password as %3F %26 %23.",
            )
        if name in found:
            raise Unusable(
                f"地址里的参数 {name} 写了两次；一个地址只说一张表，多张表请写多个地址。",
                f"The address gives {name} twice; an address is about one table, give several addresses for several tables.",
            )
        found[name] = unquote(value)
    return found


def _from_environment(variable: str, bare: bool) -> str:
    if bare:
        raise Unusable(
            "地址里已有口令，又写了 password_env，请只留一个。",
            "The address holds a password and names password_env as well; keep one of them.",
        )
    if not _VARIABLE.fullmatch(variable):
        raise Unusable(
            "password_env 后面应为环境变量的名称，不是口令本身。",
            "password_env takes the name of an environment variable, not the password itself.",
        )
    if variable not in os.environ:
        raise Unusable(
            f"环境变量 {variable} 没有设置，取不到口令。",
            f"The environment variable {variable} is not set: there is no password.",
        )
    return os.environ[variable]


def _unknown_parameter(name: str, known: list[str]) -> Unusable:
    return Unusable(
        f"地址里有不认识的参数“{name}”，可用的有：{'、'.join(known)}。",
        f'The address has an unknown parameter "{name}"; there are: {", ".join(known)}.',
    )


def _no_address() -> Unusable:
    return Unusable(f"这不是可用的数据库地址：{_FORM.zh}。", f"This is no address of a database: {_FORM.en}.")
