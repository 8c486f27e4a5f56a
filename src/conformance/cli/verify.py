"""``conformance verify``: a recorded run is judged again, offline, and believed only if it comes out as it says."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from conformance.cli.parameters import FILE, format_option
from conformance.cli.refusal import help_option, lang_option
from conformance.report.errors import UsageError
from conformance.standard.model import Lang

if TYPE_CHECKING:
    from conformance.exchange.evidence.verification import Verified
    from conformance.exchange.model import ConformanceClass

_CLASSES = ("department", "province", "file-drop", "staging-table")


@click.command("verify")
@click.argument("run_dir", metavar="RUN_DIR", required=False)
@click.option(
    "--as",
    "classes",
    type=click.Choice(_CLASSES),
    multiple=True,
    help="按哪一类判断 reference-server --record 记录的客户端，可重复 / what a recorded client is judged as, may be repeated",
)
@click.option(
    "--views", is_flag=True, help="把报告（HTML、JUnit、HAR 等）写入 RUN_DIR / write the reports into RUN_DIR"
)
@click.option(
    "--certify",
    type=FILE,
    metavar="KEYFILE",
    help="符合时签发 RUN_DIR/certificate.json，用这个私钥签名 / sign a certificate with this private key, if it conforms",
)
@click.option(
    "--certificate-key",
    type=FILE,
    metavar="PUBLIC",
    help="用这个公钥核对 RUN_DIR/certificate.json / check the certificate of the run by this public key",
)
@click.option(
    "--make-key",
    type=FILE,
    metavar="KEYFILE",
    help="只生成一对密钥：KEYFILE 和 KEYFILE.pub / only make a pair of keys: KEYFILE and KEYFILE.pub",
)
@format_option("text", "json")
@lang_option
@help_option
@click.pass_context
def command(
    ctx: click.Context,
    run_dir: str | None,
    classes: tuple[ConformanceClass, ...],
    views: bool,
    certify: Path | None,
    certificate_key: Path | None,
    make_key: Path | None,
    format_: Literal["text", "json"],
    lang: Lang,
) -> None:
    """离线复核一次测试：按记录重新判定每一项结论，与所记的比较。 / Judge a recorded run again, offline, and compare.

    RUN_DIR: probe --output 或 reference-server --record 写成的文件夹 / folder that one of these has written；
    --as file-drop、staging-table 时为交换文件夹或 sqlite:///文件，只看不写 / with these an exchange folder or database, which is only read

    \b
    例 / examples:
      conformance verify run
      conformance verify run-client --as department --views
      conformance verify FOLDER --as file-drop
      conformance verify --make-key issuer.key
      conformance verify run --certify issuer.key
      conformance verify run --certificate-key issuer.key.pub

    \b
    退出码 / exit codes:
      0  符合 / conformant
      1  不符合 / non-conformant
      2  命令有误，或记录不可信：不完整、被改动、出自另一套测试 / wrong command, or a run that is refused
      3  程序内部错误 / internal error
      4  未能完整验证 / not fully verified
    """
    if make_key is not None:
        if run_dir is not None or certify is not None or certificate_key is not None:
            raise UsageError(
                "--make-key 只生成密钥，不能与 RUN_DIR 和其他选项同用。",
                "--make-key only makes keys; it does not go with RUN_DIR and other options.",
            )
        from conformance.keys import make_key as made

        public = made(make_key)
        click.echo(
            f"私钥 {make_key}（请妥善保管），公钥 {public}（可公布）"
            if lang == "zh"
            else f"private key {make_key} (keep it), public key {public} (publish it)"
        )
        return
    from conformance.exchange.carried import carried_class

    if run_dir is None:
        raise UsageError(
            "请给出测试记录文件夹 RUN_DIR，例如：conformance verify run。",
            "Name the folder of a run, for example: conformance verify run.",
        )
    carried = carried_class(classes)
    if carried is not None:
        ctx.exit(_at_rest(carried, run_dir, format_, lang))
    run = _verified(Path(run_dir), classes)
    if views:
        from conformance.exchange.evidence.publish import publish

        publish(run.record, run.results, run.suite, lang)
    said = [*_unread(views, lang), *_checked(run, certificate_key, lang), *_certified(run, certify, lang)]
    if format_ == "json":
        from conformance.exchange.run.results import encode

        sys.stdout.write(encode(run.results).decode("utf-8"))
    else:
        from conformance.exchange.evidence.views.model import Raw
        from conformance.exchange.evidence.views.text import render

        raw = Raw(run.record.run, run.record.exchanges, run.results, run.suite, lang)
        click.echo(render(raw) + "\n".join(said))
    ctx.exit(run.results.exit)


def _at_rest(carried: ConformanceClass, place: str, format_: str, lang: Lang) -> int:
    """Judge a folder or a database as it is; nothing is written. Answers with the exit code."""
    from conformance.exchange.carried import at_rest, carrier_of
    from conformance.exchange.run.clock import SystemClock
    from conformance.exchange.run.results import encode
    from conformance.exchange.run.told import told
    from conformance.exchange.suite.load import load_suite
    from conformance.standard.load import load

    standard, clock = load(), SystemClock()
    suite = load_suite(standard.edition.id)
    found = at_rest(carried, carrier_of(carried, place, standard, clock), suite, standard, clock)
    if format_ == "json":
        sys.stdout.write(encode(found).decode("utf-8"))
    else:
        click.echo("\n".join(told(found, suite, {}, lang, None)))
    return found.exit


def _verified(folder: Path, classes: tuple[ConformanceClass, ...]) -> Verified:
    from conformance.exchange.evidence.reader import read_record
    from conformance.exchange.evidence.verification import suite_of, verified

    record = read_record(folder)
    suite, standard = suite_of(record)
    return verified(record, suite, standard, classes)


def _unread(anew: bool, lang: Lang) -> list[str]:
    """That reports in the folder are not judged, unless they were just written anew."""
    if anew:
        return []
    zh = "文件夹中的 report.html 等报告不在复核之列；--views 按复核结果重新生成。"
    return [
        zh
        if lang == "zh"
        else "Reports in the folder (report.html and the like) are not looked at; --views writes them anew from what was verified."
    ]


def _checked(run: Verified, public: Path | None, lang: Lang) -> list[str]:
    number = len(run.record.exchanges)
    said = (
        f"已复核：{number} 次交换完整，各项结论与记录一致。"
        if lang == "zh"
        else f"Verified: all {number} exchanges are whole, and every verdict is the one that they give."
    )
    if public is None:
        return [said]
    from conformance.exchange.evidence.certificate import check_certificate

    until = check_certificate(run, public, datetime.now(UTC))["expires"]
    return [said, f"证书有效，至 {until}。" if lang == "zh" else f"The certificate is good until {until}."]


def _certified(run: Verified, key: Path | None, lang: Lang) -> list[str]:
    if key is None:
        return []
    from conformance.exchange.evidence.certificate import certify

    path = certify(run, key, datetime.now(UTC))
    return [f"已签发证书 {path}。" if lang == "zh" else f"The certificate is in {path}."]
