"""Nothing of the machine on which a file was made may travel with it."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]
# Public addresses that documents may name; a configured registry is never one of them.
PUBLIC = {"pypi.org", "www.gov.cn"}


@cache
def tracked() -> tuple[Path, ...]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def texts() -> list[tuple[str, str]]:
    here = Path(__file__).resolve()
    found = []
    for path in tracked():
        if path.resolve() == here:
            continue
        data = path.read_bytes()
        if b"\0" not in data[:8192]:
            found.append((str(path.relative_to(ROOT)), data.decode("utf-8", errors="replace")))
    return found


def registry_hosts() -> set[str]:
    """Hosts and directories that pip is configured with on this machine, wherever it reads them from."""
    values = [
        os.environ.get(f"PIP_{name}", "") for name in ("INDEX_URL", "EXTRA_INDEX_URL", "FIND_LINKS", "TRUSTED_HOST")
    ]
    values += [os.environ.get(name, "") for name in ("UV_INDEX_URL", "UV_DEFAULT_INDEX", "PIP_PROXY")]
    home = Path.home()
    for path in (Path("/etc/pip.conf"), home / ".pip/pip.conf", home / ".config/pip/pip.conf"):
        if path.is_file():
            parser = configparser.ConfigParser(interpolation=None)
            parser.read(path, encoding="utf-8")
            values += [value for section in parser.sections() for value in parser[section].values()]
    hosts: set[str] = set()
    for value in values:
        for part in value.split():
            if part.startswith(("/", "file://")):
                hosts.add(urlsplit(part).path.rstrip("/"))
                continue
            host = urlsplit(part).hostname if "://" in part else part.split(":")[0]
            if host and "." in host and host not in PUBLIC:
                hosts.add(host)
    return hosts


def test_no_registry_host() -> None:
    pattern = re.compile(r"index-url|trusted-host|find-links|files\.pythonhosted\.org|pypi\.org/simple")
    hosts = registry_hosts()
    found = [
        (name, number)
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line) or any(host in line for host in hosts)
    ]
    assert found == []


def test_no_path_of_this_machine() -> None:
    pattern = re.compile(r"/home/[a-z]|/root/|/work/|/Users/[A-Za-z]|[A-Z]:\\Users|/tmp/")
    found = [
        (name, number, line.strip()[:80])
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_word_of_where_the_work_was_prepared() -> None:
    pattern = re.compile(r"\bfacts/|design\.md|\bshared/(facts|samples|seed)|/tmp/spec")
    assert [name for name, text in texts() if pattern.search(text)] == []


def test_no_lock_file_and_no_cache() -> None:
    names = [str(path.relative_to(ROOT)) for path in tracked()]
    unwanted = re.compile(
        r"(^|/)(uv\.lock|poetry\.lock|pylock.*\.toml|Pipfile\.lock|__pycache__|\.venv|\.DS_Store)(/|$)"
    )
    assert [name for name in names if unwanted.search(name)] == []


def test_text_files_are_utf8_with_unix_line_ends() -> None:
    wrong = []
    for path in tracked():
        name = str(path.relative_to(ROOT))
        data = path.read_bytes()
        if name.startswith("examples/") or b"\0" in data[:8192] or not data:
            continue
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            wrong.append((name, "not UTF-8"))
            continue
        if b"\r\n" in data:
            wrong.append((name, "CRLF"))
        if not data.endswith(b"\n"):
            wrong.append((name, "no newline at the end"))
    assert wrong == []
