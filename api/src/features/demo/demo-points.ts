import type { DemoMeasure, DemoNetwork, DemoProbe } from '@linewatch/shared/demo';
import type { MeasureSettings, NewMeasurePoint } from '../inventory/index.js';
import { type DemoIds, idOf } from './demo-ids.js';
import { PRACTICE_ADDRESS, practicePort } from './demo-inventory.js';

/** The number of a point, with the demo's own words for it. Devices' points come first, then the probes. */
interface NumberedProbe {
  readonly id: number;
  readonly probe: DemoProbe;
  readonly settings: MeasureSettings;
}

/** Everything that is measured besides counters, as points of this database. */
export function measurePoints(network: DemoNetwork, ids: DemoIds, basePort: number): NewMeasurePoint[] {
  const customers = new Map(network.circuits.map(({ code, customer }) => [code, idOf(ids.customers, customer)]));
  const placeOf = ({
    circuit,
    side,
  }: DemoMeasure | DemoProbe): Pick<NewMeasurePoint, 'circuitId' | 'customerId' | 'side'> => ({
    circuitId: idOf(ids.circuits, circuit),
    customerId: idOf(customers, circuit),
    side,
  });
  const read = network.measures.map((measure, index) => {
    const { intervalS, ...settings } = measure.reading;
    const { kind, device } = measure;
    const deviceId = idOf(ids.devices, device);
    return { ...placeOf(measure), id: index + 1, kind, settings, intervalS, deviceId, region: null };
  });
  const probed = probePoints(network, basePort).map(({ id, probe, settings }) => ({
    ...placeOf(probe),
    id,
    kind: 'LATENCY' as const,
    settings,
    intervalS: probe.intervalS,
    deviceId: null,
    region: null,
  }));
  return [...read, ...probed];
}

/** The probes, each to its reflector: those listen after the last device. */
export function probePoints({ measures, probes, devices }: DemoNetwork, basePort: number): NumberedProbe[] {
  return probes.map((probe, index) => ({
    id: measures.length + index + 1,
    probe,
    settings: {
      source: 'STAMP',
      target: PRACTICE_ADDRESS,
      port: practicePort(basePort, devices.length + probe.place),
      count: probe.count,
      spacingMs: probe.spacingMs,
    },
  }));
}
