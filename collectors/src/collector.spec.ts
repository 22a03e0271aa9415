import { randomUUID } from 'node:crypto';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { DeviceMeasure, PolledDevice } from '@linewatch/shared';
import { SYSTEM_CLOCK } from './clock/clock.js';
import { readResume } from './pipeline/baseline.js';
import type { PracticeHouse } from './practice-network/practice-house.js';
import { ApiEdge } from './testing/api-edge.js';
import { DeafEar } from './testing/deaf-ear.js';
import { eventually } from './testing/eventually.js';
import { aPolledDevice, aPolledPort } from './testing/polled-device.builder.js';
import { aMeasuredWorld, freeUdpPort, openSmallHouse } from './testing/small-practice-house.js';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
const TOKEN = 'a-token-of-the-specs-that-is-long-enough';
/** Below the ports that are given out, so that nobody gets it by chance. */
const NOBODYS_PORT = 1;
const PATIENCE_MS = 180_000;
/** Tag of the PDU (RFC 3416 section 3); the polls of ports ask by GETBULK. */
const GET_REQUEST = 0xa0;
/** Processes start and die in these specs, on machines that have other things to do. */
const LONGEST_MS = 180_000;

interface LogLine {
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** A collector as its own process. */
class CollectorProcess {
  readonly lines: LogLine[] = [];
  readonly exited: Promise<unknown[]>;
  private readonly child: ChildProcess;
  errors = '';

  constructor(env: Readonly<Record<string, string>>) {
    this.child = spawn(process.execPath, [MAIN], { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.exited = once(this.child, 'close');
    if (this.child.stdout) {
      createInterface({ input: this.child.stdout }).on('line', (line) => {
        this.lines.push(JSON.parse(line) as LogLine);
      });
    }
    this.child.stderr?.on('data', (data: Buffer) => {
      this.errors += data.toString();
    });
  }

  async says(msg: string): Promise<LogLine> {
    return eventually(`"${msg}"`, () => this.lines.find((line) => line.msg === msg), PATIENCE_MS);
  }

  /** Sends a signal. @returns the exit code, null when the signal ended it */
  async end(signal: NodeJS.Signals): Promise<unknown> {
    this.child.kill(signal);
    const [code] = await this.exited;
    return code;
  }
}

describe('a collector process', () => {
  let folder: string;
  let api: ApiEdge;
  let house: PracticeHouse;
  let trapPort: number;
  let devices: PolledDevice[];
  let processes: CollectorProcess[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'linewatch-collector-'));
    trapPort = await freeUdpPort();
    house = await openSmallHouse(SYSTEM_CLOCK, { trapPort, world: aMeasuredWorld() });
    devices = house.network.devices.map((device, at) =>
      aPolledDevice({
        port: house.fleet.portOf(device),
        access: device.facts.access,
        profile: { intervalS: 1, timeoutMs: 500, retries: 1, backoff: 1, maxRepetitions: 20 },
        ports: device.facts.ports.map(({ ifName, ifAlias }, port) =>
          aPolledPort({ portId: 10 * at + port, ifName, ifAlias }),
        ),
      }),
    );
    api = new ApiEdge();
    api.list = { version: '1', devices };
    await api.open();
    processes = [];
  });

  afterEach(async () => {
    for (const process of processes) await process.end('SIGKILL');
    await api.close();
    await house.close();
    rmSync(folder, { recursive: true });
  });

  function start(overrides: Readonly<Record<string, string>> = {}): CollectorProcess {
    const env = { API_URL: api.url, COLLECTOR_TOKEN: TOKEN, DATA_DIR: folder, TRAP_PORT: String(trapPort) };
    const collector = new CollectorProcess({ ...env, LOG_LEVEL: 'debug', ...overrides });
    processes.push(collector);
    return collector;
  }

  /** Readings of a port in the order they were delivered. */
  function readingsOf(portId: number) {
    return api.batches.flatMap(({ readings }) =>
      readings.portId.flatMap((id, row) =>
        id === portId
          ? [
              {
                slot: readings.slot[row] as number,
                ifIndex: readings.ifIndex[row] as number | null,
                status: readings.status[row] as string,
                inOctets: readings.inOctets[row] as number | null,
                operStatus: readings.operStatus[row] as number | null,
                counter: readResume(readings.resume[row] as string)?.counters.inOctets?.value ?? 0n,
              },
            ]
          : [],
      ),
    );
  }

