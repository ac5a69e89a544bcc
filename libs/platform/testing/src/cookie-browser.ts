interface Cookie {
  readonly value: string;
  readonly path: string;
}

/** As much of a browser as a sign-in needs: cookies by path, redirects by hand, forms. Holds one origin's cookies only. */
export class CookieBrowser {
  readonly #cookies = new Map<string, Cookie>();

  constructor(readonly origin: string) {}

  /** One request; a redirect is answered, not followed. Only the origin is called. */
  async request(url: string, form?: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const target = new URL(url, this.origin);
    if (target.origin !== this.origin) throw new Error(`Not a page of ${this.origin}: ${target.origin}`);
    const response = await fetch(target, {
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: this.#header(target.pathname), ...(form ? { origin: this.origin } : {}), ...headers },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const line of response.headers.getSetCookie()) this.#store(line);
    return response;
  }

  /** Follows redirects inside the origin. Answers the first page, or the address of another origin that it was sent to. */
  async follow(url: string, form?: Readonly<Record<string, string>>): Promise<{ page?: Response; left?: string }> {
    let response = await this.request(url, form);
    for (let hops = 0; hops < 10 && response.status >= 300 && response.status < 400; hops += 1) {
      const next = new URL(response.headers.get('location') ?? '', this.origin);
      if (next.origin !== this.origin) return { left: next.href };
      response = await this.request(next.href);
    }
    return { page: response };
  }

  /** The cookie of this name, wherever it applies. */
  cookie(name: string): string | undefined {
    return [...this.#cookies].find(([key]) => key.startsWith(`${name} `))?.[1].value;
  }

  #header(path: string): string {
    const fitting = [...this.#cookies].filter(([, cookie]) => path === cookie.path || path.startsWith(cookie.path.replace(/\/?$/, '/')));
    return fitting.map(([key, { value }]) => `${key.split(' ')[0] ?? ''}=${value}`).join('; ');
  }

  #store(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
    const gone = attributes.some((attribute) => /^expires=Thu, 01 Jan 1970/i.test(attribute));
    const key = `${pair.slice(0, at)} ${path}`;
    if (gone) this.#cookies.delete(key);
    else this.#cookies.set(key, { value: pair.slice(at + 1), path });
  }
}
