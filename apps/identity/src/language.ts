import type { IncomingMessage } from 'node:http';

export type Language = 'zh-CN' | 'en';

/** The language of a page: the best of Accept-Language that exists, Chinese where nothing fits. */
export function languageOf(request: Pick<IncomingMessage, 'headers'>): Language {
  const wishes = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((wish) => {
      const [tag = '', ...parameters] = wish.trim().toLowerCase().split(';');
      const quality = Number(parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean) ?? 1);
      return { tag, quality };
    })
    .filter(({ tag, quality }) => /^(zh|en)(-|$)/.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wishes[0]?.tag.startsWith('en') ? 'en' : 'zh-CN';
}
