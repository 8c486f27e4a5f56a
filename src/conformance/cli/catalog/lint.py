"""``conformance catalog lint``: whether the lists themselves are right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from conformance.catalog.store import Catalogue, open_catalogue
from conformance.cli.outputs import to_stdout
from conformance.cli.parameters import format_option
from conformance.cli.refusal import help_option, lang_option
from conformance.standard.model import Lang
from conformance.standard.words import SEVERITIES, both, pick

if TYPE_CHECKING:
    from conformance.catalog.lint import Finding


@click.command("lint")
@click.argument("path", required=False, metavar="[PATH]")
@click.option(
    "--against",
    metavar="EDITION",
    help="对照的版本，如 2016 或文件夹：区县清单对市级清单，新版对旧版 / the edition that it is held against",
)
@format_option("text", "json")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="有这一级的问题时退出码为 1 / severity from which the exit code is 1",
)
@click.option(
    "--rewrite", is_flag=True, help="先把文件改写成规范写法，内容不变 / first write the files in canonical form"
)
@click.option("--codes", is_flag=True, help="列出全部检查及其更正办法 / list every lint and how to mend what it finds")
@lang_option
@help_option
@click.pass_context
def command(
    ctx: click.Context,
    path: str | None,
    against: str | None,
    format_: Literal["text", "json"],
    fail_on: Literal["error", "warning"],
    rewrite: bool,
    codes: bool,
    lang: Lang,
) -> None:
    """检查清单：格式、编号、关联、来源、专项要求、报送计划、覆盖情况。 / Check the lists themselves.

    PATH 是一个版本的文件夹，或区县自己的清单（含 data/、behaviours/、applications/ 中的一些）；不写则检查随附的 2016 版。 /
    PATH is the folder of an edition, or a district's own lists; without it the shipped edition.

    \b
    例 / examples:
      conformance catalog lint
      conformance catalog lint catalogs/2016
      conformance catalog lint 浦东清单 --against 2016

    \b
    退出码 / exit codes:
      0  没有问题 / clean
      1  有错误 / errors
      2  无法检查 / cannot be checked
    """
    from conformance.catalog.lint import Options, lint

    if codes:
        to_stdout("\n".join(_codes(lang)) + "\n", plain=True)
        return
    catalogue = open_catalogue(path)
    if rewrite:
        catalogue = _rewritten(catalogue, path)
    base = None if against is None else open_catalogue(against, checked=False)
    findings = lint(catalogue, Options(base, commands()))
    if format_ == "json":
        content = json.dumps(_plain(catalogue, against, findings), ensure_ascii=False, indent=2)
    else:
        content = "\n".join(_lines(catalogue, against, findings, lang))
    to_stdout(content + "\n", plain=format_ == "text")
    grave = [one for one in findings if one.severity == "error" or fail_on == "warning"]
    ctx.exit(1 if grave else 0)


def _rewritten(catalogue: Catalogue, path: str | None) -> Catalogue:
    """The catalogue once its files are in canonical form. A file with faults of shape stays as it is."""
    from conformance.catalog.canonical import dump
    from conformance.report.errors import UsageError
    from conformance.report.files import write_whole

    if path is None or not Path(path).is_dir():
        raise UsageError("--rewrite 要写明文件夹（PATH）。", "--rewrite needs the folder (PATH).")
    broken = {problem.place.partition(":")[0] for problem in catalogue.entries.problems}
    for file in catalogue.entries.files:
        target = catalogue.entries.folder / file.name
        text = dump(file, catalogue.shapes) if file.name not in broken else None
        if text is not None and target.read_bytes() != text.encode("utf-8"):
            write_whole(target, text)
    return open_catalogue(path)


def commands() -> frozenset[str]:
    """Names of all commands; those of the group with its name in front."""
    from conformance.cli.catalog import COMMANDS
    from conformance.cli.main import COMMANDS as ALL

    return frozenset({*ALL, *(f"catalog-{name}" for name in COMMANDS)})


def _codes(lang: Lang) -> list[str]:
    from conformance.catalog.lint import LINTS

    lines = []
    for one in LINTS.values():
        lines.append(f"{one.code}  [{pick(SEVERITIES[one.severity], lang)}] {pick(one.title, lang)}")
        lines.append(f"  {pick(one.remedy, lang)}")
    return lines


def _lines(catalogue: Catalogue, against: str | None, findings: list[Finding], lang: Lang) -> list[str]:
    from conformance.catalog.lint import LINTS

    zh = lang == "zh"
    number = sum(len(file.entries) for file in catalogue.entries.files)
    errors = sum(one.severity == "error" for one in findings)
    held = (f"，对照 {against}" if zh else f", against {against}") if against else ""
    if zh:
        head = f"{'没有问题' if not findings else f'错误 {errors} 处、警告 {len(findings) - errors} 处'}：{catalogue.name}{held}"
        head += f"，文件 {len(catalogue.entries.files)} 个、条目 {number} 条、检查 {len(LINTS)} 种。"
    else:
        found = f"{_many(errors, 'error')}, {_many(len(findings) - errors, 'warning')}" if findings else "Clean"
        files = _many(len(catalogue.entries.files), "file")
        entries = f"{number} entry" if number == 1 else f"{number} entries"
        head = f"{found}: {catalogue.name}{held}, {files}, {entries}, {_many(len(LINTS), 'lint')}."
    lines = [head]
    for one in findings:
        place = f"{one.file}:{one.line}" if one.line else one.file
        title = pick(LINTS[one.code].title, lang)
        severity = pick(SEVERITIES[one.severity], lang)
        lines += ["", f"{place}  [{severity}] {title}  {one.code}" + (f"  {one.entry}" if one.entry else "")]
        colon = "：" if zh else ": "
        lines += [f"  {pick(one.message, lang)}", f"  {'更正建议' if zh else 'Remedy'}{colon}{pick(one.remedy, lang)}"]
    return lines


def _many(number: int, word: str) -> str:
    """1 error, 2 errors."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _plain(catalogue: Catalogue, against: str | None, findings: list[Finding]) -> dict[str, Any]:
    from conformance.catalog.lint import LINTS

    return {
        "catalogue": catalogue.name,
        "against": against,
        "files": len(catalogue.entries.files),
        "entries": sum(len(file.entries) for file in catalogue.entries.files),
        "lints": [{"code": one.code, "severity": one.severity, "title": both(one.title)} for one in LINTS.values()],
        "counts": {kind: sum(one.severity == kind for one in findings) for kind in ("error", "warning")},
        "findings": [
            {
                "code": one.code,
                "severity": one.severity,
                "file": one.file,
                "line": one.line or None,
                "entry": one.entry or None,
                "message": both(one.message),
                "remedy": both(one.remedy),
            }
            for one in findings
        ],
    }
