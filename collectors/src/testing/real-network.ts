import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { PolledDevice, SnmpAccess } from '@linewatch/shared';
import { eventually } from './eventually.js';
import { findSnmpd, RealDevice } from './real-device.js';
import { WorkListApi } from './real-device-api.js';
import { type FromNetwork, type ToNetwork, WATCHED_INTERFACE } from './real-network-messages.js';
import { freeUdpPort } from './small-practice-house.js';

/**
 * Runs in a network namespace of its own, where it may do to interfaces what it likes: the snmpd of net-snmp with an
 * interface that it watches, and the collector as in production, which polls it and receives its traps.
 */
const run = promisify(execFile);
const PATIENCE_MS = 30_000;
const DEVICES = {
  V2C: '0190e0a4-0000-7000-8000-00000000002c',
  V3: '0190e0a4-0000-7000-8000-000000000003',
} as const;
const IF_ENTRY = '.1.3.6.1.2.1.2.2.1';
const SNMP_TRAPS = '.1.3.6.1.6.3.1.1.5';

let collector: ChildProcess | undefined;
let device: RealDevice | undefined;
let log = '';

try {
  await main();
} catch (error) {
  say({ kind: 'failed', why: `${String(error)}\n${log}` });
}

async function main(): Promise<void> {
  await run('ip', ['link', 'set', 'lo', 'up']);
  await addInterface();
  const program = await findSnmpd();
  if (program === null) throw new Error('snmpd is not installed');
  const trapPort = await freeUdpPort();
  device = await RealDevice.start(program, notifications(trapPort));
  const api = new WorkListApi([
    polled(DEVICES.V2C, device.port, RealDevice.v2c, 1),
    polled(DEVICES.V3, device.port, RealDevice.v3, 2),
  ]);
  await api.listen();
  const dataDir = await mkdtemp(join(tmpdir(), 'collector-'));
  process.once('disconnect', () => {
    void leave(dataDir);
  });
  collector = startCollector(api.url, trapPort, dataDir);

  const first = await eventually('a reading by v2c and by v3', () => bothRead(api), PATIENCE_MS);
  say({ kind: 'watching', ifIndex: first, deviceIds: DEVICES });
  process.on('message', ({ link }: ToNetwork) => {
    void run('ip', ['link', 'set', WATCHED_INTERFACE, link]);
  });
  let told = 0;
  for (;;) {
    const note = await eventually('the next trap', () => api.traps[told], Infinity);
    const reading = await eventually('its reading', () => api.trapReadings.get(note.id), PATIENCE_MS);
    told += 1;
    say({ kind: 'trap', note, reading });
  }
}

/** A dummy where the kernel has them, else one end of a cable whose other end is up. */
async function addInterface(): Promise<void> {
  try {
    await run('ip', ['link', 'add', WATCHED_INTERFACE, 'type', 'dummy']);
  } catch {
    // Only the attempt tells which kinds of interfaces a kernel has.
    await run('ip', ['link', 'add', WATCHED_INTERFACE, 'type', 'veth', 'peer', 'name', 'lw1']);
    await run('ip', ['link', 'set', 'lw1', 'up']);
  }
  await run('ip', ['link', 'set', WATCHED_INTERFACE, 'up']);
}

/** linkDown and linkUp (RFC 2863) of every interface, looked at each second, to the collector by v2c and by v3. */
function notifications(trapPort: number): readonly string[] {
  const target = `udp:127.0.0.1:${String(trapPort)}`;
  const { v2c, v3 } = RealDevice;
  if (v2c.version === 'V3' || v3.version !== 'V3') throw new Error('The real device has one access of each version');
  const values = [1, 7, 8].map((column) => `${IF_ENTRY}.${String(column)}`).join(' ');
  return [
    `trapsess -v 2c -c ${v2c.community} ${target}`,
    `trapsess -v 3 -u ${v3.user} -l authPriv -a SHA-256 -A ${v3.authKey} -x AES -X ${v3.privKey} ${target}`,
    'createUser watcher SHA-256 "watcher-of-the-spec"',
    'rouser watcher auth',
    'iquerySecName watcher',
    `notificationEvent linkDownTrap ${SNMP_TRAPS}.3 ${values}`,
    `notificationEvent linkUpTrap ${SNMP_TRAPS}.4 ${values}`,
    `monitor -r 1 -e linkDownTrap "down" ${IF_ENTRY}.8 == 2`,
    `monitor -r 1 -e linkUpTrap "up" ${IF_ENTRY}.8 != 2`,
  ];
}

function startCollector(apiUrl: string, trapPort: number, dataDir: string): ChildProcess {
  const main = fileURLToPath(new URL('../main.js', import.meta.url));
  const env = { API_URL: apiUrl, COLLECTOR_TOKEN: 'x'.repeat(40), DATA_DIR: dataDir, TRAP_PORT: String(trapPort) };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (log += text.toString()));
  return child;
}

/** @returns the index of the interface once it was read up, both ways */
function bothRead({ readings }: WorkListApi): number | undefined {
  const up = readings.filter(({ operStatus }) => operStatus === 1);
  const isBoth = [1, 2].every((portId) => up.some((reading) => reading.portId === portId));
  return isBoth ? (up[0]?.ifIndex ?? undefined) : undefined;
}

async function leave(dataDir: string): Promise<void> {
  if (collector?.exitCode === null) {
    const ended = once(collector, 'exit');
    collector.kill('SIGKILL');
    await ended;
  }
  await device?.stop();
  await rm(dataDir, { recursive: true, force: true });
  process.exit(0);
}

function polled(id: string, port: number, access: SnmpAccess, portId: number): PolledDevice {
  return {
    id,
    address: '127.0.0.1',
    port,
    access,
    profile: { intervalS: 2, timeoutMs: 2_000, retries: 1, backoff: 1.5, maxRepetitions: 10 },
    ports: [{ portId, ifName: WATCHED_INTERFACE, ifAlias: null, resume: null }],
  };
}

function say(message: FromNetwork): void {
  process.send?.(message);
}
