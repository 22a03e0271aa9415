import { type RowSource, rowsOf } from '../../database/row-source.js';
import type { Scope } from './scope.js';
import type { SqlCondition } from './scope-predicate.js';

/** Stands for a place that a reader's sites do not tell of. */
export const ELSEWHERE = '…';

/** Where a circuit ends. */
export interface EndPlace {
  readonly side: 'A' | 'Z';
  /** Null at a node of the operator. */
  readonly siteId: string | null;
  readonly siteCode: string | null;
  readonly siteNameZh: string | null;
}

/** The end lies at a site of the customer that the scope does not reach. */
export function isFar(scope: Scope, { siteId }: Pick<EndPlace, 'siteId'>): boolean {
  return scope.kind === 'sites' && siteId !== null && !scope.siteIds.includes(siteId);
}

/**
 * The operator's code of a circuit. Of one with a far end the first of several words goes, which is where both places
 * stand (`A-Z MSTP100M 0001`) even after a site was given another code; and the far sites' codes go from the rest.
 */
export function codeSeenBy(scope: Scope, code: string, ends: readonly EndPlace[]): string {
  const far = ends.filter((end) => isFar(scope, end));
  if (far.length === 0) return code;
  const space = code.indexOf(' ');
  const shown = space < 0 ? code : `${ELSEWHERE}${code.slice(space)}`;
  const codes = far.flatMap(({ siteCode }) => siteCode ?? []).filter((site) => site !== '');
  return codes.reduce((seen, site) => seen.replaceAll(site, ELSEWHERE), shown);
}

/** The operator's name of a circuit; where it has a far end, which the name may tell in any words, the near places. */
export function nameSeenBy(scope: Scope, name: string, ends: readonly EndPlace[]): string {
  if (!ends.some((end) => isFar(scope, end))) return name;
  const placesOf = (side: EndPlace['side']): string => {
    const places = ends.filter((end) => end.side === side);
    const near = places.filter((end) => !isFar(scope, end)).flatMap(({ siteNameZh }) => siteNameZh ?? []);
    const hasFar = places.some((end) => isFar(scope, end));
    return [...new Set(near), ...(hasFar || near.length === 0 ? [ELSEWHERE] : [])].join('、');
  };
  return `${placesOf('A')} — ${placesOf('Z')}`;
}

/** How circuits are called before somebody. */
export interface SeenNames {
  code(circuitId: string, code: string): string;
  name(circuitId: string, name: string): string;
  /** Whether a circuit leads to a place that the reader does not see. */
  isPartly(circuitId: string): boolean;
}

const AS_THEY_ARE: SeenNames = { code: (_, code) => code, name: (_, name) => name, isPartly: () => false };
/** Far below the variable limit of SQLite. */
const IDS_A_QUERY = 1_000;

/**
 * How circuits that were found by a scope are called before it: whoever sees some sites only does not learn from the
 * name of a line where it leads to. Asks the database for such readers alone.
 */
export async function namesSeenBy(source: RowSource, scope: Scope, circuitIds: readonly string[]): Promise<SeenNames> {
  if (scope.kind !== 'sites') return AS_THEY_ARE;
  const ends = new Map<string, EndPlace[]>();
  const ids = [...new Set(circuitIds)];
  for (let start = 0; start < ids.length; start += IDS_A_QUERY) {
    const some = ids.slice(start, start + IDS_A_QUERY);
    const rows = await rowsOf<EndPlace & { readonly circuitId: string }>(
      source,
      `SELECT e.circuit_id AS circuitId, e.side AS side, e.site_id AS siteId, s.code AS siteCode,
         s.name_zh AS siteNameZh
       FROM circuit_end e LEFT JOIN site s ON s.id = e.site_id
       WHERE e.circuit_id IN (${some.map(() => '?').join(',')}) ORDER BY e.circuit_id, e.side, e.seq`,
      some,
    );
    for (const { circuitId, ...end } of rows) ends.set(circuitId, [...(ends.get(circuitId) ?? []), end]);
  }
  return {
    code: (id, code) => codeSeenBy(scope, code, ends.get(id) ?? []),
    name: (id, name) => nameSeenBy(scope, name, ends.get(id) ?? []),
    isPartly: (id) => (ends.get(id) ?? []).some((end) => isFar(scope, end)),
  };
}

/**
 * Searches codes and names of `circuit c` as they are called before the scope, so that nobody finds out by searching
 * what they are not shown.
 *
 * @param contains a column, or an expression, that holds the pattern
 */
export function namesMatch(scope: Scope, contains: (column: string) => string, pattern: string): SqlCondition {
  const [inCode, inName] = [contains('c.code'), contains('c.name')];
  if (scope.kind !== 'sites') return { sql: `(${inCode} OR ${inName})`, values: [pattern, pattern] };
  const places = scope.siteIds.map(() => '?').join(',');
  const farEnd = `SELECT 1 FROM circuit_end far JOIN site far_site ON far_site.id = far.site_id
    WHERE far.circuit_id = c.id AND far.site_id NOT IN (${places})`;
  const inRest = contains("REPLACE(SUBSTR(c.code, INSTR(c.code, ' ') + 1), far_site.code, '')");
  return {
    sql: `((${inCode} AND NOT EXISTS (${farEnd} AND NOT ${inRest})) OR (${inName} AND NOT EXISTS (${farEnd})))`,
    values: [pattern, ...scope.siteIds, pattern, pattern, ...scope.siteIds],
  };
}
