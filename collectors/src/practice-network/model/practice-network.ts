import type { CircuitEndSide } from '@linewatch/shared';
import type { DemoDevice, DemoMeasure, DemoNetwork, DemoPort } from '@linewatch/shared/demo';
import { PracticeCircuit, type TrafficShape } from './practice-circuit.js';
import { firstUpTimeMs, PracticeDevice } from './practice-device.js';
import { type OfferedLoad, PracticePort } from './practice-port.js';
import { seededShare } from './seeded-share.js';

/** Of the demo's world, only what is played. */
export type PracticeWorld = Pick<DemoNetwork, 'devices' | 'circuits'> &
  Partial<Pick<DemoNetwork, 'measures' | 'probes'>>;

/** A port in its place, and the circuit it serves unless it is an uplink. */
export interface PlacedPort {
  readonly device: PracticeDevice;
  readonly port: PracticePort;
  readonly circuit: PracticeCircuit | null;
  readonly side: CircuitEndSide | null;
}

const COUNTER32_SPAN = 1n << 32n;
const DAY_MS = 86_400_000;
/** Seconds of the contracted bandwidth that the first port's 32-bit counters are away from their wrap. */
const WRAPS_AFTER_S = 30;

/** The devices and circuits of the demo's world, alive: joined by their ports, with counters that move. */
export class PracticeNetwork {
  readonly devices: readonly PracticeDevice[];
  readonly circuits: readonly PracticeCircuit[];
  readonly ports: readonly PlacedPort[];

  constructor(world: PracticeWorld, shape: TrafficShape, startedAt: number) {
    this.circuits = world.circuits.map((facts) => new PracticeCircuit(facts, shape));
    const served = servedPorts(this.circuits);
    const ports: PlacedPort[] = [];
    this.devices = world.devices.map((facts) => new PracticeDevice(facts, startedAt));
    for (const device of this.devices) {
      for (const facts of device.facts.ports) {
        const { circuit, side } = served.get(portKey(device.code, facts.ifName)) ?? UPLINK;
        const offeredAt = circuit
          ? (at: number): OfferedLoad => circuit.offeredAt(side, at)
          : (at: number): OfferedLoad => uplinkLoad(device.facts, facts, at);
        const start = firstOctets(
          device.code,
          facts,
          circuit?.facts.contractedBps ?? facts.speedBps,
          ports.length === 0,
        );
        const port = new PracticePort(facts, `${device.code} ${facts.ifName}`, start, startedAt, offeredAt);
        device.ports.push(port);
        circuit?.plug(side, device, port);
        ports.push({ device, port, circuit, side: circuit ? side : null });
      }
    }
    this.ports = ports;
    this.placeMeasures(world.measures ?? []);
  }

  /** Tells each device what it has to show besides its ports. */
  private placeMeasures(measures: readonly DemoMeasure[]): void {
    for (const { circuit: code, side, device: deviceCode, ifName, reading } of measures) {
      const circuit = this.circuits.find((each) => each.code === code);
      const end = circuit?.ends.find(
        (each) => each.side === side && each.device.code === deviceCode && each.port.facts.ifName === ifName,
      );
      if (!circuit || !end) continue;
      const { port, line, optics } = end;
      const isWhole = (): boolean => circuit.isWhole();
      end.device.measures.push({ reading, circuitCode: code, port, line, optics, path: circuit.path, isWhole });
    }
  }
}

interface ServedPort {
  readonly circuit: PracticeCircuit | null;
  readonly side: CircuitEndSide;
}

const UPLINK: ServedPort = { circuit: null, side: 'A' };

function portKey(device: string, ifName: string): string {
  return `${device}\n${ifName}`;
}

function servedPorts(circuits: readonly PracticeCircuit[]): ReadonlyMap<string, ServedPort> {
  const served = new Map<string, ServedPort>();
  for (const circuit of circuits) {
    for (const { device, ifName, side } of circuit.facts.ends) {
      if (device !== null && ifName !== null) served.set(portKey(device, ifName), { circuit, side });
    }
  }
  return served;
}

/** Many lines share an uplink, so its load is large, calm and the same by day and night but for a slow swing. */
function uplinkLoad(device: DemoDevice, port: DemoPort, at: number): OfferedLoad {
  const swing = Math.sin(((at % DAY_MS) / DAY_MS + seededShare(device.code)) * 2 * Math.PI);
  const share = 0.24 + 0.09 * swing;
  return { inBps: port.speedBps * share, outBps: port.speedBps * share * 0.7 };
}

/** Octets as they would stand after the days that the device claims to be up. */
function firstOctets(
  device: string,
  port: DemoPort,
  contractedBps: number,
  wrapsSoon: boolean,
): { inOctets: bigint; outOctets: bigint } {
  const upS = firstUpTimeMs(device) / 1_000;
  const sinceBoot = (direction: string): bigint => {
    const share = 0.05 + 0.2 * seededShare(device, port.ifName, direction);
    const octets = BigInt(Math.floor((contractedBps / 8) * share * upS));
    return wrapsSoon ? beforeWrap(octets, contractedBps) : octets;
  };
  return { inOctets: sinceBoot('in'), outOctets: sinceBoot('out') };
}

/** The same magnitude, but with the lower 32 bits just before their wrap, so that the wrap is seen within minutes. */
function beforeWrap(octets: bigint, contractedBps: number): bigint {
  const away = BigInt(Math.floor(contractedBps / 8) * WRAPS_AFTER_S) % COUNTER32_SPAN;
  return octets - (octets % COUNTER32_SPAN) + COUNTER32_SPAN - 1n - away;
}
