import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DevicePoll, PolledDevice } from '@linewatch/shared';
import { SYSTEM_CLOCK } from '../clock/clock.js';
import type { PracticeHouse } from '../practice-network/practice-house.js';
import { ApiEdge } from '../testing/api-edge.js';
import { int, varbind } from '../testing/ber-text.js';
import { eventually } from '../testing/eventually.js';
import { type Behaviour, HostileAgent, response } from '../testing/hostile-agent.js';
import { aPolledDevice, aPolledPort } from '../testing/polled-device.builder.js';
import { aDevice, COMMUNITY, openSmallHouse } from '../testing/small-practice-house.js';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
const INTERVAL_S = 4;
const ROUNDS = 5;
const SHARES = { wellBehaved: 165, silent: 90, slow: 30, hostile: 15, endless: 15 } as const;
/** A slow device takes this long for each answer, ms; the collector waits a little longer. */
const SLOW_MS = 600;
const TIMEOUT_MS = 900;
const PATIENCE_MS = 180_000;
const LONGEST_MS = 180_000;

/** Passes requests on to an agent, and its answers back, late. */
class SlowWay {
  /** Requests that were under way at the same moment. */
  most = 0;
  private underWay = 0;
  private isClosed = false;

  private constructor(
    private readonly outside: Socket,
    private readonly inside: Socket,
  ) {}

  static async to(agentPort: number): Promise<SlowWay> {
    const [outside, inside] = [createSocket('udp4'), createSocket('udp4')];
    for (const socket of [outside, inside]) {
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
    }
    const way = new SlowWay(outside, inside);
    let asker: RemoteInfo | null = null;
    outside.on('message', (datagram, from) => {
      asker = from;
      way.underWay += 1;
      way.most = Math.max(way.most, way.underWay);
      SYSTEM_CLOCK.after(SLOW_MS, () => {
        if (!way.isClosed) inside.send(datagram, agentPort, '127.0.0.1');
      });
    });
    inside.on('message', (datagram) => {
      way.underWay -= 1;
      if (asker !== null) outside.send(datagram, asker.port, asker.address);
    });
    return way;
  }

  get port(): number {
    return this.outside.address().port;
  }

  close(): void {
    this.isClosed = true;
    this.outside.close();
    this.inside.close();
  }
}

const SILENT: Behaviour = () => [];
/** Noise, the answer to another question, and an answer with another community: what each datagram is told. */
const HOSTILE: Behaviour = (request) => [
  Buffer.from('3082ffff0201', 'hex'),
  response(request, [], { id: request.id + 1 }),
  response(request, [], { community: 'other' }),
  response(request, [], { errorStatus: 1 }),
];
/** There is always one more row. */
const ENDLESS: Behaviour = (request) => [
  response(
    request,
    request.oids.map((name) => varbind(`${name}.1`, int(1))),
  ),
];

