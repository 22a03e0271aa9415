import { Injectable } from '@nestjs/common';
import type { NoticeKind } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { type Notice, NoticeBoard } from '../../platform/notices/notice-board.js';
import { appendToOutbox, type OutboxChange } from '../../platform/outbox/outbox.js';
import { chunksOf, instant, places, type Work } from './work.rows.js';

/** A circuit of a work, by whom it belongs to. */
export interface OwnedCircuit {
  readonly id: string;
  readonly customerId: string;
}

/** The circuits and sites of one customer in a work. */
interface Share {
  readonly customerId: string;
  readonly circuitIds: readonly string[];
  readonly siteIds: readonly string[];
}

/** Tells what became of a work: its customers by the board, the pages by the outbox. Each hears of its own circuits only. */
@Injectable()
export class WorkNews {
  constructor(private readonly board: NoticeBoard) {}

  /** The circuits that a work touches now. */
  async circuitsOf(tx: Transaction, windowId: string): Promise<OwnedCircuit[]> {
    return tx.query<OwnedCircuit>(
      'SELECT mc.circuit_id AS id, mc.customer_id AS customerId FROM maintenance_circuit mc WHERE mc.window_id = ?',
      [windowId],
    );
  }

  /**
   * Pins what happened for each customer, once for each revision and outcome.
   *
   * @param more what only this kind of notice says
   */
  async tell(
    tx: Transaction,
    kind: NoticeKind,
    work: Work,
    circuits: readonly OwnedCircuit[],
    now: number,
    more: Notice['facts'] = {},
  ): Promise<void> {
    const shares = await sharesOf(tx, circuits);
    const notices = shares.map(({ customerId, circuitIds, siteIds }): Notice => ({
      kind,
      customerId,
      circuitIds,
      siteIds,
      severity: null,
      object: { type: 'work', id: work.id },
      cause: `work:${work.id}`,
      once: [kind, work.id, work.revision, customerId, more['outcome'] ?? ''].join(':'),
      facts: {
        number: work.number,
        title: work.title,
        workKind: work.kind,
        impact: work.impact,
        impactText: work.impactText,
        plannedStart: instant(work.plannedStart),
        plannedEnd: instant(work.plannedEnd),
        circuits: circuitIds.length,
        revision: work.revision,
        ...more,
      },
    }));
    await this.board.pin(tx, notices, now);
    await appendToOutbox(
      tx,
      shares.map((share) => recordChange(share, work.id)),
      now,
    );
  }

  /** Tells customers that a work is planned; those who wanted none at this time are told why it has to be. */
  async announce(tx: Transaction, work: Work, circuits: readonly OwnedCircuit[], now: number): Promise<void> {
    const { shortNoticeReason, blackoutReason } = work;
    const rows = await tx.query<{ customerId: string }>(
      'SELECT b.customer_id AS customerId FROM blackout_period b WHERE b.from_at < ? AND b.to_at > ?',
      [work.plannedEnd, work.plannedStart],
    );
    const closed = new Set(rows.map(({ customerId }) => customerId));
    const isClosed = ({ customerId }: OwnedCircuit): boolean => closed.has(customerId);
    const open = circuits.filter((circuit) => !isClosed(circuit));
    await this.tell(tx, 'work.announced', work, open, now, { shortNoticeReason });
    await this.tell(tx, 'work.announced', work, circuits.filter(isClosed), now, { shortNoticeReason, blackoutReason });
  }

  /** Tells the pages alone that a work changed. */
  async show(tx: Transaction, work: Work, circuits: readonly OwnedCircuit[], now: number): Promise<void> {
    const shares = await sharesOf(tx, circuits);
    await appendToOutbox(
      tx,
      shares.map((share) => recordChange(share, work.id)),
      now,
    );
  }

  /** Tells the pages that circuits are covered by a work from now on, or are no more. */
  async cover(tx: Transaction, circuits: readonly OwnedCircuit[], now: number): Promise<void> {
    const changes = [...byCustomer(circuits)].map(([feed, ids]): OutboxChange => ({
      feed,
      topic: 'circuits.changed',
      items: ids.map((id) => ({ id })),
    }));
    await appendToOutbox(tx, changes, now);
  }
}

function recordChange({ customerId, siteIds }: Share, id: string): OutboxChange {
  return { feed: customerId, topic: 'records.changed', items: [{ siteIds, body: { kind: 'work', id } }] };
}

async function sharesOf(tx: Transaction, circuits: readonly OwnedCircuit[]): Promise<Share[]> {
  const sites = new Map<string, Set<string>>();
  for (const chunk of chunksOf(circuits)) {
    const rows = await tx.query<{ customerId: string; siteId: string }>(
      `SELECT DISTINCT e.customer_id AS customerId, e.site_id AS siteId FROM circuit_end e
       WHERE e.site_id IS NOT NULL AND e.circuit_id IN (${places(chunk)})`,
      chunk.map(({ id }) => id),
    );
    for (const { customerId, siteId } of rows) {
      sites.set(customerId, (sites.get(customerId) ?? new Set()).add(siteId));
    }
  }
  return [...byCustomer(circuits)].map(([customerId, circuitIds]) => ({
    customerId,
    circuitIds,
    siteIds: [...(sites.get(customerId) ?? [])],
  }));
}

function byCustomer(circuits: readonly OwnedCircuit[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { id, customerId } of circuits) {
    const known = ids.get(customerId);
    if (known === undefined) ids.set(customerId, [id]);
    else known.push(id);
  }
  return ids;
}
