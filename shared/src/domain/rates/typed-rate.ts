const TYPED = /^(\d{1,12})([kMG]?)$/;
const FACTORS: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9 };
/** No line carries more, bit/s. */
export const MOST_BPS = 1e15;

/**
 * A rate as people type it into tables and forms: bit/s, with `k`, `M` or `G` for thousands of them.
 *
 * @returns bit/s, 1 .. MOST_BPS; undefined for anything else
 *
 * @example
 * typedRate('100M') // 100_000_000
 */
export function typedRate(text: string): number | undefined {
  const [, digits = '', unit = ''] = TYPED.exec(text.trim()) ?? [];
  const rate = digits === '' ? 0 : Number(digits) * (FACTORS[unit] ?? 0);
  return rate > 0 && rate <= MOST_BPS ? rate : undefined;
}

/** The shortest way to type a rate so that it is read again as it was. */
export function asTypedRate(bps: number): string {
  const unit = (['G', 'M', 'k'] as const).find((each) => bps % (FACTORS[each] ?? 1) === 0) ?? '';
  return `${String(bps / (FACTORS[unit] ?? 1))}${unit}`;
}
