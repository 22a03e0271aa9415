/**
 * Order of two object identifiers, compared number by number as RFC 3416 orders instances.
 * As text "1.10" would come before "1.9", and a walk over it would end or loop.
 *
 * @param a dotted decimal
 * @param b dotted decimal
 * @returns negative when `a` comes first, 0 when equal, positive when `b` comes first
 */
export function compareOids(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  for (let at = 0; at < left.length && at < right.length; at += 1) {
    const difference = Number(left[at]) - Number(right[at]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/**
 * The instance part of an OID below a column.
 *
 * @param oid as the agent sent it
 * @param column the column's OID, without a dot at its end
 * @returns the one number after the column, or null when `oid` is not a single-index instance of that column
 */
export function indexBelow(oid: string, column: string): number | null {
  if (!oid.startsWith(`${column}.`)) return null;
  const rest = oid.slice(column.length + 1);
  return /^\d{1,10}$/.test(rest) ? Number(rest) : null;
}
