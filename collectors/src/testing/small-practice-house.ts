import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { SnmpAccess } from '@linewatch/shared';
import type { DemoCircuit, DemoDevice, DemoMeasure, DemoPort } from '@linewatch/shared/demo';
import { pino } from 'pino';
import type { TrafficShape } from '../practice-network/model/practice-circuit.js';
import type { Cancel, PracticeClock } from '../practice-network/model/practice-clock.js';
import type { PracticeWorld } from '../practice-network/model/practice-network.js';
import { openPracticeHouse, type PracticeHouse } from '../practice-network/practice-house.js';

export const COMMUNITY = 'small-ro';
export const V3_ACCESS = {
  version: 'V3',
  user: 'small-user',
  authProtocol: 'SHA256',
  authKey: 'small-auth-key',
  privProtocol: 'AES128',
  privKey: 'small-priv-key',
  contextName: '',
} as const satisfies SnmpAccess;

/** A port: index, name and what is on it. */
export function aPort(ifIndex: number, overrides: Partial<DemoPort> = {}): DemoPort {
  const number = String(ifIndex);
  return {
    ifIndex,
    ifName: `ge-0/${number}`,
    ifAlias: `port ${number}`,
    ifType: 6,
    speedBps: 100_000_000,
    ...overrides,
  };
}

export function aDevice(code: string, overrides: Partial<DemoDevice> = {}): DemoDevice {
  return {
    code,
    name: `${code} in the cellar`,
    vendor: 'Huawei',
    model: 'NE40E',
    sysObjectId: '1.3.6.1.4.1.2011.2.62.2.14',
    access: { version: 'V2C', community: COMMUNITY },
    ports: [aPort(1), aPort(2), aPort(3, { ifAlias: 'uplink' })],
    ...overrides,
  };
}

/** A line of 10 Mbit/s between port 1 of PE-2C and port 1 of PE-V3. */
export function aCircuit(code: string, overrides: Partial<DemoCircuit> = {}): DemoCircuit {
  return {
    code,
    name: `line ${code}`,
    alias: null,
    customer: 'BANK',
    contract: 'C-1',
    backupOf: null,
    product: 'MSTP',
    contractedBps: 10_000_000,
    topology: 'P2P',
    protection: 'NONE',
    composeMode: 'SERIES',
    networkGrade: 'B',
    activatedDaysAgo: 100,
    ends: [
      { side: 'A', site: 'S1', device: 'PE-2C', ifName: 'ge-0/1', accessType: 'FIBRE', portType: 'FE' },
      { side: 'Z', site: 'S2', device: 'PE-V3', ifName: 'ge-0/1', accessType: 'FIBRE', portType: 'FE' },
    ],
    traffic: { seed: 1, profile: 'steady', peakIn: 0.5, peakOut: 0.25 },
    ...overrides,
  };
}

/** Two devices, one of each SNMP version, with a line between them and one that only its A end is polled of. */
export function aSmallWorld(): PracticeWorld {
  return {
    devices: [aDevice('PE-2C'), aDevice('PE-V3', { access: V3_ACCESS })],
    circuits: [
      aCircuit('CS/A-ZZ/B MSTP10M 0001', { alias: 'main line' }),
      aCircuit('CS/A-NE/1 IP10M 0002', {
        ends: [
          { side: 'A', site: 'S1', device: 'PE-2C', ifName: 'ge-0/2', accessType: 'FIBRE', portType: 'FE' },
          { side: 'Z', site: null, device: null, ifName: null, accessType: 'FIBRE', portType: null },
        ],
      }),
    ],
  };
}

/**
 * The small world with things to measure on its first line: PE-2C has an E1 at its A end with a ping test and a
 * Huawei module, PE-V3 at the Z end an E1 and its transceiver as sensors. The other line ends at an SDH port of PE-2C
 * that runs a jitter operation.
 */
