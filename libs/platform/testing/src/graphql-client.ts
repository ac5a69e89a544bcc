import type { Api } from '@quadhelix/api';

export interface ApiError {
  message: string;
  path?: (string | number)[];
  extensions: { code: string; category: string; field?: string; requestId: string };
}

export interface Answer<T> {
  status: number;
  data: T | null;
  errors: ApiError[];
}

/** Calls /graphql as a client would, through the real HTTP stack of the api (without a socket). */
export class GraphqlClient {
  constructor(
    private readonly api: Api,
    private readonly token: string | null,
    private readonly alliance: string | null,
    private readonly organization: string | null,
    private readonly language: string = 'en',
  ) {}

  inLanguage(language: string): GraphqlClient {
    return new GraphqlClient(this.api, this.token, this.alliance, this.organization, language);
  }

  async request<T = Record<string, unknown>>(query: string, variables: Record<string, unknown> = {}): Promise<Answer<T>> {
    const response = await this.api.app.inject({
      method: 'POST', url: '/graphql', payload: { query, variables },
      headers: {
        'content-type': 'application/json', 'accept-language': this.language,
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...(this.alliance === null ? {} : { 'quadhelix-alliance': this.alliance }),
        ...(this.organization === null ? {} : { 'quadhelix-organization': this.organization }),
      },
    });
    const body = response.json<{ data?: T | null; errors?: ApiError[] }>();
    return { status: response.statusCode, data: body.data ?? null, errors: body.errors ?? [] };
  }

  /** The data; throws where there is any error. */
  async data<T = Record<string, unknown>>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const answer = await this.request<T>(query, variables);
    if (answer.errors.length > 0 || answer.data === null) throw new Error(`The api answered ${String(answer.status)}: ${JSON.stringify(answer.errors)}`);
    return answer.data;
  }

  /** Code and field of the first error; throws where there is none. */
  async refusal(query: string, variables: Record<string, unknown> = {}): Promise<{ code: string; field: string | undefined }> {
    const answer = await this.request(query, variables);
    const [first] = answer.errors;
    if (!first) throw new Error(`The api did not refuse: ${JSON.stringify(answer.data)}`);
    return { code: first.extensions.code, field: first.extensions.field };
  }
}