  async function untilReadings(portId: number, count: number): Promise<void> {
    await eventually(`${count} readings`, () => (readingsOf(portId).length >= count ? true : undefined), PATIENCE_MS);
  }

  /** Every octet that the device counted between the first and the last reading is in exactly one reading. */
  function expectWhole(portId: number): void {
    // After an outage the newest come first, and what waited follows.
    const readings = readingsOf(portId).sort((one, other) => one.slot - other.slot);
    const [first, ...rest] = readings;
    const sum = rest.reduce((octets, { inOctets }) => octets + BigInt(inOctets ?? 0), 0n);

    expect(rest.map(({ status }) => status)).toEqual(rest.map(() => 'OK'));
    expect(sum).toBe((readings.at(-1)?.counter ?? 0n) - (first?.counter ?? 0n));
    const slots = readings.map(({ slot }) => slot);
    expect(slots).toEqual([...new Set(slots)]);
  }

  it(
    'polls v2c and v3 devices, delivers what it read, and stops on SIGTERM',
    async () => {
      const collector = start();
      await untilReadings(0, 3);
      await untilReadings(12, 3);
      const code = await collector.end('SIGTERM');

      expect(code).toBe(0);
      expect(collector.lines.map(({ msg }) => msg)).toContain('ready');
      expect(collector.lines.at(-1)?.msg).toBe('stopped');
      expect(JSON.stringify(collector.lines)).not.toContain(TOKEN);
      for (const portId of [0, 1, 2, 10, 11, 12]) expectWhole(portId);
    },
    LONGEST_MS,
  );

  it(
    'polls a device at once that somebody waits for, long before its next poll is due',
    async () => {
      const intervalS = 3_600;
      devices = devices.map((device) => ({ ...device, profile: { ...device.profile, intervalS } }));
      api.list = { version: '1', devices };
      const collector = start();
      await collector.says('ready');
      api.toPoll = [devices[0]?.id ?? ''];
      await untilReadings(0, 1);
      api.toPoll = [];
      expect(readingsOf(0).length).toBeGreaterThan(0);
    },
    LONGEST_MS,
  );

  it(
    'has no hole and counts nothing twice when the API is away and the collector is killed meanwhile',
    async () => {
      const first = start();
      await untilReadings(0, 2);
      api.mood = { status: 503, text: '' };
      await first.says('the API does not take readings; they wait in the spool');
      await first.end('SIGKILL');
      const second = start();
      await second.says('ready');
      await second.says('the API does not take readings; they wait in the spool');
      await api.close();
      await api.open();
      api.mood = 'well';
      await second.says('the API takes readings again');
      await untilReadings(0, readingsOf(0).length + 2);
      await second.end('SIGTERM');

      for (const portId of [0, 1, 10, 11]) expectWhole(portId);
    },
    LONGEST_MS,
  );

  it(
    'goes on with the same ports when their device gives all interfaces other indexes',
    async () => {
      start();
      for (const portId of [0, 10]) await untilReadings(portId, 2);
      for (const device of house.network.devices) {
        device.renumber(Date.now());
        house.fleet.lookAgain(device);
      }
      const moved = [0, 1, 2, 10, 11, 12].map((portId) => [portId, readingsOf(portId).length + 3] as const);
      for (const [portId, count] of moved) await untilReadings(portId, count);

      // Each port goes on from its own counters: those of any other are far away from them.
      for (const [portId] of moved) expectWhole(portId);
      const indexes = readingsOf(0).map(({ ifIndex }) => ifIndex);
      expect([...new Set(indexes)]).toEqual([1, 6]);
    },
    LONGEST_MS,
  );

