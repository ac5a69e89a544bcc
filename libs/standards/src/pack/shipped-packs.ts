import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Install, InstallSql } from '@quadhelix/service';
import { contentHash, HASH_ALGORITHM } from '../rule/content-hash.js';
import { ruleFaults, rulesSchema } from '../rule/rule.schema.js';
import type { PublicLevel, Rule } from '../rule/rule.types.js';
import type { BilingualText } from '@quadhelix/access';

const FOLDER = fileURLToPath(new URL('../../packs/', import.meta.url));
/** Makes the ids of shipped rows from their codes, so that they are the same in every installation. */
const NAMESPACE = '7f1d3c1e-5a0b-4d5e-9c55-2b6a1f0d9a31';
const DATE = /^\d{4}-\d{2}-\d{2}$/;

const text = z.strictObject({ en: z.string().min(1), 'zh-CN': z.string().min(1) });
const packSchema = z.strictObject({
  code: z.string(), level: z.enum(['NATIONAL', 'PROVINCIAL', 'CITY']), region: z.string(), title: text, issuer: z.string().min(1),
  versions: z.array(z.strictObject({ number: z.number().int().positive(), effectiveFrom: z.string().regex(DATE), effectiveUntil: z.string().regex(DATE).nullable(), summary: z.string(), rules: rulesSchema })).min(1),
});

/** A pack that comes with the product. */
export interface ShippedPack {
  readonly code: string;
  readonly level: PublicLevel;
  readonly region: string;
  readonly title: BilingualText;
  readonly issuer: string;
  readonly versions: readonly { readonly number: number; readonly effectiveFrom: string; readonly effectiveUntil: string | null; readonly summary: string; readonly rules: readonly Rule[] }[];
}

/** The packs in `libs/standards/packs`, checked. Throws Error with file and place where one is wrong. */
export function shippedPacks(): ShippedPack[] {
  return readdirSync(FOLDER).filter((name) => name.endsWith('.json')).sort().map((name) => {
    const pack = packSchema.parse(JSON.parse(readFileSync(`${FOLDER}${name}`, 'utf8'))) as ShippedPack;
    for (const { number, rules } of pack.versions) {
      const [fault] = ruleFaults(rules, pack.region);
      if (fault) throw new Error(`${name}, version ${String(number)}, ${fault.field}: ${fault.problem}`);
    }
    return pack;
  });
}

/** Row id of a shipped version. */
export const shippedVersionId = (pack: string, number: number): string => uuidv5(`rule-version ${pack}@${String(number)}`, NAMESPACE);

async function installPack(sql: InstallSql, at: Date, pack: ShippedPack): Promise<void> {
  const { code, level, region, title, issuer, versions } = pack;
  const id = uuidv5(`rule-pack ${code}`, NAMESPACE);
  await sql('insert into rule_packs (id, code, level, region, title, issuer, created_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing', [id, code, level, region, JSON.stringify(title), issuer, at]);
  for (const { number, effectiveFrom, effectiveUntil, summary, rules } of versions) {
    const hash = contentHash({ pack: code, level, region, number, effectiveFrom, rules });
    const [known] = await sql('select content_hash, effective_until, state from public_rule_versions where pack_id = $1 and number = $2', [id, number]);
    if (known && known.content_hash !== hash) throw new Error(`Version ${code}@${String(number)} was published with other content: ship a new version instead of changing it.`);
    if (!known) {
      await sql(
        `insert into public_rule_versions (id, pack_id, level, region, number, state, effective_from, effective_until, rules, content_hash, hash_algorithm, summary, published_at, created_at)
         values ($1, $2, $3, $4, $5, 'PUBLISHED', $6, $7, $8, $9, $10, $11, $12, $12)`,
        [shippedVersionId(code, number), id, level, region, number, effectiveFrom, effectiveUntil, JSON.stringify(rules), hash, HASH_ALGORITHM, summary, at]);
    } else if (effectiveUntil !== null && known.effective_until === null) {
      await sql(`update public_rule_versions set state = 'RETIRED', effective_until = $3, retired_at = $4, version = version + 1 where pack_id = $1 and number = $2`, [id, number, effectiveUntil, at]);
    }
  }
}

/** Publishes the packs that come with the product, as far as they are not there yet. Throws Error where a published version would change. */
export const installShippedPacks: Install = async (sql, at) => {
  for (const pack of shippedPacks()) await installPack(sql, at, pack);
};
