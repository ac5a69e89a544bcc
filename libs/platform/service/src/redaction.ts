const HIDDEN = '[redacted]';
const MAX_DEPTH = 8;

const SECRET_KEYS = /authori[sz]ation|cookie|passw(or)?d|passphrase|token|secret|credential|private_?key|code_?verifier|api_?key/i;
const PERSONAL_KEYS = /^(e_?mail|e_?mail_?address|phone|mobile|telephone|login|id_?number|identity_?number|birth_?date|given_?name|family_?name|full_?name)$/i;

/** A copy of `value` without credentials and personal values: by key at any depth, and by shape inside texts. */
export function withoutSecrets(value: unknown): unknown {
  return walk(value, 0);
}

function walk(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (value instanceof Error) return describeError(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return '[bytes]';
  if (depth >= MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.map((entry) => walk(entry, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, isHidden(key, entry) ? HIDDEN : walk(entry, depth + 1)]),
  );
}

function isHidden(key: string, entry: unknown): boolean {
  if (entry === undefined || entry === null || typeof entry === 'boolean') return false;
  return SECRET_KEYS.test(key) || PERSONAL_KEYS.test(key);
}

function cleanText(text: string): string {
  return text
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${HIDDEN}`)
    .replace(/(\w+:\/\/[^:/\s@]*):[^@/\s]+@/g, `$1:${HIDDEN}@`)
    .replace(/\b(password|passwd|secret|token|access_token|refresh_token|client_secret|code)=[^&\s"']+/gi, `$1=${HIDDEN}`);
}

export interface ErrorEntry {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ErrorEntry;
}

/** Type, message, code, stack and cause of an error; nothing else it carries. */
export function describeError(error: unknown, depth = 0): ErrorEntry {
  if (!(error instanceof Error)) {
    return typeof error === 'object' && error !== null && 'type' in error && 'message' in error
      ? (error as ErrorEntry)
      : { type: typeof error, message: cleanText(String(error)) };
  }
  const code = 'code' in error ? String(error.code) : undefined;
  return {
    type: error.name,
    message: cleanText(error.message),
    ...(code === undefined ? {} : { code }),
    ...(error.stack === undefined ? {} : { stack: cleanText(error.stack) }),
    ...(error.cause === undefined || depth > 3 ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}
