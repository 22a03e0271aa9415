import { randomUUID } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '../test-database.js';
import { storedLines, type StoredLine } from '../test-line.builder.js';
import type { Received } from '../test-receiver.js';
import { checkAlarms } from './alarm-check.js';

const AT = 1_800_000_000_000;

describe('The look at what alarms left behind', () => {
  let test: TestDatabase;
  let lines: StoredLine[];

  beforeEach(async () => {
    test = await openTestDatabase();
    lines = await storedLines(test.database, 2);
  });

  afterEach(() => test.close());

  /** Stores the fault of a line, over. @returns its id */
  async function aFault({ circuitId, customerId }: StoredLine): Promise<string> {
    const id = randomUUID();
    const row = {
      ...{ id, active_key: null, fault_key: `${circuitId}:DOWN`, kind: 'DOWN', circuit_id: circuitId },
      ...{ customer_id: customerId, severity: 'critical', severity_rank: 1, facts: '{}', reason: 'portDown' },
      ...{ suspected: 'OPERATOR', since: AT, until_at: AT + 1, changed_at: AT, is_flapping: 0, event_id: null },
      ...{ alarm_id: randomUUID(), note_count: 0, raise_count: 1, version: 1 },
    };
    await test.database.transaction((tx) => tx.insertMany('fault', Object.keys(row), ['id'], [Object.values(row)]));
    return id;
  }
  const called = (key: string, type: string, id: string): Received => ({
    ...{ path: '/', headers: { 'webhook-id': key } },
    body: JSON.stringify({ type, data: { happenings: [{ object: { id } }] } }),
  });

  it('misses what was not raised, not told, and not cleared', async () => {
    expect(await checkAlarms(test.database, lines, [])).toEqual(jasmine.objectContaining({ missing: 6, twice: 0 }));
  });

  it('finds a message that came under two keys, and takes one that came again for the same', async () => {
    const [first] = lines;
    if (first === undefined) throw new Error('no line');
    const id = await aFault(first);
    const raised = called('one', 'fault.raised', id);
    const twiceOf = async (calls: readonly Received[]): Promise<number> =>
      (await checkAlarms(test.database, lines, calls)).twice;
    expect(await twiceOf([raised, raised])).toBe(0);
    expect(await twiceOf([raised, called('other', 'fault.raised', id)])).toBe(1);
    expect(await twiceOf([raised, called('one', 'fault.raised', randomUUID())])).toBe(1);
  });

  it('finds a line with two faults', async () => {
    for (const line of [...lines, ...lines.slice(0, 1)]) await aFault(line);
    expect((await checkAlarms(test.database, lines, [])).twice).toBe(1);
  });
});
