import { randomUUID } from 'node:crypto';
import type { Transaction } from '../database/database.js';
import { appendToOutbox } from '../platform/outbox/outbox.js';
import type { MarkedHouse } from './marked-house.js';
import { IDENTITIES, type IdentityName, identityOf } from './marked-people.js';
import { CIRCUITS } from './marked-world.js';

/** Facts that somebody of a customer may not know, though somebody else may. */
export function eachForeign(name: IdentityName): string[] {
  return [...IDENTITIES.noc.knows, 'secrets', 'nobody'].filter((fact) => !identityOf(name).knows.includes(fact));
}

/** A word that sorts before all others, so that it would show first. */
const loud = (): string => `000${randomUUID().replaceAll('-', '').slice(0, 21)}`;

/** Changes every row that somebody may not know of, and adds more of them, also on the device that both customers use. */
export async function disturb(house: MarkedHouse, name: IdentityName): Promise<void> {
  const foreign = eachForeign(name);
  const idsOf = (all: readonly string[]): string[] =>
    all.filter((each) => foreign.includes(each)).map((each) => house.world.id(each));
  await house.api.database.transaction(async (tx) => {
    for (const id of idsOf(['A', 'B'])) {
      await tx.execute('UPDATE customer SET name_zh = ?, name_en = ?, code = ?, grade = ? WHERE id = ?', [
        ...[loud(), loud(), loud(), loud(), id],
      ]);
      const item = { siteIds: [], body: { id: house.world.id('A.trunk') } };
      await appendToOutbox(tx, [{ feed: id, topic: 'circuits.changed', items: [item] }], house.clock.now());
    }
    for (const id of idsOf(['A.hq', 'A.branch', 'A.far', 'B.depot', 'B.yard'])) {
      await tx.execute('UPDATE site SET name_zh = ?, name_en = ?, code = ?, address = ? WHERE id = ?', [
        ...[loud(), loud(), loud(), loud(), id],
      ]);
    }
    for (const id of idsOf(['alpha', 'shared', 'beta'])) {
      await tx.execute("UPDATE device SET code = ?, name = ?, reachability = 'UNREACHABLE' WHERE id = ?", [
        ...[loud(), loud(), id],
      ]);
    }
    for (const id of idsOf(CIRCUITS)) await disturbCircuit(tx, id);
    await addCircuit(tx, house, foreign);
    await disturbWorks(tx, house, foreign);
    await tx.execute('UPDATE user_account SET name = ? WHERE id <> ?', [loud(), house.people.userOf(name)]);
  });
}

async function disturbCircuit(tx: Transaction, id: string): Promise<void> {
  await tx.execute('UPDATE circuit SET code = ?, name = ?, alias = ?, product = ?, contracted_bps = 1 WHERE id = ?', [
    ...[loud(), loud(), loud(), loud(), id],
  ]);
  await tx.execute(
    "UPDATE circuit_state SET status = 'failed', status_rank = 0, since = 1, in_bps = 9e9, utilisation = 99 WHERE circuit_id = ?",
    [id],
  );
  await tx.execute(
    'UPDATE port_state SET in_bps = 9e9 WHERE port_id IN (SELECT port_id FROM circuit_end WHERE circuit_id = ?)',
    [id],
  );
  await tx.execute('DELETE FROM state_interval WHERE object_id = ?', [id]);
  await tx.execute(
    'UPDATE measure_latency SET received = 1, max_us = 99 WHERE point_id IN (SELECT id FROM measure_point WHERE circuit_id = ?)',
    [id],
  );
  await tx.execute("UPDATE measure_point SET source = 'ICMP', interval_s = 7 WHERE circuit_id = ?", [id]);
}

/** Puts what may not be known onto all works, speaks for it, and wants no works for it. */
async function disturbWorks(tx: Transaction, house: MarkedHouse, foreign: readonly string[]): Promise<void> {
  const works = await tx.query<{ id: string }>('SELECT id FROM maintenance_window');
  for (const circuit of CIRCUITS.filter((each) => foreign.includes(each))) {
    const customer = house.world.id(circuit.slice(0, 1));
    await tx.insertMany(
      'maintenance_circuit',
      ['window_id', 'circuit_id', 'customer_id', 'grade', 'notice_hours', 'emergency_excluded', 'verdict'],
      ['window_id', 'circuit_id'],
      works.map(({ id }) => [id, house.world.id(circuit), customer, loud(), 1, true, 'worse']),
      'update',
    );
  }
  for (const customer of ['A', 'B'].filter((each) => foreign.includes(each))) {
    const id = house.world.id(customer);
    await tx.insertMany(
      'maintenance_answer',
      ['id', 'window_id', 'customer_id', 'revision', 'kind', 'text', 'user_id', 'at'],
      ['id'],
      works.map((work) => [randomUUID(), work.id, id, 1, 'objection', loud(), randomUUID(), 2]),
    );
    await tx.insertMany(
      'blackout_period',
      ['id', 'customer_id', 'title', 'from_at', 'to_at', 'created_by', 'created_at'],
      ['id'],
      [[randomUUID(), id, loud(), 1, 9e12, randomUUID(), 1]],
    );
  }
}

/** Ports that specs add begin here. */
let lastPort = 1_000;

/** A further circuit at a site that may not be known, over the device that both customers use. */
async function addCircuit(tx: Transaction, house: MarkedHouse, foreign: readonly string[]): Promise<void> {
  const site = ['B.depot', 'A.far'].find((each) => foreign.includes(each)) ?? '';
  const [id, customer] = [randomUUID(), house.world.id(site.slice(0, 1))];
  lastPort += 1;
  await tx.insertMany(
    'port',
    ['id', 'device_id', 'if_name', 'role'],
    ['id'],
    [[lastPort, house.world.id('shared'), loud(), 'PRIMARY']],
  );
  await tx.insertMany(
    'circuit',
    [
      'id',
      'code',
      'name',
      'customer_id',
      'product',
      'contracted_bps',
      'topology',
      'protection',
      'compose_mode',
      'state',
    ],
    ['id'],
    [[id, loud(), loud(), customer, loud(), 1, 'P2P', 'NONE', 'SERIES', 'active']],
  );
  await tx.insertMany(
    'circuit_end',
    ['id', 'circuit_id', 'customer_id', 'side', 'seq', 'site_id', 'port_id', 'monitoring', 'access_type'],
    ['id'],
    [[randomUUID(), id, customer, 'A', 1, house.world.id(site), lastPort, 'SNMP', loud()]],
  );
}
