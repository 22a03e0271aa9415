import type { SqlValue } from '../../database/sql-value.js';
import type { StatementWatch } from '../../database/statement-watch.js';
import type { Scope } from '../auth/scope.js';
import { requestContext, type RequestContext } from '../http/request-context.js';
import { OWNED_TABLES } from './owned-tables.js';

const NAMED_TABLE = /\b(?:from|join|update|into)\s+[`"]?(\w+)/gi;
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const ID_LENGTH = 36;
/** What a repository writes into a statement that no scope can decide, with the reason after it. */
const UNSCOPED = '/* unscoped: ';
const SHOWN = 300;

/** Ids that this request came to know by statements that the scope decided. */
const FOUND = new WeakMap<RequestContext, Set<string>>();

/**
 * Where the product is built and tested: a statement on a customer's rows that is made for a person runs only when the
 * person's scope decides it: by an id of the scope among its values, or by one that such a statement has found before for
 * the same request. What is forgotten in a repository so fails in the first spec that comes by, whoever asks.
 */
export const SCOPE_TRIPWIRE: StatementWatch = {
  before(sql, values) {
    const context = requestContext();
    const own = context === undefined ? undefined : idsOfScope(context);
    if (context === undefined || own === undefined) return false;
    const tables = ownedTablesOf(sql);
    if (tables.length === 0 || sql.includes(UNSCOPED)) return false;
    const found = FOUND.get(context) ?? new Set<string>();
    if (!isDecided(sql, values, own, found)) throw new ScopeMissing(tables, sql);
    FOUND.set(context, found);
    return true;
  },

  after(rows, values) {
    const context = requestContext();
    const found = context === undefined ? undefined : FOUND.get(context);
    const own = context === undefined ? undefined : idsOfScope(context);
    if (found === undefined || own === undefined) return;
    for (const row of rows) for (const id of idsIn(Object.values(row as object))) found.add(id);
    // The one thing that was asked for is in the scope, whether or not its id was read.
    const asked = values.filter(isId).filter((id) => !own.has(id));
    if (rows.length > 0 && asked.length === 1) for (const id of asked) found.add(id);
  },

  inserted(table, rows) {
    const context = requestContext();
    const own = context === undefined ? undefined : idsOfScope(context);
    if (context === undefined || own === undefined || !OWNED_TABLES.has(table)) return;
    const found = FOUND.get(context) ?? new Set<string>();
    FOUND.set(context, found);
    // What was made for a customer in the scope, or for something of theirs, is theirs.
    const theirs = rows.map((row) => row.filter(isId)).filter((ids) => ids.some((id) => own.has(id) || found.has(id)));
    for (const id of theirs.flat()) found.add(id);
  },
};

/** A statement that would have read or written a customer's rows without asking whose they are. */
export class ScopeMissing extends Error {
  constructor(tables: readonly string[], sql: string) {
    super(`no scope decides this statement on ${tables.join(', ')}: ${sql.replaceAll(/\s+/g, ' ').slice(0, SHOWN)}`);
    this.name = 'ScopeMissing';
  }
}

function isDecided(
  sql: string,
  values: readonly SqlValue[],
  own: ReadonlySet<string>,
  found: ReadonlySet<string>,
): boolean {
  // A scope of nothing at all is written as a condition that never holds.
  if (sql.includes('(1=0)')) return true;
  const ids = values.filter(isId);
  if (ids.some((id) => own.has(id))) return true;
  return ids.some((id) => found.has(id));
}

function ownedTablesOf(sql: string): string[] {
  const named = [...sql.matchAll(NAMED_TABLE)].map(([, table]) => table ?? '');
  return [...new Set(named)].filter((table) => OWNED_TABLES.has(table));
}

/** Undefined where everything may be seen, and where no person asks. */
function idsOfScope({ caller }: RequestContext): ReadonlySet<string> | undefined {
  if (caller?.kind !== 'user') return undefined;
  const { scope } = caller;
  return scope.kind === 'all' ? undefined : new Set([...reachOf(scope), caller.userId, caller.sessionId]);
}

function reachOf(scope: Exclude<Scope, { readonly kind: 'all' }>): readonly string[] {
  switch (scope.kind) {
    case 'customers':
      return scope.customerIds;
    case 'customer':
      return [scope.customerId];
    case 'sites':
      return [scope.customerId, ...scope.siteIds];
  }
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length === ID_LENGTH && value.search(ID) === 0;
}

/** Ids among the values of a row, also within its JSON. */
function idsIn(values: readonly unknown[]): string[] {
  return values.flatMap((value) => (typeof value === 'string' ? [...value.matchAll(ID)].map(([id]) => id) : []));
}
