"""``conformance publish``: an edition as a folder with a site that needs no network, and whether a folder is one."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.parameters import FILE
from conformance.cli.pipes import tell
from conformance.cli.refusal import help_option, lang_option
from conformance.report.errors import UsageError
from conformance.standard.model import Lang


@click.command("publish")
@click.option(
    "--output",
    type=FILE,
    metavar="DIR",
    help="写入的文件夹：不存在的或空的 / a folder that does not exist, or an empty one",
)
@click.option(
    "--against", metavar="EDITION|PATH", help="变更记录与之比较的版本 / the edition that the changelog compares with"
)
@click.option(
    "--sign",
    type=FILE,
    metavar="KEYFILE",
    help="用这个私钥签名，由 verify --make-key 生成 / sign with this private key, as verify --make-key makes them",
)
@click.option(
    "--verify",
    type=FILE,
    metavar="DIR",
    help="不发布，只核对收到的文件夹 / publish nothing; check a folder that you were given",
)
@click.option(
    "--public-key",
    type=FILE,
    metavar="PUBLIC",
    help="核对签名用的公钥，从发布方另行取得 / the publisher's public key, from elsewhere than the folder",
)
@lang_option
@help_option
@click.pass_context
def command(
    ctx: click.Context,
    output: Path | None,
    against: str | None,
    sign: Path | None,
    verify: Path | None,
    public_key: Path | None,
    lang: Lang,
) -> None:
    """发布一个版本：网站、下载、清单，全部在一个文件夹中。 / Publish an edition: site and downloads in one folder.

    文件夹不需要网络，打开 index.html 即可；同一版本、同一工具每次发布的内容完全相同。manifest.json 列出每个文件的 SHA-256。 / It needs no network:
    open index.html. The same edition gives the same bytes with the same tool; manifest.json has the SHA-256 of every file.

    \b
    例 / for example:
      conformance publish --output 2016.1
      conformance verify --make-key publisher.key
      conformance publish --output 2016.1 --sign publisher.key
      conformance publish --verify 2016.1 --public-key publisher.key.pub

    \b
    退出码 / exit codes:
      0  已发布；核对相符（未用 --public-key 时不说明由谁签发） / published; as its manifest says
      1  核对不符：缺少、改动、多余的文件，或签名不符 / files missing, altered or surplus, or the wrong signature or none
      2  命令有误，或文件夹不是发布的版本 / wrong command, or a folder that is no release
      3  程序内部错误 / internal error
    """
    if (output is None) == (verify is None):
        raise UsageError(
            "请给出 --output 或 --verify 之一，例如：conformance publish --output 2016.1。",
            "Name one of --output and --verify, for example: conformance publish --output 2016.1.",
        )
    if output is None and (against is not None or sign is not None):
        raise UsageError(
            "--against 和 --sign 用于 --output，不能与 --verify 同用。",
            "--against and --sign go with --output, not with --verify.",
        )
    if verify is None and public_key is not None:
        raise UsageError(
            "--public-key 用于 --verify；签名用 --sign 加私钥。",
            "--public-key goes with --verify; to sign, name the private key with --sign.",
        )
    if verify is not None:
        ctx.exit(_verify(verify, public_key, lang))
    elif output is not None:
        _publish(output, against, sign, lang)


def _publish(output: Path, against: str | None, key: Path | None, lang: Lang) -> None:
    from conformance import keys
    from conformance.artefacts.folder import edition_folder
    from conformance.artefacts.placing import place, refuse_unless_free
    from conformance.artefacts.release.manifest import MANIFEST
    from conformance.artefacts.release.released import released
    from conformance.standard.load import load

    if key is not None:
        keys.private_key(key)  # what is no key is told before anything is made
    refuse_unless_free(output, MANIFEST)
    tell(
        "正在生成网页与下载文件，约需一分钟"
        if lang == "zh"
        else "making pages and downloads, which takes about a minute"
    )
    files = released(edition_folder(against), load(), key)
    size = sum(map(len, files.values())) / 1_000_000
    if not place(files, output):
        tell(
            f"{output} 已是这一版本，没有改动"
            if lang == "zh"
            else f"{output} holds this edition already; nothing was done"
        )
        return
    tell(
        f"已发布 {len(files)} 个文件，{size:.1f} MB，写入 {output}；请打开 {output / 'index.html'}"
        if lang == "zh"
        else f"published {len(files)} files, {size:.1f} MB, to {output}; open {output / 'index.html'}"
    )


def _verify(folder: Path, public_key: Path | None, lang: Lang) -> int:
    """Tell what was found in a folder. Answers with the exit code."""
    from conformance.artefacts.release.told import told, warning
    from conformance.artefacts.release.verification import verified
    from conformance.standard.load import load

    found = verified(folder, public_key)
    click.echo("\n".join(told(found, load(), lang)))
    warned = warning(found, public_key, lang)
    if warned is not None:
        tell(warned)
    return 0 if found.is_good(asked=public_key is not None) else 1
