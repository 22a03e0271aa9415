/** What holds for every route; the head of the document and of its page. */
export const INTRODUCTION = `本接口只读写调用者权限范围内的数据；范围之外的对象与不存在的对象回答相同（404）。

This interface speaks of what is in the caller's reach; what lies outside is answered like what is not there (404).

- 时间 Times: ISO 8601 UTC in answers; \`from\` and \`to\` in a query are epoch milliseconds, [from, to).
- 分页 Pages: a list answers \`items\` and \`nextCursor\`. Hand \`nextCursor\` back as \`cursor\`, with the same filter and order, until it is null. A cursor of another query is refused with \`list.cursor-invalid\`. \`limit\` has a greatest value, given at each list. 列表按游标翻页：把 \`nextCursor\` 作为 \`cursor\` 原样传回，筛选与排序不变，直到为 null。
- 错误 Refusals: problem details (RFC 9457) as \`application/problem+json\`. Decide by \`code\`, which never changes its meaning; \`title\` is for developers, \`detail\` for people, in the language of \`Accept-Language\` (zh or en, zh without one). \`fields\` names each wrong field by a JSON pointer (RFC 6901). 按 \`code\` 判断，勿按文字判断。
- 限额 Limits: a body of at most 256 KiB, 4 MiB for collectors. Tokens and people have an allowance: \`RateLimit\` and \`RateLimit-Policy\` say what is left, 429 with \`Retry-After\` that it is used up. 请求体最大 256 KiB；令牌与用户限速见应答头。
- 未知字段 Fields that a request has too many are ignored. Clients must ignore fields of answers that they do not know: new ones may come within a version. 客户端应忽略应答中的未知字段。`;
