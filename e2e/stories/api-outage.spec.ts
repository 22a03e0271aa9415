import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type PracticePort, unpackSamples } from '@linewatch/shared';
import { demoNetwork } from '@linewatch/shared/demo';
import { ENGINEER_OF_A, plainLineOf } from '../fixtures/demo.ts';
import { PracticeNetwork } from '../fixtures/practice-network.ts';
import { freePorts, freeUdpRange, ProductProcess } from '../fixtures/processes.ts';
import { expect, test } from '../fixtures/test.ts';

const INTERVAL_S = 2;
const OUTAGE_MS = 60_000;
/** Polls of a port that has to be seen before and after, so that both edges of the outage lie well inside. */
const POLLS_AROUND = 3;
/** More than a row of the log can hold. */
const MOST_SAMPLES = 10_000;

interface StoredReading {
  readonly slot: number;
  readonly octets: number | null;
}

/** What the API stored, read from its file. */
class StoredReadings {
  private readonly file: Database.Database;
  constructor(path: string) {
    this.file = new Database(path, { readonly: true });
  }

  /** Newest slot of each port of a circuit, by name of the device's port. */
  of(circuit: string): Map<number, StoredReading[]> {
    const own = new Set(this.ports(circuit).map(({ id }) => id));
    const bodies = this.file.prepare('SELECT body FROM sample_chunk').pluck().all() as Uint8Array[];
    const rows = bodies
      .flatMap((body) => unpackSamples(body, MOST_SAMPLES))
      .filter(({ portId }) => own.has(portId))
      .sort((one, other) => one.portId - other.portId || one.slot - other.slot)
      .map(({ portId, slot, inOctets }) => ({ port: portId, slot, octets: inOctets }));
    return Map.groupBy(rows, ({ port }) => port);
  }

  ports(circuit: string): { id: number; ifName: string; device: string }[] {
    return this.file
      .prepare(
        `SELECT p.id AS id, p.if_name AS ifName, d.code AS device FROM port p
         JOIN device d ON d.id = p.device_id WHERE p.if_alias = ?`,
      )
      .all(circuit) as { id: number; ifName: string; device: string }[];
  }

  close(): void {
    this.file.close();
  }
}

function octetsOf(ports: readonly PracticePort[], device: string, ifName: string): bigint {
  const port = ports.find((candidate) => candidate.device === device && candidate.ifName === ifName);
  if (port === undefined) throw new Error(`the practice network has no ${ifName} on ${device}`);
  return BigInt(port.inOctets);
}

/** How long the first device is up, by its own clock (TimeTicks are hundredths of a second). */
async function upTimeMs(network: PracticeNetwork): Promise<number> {
  const [port] = await network.ports();
  if (port === undefined) throw new Error('the practice network has no ports');
  return port.sysUpTime * 10;
}

test('the API is gone for a minute: no hole is left, and nothing is counted twice', async () => {
  test.setTimeout(240_000);
  const dataDir = await mkdtemp(join(tmpdir(), 'linewatch-outage-'));
  const [apiPort = 0, controlPort = 0, trapPort = 0] = await freePorts(3);
  const agentsFrom = await freeUdpRange(demoNetwork().devices.length);
  const token = 'story-of-an-outage-'.padEnd(48, 'x');
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const api = {
    PORT: String(apiPort),
    DATA_DIR: dataDir,
    DEMO: 'full',
    DEMO_HISTORY_DAYS: '0',
    DEMO_INTERVAL_S: String(INTERVAL_S),
    PRACTICE_BASE_PORT: String(agentsFrom),
    COLLECTOR_TOKEN: token,
  };
  const network = new PracticeNetwork(`http://127.0.0.1:${controlPort}`);
  const circuit = plainLineOf(ENGINEER_OF_A).code;
  const running: ProductProcess[] = [];
  const start = async (...arguments_: Parameters<typeof ProductProcess.start>): Promise<ProductProcess> => {
    const started = await ProductProcess.start(...arguments_);
    running.push(started);
    return started;
  };

  try {
    await start('practice', {
      DATA_DIR: dataDir,
      PRACTICE_BASE_PORT: String(agentsFrom),
      PRACTICE_CONTROL_PORT: String(controlPort),
      PRACTICE_TRAP_PORT: String(trapPort),
    });
    // An idle line holds its counters still, so that what was counted can be compared to the octet.
    await network.perform({ do: 'load', circuit, percent: 0 });
    const atFirst = await network.ports();
    const firstApi = await start('api', api);
    await start('collector', { API_URL: apiUrl, COLLECTOR_TOKEN: token, DATA_DIR: dataDir, TRAP_PORT: '0' });
    const stored = new StoredReadings(join(dataDir, 'linewatch.sqlite'));
    const lastSlot = (): number =>
      Math.min(...[...stored.of(circuit).values()].map((readings) => readings.at(-1)?.slot ?? 0), Infinity);
    const polledPorts = stored.ports(circuit);
    expect(polledPorts.length).toBe(2);
    await expect.poll(() => stored.of(circuit).size, { timeout: 60_000 }).toBe(polledPorts.length);
    await expect
      .poll(() => Math.min(...[...stored.of(circuit).values()].map(({ length }) => length)), { timeout: 60_000 })
      .toBeGreaterThanOrEqual(POLLS_AROUND);

    await network.perform({ do: 'load', circuit, percent: 50 });
    const beforeKill = lastSlot();
    await expect.poll(lastSlot, { timeout: 60_000 }).toBeGreaterThanOrEqual(beforeKill + POLLS_AROUND * INTERVAL_S);
    await firstApi.kill();
    // The devices' own clocks say when the minute is over.
    const killedAt = await upTimeMs(network);
    await expect
      .poll(() => upTimeMs(network), { timeout: OUTAGE_MS + 10_000, intervals: [1_000] })
      .toBeGreaterThan(killedAt + OUTAGE_MS);
    await start('api', api);
    await network.perform({ do: 'load', circuit, percent: 0 });
    const idleFrom = Math.floor(Date.now() / 1_000);
    await expect.poll(lastSlot, { timeout: 90_000 }).toBeGreaterThan(idleFrom + POLLS_AROUND * INTERVAL_S);

    const atLast = await network.ports();
    for (const { id, ifName, device } of polledPorts) {
      const readings = stored.of(circuit).get(id) ?? [];
      const holes = readings.filter(
        ({ slot }, index) => index > 0 && slot - (readings[index - 1]?.slot ?? 0) !== INTERVAL_S,
      );
      expect(holes, `holes of ${ifName} on ${device}`).toEqual([]);
      const counted = readings.reduce((sum, { octets }) => sum + BigInt(octets ?? 0), 0n);
      expect(counted, `octets of ${ifName} on ${device}`).toBe(
        octetsOf(atLast, device, ifName) - octetsOf(atFirst, device, ifName),
      );
      expect(counted).toBeGreaterThan(0n);
    }
    stored.close();
  } finally {
    for (const process_ of running.toReversed()) await process_.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
