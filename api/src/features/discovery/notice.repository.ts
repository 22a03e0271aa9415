import { Injectable } from '@nestjs/common';
import type { Contradiction, InventoryNoticeKind, InventoryNoticeQuery } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { after, type Keyed, keyColumns, orderBy, type Position, type SortKey } from '../../platform/listing/keyset.js';

/** An interface that a person may accept, for one of some ends. */
export type Proposal = NonNullable<Contradiction['proposal']>;

/** A notice as it is stored; times in ms. */
export interface NoticeRecord {
  readonly id: string;
  readonly kind: InventoryNoticeKind;
  readonly activeKey: string | null;
  readonly deviceId: string;
  readonly deviceCode: string;
  readonly deviceName: string;
  readonly portId: number | null;
  readonly circuitId: string | null;
  readonly circuitCode: string | null;
  readonly circuitName: string | null;
  readonly evidence: string;
  readonly proposal: string | null;
  readonly raisedAt: number | string;
  readonly clearedAt: number | string | null;
  readonly decision: 'ACCEPTED' | 'IGNORED' | null;
  readonly decidedBy: string | null;
  readonly decidedAt: number | string | null;
  readonly reason: string | null;
}

/** A contradiction with the device it is about. */
export type FoundContradiction = Contradiction & { readonly deviceId: string };

interface ActiveRow {
  readonly id: string;
  readonly activeKey: string;
  readonly evidence: string;
  readonly proposal: string | null;
}

const KEYS_A_QUERY = 500;
/** Newest first. */
export const NOTICE_ORDER: readonly SortKey[] = [
  { sql: 'n.raised_at', type: 'number', direction: 'desc' },
  { sql: 'n.id', type: 'text', direction: 'desc' },
];
const SELECTED = `n.id AS id, n.kind AS kind, n.active_key AS activeKey, n.device_id AS deviceId, d.code AS deviceCode,
  d.name AS deviceName, n.port_id AS portId, n.circuit_id AS circuitId, c.code AS circuitCode, c.name AS circuitName,
  n.evidence AS evidence, n.proposal AS proposal, n.raised_at AS raisedAt, n.cleared_at AS clearedAt,
  n.decision AS decision, u.name AS decidedBy, n.decided_at AS decidedAt, n.reason AS reason`;
const TABLES = `inventory_notice n JOIN device d ON d.id = n.device_id LEFT JOIN circuit c ON c.id = n.circuit_id
  LEFT JOIN user_account u ON u.id = n.decided_by`;

/** The only class that reads or writes `inventory_notice`. The database holds one active row of each contradiction. */
@Injectable()
export class NoticeRepository {
  constructor(private readonly database: Database) {}

  /**
   * Makes the active notices what was found: new ones are raised, and what was judged and not found is cleared.
   *
   * @param judged keys that could be judged; others stay as they are
   * @returns whether anything changed
   */
  async settle(
    tx: Transaction,
    judged: readonly string[],
    found: readonly FoundContradiction[],
    now: number,
  ): Promise<boolean> {
    const active = new Map<string, ActiveRow>();
    for (let start = 0; start < judged.length; start += KEYS_A_QUERY) {
      const keys = judged.slice(start, start + KEYS_A_QUERY);
      const rows = await tx.query<ActiveRow>(
        `SELECT id AS id, active_key AS activeKey, evidence AS evidence, proposal AS proposal
         FROM inventory_notice WHERE active_key IN (${marks(keys)})`,
        keys,
      );
      for (const row of rows) active.set(row.activeKey, row);
    }
    const isFound = new Set(found.map(({ key }) => key));
    const raised = await this.raise(
      tx,
      found.filter(({ key }) => !active.has(key)),
      now,
    );
    const over = [...active.values()].filter(({ activeKey }) => !isFound.has(activeKey)).map(({ id }) => id);
    await this.clear(tx, over, now);
    let changed = raised + over.length;
    for (const one of found) changed += await this.update(tx, one, active.get(one.key));
    return changed > 0;
  }

  /** Keys of the active notices of a device, but for those of some kinds. */
  async activeKeys(tx: Transaction, deviceId: string, except: readonly InventoryNoticeKind[]): Promise<string[]> {
    const rows = await tx.query<{ activeKey: string }>(
      `SELECT active_key AS activeKey FROM inventory_notice
       WHERE device_id = ? AND active_key IS NOT NULL AND kind NOT IN (${marks(except)})`,
      [deviceId, ...except],
    );
    return rows.map(({ activeKey }) => activeKey);
  }

  /** Ports with an active notice of some kinds, each once; the longest known first. */
  async portsOf(kinds: readonly InventoryNoticeKind[], limit: number): Promise<number[]> {
    const rows = await this.database.read<{ portId: number }>(
      `SELECT port_id AS portId FROM inventory_notice
       WHERE active_key IS NOT NULL AND port_id IS NOT NULL AND kind IN (${marks(kinds)})
       GROUP BY port_id ORDER BY MIN(raised_at) LIMIT ${String(limit)}`,
      [...kinds],
    );
    return rows.map(({ portId }) => portId);
  }

  /** Clears the active notices about ends that are watched no more. @returns how many */
  async clearOrphans(tx: Transaction, kinds: readonly InventoryNoticeKind[], now: number): Promise<number> {
    const rows = await tx.query<{ id: string }>(
      `SELECT n.id AS id FROM inventory_notice n
       WHERE n.active_key IS NOT NULL AND n.kind IN (${marks(kinds)}) AND NOT EXISTS (
         SELECT 1 FROM circuit_end e JOIN circuit c ON c.id = e.circuit_id
         WHERE e.port_id = n.port_id AND e.circuit_id = n.circuit_id AND c.state <> 'terminated')`,
      [...kinds],
    );
    await this.clear(
      tx,
      rows.map(({ id }) => id),
      now,
    );
    return rows.length;
  }

