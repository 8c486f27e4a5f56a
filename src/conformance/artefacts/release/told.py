"""What is said of a release that was compared with its manifest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from conformance.artefacts.release.signature import PUBLIC_KEY
from conformance.artefacts.release.verification import Verification
from conformance.standard.model import Lang, Standard, Text


def told(found: Verification, standard: Standard, lang: Lang) -> Iterator[str]:
    """Lines: what the folder says that it is, and every file that is not as it says."""
    head = found.manifest
    whole = (
        Text("与清单一致", "as its manifest says") if found.whole else Text("与清单不符", "NOT as its manifest says")
    )
    yield _in(
        lang,
        f"{found.folder}：{head.edition} 版 {head.version}，{len(head.files)} 个文件，{_size(head.size)}，{whole.zh}",
        f"{found.folder}: edition {head.edition}, version {head.version}, {len(head.files)} files, {_size(head.size)}, {whole.en}",
    )
    yield _in(lang, f"  清单 sha256:{found.digest}", f"  manifest sha256:{found.digest}")
    ours = head.standard == standard.digest
    same = Text("与本工具的相同", "that of this tool") if ours else Text("不是本工具的", "not that of this tool")
    yield _in(lang, f"  标准 {head.standard}（{same.zh}）", f"  standard {head.standard} ({same.en})")
    for paths, word in (
        (found.missing, Text("缺少", "missing")),
        (found.altered, Text("改动", "altered")),
        (found.surplus, Text("多余", "surplus")),
    ):
        for path in paths:
            yield f"  {_in(lang, word.zh, word.en)}  {path if path.isprintable() else ascii(path)}"
    if found.signed == "proved":
        yield _in(
            lang, f"  签名与给出的公钥相符（{found.key}）", f"  signed with the key that was asked for ({found.key})"
        )


def warning(found: Verification, public_key_file: Path | None, lang: Lang) -> str | None:
    """What has to be known about the signature; None where it was made with the key that was asked for."""
    if found.signed == "proved":
        return None
    if found.signed == "wrong":
        which = Text("文件夹里的公钥", "the key in the folder")
        if public_key_file is not None:
            which = Text(f"{public_key_file}", f"{public_key_file}")
        return _in(
            lang,
            f"签名不符：不是由 {which.zh} 对应的私钥签发，或清单在签名之后被改动。请勿使用，向发布方重新索取。",
            f"THE SIGNATURE IS WRONG: it was not made with the private key of {which.en}, or the manifest was changed since. "
            "Do not use it; ask the publisher again.",
        )
    if found.signed == "unsigned":
        return _in(
            lang,
            "警告：没有签名。与清单一致只说明文件夹前后一致，不说明出自谁，也可能已被整个替换；"
            "请向发布方索取有签名的版本，或与其公布的清单 SHA-256 核对。",
            "WARNING: NOT SIGNED. That it is as its manifest says shows that the folder is consistent, not whose it is; all of it "
            "may have been replaced. Ask the publisher for a signed one, or compare the SHA-256 of the manifest with the one they "
            "have published.",
        )
    if found.key is None:
        return _in(
            lang,
            "警告：有签名，但没有公钥可以核对；请用 --public-key 给出从发布方另行取得的公钥。",
            "WARNING: there is a signature and no key to check it by; name one with --public-key that you have from the publisher.",
        )
    return _in(
        lang,
        f"警告：签名与文件夹里的公钥 {PUBLIC_KEY} 相符（{found.key}），但这个公钥任何人都可以替换，不能证明由谁签发；"
        "请用 --public-key 给出从发布方另行取得的公钥。",
        f"WARNING: the signature fits the key in the folder, {PUBLIC_KEY} ({found.key}). Anybody can put another key there, so that "
        "is no proof of who signed; name the key that you have from the publisher in another way with --public-key.",
    )


def _in(lang: Lang, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