describe('a collector of some hundred devices, of which many do not behave', () => {
  let folder: string;
  let api: ApiEdge;
  let house: PracticeHouse;
  let unruly: HostileAgent[];
  let slowWays: SlowWay[];
  let collector: ChildProcess;
  let wellBehaved: PolledDevice[];
  let slow: PolledDevice[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'linewatch-unruly-'));
    const answering = SHARES.wellBehaved + SHARES.slow;
    const devices = Array.from({ length: answering }, (_, at) => aDevice(`D-${String(at)}`));
    house = await openSmallHouse(SYSTEM_CLOCK, { world: { devices, circuits: [] } });
    const ports = house.network.devices.map((device) => house.fleet.portOf(device));
    unruly = [];
    for (const [behaviour, count] of [
      [SILENT, SHARES.silent],
      [HOSTILE, SHARES.hostile],
      [ENDLESS, SHARES.endless],
    ] as const) {
      for (let made = 0; made < count; made += 1) unruly.push(await HostileAgent.open(behaviour));
    }
    slowWays = [];
    for (const port of ports.slice(SHARES.wellBehaved)) slowWays.push(await SlowWay.to(port));
    wellBehaved = ports.slice(0, SHARES.wellBehaved).map((port, at) => polled(port, at));
    slow = slowWays.map(({ port }, at) => polled(port, 1_000 + at));
    const others = unruly.map(({ port }, at) => polled(port, 2_000 + at));
    api = new ApiEdge();
    api.list = { version: '1', devices: [...wellBehaved, ...slow, ...others] };
    await api.open();
    const env = { API_URL: api.url, COLLECTOR_TOKEN: 't'.repeat(40), DATA_DIR: folder, TRAP_PORT: '0' };
    collector = spawn(process.execPath, [MAIN], { env: { ...env, LOG_LEVEL: 'silent' }, stdio: 'ignore' });
  }, LONGEST_MS);

  afterEach(async () => {
    if (collector.exitCode === null) {
      const exited = once(collector, 'exit');
      collector.kill('SIGKILL');
      await exited;
    }
    for (const each of [...unruly, ...slowWays]) each.close();
    await api.close();
    await house.close();
    rmSync(folder, { recursive: true });
  });

  function polled(port: number, portId: number): PolledDevice {
    return aPolledDevice({
      port,
      access: { version: 'V2C', community: COMMUNITY },
      profile: { intervalS: INTERVAL_S, timeoutMs: TIMEOUT_MS, retries: 0, backoff: 1, maxRepetitions: 20 },
      ports: [aPolledPort({ portId, ifName: 'ge-0/1' })],
    });
  }

  function slotsByPort(): Map<number, number[]> {
    const slots = new Map<number, number[]>();
    for (const { readings } of api.batches)
      for (const [row, id] of (readings.portId as number[]).entries())
        slots.set(id, [...(slots.get(id) ?? []), readings.slot[row] as number]);
    return slots;
  }

  function pollsOf(devices: readonly PolledDevice[]): DevicePoll[] {
    const ids = new Set(devices.map(({ id }) => id));
    return api.batches.flatMap(({ devices: polls }) => polls.filter(({ deviceId }) => ids.has(deviceId)));
  }

  async function untilRead(devices: readonly PolledDevice[], times: number): Promise<void> {
    await eventually(
      `${String(times)} readings of each`,
      () => {
        const slots = slotsByPort();
        const isRead = ({ ports }: PolledDevice): boolean =>
          ports.every(({ portId }) => (slots.get(portId)?.length ?? 0) >= times);
        return devices.every(isRead) ? true : undefined;
      },
      PATIENCE_MS,
    );
  }

  const openFiles = (): number =>
    process.platform === 'linux' ? readdirSync(`/proc/${String(collector.pid)}/fd`).length : 0;

  it(
    'reads those that do in each of their slots, and asks none of them twice at once',
    async () => {
      await untilRead(wellBehaved, 2);
      const filesBefore = openFiles();
      await untilRead([...wellBehaved, ...slow], ROUNDS);
      const slots = slotsByPort();

      for (const { ports } of [...wellBehaved, ...slow]) {
        const own = (slots.get(ports[0]?.portId ?? -1) ?? []).toSorted((one, other) => one - other);
        expect(own.slice(1).map((slot, at) => slot - (own[at] ?? 0))).toEqual(own.slice(1).map(() => INTERVAL_S));
      }
      const polls = pollsOf([...wellBehaved, ...slow]);
      expect(polls.filter(({ fault, overruns }) => fault !== null || overruns > 0)).toEqual([]);
      expect(slowWays.map(({ most }) => most)).toEqual(slowWays.map(() => 1));

      const known = new Set([...wellBehaved, ...slow].map(({ id }) => id));
      const bad = api.list.devices.filter(({ id }) => !known.has(id));
      expect(bad.length).toBe(unruly.length);
      expect(pollsOf(bad).every(({ fault }) => fault !== null)).toBeTrue();
      expect(new Set(pollsOf(bad).map(({ deviceId }) => deviceId)).size).toBe(bad.length);
      expect(unruly.every(({ requests }) => requests.length > 0)).toBeTrue();
      expect(openFiles() - filesBefore).toBeLessThanOrEqual(10);
      expect(collector.exitCode).toBeNull();
    },
    LONGEST_MS,
  );
});
