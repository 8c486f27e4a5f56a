"""What the OpenAPI document and the page say in common, in both languages."""

from __future__ import annotations

from conformance.standard.model import Text

TAGS = {
    "service": Text("服务说明与令牌", "discovery and tokens"),
    "push": Text("报送、状态、回执", "push, status, receipt"),
    "query": Text("按主体查询", "query by subject"),
    "list": Text("增量清单", "incremental list"),
    "corrections": Text("异议、信用修复、更正、撤回", "objections, repair, amendments, withdrawals"),
    "reference-data": Text("清单目录与代码表", "catalogue and code lists"),
}
"""Capability → what it is about; ``service`` stands for what every service has."""
SCOPES = {
    "push": Text("报送批次并取回执", "push batches and fetch receipts"),
    "query": Text("按主体查询公开字段", "query public fields by subject"),
    "query-restricted": Text("连同非公开字段", "fields that are not public as well"),
    "list": Text("取增量清单", "list records"),
    "correct": Text("申请更正", "ask for corrections"),
}
ORIGIN = Text(
    "文件只说有哪些交换，没有规定任何接口：以下操作、信封、问题类型都是本标准自定（origin: profile）。",
    "The source document says which exchanges there are and describes no interface: operations, envelopes and "
    "problem types are this standard's own (origin: profile).",
)
REFUSALS = Text(
    "一个请求有几处不对时，先后为：404、405，401，403，406、415，413，400、422；限额在读完请求体之前即生效。",
    "Where several things are wrong with a request the order is 404 and 405, 401, 403, 406 and 415, 413, 400 and "
    "422; limits hold before the body has been read whole.",
)
RESEND = Text(
    "同一幂等键、同一内容再次报送，应答与第一次相同，不再生效；同一键、不同内容为 422。改正后的行以新的键报送。",
    "The same key with the same content has the same answer and no second effect; with other content it is a 422."
    " Mended rows are sent under a new key.",
)
CURSORS = Text(
    "清单按变更时间和编号排列，next 不透明、总是给出；没有记录且 next 等于所给 since 即为末页，日后从它续取。撤下的记录以撤下标记出现，不再含内容。",
    "A list goes by time of change and id; next is opaque and always there. A page without records whose next is "
    "the since that was asked for is the last, and one goes on from it another day. A withdrawn record appears as"
    " a tombstone that says nothing of what it held.",
)
PERSONS = Text(
    "标识号码只写在请求体中，不写入地址。查询自然人须有授权书编号；非公开字段只对有 query-restricted 权限的令牌给出。",
    "Identifiers stand in bodies only, never in addresses. A natural person is asked for with the number of an "
    "authorisation; fields that are not public are given to a token with the scope query-restricted only.",
)
UNKNOWN_KEYS = Text(
    "报送的内容不得有信封以外的键（写错的键不会被悄悄忽略）；应答可有其他键，客户端略过即可。信封里没有内容的键不写，不写 null；"
    "记录（data）里写作 null 的数据项视同未写。",
    "What is submitted has no keys but those of its envelope, so that a misspelt one is not passed over in "
    "silence; an answer may have others, which a client passes over. A key of an "
    "envelope that says nothing is left out and never null; in a record (data), a field that is null counts as left "
    "out.",
)
PRINCIPLES = (ORIGIN, REFUSALS, RESEND, CURSORS, PERSONS, UNKNOWN_KEYS)
INTRODUCTION = Text("\n\n".join(one.zh for one in PRINCIPLES), "\n\n".join(one.en for one in PRINCIPLES))
