"""Configurations as files, and reading them."""

from __future__ import annotations

from pathlib import Path

from conformance.config.model import Configuration
from conformance.config.read import read_configuration
from conformance.standard.load import load

SUPPRESS = """
[[suppress]]
rule = "required"
reason = "旧系统没有这一项"
until = 2026-12-31
"""


def write(folder: Path, text: str, name: str = "conformance.toml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, text: str) -> Configuration:
    return read_configuration(write(folder, text), load())
