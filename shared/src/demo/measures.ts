import type { MeasureKind } from '../contracts/measures.contract.js';
import type { DemoCircuit, DemoDevice, DemoEnd, DemoMeasure, DemoPort, DemoReading } from './types.js';

/** Often enough to see on the same day what a command of the practice network does; real optics are read every 900 s. */
const LINE_EVERY_S = 10;
const OPTICS_EVERY_S = 60;
const LATENCY_EVERY_S = 60;

const SDH_LAYERS = ['SECTION', 'LINE', 'PATH'] as const;
const OPTICAL_PORTS: ReadonlySet<string> = new Set(['STM1', 'GE_OPTICAL', 'XGE']);
const TESTED_PRODUCTS: ReadonlySet<string> = new Set(['MPLS_VPN', 'IP_LINE']);

/** Huawei numbers the entities of a chassis from here; the other makers count a thousand to a port. */
const HUAWEI_FIRST_ENTITY = 16_842_752;
const ENTITIES_PER_PORT = 1_000;
const FIRST_OPERATION = 1_000;

/** An end that a device of ours watches. */
interface WatchedEnd {
  readonly circuit: DemoCircuit;
  readonly end: DemoEnd;
  readonly device: DemoDevice;
  readonly port: DemoPort;
  /** Place of the circuit in the demo, from 1. */
  readonly serial: number;
}

/** What is measured besides counters: the status of E1 and SDH ports, light where there is glass, delay of IP lines. */
export function demoMeasures(circuits: readonly DemoCircuit[], devices: readonly DemoDevice[]): DemoMeasure[] {
  const byCode = new Map(devices.map((device) => [device.code, device]));
  return circuits.flatMap((circuit, index) =>
    circuit.ends.flatMap((end) => {
      const device = byCode.get(end.device ?? '');
      const port = device?.ports.find(({ ifName }) => ifName === end.ifName);
      return device && port ? measuresOf({ circuit, end, device, port, serial: index + 1 }) : [];
    }),
  );
}

function measuresOf(watched: WatchedEnd): DemoMeasure[] {
  const { circuit, end, device, port } = watched;
  const at = { circuit: circuit.code, side: end.side, device: device.code, ifName: port.ifName };
  const placed = (kind: MeasureKind, readings: readonly DemoReading[]): DemoMeasure[] =>
    readings.map((reading) => ({ ...at, kind, reading }));
  return [
    ...placed('LINE', lineReadings(watched)),
    ...placed('OPTICAL', opticalReadings(watched)),
    ...placed('LATENCY', latencyReadings(watched)),
  ];
}

function lineReadings({ end, port: { ifName } }: WatchedEnd): readonly DemoReading[] {
  const intervalS = LINE_EVERY_S;
  if (end.portType === 'E1') return [{ source: 'DS1', intervalS, ifName }];
  return end.portType === 'STM1' ? SDH_LAYERS.map((layer) => ({ source: 'SONET', intervalS, ifName, layer })) : [];
}

function opticalReadings({ end, device, port: { ifIndex } }: WatchedEnd): readonly DemoReading[] {
  const intervalS = OPTICS_EVERY_S;
  if (!OPTICAL_PORTS.has(end.portType ?? '')) return [];
  if (device.vendor === 'Huawei') {
    const powerUnit = device.model.startsWith('NE40E') ? 'CENTI_DBM' : 'MICROWATT';
    return [{ source: 'HUAWEI_OPTICAL', intervalS, entPhysicalIndex: HUAWEI_FIRST_ENTITY + ifIndex, powerUnit }];
  }
  const entity = ENTITIES_PER_PORT * ifIndex;
  return [
    {
      source: 'ENTITY_SENSOR',
      intervalS,
      rxPower: entity + 1,
      txPower: entity + 2,
      temperature: entity + 3,
      // The transceivers of one maker show no voltage.
      voltage: device.vendor === 'ZTE' ? null : entity + 4,
      bias: entity + 5,
    },
  ];
}

/** The device at the A end asks the other one; where that is a Cisco, with an operation of microsecond precision. */
function latencyReadings({ circuit, end, device, serial }: WatchedEnd): readonly DemoReading[] {
  if (end.side !== 'A' || !TESTED_PRODUCTS.has(circuit.product)) return [];
  const intervalS = LATENCY_EVERY_S;
  if (device.vendor === 'Cisco') return [{ source: 'RTTMON', intervalS, index: FIRST_OPERATION + serial, unit: 'US' }];
  return [{ source: 'DISMAN_PING', intervalS, owner: 'linewatch', testName: `line ${String(serial)}` }];
}
