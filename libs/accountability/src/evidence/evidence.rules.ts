import { accountabilityErrors } from '../accountability.errors.js';
import { checkMeasured, checkText } from '../commitment/commitment.rules.js';

/** What somebody hands in; at least one of link, sha256, fileId and value. */
export interface EvidenceFacts {
  description: string;
  /** http or https address. */
  link?: string | null;
  /** SHA-256 of a file that the owner keeps, 64 hexadecimal digits. */
  sha256?: string | null;
  /** A READY file of the organization that hands it in; `sha256` is left out then, or the same. */
  fileId?: string | null;
  /** The metric as the owner measured it, in the commitment's unit. */
  value?: number | null;
}

const EMPTY_FILE = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const LONGEST_LINK = 2000;

function isOpenLink(text: string): boolean {
  if (text.length > LONGEST_LINK || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return url.hostname !== '' && url.username === '' && url.password === '';
}

/** Brings evidence to one form, `file` being what `fileId` names; throws EVIDENCE_HASH_OF_OTHER_FILE, EVIDENCE_EMPTY, EVIDENCE_LINK_INVALID, EVIDENCE_HASH_INVALID, EVIDENCE_FILE_EMPTY, VALUE_OUT_OF_RANGE, INPUT_INVALID. */
export function readEvidence(facts: EvidenceFacts, file: { sha256: string } | null = null): { description: string; link: string | null; sha256: string | null; value: number | null } {
  checkText('description', facts.description, 2000);
  const link = facts.link?.trim() || null;
  const told = facts.sha256?.trim().toLowerCase() || null;
  if (file && told !== null && told !== file.sha256) throw accountabilityErrors.EVIDENCE_HASH_OF_OTHER_FILE({ field: 'sha256' });
  const sha256 = file?.sha256 ?? told;
  const value = facts.value ?? null;
  if (link === null && sha256 === null && value === null) throw accountabilityErrors.EVIDENCE_EMPTY({ field: 'link' });
  if (link !== null && !isOpenLink(link)) throw accountabilityErrors.EVIDENCE_LINK_INVALID({ field: 'link' });
  if (sha256 !== null && !/^[0-9a-f]{64}$/.test(sha256)) throw accountabilityErrors.EVIDENCE_HASH_INVALID({ field: 'sha256' });
  if (sha256 === EMPTY_FILE) throw accountabilityErrors.EVIDENCE_FILE_EMPTY({ field: 'sha256' });
  if (value !== null) checkMeasured('value', value);
  return { description: facts.description.trim(), link: link === null ? null : new URL(link).href, sha256, value };
}