export function aMeasuredWorld(): PracticeWorld & { readonly measures: readonly DemoMeasure[] } {
  const world = aSmallWorld();
  const [main, other] = world.circuits.map(({ code }) => code);
  const at = (circuit: string | undefined, side: 'A' | 'Z', device: string, ifName: string) => ({
    circuit: circuit ?? '',
    side,
    device,
    ifName,
  });
  const a = at(main, 'A', 'PE-2C', 'ge-0/1');
  const z = at(main, 'Z', 'PE-V3', 'ge-0/1');
  const sdh = at(other, 'A', 'PE-2C', 'ge-0/2');
  const intervalS = 1;
  const sensors = { rxPower: 101, txPower: 102, temperature: 103, voltage: null, bias: 105 };
  return {
    ...world,
    measures: [
      { ...a, kind: 'LINE', reading: { source: 'DS1', intervalS, ifName: a.ifName } },
      {
        ...a,
        kind: 'OPTICAL',
        reading: { source: 'HUAWEI_OPTICAL', intervalS, entPhysicalIndex: 7, powerUnit: 'MICROWATT' },
      },
      { ...a, kind: 'LATENCY', reading: { source: 'DISMAN_PING', intervalS, owner: 'linewatch', testName: 'line 1' } },
      { ...z, kind: 'LINE', reading: { source: 'DS1', intervalS, ifName: z.ifName } },
      { ...z, kind: 'OPTICAL', reading: { source: 'ENTITY_SENSOR', intervalS, ...sensors } },
      ...(['SECTION', 'LINE', 'PATH'] as const).map((layer) => ({
        ...sdh,
        kind: 'LINE' as const,
        reading: { source: 'SONET' as const, intervalS, ifName: sdh.ifName, layer },
      })),
      { ...sdh, kind: 'LATENCY', reading: { source: 'RTTMON', intervalS, index: 1_002, unit: 'US' } },
    ],
  };
}

/** 4 Mbit/s into the A end's port and 1 Mbit/s out of it, always. */
export const EVEN_TRAFFIC: TrafficShape = (_circuit, side) =>
  side === 'A' ? { inBps: 4_000_000, outBps: 1_000_000 } : { inBps: 1_000_000, outBps: 4_000_000 };

/** Time that passes when a spec says so. */
export class HandClock implements PracticeClock {
  private readonly planned = new Set<{ readonly at: number; readonly action: () => void }>();

  constructor(private time = Date.UTC(2026, 10, 21, 2, 0, 0)) {}

  now(): number {
    return this.time;
  }

  after(delayMs: number, action: () => void): Cancel {
    const plan = { at: this.time + delayMs, action };
    this.planned.add(plan);
    return () => {
      this.planned.delete(plan);
    };
  }

  /** Lets time pass, and what was planned for it happen in its order. */
  pass(ms: number): void {
    const until = this.time + ms;
    for (let next = this.nextUntil(until); next; next = this.nextUntil(until)) {
      this.planned.delete(next);
      this.time = next.at;
      next.action();
    }
    this.time = until;
  }

  private nextUntil(until: number): { readonly at: number; readonly action: () => void } | undefined {
    return [...this.planned].filter(({ at }) => at <= until).sort((left, right) => left.at - right.at)[0];
  }
}

/** The small world on free ports of 127.0.0.1. */
export async function openSmallHouse(
  clock: PracticeClock,
  { world = aSmallWorld(), trapPort = 0 }: { world?: PracticeWorld; trapPort?: number } = {},
): Promise<PracticeHouse> {
  const ports = { base: 0, control: 0, trap: trapPort };
  return openPracticeHouse(world, EVEN_TRAFFIC, ports, clock, pino({ level: 'silent' }));
}

/** The UDP port of a device of the house. */
export function udpPortOf(house: PracticeHouse, code: string): number {
  const device = house.network.devices.find((each) => each.code === code);
  if (!device) throw new Error(`No device ${code}`);
  return house.fleet.portOf(device);
}

/** A UDP port of 127.0.0.1 that nobody has at the moment. */
export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  const closed = once(socket, 'close');
  socket.close();
  await closed;
  return port;
}
