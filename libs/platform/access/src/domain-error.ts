/** Languages in which the product speaks to people. Codes are the same in all of them. */
export type Language = 'en' | 'zh-CN';

/** What sort of refusal an error is; clients may branch on it, HTTP maps it to a status. */
export type ErrorCategory = 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND' | 'CONFLICT' | 'INVALID' | 'LIMIT' | 'UNAVAILABLE';

/** Text of an error in each language; `{name}` is replaced by the parameter of that name. */
export interface ErrorText {
  category: ErrorCategory;
  en: string;
  'zh-CN': string;
}

/** A value that is itself a text for people. */
export type BilingualText = Readonly<Record<Language, string>>;

export type ErrorParams = Readonly<Record<string, string | number | readonly string[] | BilingualText>>;

export interface ErrorDetails {
  /** Path of the input field that is wrong, e.g. `entries[2].endsAt`. */
  field?: string;
  /** Values for the placeholders of the text. Never personal data, never a value of another organization. */
  params?: ErrorParams;
}

/** The one error form: a stable code, the field, and a text that says what to do. Everything else is an internal error. */
export class DomainError extends Error {
  readonly field: string | undefined;
  readonly params: ErrorParams;

  constructor(
    readonly code: string,
    private readonly text: ErrorText,
    details: ErrorDetails = {},
  ) {
    super(code);
    this.name = 'DomainError';
    this.field = details.field;
    this.params = details.params ?? {};
  }

  get category(): ErrorCategory {
    return this.text.category;
  }

  /** The text for people, in the language asked for. */
  messageIn(language: Language): string {
    return this.text[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = this.params[name];
      if (value === undefined) return whole;
      if (typeof value !== 'object') return String(value);
      return 'zh-CN' in value ? value[language] : value.join(', ');
    });
  }
}

export type ErrorCatalogue = Readonly<Record<string, ErrorText>>;
export type ErrorFactories<T> = { readonly [K in keyof T]: (details?: ErrorDetails) => DomainError };

/** Declares the errors of a slice: each key becomes a function that makes the error with that code. */
export function defineErrors<T extends ErrorCatalogue>(catalogue: T): ErrorFactories<T> & { readonly catalogue: () => T } {
  const made = Object.entries(catalogue).map(([code, text]) => [code, (details?: ErrorDetails) => new DomainError(code, text, details)]);
  return Object.assign(Object.fromEntries(made) as ErrorFactories<T>, { catalogue: () => catalogue });
}
