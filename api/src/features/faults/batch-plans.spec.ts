import { randomUUID } from 'node:crypto';
import type { SqlValue } from '../../database/database.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { aBatch, aDownReading, aReading } from '../../testing/test-batch.builder.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { startFaults } from '../../testing/test-faults.js';
import { type StoredLine, storedLines } from '../../testing/test-line.builder.js';
import { startTelemetry, type TestTelemetry } from '../../testing/test-telemetry.js';
import type { AlarmEngine } from './alarm-engine.js';

/** Tables with a row, or many, for each port or circuit of the house. */
const LARGE = [
  ...['alarm_watch', 'circuit', 'circuit_end', 'circuit_state', 'port', 'port_block', 'port_state'],
  ...['sample_chunk', 'state_interval'],
];
const NAMED =
  /\b(?:FROM|JOIN|UPDATE)\s+(\w+)(?:\s+(?:AS\s+)?(?!ON\b|SET\b|WHERE\b|JOIN\b|LEFT\b|CROSS\b|ORDER\b|GROUP\b)(\w+))?/gi;

/** A table that is gone through, or all of it that is of a kind. */
const GONE_THROUGH = /^SCAN (\w+)|^SEARCH (\w+) USING .*\((?:object_type|active)=\?\)$/;

/** Large tables that a statement goes through from end to end. */
async function scanned({ database }: TestDatabase, sql: string, values: readonly SqlValue[]): Promise<string[]> {
  const tableOf = new Map<string, string>();
  for (const [, table = '', alias = table] of sql.matchAll(NAMED)) tableOf.set(alias, table);
  const steps = await database.read<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, values);
  const names = steps.flatMap(({ detail }) => {
    const [, scan, search] = GONE_THROUGH.exec(detail) ?? [];
    return scan ?? search ?? [];
  });
  return names.map((name) => tableOf.get(name) ?? name).filter((table) => LARGE.includes(table));
}

function onSqlite(): void {
  let test: TestDatabase;
  let clock: ManualClock;
  let telemetry: TestTelemetry;
  let engine: AlarmEngine;
  let lines: StoredLine[];

  beforeEach(async () => {
    test = await openTestDatabase();
    clock = new ManualClock();
    telemetry = await startTelemetry(test.database, clock);
    engine = await startFaults(test.database, clock);
    lines = await storedLines(test.database, 3);
  });

  afterEach(() => test.close());

  async function poll(read: typeof aReading): Promise<void> {
    clock.advance(10_000);
    const takenAt = clock.now();
    const slot = Math.floor(takenAt / 1_000);
    const readings = lines.flatMap(({ portA, portZ }) => [
      read({ portId: portA, slot, takenAt }),
      aReading({ portId: portZ, slot, takenAt }),
    ]);
    await telemetry.ingest.take(randomUUID(), aBatch(readings));
    while ((await engine.lookAtDue()) > 0);
  }

  it('finds every row by a key, whether lines begin, are as they were, fail or come back', async () => {
    const asked = new Map<string, readonly SqlValue[]>();
    test.database.watchBy({
      before: (sql, values) => {
        if (/^\s*(SELECT|UPDATE|DELETE)/i.test(sql)) asked.set(sql, values);
        return false;
      },
      after: () => undefined,
      inserted: () => undefined,
    });
    for (const read of [aReading, aReading, aDownReading, aReading]) await poll(read);
    const statements = [...asked];
    expect(statements.length).toBeGreaterThan(20);
    for (const [sql, values] of statements) {
      expect(await scanned(test, sql, values))
        .withContext(sql)
        .toEqual([]);
    }
  });
}

if (process.env['DB_KIND'] !== 'mysql') describe('What follows from a batch in a large house', onSqlite);
