"""What is said of a release that was compared with its manifest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from conformance.artefacts.release.paths import shown
from conformance.artefacts.release.signature import PUBLIC_KEY
from conformance.artefacts.release.verification import Verification
from conformance.standard.model import Lang, Standard, Text
from conformance.standard.words import pick

_WHOLE = {
    True: Text("与清单一致", "as its manifest says"),
    False: Text("与清单不符", "NOT as its manifest says"),
}
_SAME = {
    True: Text("与本工具的相同", "that of this tool"),
    False: Text("不是本工具的", "not that of this tool"),
}
_MISSING, _ALTERED, _SURPLUS = Text("缺少", "missing"), Text("改动", "altered"), Text("多余", "surplus")
_UNSIGNED = Text(
    "警告：没有签名。与清单一致只说明文件夹前后一致，不说明出自谁，也可能已被整个替换；"
    "请向发布方索取有签名的版本，或与其公布的清单 SHA-256 核对。",
    "WARNING: NOT SIGNED. That it is as its manifest says shows that the folder is consistent, not whose it is; all of it "
    "may have been replaced. Ask the publisher for a signed one, or compare the SHA-256 of the manifest with the one they "
    "have published.",
)
_NO_KEY = Text(
    "警告：有签名，但没有公钥可以核对；请用 --public-key 给出从发布方另行取得的公钥。",
    "WARNING: there is a signature and no key to check it by; name one with --public-key that you have from the publisher.",
)


def told(found: Verification, standard: Standard, lang: Lang) -> Iterator[str]:
    """Lines: what the folder says that it is, and every file that is not as it says."""
    yield from (pick(line, lang) for line in _lines(found, standard))


def _lines(found: Verification, standard: Standard) -> Iterator[Text]:
    head = found.manifest
    edition, version = shown(head.edition), shown(head.version)
    count, size, whole = len(head.files), f"{head.size / 1e6:.1f} MB", _WHOLE[found.whole]
    yield Text(
        f"{found.folder}：{edition} 版 {version}，{count} 个文件，{size}，{whole.zh}",
        f"{found.folder}: edition {edition}, version {version}, {count} files, {size}, {whole.en}",
    )
    yield Text(f"  清单 sha256:{found.digest}", f"  manifest sha256:{found.digest}")
    same = _SAME[head.standard == standard.digest]
    yield Text(f"  标准 {head.standard}（{same.zh}）", f"  standard {head.standard} ({same.en})")
    behind = {link: [path for path in found.missing if path.startswith(f"{link}/")] for link in found.links}
    yield from (_link(link, len(paths)) for link, paths in behind.items())
    said = {*found.links, *(path for paths in behind.values() for path in paths)}
    for paths, word in ((found.missing, _MISSING), (found.altered, _ALTERED), (found.surplus, _SURPLUS)):
        yield from (
            Text(f"  {word.zh}  {shown(path)}", f"  {word.en}  {shown(path)}") for path in paths if path not in said
        )
    if found.signed == "proved":
        yield Text(f"  签名与给出的公钥相符（{found.key}）", f"  signed with the key that was asked for ({found.key})")


def _link(path: str, behind: int) -> Text:
    """A link in one line, however many files should be where it leads."""
    if not behind:
        return Text(
            f"  链接  {shown(path)}（链接不是文件，不跟随）",
            f"  link  {shown(path)} (which is no file, and not followed)",
        )
    return Text(
        f"  链接  {shown(path)}（不跟随；清单中应在其下的 {behind} 个文件按缺少计）",
        f"  link  {shown(path)} (not followed; the {behind} files that should be there count as missing)",
    )


def warning(found: Verification, public_key_file: Path | None, lang: Lang) -> str | None:
    """What has to be known about the signature; None where it was made with the key that was asked for."""
    text = _warning(found, public_key_file)
    return None if text is None else pick(text, lang)


def _warning(found: Verification, public_key_file: Path | None) -> Text | None:
    if found.signed == "proved":
        return None
    if found.signed == "unsigned":
        return _UNSIGNED
    if found.signed == "wrong":
        which = Text("文件夹里的公钥", "the key in the folder")
        if public_key_file is not None:
            which = Text(f"{public_key_file}", f"{public_key_file}")
        return Text(
            f"签名不符：不是由 {which.zh} 对应的私钥签发，或清单在签名之后被改动。请勿使用，向发布方重新索取。",
            f"THE SIGNATURE IS WRONG: it was not made with the private key of {which.en}, or the manifest was changed since. "
            "Do not use it; ask the publisher again.",
        )
    if found.key is None:
        return _NO_KEY
    return Text(
        f"警告：签名与文件夹里的公钥 {PUBLIC_KEY} 相符（{found.key}），但这个公钥任何人都可以替换，不能证明由谁签发；"
        "请用 --public-key 给出从发布方另行取得的公钥。",
        f"WARNING: the signature fits the key in the folder, {PUBLIC_KEY} ({found.key}). Anybody can put another key there, so that "
        "is no proof of who signed; name the key that you have from the publisher in another way with --public-key.",
    )
