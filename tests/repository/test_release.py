"""The parts of the offline release: encodings, blanks, and that the scripts of both systems do the same."""

from __future__ import annotations

import importlib.util
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from conformance.cli.office import CONFIG

TOOLS = Path(__file__).parents[2] / "tools"


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"release_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def release() -> ModuleType:
    return loaded(TOOLS / "release.py")


@pytest.fixture
def install() -> ModuleType:
    return loaded(TOOLS / "release" / "install.py")


def parts() -> list[str]:
    return sorted(path.name for path in (TOOLS / "release").iterdir() if path.is_file())


def test_every_part_has_a_name_in_the_release(release):
    assert parts() == sorted(release.NAMES)


@pytest.mark.parametrize("name", parts())
def test_every_blank_is_filled(release, name):
    content = release.filled(name, "1.2", ["3.11", "3.12"]).decode("gb2312" if name.endswith(".bat") else "utf-8")
    assert not any(f"@{blank}@" in content for blank in ("VERSION", "PYTHONS", "VERSIONS", "COMMANDS", "NAMES"))


@pytest.mark.parametrize("name", [name for name in parts() if name.endswith(".bat")])
def test_batch_files_are_for_a_chinese_windows(release, name):
    content = release.filled(name, "1.2", ["3.11", "3.12"])
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert lines[0] == b"@echo off"
    assert b"setlocal DisableDelayedExpansion" in content  # ! in names of files stays
    # No second byte of a character is a sign that cmd takes for its own.
    assert content.decode("gb2312") == content.decode("gbk")
    labels = {line[1:] for line in lines if line.startswith(b":")}
    called = {line.split(b"goto ")[1].split()[0] for line in lines if b"goto " in line}
    called |= {line.split(b"call :")[1].split()[0] for line in lines if b"call :" in line}
    assert called == labels


def test_both_icons_run_the_same(release):
    for name in ("check", "conformance", "install"):
        bat, sh = (
            release.filled(f"{name}.{kind}", "1", ["3.11"]).decode("gb2312" if kind == "bat" else "utf-8")
            for kind in ("bat", "sh")
        )
        tail = {"check": 'run.py" office', "conformance": 'run.py" cli', "install": 'install.py"'}[name]
        assert tail in bat
        assert tail in sh
        assert "-IS" in bat
        assert "-IS" in sh


def test_the_icon_for_what_others_sent_is_the_other_one_without_a_configuration(release, tmp_path):
    bat = release.filled("received.bat", "1", ["3.11"]).decode("gb2312")
    assert f'set "{CONFIG}=0"' in bat
    assert f'"%~dp0{release.NAMES["check.bat"]}" %*' in bat
    (tmp_path / release.NAMES["received.sh"]).write_bytes(release.filled("received.sh", "1", ["3.11"]))
    (tmp_path / release.NAMES["check.sh"]).write_text(f'echo "${CONFIG}: $1"; exit 3', encoding="utf-8")
    command = ["sh", str(tmp_path / release.NAMES["received.sh"]), "六月 许可.zip"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stdout.decode("utf-8").strip()) == (3, "0: 六月 许可.zip")


def test_texts_open_in_the_editors_of_windows(release):
    content = release.filled("readme.txt", "1.2", ["3.11", "3.12"])
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert "conformance 1.2 离线安装包" in content.decode("utf-8")


def test_what_windows_alone_needs_is_seen_on_linux_too(release, tmp_path):
    wheel = tmp_path / "x-1-py3-none-any.whl"
    wanted = ["click", 'colorama; platform_system == "Windows"', 'uvloop; sys_platform != "win32"', 'y; extra == "z"']
    metadata = "".join(f"Requires-Dist: {one}\n" for one in ["a", *wanted])
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("x-1.dist-info/METADATA", f"Name: x\n{metadata}\n")
    asked = {
        name: {one.name for one in release.needs([wheel], system, "3.12")} for name, system in release.SYSTEMS.items()
    }
    assert asked == {"windows": {"a", "click", "colorama"}, "linux": {"a", "click", "uvloop"}}


def test_the_same_wheels_make_the_same_bytes(release, tmp_path):
    wheel = tmp_path / "x-1-py3-none-any.whl"
    wheel.write_bytes(b"x")
    contents = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        release.write(tmp_path / name / "r.zip", [wheel], {"检查.sh": b"x"})
        contents.append((tmp_path / name / "r.zip").read_bytes())
    assert contents[0] == contents[1]
    with zipfile.ZipFile(io.BytesIO(contents[0])) as archive:
        assert archive.namelist() == ["r/检查.sh", "r/wheels/x-1-py3-none-any.whl"]
        assert archive.infolist()[0].external_attr >> 16 == 0o755


def test_a_python_that_does_not_fit_is_told(install, monkeypatch):
    monkeypatch.setattr(install.platform, "system", lambda: "Windows")
    monkeypatch.setattr(install.platform, "machine", lambda: "AMD64")
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert install.unfit({"windows x86_64": [here]}) is None
    assert "适用于 Python 2.7" in install.unfit({"windows x86_64": ["2.7"]})
    monkeypatch.setattr(install.platform, "machine", lambda: "ARM64")
    assert "不适用于这台机器（windows arm64）" in install.unfit({"windows x86_64": [here]})


def test_before_it_is_installed_the_icon_says_so(release, tmp_path):
    for name in ("run.py", "check.sh", "conformance.sh"):
        (tmp_path / name).write_bytes(release.filled(name, "1", ["3.11"]))
    for command in ([sys.executable, "run.py", "office"], ["sh", "check.sh", "x.csv"], ["sh", "conformance.sh"]):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert (done.returncode, "尚未安装" in done.stderr.decode("utf-8")) == (2, True)


def test_an_installation_that_does_not_fit_changes_nothing(release, tmp_path):
    (tmp_path / "wheels").mkdir()
    about = {"version": "1", "pythons": {"windows x86_64": ["3.11"], "linux x86_64": ["2.7"]}}
    (tmp_path / "wheels" / "release.json").write_text(json.dumps(about), encoding="utf-8")
    (tmp_path / "install.py").write_bytes(release.filled("install.py", "1", ["2.7"]))
    done = subprocess.run([sys.executable, "install.py"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["install.py", "wheels"]
