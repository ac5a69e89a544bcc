/** How large a file may be. What lies above is refused before it costs memory or time. */
export interface ImportLimits {
  /** Size of the file. */
  readonly bytes: number;
  /** Size of a workbook's parts when unpacked, all together. */
  readonly unpackedBytes: number;
  /** Parts in a workbook's archive. */
  readonly parts: number;
  readonly rows: number;
  readonly columns: number;
  /** Characters of all cells of one row. */
  readonly rowCharacters: number;
}

/** 20 MB, 100,000 rows of at most 200 columns. */
export const defaultLimits: ImportLimits = {
  bytes: 20_000_000,
  unpackedBytes: 200_000_000,
  parts: 2_000,
  rows: 100_000,
  columns: 200,
  rowCharacters: 200_000,
};

/** Bytes in words: 20 MB. */
export function inMegabytes(bytes: number): string {
  return `${bytes / 1_000_000} MB`;
}
