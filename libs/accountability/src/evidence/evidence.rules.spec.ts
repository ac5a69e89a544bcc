import { readFileSync } from 'node:fs';
import { DomainError } from '@quadhelix/access';
import { readEvidence, type EvidenceFacts } from './evidence.rules.js';

interface Vector {
  why: string;
  facts: Partial<EvidenceFacts>;
  read?: object;
  code?: string;
  field?: string;
}
const vectors = JSON.parse(readFileSync(new URL('evidence.vectors.json', import.meta.url), 'utf8')) as Vector[];

describe('evidence', () => {
  it.each(vectors.map((vector): [string, Vector] => [`${vector.why}: ${vector.code ?? 'taken'}`, vector]))('%s', (_name, { facts, read, code, field }) => {
    const attempt = (): object => {
      try {
        return readEvidence({ description: 'list', ...facts });
      } catch (error) {
        if (error instanceof DomainError) return { code: error.code, field: error.field };
        throw error;
      }
    };
    expect(attempt()).toEqual(read ? { description: 'list', ...read } : { code, field });
  });
});