  /** At most `limit` notices after `position`, newest first. */
  findPage(
    scope: Scope,
    query: InventoryNoticeQuery,
    position: Position | undefined,
    limit: number,
  ): Promise<Keyed<NoticeRecord>[]> {
    const filter = filterOf(scope, query);
    const rest = position === undefined ? { sql: '1=1', values: [] } : after(NOTICE_ORDER, position);
    return this.database.read(
      `SELECT ${SELECTED}, ${keyColumns(NOTICE_ORDER)} FROM ${TABLES}
       WHERE ${filter.sql} AND ${rest.sql} ORDER BY ${orderBy(NOTICE_ORDER)} LIMIT ?`,
      [...filter.values, ...rest.values, limit],
    );
  }

  async count(scope: Scope, query: InventoryNoticeQuery): Promise<number> {
    const filter = filterOf(scope, query);
    const [row] = await this.database.read<{ notices: number | string }>(
      `SELECT COUNT(*) AS notices FROM ${TABLES} WHERE ${filter.sql}`,
      filter.values,
    );
    return Number(row?.notices ?? 0);
  }

  async find(tx: Transaction, scope: Scope, id: string): Promise<NoticeRecord | undefined> {
    const visible = visibleIn(scope);
    const [row] = await tx.query<NoticeRecord>(`SELECT ${SELECTED} FROM ${TABLES} WHERE n.id = ? AND ${visible.sql}`, [
      id,
      ...visible.values,
    ]);
    return row;
  }

  /** Ends with their sides and sites, for the proposals of a page. */
  async proposedEnds(ids: readonly string[]): Promise<Map<string, ProposedEndRow>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.read<ProposedEndRow>(
      `SELECT e.id AS endId, e.side AS side, s.name_zh AS siteZh, s.name_en AS siteEn
       FROM circuit_end e LEFT JOIN site s ON s.id = e.site_id WHERE e.id IN (${marks(ids)})`,
      ids,
    );
    return new Map(rows.map((row) => [row.endId, row]));
  }

  /**
   * Notes what a person decided, unless it is over already.
   *
   * @returns whether it was still active
   */
  async decide(
    tx: Transaction,
    id: string,
    { decision, by, reason }: { decision: 'ACCEPTED' | 'IGNORED'; by: string; reason: string | null },
    now: number,
  ): Promise<boolean> {
    const over = decision === 'ACCEPTED';
    const changed = await tx.execute(
      `UPDATE inventory_notice SET decision = ?, decided_by = ?, decided_at = ?, reason = ?${over ? ', cleared_at = ?, active_key = NULL' : ''}
       WHERE id = ? AND active_key IS NOT NULL`,
      [decision, by, now, reason, ...(over ? [now] : []), id],
    );
    return changed > 0;
  }

  private raise(tx: Transaction, found: readonly FoundContradiction[], now: number): Promise<number> {
    const columns = [
      'id',
      'kind',
      'active_key',
      'device_id',
      'port_id',
      'circuit_id',
      'evidence',
      'proposal',
      'raised_at',
    ];
    const rows = found.map((one) => [
      uuidv7(),
      one.kind,
      one.key,
      one.deviceId,
      one.portId,
      one.circuitId,
      JSON.stringify(one.evidence),
      proposalText(one),
      now,
    ]);
    // Another instance may have raised the same just now; then there is one already.
    return tx.insertMany('inventory_notice', columns, ['active_key'], rows, 'ignore');
  }

  private async update(tx: Transaction, one: FoundContradiction, row: ActiveRow | undefined): Promise<number> {
    const [evidence, proposal] = [JSON.stringify(one.evidence), proposalText(one)];
    if (row === undefined || (row.evidence === evidence && row.proposal === proposal)) return 0;
    await tx.execute('UPDATE inventory_notice SET evidence = ?, proposal = ? WHERE id = ?', [
      evidence,
      proposal,
      row.id,
    ]);
    return 1;
  }

  private async clear(tx: Transaction, ids: readonly string[], now: number): Promise<void> {
    for (let start = 0; start < ids.length; start += KEYS_A_QUERY) {
      const some = ids.slice(start, start + KEYS_A_QUERY);
      await tx.execute(`UPDATE inventory_notice SET active_key = NULL, cleared_at = ? WHERE id IN (${marks(some)})`, [
        now,
        ...some,
      ]);
    }
  }
}

interface ProposedEndRow {
  readonly endId: string;
  readonly side: 'A' | 'Z';
  readonly siteZh: string | null;
  readonly siteEn: string | null;
}

function filterOf(scope: Scope, { show, kind, deviceId, circuitId }: InventoryNoticeQuery): SqlCondition {
  const visible = visibleIn(scope);
  const parts = [visible.sql];
  const values: SqlValue[] = [...visible.values];
  if (show !== 'all') parts.push('n.active_key IS NOT NULL');
  if (show === 'open') parts.push('n.decision IS NULL');
  for (const [column, value] of [
    ['n.kind', kind],
    ['n.device_id', deviceId],
    ['n.circuit_id', circuitId],
  ] as const) {
    if (value === undefined) continue;
    parts.push(`${column} = ?`);
    values.push(value);
  }
  return { sql: parts.join(' AND '), values };
}

/** Who sees all customers sees all; anybody else what is about a circuit of theirs. */
function visibleIn(scope: Scope): SqlCondition {
  return scope.kind === 'all'
    ? { sql: '1=1', values: [] }
    : scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
}

function proposalText({ proposal }: Contradiction): string | null {
  return proposal === null ? null : JSON.stringify(proposal);
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}
