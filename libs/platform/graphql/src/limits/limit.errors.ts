import { defineErrors } from '@quadhelix/access';

/** Errors of a document that asks for more than one request may; nothing of it has run. */
export const limitErrors = defineErrors({
  DOCUMENT_TOO_LARGE: {
    category: 'INVALID',
    en: 'The document is longer than {characters} characters or {tokens} tokens. Move values into variables, or split it.',
    'zh-CN': '文档超过 {characters} 个字符或 {tokens} 个词法单元。请将值移入变量,或拆分文档。',
  },
  VARIABLES_TOO_LARGE: {
    category: 'INVALID',
    en: 'The variables hold more than {values} values, {nesting} levels, or (in a query) {characters} characters. Send less at once.',
    'zh-CN': '变量超过 {values} 个值、{nesting} 层,或(查询中)超过 {characters} 个字符。请减少单次发送的内容。',
  },
  QUERY_TOO_DEEP: {
    category: 'INVALID',
    en: 'The document goes deeper than {max} levels. Ask for the inner objects by their ids in a second request.',
    'zh-CN': '文档层级超过 {max} 层。请在第二次请求中按 ID 查询内层对象。',
  },
  QUERY_TOO_MANY_FIELDS: {
    category: 'INVALID',
    en: 'With its fragments expanded the document has more than {max} fields. Ask for less at once.',
    'zh-CN': '展开片段后,文档超过 {max} 个字段。请减少单次查询的内容。',
  },
  QUERY_TOO_MANY_ALIASES: {
    category: 'INVALID',
    en: 'The document has more than {max} aliases. To read many objects, use nodes(ids).',
    'zh-CN': '文档中的别名超过 {max} 个。读取多个对象请使用 nodes(ids)。',
  },
  QUERY_TOO_MANY_DUPLICATES: {
    category: 'INVALID',
    en: 'The document repeats fields at the same place more than {max} times. Write each once.',
    'zh-CN': '文档在同一位置重复字段超过 {max} 次。每个字段请只写一次。',
  },
  QUERY_TOO_MANY_DIRECTIVES: {
    category: 'INVALID',
    en: 'The document has more than {max} directives. Write a document for each case instead.',
    'zh-CN': '文档中的指令超过 {max} 个。请改为每种情况各写一个文档。',
  },
  QUERY_TOO_MANY_FRAGMENTS: {
    category: 'INVALID',
    en: 'The document defines more than {max} fragments. Send only those that its operation uses.',
    'zh-CN': '文档定义的片段超过 {max} 个。请只发送该操作用到的片段。',
  },
  QUERY_TOO_MANY_ROOT_FIELDS: {
    category: 'INVALID',
    en: 'The operation has more than {max} root fields. Send several requests.',
    'zh-CN': '操作的根字段超过 {max} 个。请分多次请求。',
  },
  QUERY_FRAGMENT_CYCLE: {
    category: 'INVALID',
    en: 'The fragment {name} contains itself. Write out as many levels as are needed.',
    'zh-CN': '片段 {name} 包含自身。请按需要逐层写出。',
  },
  QUERY_TOO_COSTLY: {
    category: 'INVALID',
    en: 'The operation may answer {cost} objects; {max} are allowed. Ask for smaller pages, or for inner lists in a second request.',
    'zh-CN': '该操作最多可返回 {cost} 个对象,上限为 {max}。请减小每页条数,或在第二次请求中查询内层列表。',
  },
  RATE_LIMITED: {
    category: 'LIMIT',
    en: 'Your points are used up for now: this operation needs {cost}. Wait {seconds} seconds (Retry-After), or ask for less; see rateLimit.',
    'zh-CN': '您的点数暂时用完:此操作需要 {cost} 点。请等待 {seconds} 秒(见 Retry-After)或减少查询内容;另见 rateLimit。',
  },
  TOO_MANY_UNPAID: {
    category: 'LIMIT',
    en: 'Too many requests without a valid token, or that were refused. Wait {seconds} seconds (Retry-After) and send only requests that are right.',
    'zh-CN': '没有有效令牌或被拒绝的请求过多。请等待 {seconds} 秒(见 Retry-After),并只发送正确的请求。',
  },
  OVERLOADED: {
    category: 'UNAVAILABLE',
    en: 'The server has too much to do at the moment. Nothing was done; send the request again after the time in Retry-After.',
    'zh-CN': '服务器当前繁忙,未执行任何操作。请在 Retry-After 所示时间后重新发送。',
  },
  BODY_REFUSED: {
    category: 'INVALID',
    en: 'The body of the request cannot be read: {problem}. Send JSON in UTF-8, not compressed, at most {megabytes} MB.',
    'zh-CN': '无法读取请求正文:{problem}。请发送 UTF-8 编码、未压缩且不超过 {megabytes} MB 的 JSON。',
  },
});