  it(
    'discovers the devices that it is told to, between their polls',
    async () => {
      api.toDiscover = [...devices.map(({ id }) => id), 'f0000000-0000-4000-8000-000000000000'];
      start();
      const found = await eventually(
        'both reports',
        () => (api.discoveries.length >= devices.length ? api.discoveries : undefined),
        PATIENCE_MS,
      );
      await untilReadings(0, 2);
      await untilReadings(12, 2);

      expect(found.map(({ fault, system }) => [fault, system?.sysName]).sort()).toEqual([
        [null, 'PE-2C'],
        [null, 'PE-V3'],
      ]);
      expect(found[0]?.interfaces.map(({ ifName, hasWideCounters }) => [ifName, hasWideCounters])).toEqual([
        ['ge-0/1', true],
        ['ge-0/2', true],
        ['ge-0/3', true],
      ]);
      for (const portId of [0, 12]) expectWhole(portId);
    },
    LONGEST_MS,
  );

  it(
    'says why a device could not be discovered',
    async () => {
      const closed = {
        ...aPolledDevice({ port: NOBODYS_PORT }),
        profile: devices[0]?.profile ?? aPolledDevice().profile,
      };
      api.list = { version: 'closed', devices: [closed] };
      api.toDiscover = [closed.id];
      const collector = start();
      await collector.says('a device could not be discovered');

      expect(api.discoveries.map(({ fault, system, interfaces }) => [fault, system, interfaces])).toEqual([
        ['PORT_CLOSED', null, []],
      ]);
    },
    LONGEST_MS,
  );

  it(
    'starts without the API, and polls once it is there',
    async () => {
      await api.close();
      const collector = start();
      await collector.says('the work list cannot be fetched; the last one holds');
      await api.open();
      await untilReadings(0, 2);
      await collector.end('SIGTERM');

      expectWhole(0);
    },
    LONGEST_MS,
  );

  it(
    'polls at once when a device says that a link went down',
    async () => {
      const slow = devices.map((device) => ({ ...device, profile: { ...device.profile, intervalS: 3_600 } }));
      api.list = { version: 'slow', devices: slow };
      const collector = start();
      await collector.says('ready');
      const [device] = house.network.devices;
      const port = device?.ports[0];
      if (!device || !port) throw new Error('The small house has a device with a port');
      house.fleet.sendTrap(device, 'linkDown', port);
      await untilReadings(0, 1);

      expect(readingsOf(0).length).toBe(1);
      expect(readingsOf(10)).toEqual([]);
    },
    LONGEST_MS,
  );

  it(
    'measures E1, optics and latency beside the ports, and a line at once when it says that its status changed',
    async () => {
      const { measures } = aMeasuredWorld();
      const measured = devices.map((device, at) => ({
        ...device,
        measures: measures.flatMap(({ device: code, reading }, pointId): DeviceMeasure[] =>
          code === house.network.devices[at]?.code ? [{ ...reading, pointId, intervalS: 1 }] : [],
        ),
      }));
      api.list = { version: 'measured', devices: measured };
      start();
      const rows = (kind: 'line' | 'optical' | 'latency') =>
        api.batches.flatMap((batch) => batch.measures?.[kind]?.status ?? []);
      for (const kind of ['line', 'optical', 'latency'] as const) {
        await eventually(kind, () => (rows(kind).length >= 2 ? true : undefined), PATIENCE_MS);
      }
      expect([...rows('line'), ...rows('optical'), ...rows('latency')].every((status) => status === 'OK')).toBeTrue();

      const slow = measured.map((device) => ({ ...device, profile: { ...device.profile, intervalS: 3_600 } }));
      api.list = { version: 'slow', devices: slow };
      const before = api.unchanged;
      await eventually('the slow list', () => (api.unchanged > before ? true : undefined), PATIENCE_MS);
      const [circuit] = house.network.circuits;
      await fetch(`http://127.0.0.1:${String(house.controlPort)}/commands`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ do: 'alarm', circuit: circuit?.code, alarm: 'lof' }),
      });
      const bits = await eventually(
        'the alarm',
        () => api.batches.flatMap((batch) => batch.measures?.line?.alarmBits ?? []).find((each) => each === 32),
        PATIENCE_MS,
      );

