"""Database servers for the tests: in a folder of their own, on a socket only, as a user that is not root, ended with the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from publish.emit.proof import missing_tool

_PATIENCE = 60.0


def _program(name: str, install: str) -> str:
    """Where a program of a server is; Debian keeps those of PostgreSQL beside the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    places = os.pathsep.join([*map(str, folders), os.environ.get("PATH", ""), "/usr/sbin"])
    found = shutil.which(name, path=places)
    if found is None:
        missing_tool(f"{name} not found: apt-get install {install}")
    return str(found)


def _as(user: str) -> list[str]:
    """The words before a command that a server is started with: neither takes root for its user."""
    if os.geteuid() != 0:
        return []
    return [_program("setpriv", "util-linux"), f"--reuid={user}", f"--regid={user}", "--clear-groups"]


@contextmanager
def _folder(user: str) -> Iterator[Path]:
    """A folder whose path is short enough for a socket, and is the user's."""
    folder = Path(tempfile.mkdtemp(prefix="db"))
    try:
        if os.geteuid() == 0:
            entry = pwd.getpwnam(user)
            os.chown(folder, entry.pw_uid, entry.pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(command: Sequence[str], folder: Path, ready: Sequence[str]) -> Iterator[None]:
    log = folder / "log"
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, cwd=folder) as process:
        try:
            until = time.monotonic() + _PATIENCE
            while subprocess.run(ready, capture_output=True, check=False).returncode:
                assert process.poll() is None, log.read_text(encoding="utf-8", errors="replace")
                assert time.monotonic() < until, f"{command[0]} is not ready after {_PATIENCE:.0f} s"
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


def _ask(command: Sequence[str], text: str) -> tuple[str, str]:
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False, timeout=120)
    return done.stdout.decode(), done.stderr.decode()


class Server:
    """A server that can be told a script, each time in a database of its own."""

    backslashes = False
    """Whether a backslash in a literal has to be doubled."""

    def __init__(self, stop_at_errors: list[str], go_on: list[str], address: str = "") -> None:
        """``address`` is that of a database, whose name takes the place of ``{}``."""
        self._strict, self._loose, self._address = stop_at_errors, go_on, address

    def url(self, database: str) -> str:
        """The address of a database, for clients that take one."""
        return self._address.format(database)

    def run(self, database: str, script: str) -> str:
        """What a script answers that must not fail."""
        out, err = _ask([*self._strict, database], script)
        assert "ERROR" not in err, err[:2000]
        return out

    def try_each(self, database: str, statements: Sequence[str]) -> str:
        """Every statement by itself, whatever becomes of the others; what was said of those that failed."""
        return _ask([*self._loose, database], "\n".join(statements))[1]


@contextmanager
def postgresql() -> Iterator[Server]:
    """PostgreSQL."""
    initdb, postgres = _program("initdb", "postgresql"), _program("postgres", "postgresql")
    psql = [_program("psql", "postgresql"), "-X", "-q", "-A", "-t", "-U", "tester"]
    with _folder("postgres") as folder:
        data = folder / "data"
        made = [initdb, "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run([*_as("postgres"), *made], capture_output=True, check=True, cwd=folder)
        command = [postgres, "-D", str(data), "-k", str(folder), "-h", "", "-F"]
        psql += ["-h", str(folder)]
        with _running([*_as("postgres"), *command], folder, [*psql, "-c", "SELECT 1", "postgres"]):
            yield Server([*psql, "-v", "ON_ERROR_STOP=1"], psql, f"postgresql://tester@/{{}}?host={folder}")


@contextmanager
def mariadb() -> Iterator[Server]:
    """MariaDB, which takes what is for MySQL."""
    install, daemon = _program("mariadb-install-db", "mariadb-server"), _program("mariadbd", "mariadb-server")
    with _folder("mysql") as folder:
        data, socket = folder / "data", folder / "s"
        made = [install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"]
        subprocess.run([*_as("mysql"), *made, "--skip-test-db"], capture_output=True, check=True, cwd=folder)
        command = [daemon, "--no-defaults", f"--datadir={data}", f"--socket={socket}", "--skip-networking"]
        command += ["--skip-grant-tables", "--innodb-flush-log-at-trx-commit=0", f"--pid-file={folder / 'pid'}"]
        client = [_program("mariadb", "mariadb-client"), "--no-defaults", f"--socket={socket}", "--batch", "--raw"]
        client += ["--skip-column-names", "--default-character-set=utf8mb4", "-u", "root"]
        with _running([*_as("mysql"), *command], folder, [*client, "-e", "SELECT 1"]):
            address = f"mysql+pymysql://root@localhost/{{}}?unix_socket={socket}"
            server = Server(client, [*client, "--force"], address)
            server.backslashes = True
            yield server
