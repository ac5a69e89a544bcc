const DAY = /\bREMOVE_AFTER=(\d{4}-\d{2}-\d{2})\b/;

/** The reason of a deprecation in words alone. */
export const withoutRemovalDay = (reason: string): string => reason.replace(DAY, '').trim();

/** The date in the reason of a deprecation, until which the member works; null where nothing is to leave. */
export const removalDay = (reason: string | null | undefined): string | null => DAY.exec(reason ?? '')?.[1] ?? null;
