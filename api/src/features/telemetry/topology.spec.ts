import { ManualClock } from '../../testing/manual-clock.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { type StoredLine, storedLines } from '../../testing/test-line.builder.js';
import type { Transaction } from '../../database/database.js';
import { DeviceContactRepository } from './device-contact.repository.js';
import { Topology, type TopologyView } from './topology.js';

const NOWHERE = 2_000_000_000;

describe('Topology', () => {
  let test: TestDatabase;
  let lines: StoredLine[];
  let topology: Topology;

  beforeEach(async () => {
    test = await openTestDatabase();
    lines = await storedLines(test.database, 2, { intervalS: 60 });
    topology = new Topology();
  });

  afterEach(() => test.close());

  /** The ports of both lines, A before Z, and one that is not there. */
  function portIds(): number[] {
    return [...lines.flatMap(({ portA, portZ }) => [portA, portZ]), NOWHERE];
  }

  function inHouse<Found>(work: (tx: Transaction) => Promise<Found>): Promise<Found> {
    return test.database.transaction(work);
  }

  function seen(): Promise<TopologyView> {
    return inHouse((tx) => topology.view(tx, portIds()));
  }

  it('tells of each port in the order of the question, and of none that is not of this house', async () => {
    const [first, second] = lines.map(({ circuitId }) => circuitId);
    for (let time = 0; time < 2; time += 1) {
      const { ports } = await seen();

      expect(ports.map((port) => port?.portId)).toEqual([...portIds().slice(0, -1), undefined]);
      expect(ports.map((port) => port?.circuits.map(({ circuitId }) => circuitId))).toEqual([
        ...[[first ?? ''], [first ?? ''], [second ?? ''], [second ?? '']],
        undefined,
      ]);
      expect(ports[0]?.intervalMs).toBe(60_000);
    }
  });

  it('knows of a change at the next question, however it was written', async () => {
    const [line] = lines;
    if (line === undefined) throw new Error('no line was stored');
    await seen();
    await inHouse((tx) => tx.execute('UPDATE poll_profile SET interval_s = ?', [30]));
    expect((await seen()).ports[0]?.intervalMs).toBe(30_000);

    await inHouse((tx) => tx.execute('DELETE FROM circuit_end WHERE port_id = ?', [line.portA]));
    expect((await seen()).ports[0]?.circuits).toEqual([]);

    if (test.database.dialect === 'mysql') return;
    await inHouse((tx) => tx.updateMany('poll_profile', ['interval_s'], ['interval_s'], [[10, 30]]));
    expect((await seen()).ports[0]?.intervalMs).toBe(10_000);
  });

  it('forgets what it saw to be right with each change, and not because devices answered', async () => {
    const now = new ManualClock().now();
    const [circuit] = (await seen()).ports[0]?.circuits ?? [];
    if (circuit === undefined) throw new Error('the port carries no circuit');
    topology.settle([circuit]);
    const polls = lines
      .flatMap(({ deviceA, deviceZ }) => [deviceA, deviceZ])
      .map((deviceId) => ({
        ...{ deviceId, at: now, fault: null, failures: 0, overruns: 0, sysUpTime: 500 },
      }));
    await inHouse((tx) => new DeviceContactRepository().record(tx, polls, now));

    expect([...(await seen()).settled]).toEqual([circuit.circuitId]);
    const [device] = await test.database.read<{ at: number | string }>(
      'SELECT last_seen_at AS at FROM device WHERE id = ?',
      [lines[0]?.deviceA ?? ''],
    );
    expect(Number(device?.at)).toBe(now);

    await inHouse((tx) => tx.execute('UPDATE circuit SET contracted_bps = ? WHERE id = ?', [5, circuit.circuitId]));
    expect([...(await seen()).settled]).toEqual([]);
  });
});