      expect(bits).toBe(32);
    },
    LONGEST_MS,
  );

  it(
    'misses no poll of a device that is silent about everything else',
    async () => {
      const [device] = devices;
      if (!device) throw new Error('There is a device');
      const ear = await DeafEar.open(device.port, GET_REQUEST);
      const measures = aMeasuredWorld().measures.flatMap(({ device: code, reading }, pointId): DeviceMeasure[] =>
        code === house.network.devices[0]?.code ? [{ ...reading, pointId, intervalS: 1 }] : [],
      );
      const profile = { ...device.profile, intervalS: 2 };
      api.list = { version: 'deaf', devices: [{ ...device, profile, port: ear.port, measures }] };
      start();
      await untilReadings(0, 5);
      const measured = api.batches.flatMap((batch) => [
        ...(batch.measures?.line?.status ?? []),
        ...(batch.measures?.optical?.status ?? []),
        ...(batch.measures?.latency?.status ?? []),
      ]);
      ear.close();

      expectWhole(0);
      const slots = readingsOf(0).map(({ slot }) => slot);
      expect(slots.map((slot) => slot - (slots[0] ?? 0))).toEqual(slots.map((_, poll) => 2 * poll));
      expect(api.batches.flatMap((batch) => batch.devices).every(({ fault }) => fault === null)).toBeTrue();
      expect(ear.dropped).toBeGreaterThan(0);
      expect(new Set(measured)).toEqual(new Set(['NO_ANSWER']));
    },
    LONGEST_MS,
  );

  it(
    'goes on without traps when their port is taken',
    async () => {
      const one = start();
      await one.says('traps are received');
      const other = start({ DATA_DIR: join(folder, 'other') });
      await other.says('no traps: the port cannot be used; polling goes on without them');
      await other.says('ready');

      expect(await other.end('SIGINT')).toBe(0);
    },
    LONGEST_MS,
  );

  it(
    'reports a device that does not answer with its reason, and reads the others',
    async () => {
      const [good] = devices;
      if (!good) throw new Error('There is a device');
      const closed = { ...aPolledDevice({ port: NOBODYS_PORT }), profile: good.profile };
      const wrong = {
        ...good,
        id: randomUUID(),
        access: { version: 'V2C', community: 'guess' },
      } as const;
      api.list = { version: '2', devices: [good, closed, wrong] };
      start();
      await untilReadings(0, 2);
      const faultsOf = ({ id }: PolledDevice): Set<string | null> =>
        new Set(
          api.batches
            .flatMap(({ devices }) => devices.filter(({ deviceId }) => deviceId === id))
            .map((poll) => poll.fault),
        );
      // That nobody listens is told by ICMP, of which a system sends only so many: one of the polls hears it.
      await eventually('the refusal', () => faultsOf(closed).has('PORT_CLOSED') || undefined, PATIENCE_MS);
      await eventually('the silence', () => faultsOf(wrong).has('NO_ANSWER') || undefined, PATIENCE_MS);

      expect(faultsOf(wrong)).toEqual(new Set(['NO_ANSWER']));
      expect(faultsOf(closed)).not.toContain(null);
    },
    LONGEST_MS,
  );

  it(
    'leaves out a device of the work list that it cannot read',
    async () => {
      api.list = { version: '3', devices: [{ id: 'nonsense' } as unknown as PolledDevice, ...devices] };
      const collector = start();
      await collector.says('the work list has devices that cannot be read');
      await untilReadings(0, 1);

      expect(readingsOf(0).length).toBeGreaterThanOrEqual(1);
    },
    LONGEST_MS,
  );

  it(
    'does not start in a wrong environment, and says all that is wrong',
    async () => {
      const collector = start({ API_URL: 'nowhere', TRAP_PORT: '-1', COLLECTOR_TOKEN: 'short' });
      const [code] = await collector.exited;

      expect(code).toBe(1);
      for (const name of ['API_URL', 'TRAP_PORT', 'COLLECTOR_TOKEN']) expect(collector.errors).toContain(name);
    },
    LONGEST_MS,
  );

  it(
    'does not share its spool with another collector',
    async () => {
      const one = start();
      await one.says('ready');
      const other = start();
      const [code] = await other.exited;

      expect(code).toBe(1);
      expect(other.errors).toContain('in use');
    },
    LONGEST_MS,
  );
});
