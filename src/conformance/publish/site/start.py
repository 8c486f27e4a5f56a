"""The start page: what this is, where to begin, and everything that there is by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from markupsafe import Markup

from conformance.publish.site import addresses
from conformance.publish.site.html import (
    Piece,
    both,
    code,
    facts,
    heading,
    joined,
    link,
    listed,
)
from conformance.publish.site.kinds import KINDS
from conformance.publish.site.model import Page, SiteSource
from conformance.standard.lists import LIST_TITLES
from conformance.standard.model import Text

_HERE = addresses.START
_CARDS = {
    "item": (
        addresses.index_of("data"),
        LIST_TITLES["data"],
        Text("谁掌握什么信用信息，怎样报送", "Who holds which credit information, and how it is submitted"),
    ),
    "behaviour": (
        addresses.index_of("behaviour"),
        LIST_TITLES["behaviour"],
        Text("哪些行为算守信或失信，由谁认定", "Which conduct counts for or against, and who says so"),
    ),
    "application": (
        addresses.index_of("application"),
        LIST_TITLES["application"],
        Text("信用信息用在哪里，由谁使用", "Where credit information is used, and by whom"),
    ),
}
_WAYS = (
    (
        Text("我要报送数据", "I submit data"),
        Text(
            "先在单位中找到本单位，看要报送哪些数据事项、什么时候报；再看数据事项的数据项和要求；报送前用 conformance check 校验。",
            "Look up your unit for what it submits and when, then the data item for its fields; check files with conformance check before you send them.",
        ),
        (
            (addresses.index_of("unit"), LIST_TITLES["unit"]),
            (addresses.index_of("duty"), LIST_TITLES["duty"]),
            (addresses.index_of("data"), LIST_TITLES["data"]),
            (addresses.rules(), Text("校验规则", "rules")),
        ),
    ),
    (
        Text("我要开发接口或系统", "I build an interface or a system"),
        Text(
            "记录类型和代码表说明数据的结构；接口、生成的代码和模式可以直接取用。",
            "Record types and code lists are the structure; the interface, generated code and schemas are ready to take.",
        ),
        (
            (addresses.index_of("record-type"), LIST_TITLES["record-type"]),
            (addresses.code_lists(), Text("代码表", "code lists")),
            (addresses.api(), Text("交换接口", "exchange")),
            (addresses.downloads(), Text("下载", "downloads")),
        ),
    ),
    (
        Text("我要核对标准本身", "I look at the standard itself"),
        Text(
            "文件的每一条由什么落实，与上一版相比改了什么，生成的内容怎样证明。",
            "What makes each clause work, what changed since the edition before, and how what is generated was proved.",
        ),
        (
            (addresses.index_of("clause"), LIST_TITLES["clause"]),
            (addresses.coverage(), KINDS["coverage"]),
            (addresses.changelog(), KINDS["changelog"]),
            (addresses.quality(), KINDS["quality"]),
        ),
    ),
)
_MORE = (
    (addresses.index_of("unit"), LIST_TITLES["unit"]),
    (addresses.index_of("district"), LIST_TITLES["district"]),
    (addresses.index_of("region"), LIST_TITLES["region"]),
    (addresses.index_of("regime"), LIST_TITLES["regime"]),
    (addresses.index_of("arrangement"), LIST_TITLES["arrangement"]),
    (addresses.index_of("duty"), LIST_TITLES["duty"]),
    (addresses.index_of("system"), LIST_TITLES["system"]),
    (addresses.index_of("obligation"), LIST_TITLES["obligation"]),
    (addresses.fields(), Text("数据项", "fields")),
    (addresses.ALL, Text("全部页面", "all pages")),
)


def start(pages: Sequence[Page], source: SiteSource) -> Page:
    """The start page of a site that has these pages besides."""
    known = {page.address for page in pages} | {addresses.ALL}
    counts = Counter(page.kind for page in pages)
    edition = source.edition
    parts = [
        _basis(source),
        _list(_cards(known, counts), "cards"),
        heading(Text("从哪里开始", "Where to begin")),
        _list(_ways(known), "cards"),
        heading(Text("其他目录", "More")),
        listed(link(_HERE, address, words) for address, words in _MORE if address in known),
        heading(Text("这一版本", "This edition")),
        facts(
            [
                (Text("版本", "version"), code(edition.version)),
                (Text("文件日期", "date of the document"), edition.date),
                (Text("依据的文件", "source document"), joined(_documents(source))),
                (
                    Text("标准的摘要", "digest of the standard"),
                    joined(
                        [
                            code(edition.digest),
                            both(
                                Text(
                                    "这里的每一页、每个下载都由它生成。",
                                    "Every page and every download here was made of it.",
                                )
                            ),
                        ]
                    ),
                ),
            ]
        ),
    ]
    summary = Text(
        "上海市公共信用信息的数据清单、行为清单、应用清单，以及由它们得出的格式、规则和接口。",
        "Shanghai's data list, behaviour list and application list of public credit information, with the formats, rules and interfaces that follow.",
    )
    return Page(_HERE, "start", edition.title, joined(parts, ""), summary=summary)


def _basis(source: SiteSource) -> Markup:
    return Markup('<p class="ours">{}</p>\n').format(
        both(
            Text(
                "本网站不是文件原文。标明“文件明示”的才是文件写明的内容；“推知”的由条文推出；“本标准自定”“本标准归类”的是本标准自己的；“国家规定”和“据一家平台的模板”的各有出处。"
                "没有标明的是本标准的整理。",
                'This site is not the document itself. What is marked "stated" is what the document says; "implied" follows from its clauses; '
                '"this standard\'s own" and "assigned" are of this standard alone; "national rules" and "from one platform\'s template" have their sources. '
                "What has no mark is our arrangement.",
            )
        )
    )


def _documents(source: SiteSource) -> Iterator[Piece]:
    """The documents that the data items rest on."""
    standard = source.standard
    used = Counter(item.clause.partition("#")[0] for item in standard.items.values())
    name, _ = used.most_common(1)[0]
    document = standard.documents[name]
    yield f"《{document.title}》（{document.number}）" if document.number else f"《{document.title}》"


def _cards(known: Collection[str], counts: Counter[str]) -> Iterator[Markup]:
    for kind, (address, words, about) in _CARDS.items():
        if address in known:
            yield Markup('<span class="number">{}</span>{}<p>{}</p>').format(
                counts[kind], link(_HERE, address, words), both(about)
            )


def _ways(known: Collection[str]) -> Iterator[Markup]:
    for who, about, targets in _WAYS:
        links = [link(_HERE, address, words) for address, words in targets if address in known]
        yield Markup("<h3>{}</h3><p>{}</p>{}").format(both(who), both(about), listed(links))


def _list(rows: Iterator[Markup], kind: str) -> Markup:
    return Markup('<ul class="{}">\n{}\n</ul>\n').format(
        kind, Markup("\n").join(Markup("<li>{}</li>").format(row) for row in rows)
    )
