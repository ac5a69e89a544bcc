import { parseRegionCode } from '../region.js';
import { stakeholderErrors } from '../stakeholders.errors.js';
import { parseUscc } from '../uscc.js';

/** The codes that tell organizations apart, in their written form. Throws INVALID_USCC, INVALID_REGION with the field. */
export function readCodes(codes: { regionCode: string; uscc: string | null }): { regionCode: string; uscc: string | null } {
  const regionCode = parseRegionCode(codes.regionCode);
  if (regionCode === undefined) throw stakeholderErrors.INVALID_REGION({ field: 'regionCode', params: { code: codes.regionCode } });
  if (codes.uscc === null) return { regionCode, uscc: null };
  const parsed = parseUscc(codes.uscc);
  if (!parsed.ok) throw stakeholderErrors.INVALID_USCC({ field: 'uscc', params: { problem: parsed.reason } });
  return { regionCode, uscc: parsed.code };
}
