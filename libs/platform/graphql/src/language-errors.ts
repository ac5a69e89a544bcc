import type { Language } from '@quadhelix/access';

/** Errors of the GraphQL language and of HTTP, made by Apollo; category INVALID. The message names the place in the document; here is what the code means. */
export const languageErrors: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  GRAPHQL_PARSE_FAILED: { en: 'The document is not GraphQL.', 'zh-CN': '文档不是有效的 GraphQL。' },
  GRAPHQL_VALIDATION_FAILED: { en: 'The document does not fit the schema.', 'zh-CN': '文档与模式(schema)不符。' },
  BAD_USER_INPUT: { en: 'A variable does not fit its type.', 'zh-CN': '变量与其类型不符。' },
  OPERATION_RESOLUTION_FAILURE: { en: 'The document has no operation of this name, or several and none was named.', 'zh-CN': '文档中没有此名称的操作,或有多个操作而未指定名称。' },
  BAD_REQUEST: { en: 'The request is not one GraphQL operation over HTTP: batches, mutations by GET and bodies of another form are refused.', 'zh-CN': '请求不是一个 GraphQL over HTTP 操作:不接受批量请求、以 GET 发送的变更操作和其他格式的正文。' },
  PERSISTED_QUERY_NOT_SUPPORTED: { en: 'Documents are sent whole, not by their hash.', 'zh-CN': '文档须完整发送,不支持以哈希代替。' },
};
