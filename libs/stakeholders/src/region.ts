/** How large a region is: the state, a province, a prefecture-level city, a county or district. */
export type RegionLevel = 'COUNTRY' | 'PROVINCE' | 'CITY' | 'COUNTY';

/** The state as a region; GB 32100-2015 uses the same code for offices of the central government. */
export const countryCode = '100000';

const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(' '),
);

/**
 * The six digits of an administrative division's code (GB/T 2260), which may be written with two, four or six;
 * undefined where it is none by its form. Whether a city or county of that code exists, the reference data tell.
 */
export function parseRegionCode(text: string): string | undefined {
  const written = text.normalize('NFKC').trim();
  const code = written.padEnd(6, '0');
  if (code === countryCode) return written.length === 6 ? code : undefined;
  const isCode = /^(\d{2}){1,3}$/.test(written) && provinces.has(code.slice(0, 2)) && !/^..00(?!00)/.test(code);
  return isCode ? code : undefined;
}

/** The level of a six-digit code. */
export function regionLevel(code: string): RegionLevel {
  if (code === countryCode) return 'COUNTRY';
  if (code.endsWith('0000')) return 'PROVINCE';
  return code.endsWith('00') ? 'CITY' : 'COUNTY';
}

/** The next larger region by code: of a county its city, of a city its province, of a province the state; undefined of the state. */
export function regionParent(code: string): string | undefined {
  switch (regionLevel(code)) {
    case 'COUNTRY':
      return undefined;
    case 'PROVINCE':
      return countryCode;
    case 'CITY':
      return `${code.slice(0, 2)}0000`;
    case 'COUNTY':
      return `${code.slice(0, 4)}00`;
  }
}

/** Whether a region lies in another one or is the same: what decides which layer's rules hold at a place. */
export function regionContains(outer: string, inner: string): boolean {
  for (let region: string | undefined = inner; region !== undefined; region = regionParent(region)) {
    if (region === outer) return true;
  }
  return false;
}
