/**
 * A fraction as a decimal text, rounded half-up once. Exact: what binary floating point does to 0.005 does not happen.
 *
 * @param numerator not negative
 * @param denominator above zero
 * @param places digits after the point
 *
 * @example
 * halfUp(1n, 8n, 2) // '0.13'
 */
export function halfUp(numerator: bigint, denominator: bigint, places: number): string {
  const scaled = 2n * numerator * 10n ** BigInt(places) + denominator;
  const digits = (scaled / (2n * denominator)).toString().padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
