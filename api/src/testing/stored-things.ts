import { randomUUID } from 'node:crypto';
import { type HandoverPack, OPERATING_STATUSES, type OperatingStatus } from '@linewatch/shared';
import type { SqlValue, Transaction } from '../database/database.js';
import type { MarkedHouse } from './marked-house.js';
import type { Things } from './scoped-questions.js';
import { anOutage } from './test-outage.builder.js';

const ROLL_UP_S = 300;

const SUM = {
  ...{ n: 1, null_n: 0, up_n: 1, covered_ms: 1, in_octets: 1, out_octets: 1 },
  ...{ in_errors: 1, out_errors: 1, in_discards: 1, out_discards: 1 },
};

type Row = Readonly<Record<string, SqlValue>>;

/** Stores of the circuit `A.trunk` and its customer what the marked world has not, and names what it has. */
export async function storedThings({ api, clock, world }: MarkedHouse): Promise<Things> {
  const [circuitId, customerId] = [world.id('A.trunk'), world.id('A')];
  const [eventId, documentId, receiverId, orderId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const outageId = await anOutage(api.database, { circuitId, customerId });
  await api.database.transaction(async (tx) => {
    const [known] = await tx.query<{ portId: number; ticketId: string }>(
      `SELECT e.port_id AS portId, t.ticket_id AS ticketId FROM circuit_end e
       JOIN ticket_circuit t ON t.circuit_id = e.circuit_id WHERE e.circuit_id = ?`,
      [circuitId],
    );
    const { portId = 0, ticketId = '' } = known ?? {};
    await tx.execute('UPDATE fault SET event_id = ?, active_key = ? WHERE circuit_id = ?', [eventId, 'k', circuitId]);
    await store(tx, 'circuit_step', {
      ...{ id: randomUUID(), circuit_id: circuitId, customer_id: customerId, at: 1 },
      ...{ action: 'activate', to_state: 'active' },
    });
    await store(tx, 'document', {
      ...{ id: documentId, customer_id: customerId, site_id: null, name: 'a.pdf', kind: 'ACCEPTANCE' },
      ...{ media_type: 'application/pdf', bytes: 1, sha256: '', storage_key: 'x', added_at: 1, added_by: null },
    });
    await store(tx, 'rollup_5m', {
      ...{ port_id: portId, bucket: (Math.floor(clock.now() / 1_000 / ROLL_UP_S) - 1) * ROLL_UP_S },
      ...SUM,
    });
    const task = { id: randomUUID(), ticket_id: ticketId, customer_id: customerId, score: 1 };
    await store(tx, 'callback_task', { ...task, created_at: 1, due_at: 2 });
    await store(tx, 'work_order', {
      ...{ id: orderId, ticket_id: ticketId, work_group: 'G', shift: 'DAY', state: 'OPEN', instructions: '' },
      ...{ contacts: '[]', created_at: 1, version: 1 },
    });
    // Of days: a reading of a day that is over.
    await store(tx, 'rollup_1d', { ...SUM, port_id: portId, bucket: 0 });
    await store(tx, 'ticket_rating', { ticket_id: ticketId, step: 'OVERALL', score: 1, at: 1 });
    const contact = {
      id: randomUUID(),
      customer_id: customerId,
      site_id: null,
      name: 'x',
      role: 'NOC',
      language: 'en',
    };
    await store(tx, 'contact', { ...contact, version: 1 });
    const pack = JSON.stringify(aPack(customerId));
    await store(tx, 'customer_handover', {
      ...{ id: randomUUID(), customer_id: customerId, at: 1, from_names: '[]', to_name: 'x', pack },
    });
    await tx.execute("UPDATE notice_delivery SET way = 'portal', receiver_id = ? WHERE customer_id = ?", [
      ...[receiverId, customerId],
    ]);
  });
  const [fault] = await api.database.read<{ id: string }>('SELECT id FROM fault WHERE circuit_id = ?', [circuitId]);
  const [ticket] = await api.database.read<{ id: string }>(
    'SELECT ticket_id AS id FROM ticket_circuit WHERE circuit_id = ?',
    [circuitId],
  );
  const [terms] = await api.database.read<{ id: string }>('SELECT id FROM sla_specification WHERE customer_id = ?', [
    customerId,
  ]);
  return {
    of: (kind) => api.app.get(kind, { strict: false }),
    id: (name) => world.id(name),
    ...{ faultId: fault?.id ?? '', eventId, documentId, outageId, receiverId, orderId, now: clock.now() },
    ...{ termsId: terms?.id ?? '', ticketId: ticket?.id ?? '' },
    writing: (work) => api.database.transaction(work),
  };
}

/** What a manager hands over who knew nothing. */
function aPack(customerId: string): HandoverPack {
  const names = { code: '', nameZh: '', nameEn: '', grade: '' };
  const lines = Object.fromEntries(OPERATING_STATUSES.map((status) => [status, 0])) as Record<OperatingStatus, number>;
  const counts = {
    openFaults: 0,
    openTickets: 0,
    breachedTickets: 0,
    openCallBacks: 0,
    lateCallBacks: 0,
    missedLines: 0,
  };
  const none = { nextDueAt: null, tightest: null, satisfaction: { mean: null, count: 0 }, contracts: [], needs: [] };
  return {
    standing: { id: customerId, ...names, lines, ...counts, ...none, isAtRisk: false },
    ...{ tickets: [], promises: [], faulty: [], ratings: [], contacts: [], endangered: [] },
  };
}

async function store(tx: Transaction, table: string, row: Row): Promise<void> {
  await tx.insertMany(table, Object.keys(row), [], [Object.values(row)]);
}
