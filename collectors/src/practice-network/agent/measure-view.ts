import type { DemoReading } from '@linewatch/shared/demo';
import type { PlacedMeasure, PracticeDevice } from '../model/practice-device.js';
import type { OpticsNow } from '../model/practice-optics.js';
import { lineInstances } from './line-view.js';
import { type Append, gauge, integer, row, text } from './mib-values.js';
import { type MibInstance } from './mib-view.js';

const ENT_PHY_SENSOR_ENTRY = '1.3.6.1.2.1.99.1.1.1';
const HW_OPTICAL_MODULE_ENTRY = '1.3.6.1.4.1.2011.5.25.31.1.1.3.1';
const PING_CTL_ENTRY = '1.3.6.1.2.1.80.1.2.1';
const PING_RESULTS_ENTRY = '1.3.6.1.2.1.80.1.3.1';
const RTT_MON_CTRL_ADMIN_ENTRY = '1.3.6.1.4.1.9.9.42.1.2.1.1';
const LATEST_RTT_OPER_ENTRY = '1.3.6.1.4.1.9.9.42.1.2.10.1';
const LATEST_JITTER_OPER_ENTRY = '1.3.6.1.4.1.9.9.42.1.5.2.1';

const SENSOR = { volts: 4, amperes: 5, watts: 6, celsius: 8 } as const;
const SCALE = { micro: 7, milli: 8, units: 9 } as const;
const OK = 1;
const ENABLED = 1;
const COMPLETED = 3;
const PING_PROBES = 15;
const PING_FREQUENCY_S = 60;
const JITTER_TYPE = 9;
const JITTER_PACKETS = 100;
const SENSE = { ok: 1, timeout: 4 } as const;
const US_PER_MS = 1_000;
const DECIMAL = 10;

type ReadingOf<Source extends DemoReading['source']> = Extract<DemoReading, { source: Source }>;

/**
 * What a device shows of E1 and SDH lines, transceivers and its own tests.
 *
 * @param now ms
 * @see RFC 3433 (sensors), RFC 4560 (ping tests)
 */
export function measureInstances(device: PracticeDevice, now: () => number): MibInstance[] {
  const lines = new Map<number, PlacedMeasure>();
  const others = device.measures.flatMap((placed): MibInstance[] => {
    const { reading } = placed;
    switch (reading.source) {
      case 'DS1':
      case 'SONET':
        // All layers of an SDH port are shown when one is looked at.
        lines.set(placed.port.facts.ifIndex, placed);
        return [];
      case 'ENTITY_SENSOR':
        return sensors(reading, placed, now);
      case 'HUAWEI_OPTICAL':
        return huaweiModule(reading, placed, now);
      case 'DISMAN_PING':
        return pingTest(reading, placed, now);
      case 'RTTMON':
        return jitterOperation(reading, placed, now);
    }
  });
  return [...[...lines.values()].flatMap((placed) => lineInstances(device, placed, now)), ...others];
}

/** A port that is down gets no light. */
function opticsOf({ port, optics }: PlacedMeasure, now: () => number): () => OpticsNow {
  return () => optics.at(now(), port.isUp);
}

function sensors(reading: ReadingOf<'ENTITY_SENSOR'>, placed: PlacedMeasure, now: () => number): MibInstance[] {
  const optics = opticsOf(placed, now);
  const sensor = (
    index: number | null,
    [type, scale, precision]: readonly [number, number, number],
    units: string,
    value: () => number,
  ): MibInstance[] =>
    index === null
      ? []
      : row(ENT_PHY_SENSOR_ENTRY, index, {
          1: integer(() => type),
          2: integer(() => scale),
          3: integer(() => precision),
          4: integer(() => Math.round(value() * DECIMAL ** precision)),
          5: integer(() => OK),
          6: text(Buffer.from(units)),
        });
  return [
    ...sensor(reading.rxPower, [SENSOR.watts, SCALE.micro, 1], 'microwatts', () => optics().rxMicrowatts),
    ...sensor(reading.txPower, [SENSOR.watts, SCALE.micro, 1], 'microwatts', () => optics().txMicrowatts),
    ...sensor(reading.temperature, [SENSOR.celsius, SCALE.units, 1], 'celsius', () => optics().temperatureC),
    ...sensor(reading.voltage, [SENSOR.volts, SCALE.units, 2], 'volts', () => optics().volts),
    ...sensor(reading.bias, [SENSOR.amperes, SCALE.milli, 2], 'milliamperes', () => optics().biasMa),
  ];
}

function huaweiModule(
  { entPhysicalIndex, powerUnit }: ReadingOf<'HUAWEI_OPTICAL'>,
  placed: PlacedMeasure,
  now: () => number,
): MibInstance[] {
  const optics = opticsOf(placed, now);
  const power = (microwatts: number): number =>
    powerUnit === 'MICROWATT' ? Math.round(microwatts) : centiDbm(microwatts);
  return row(HW_OPTICAL_MODULE_ENTRY, entPhysicalIndex, {
    5: integer(() => Math.round(optics().temperatureC)),
    6: integer(() => Math.round(optics().volts * 1_000)),
    7: integer(() => Math.round(optics().biasMa * 1_000)),
    8: integer(() => power(optics().rxMicrowatts)),
    9: integer(() => power(optics().txMicrowatts)),
  });
}

/** Hundredths of dBm; such models show no light as -40 dBm. */
function centiDbm(microwatts: number): number {
  return microwatts <= 0 ? -4_000 : Math.max(-4_000, Math.round(1_000 * Math.log10(microwatts / 1_000)));
}

function pingTest(
  { owner, testName }: ReadingOf<'DISMAN_PING'>,
  { path, isWhole }: PlacedMeasure,
  now: () => number,
): MibInstance[] {
  const index = [owner, testName].flatMap((name) => [Buffer.byteLength(name), ...Buffer.from(name)]);
  const run = () => path.runAt(now(), PING_PROBES, isWhole());
  const ms = (value: () => number | null): Append => gauge(() => Math.round((value() ?? 0) / US_PER_MS));
  return [
    ...row(PING_CTL_ENTRY, index, {
      7: gauge(() => PING_PROBES),
      8: integer(() => ENABLED),
      10: gauge(() => PING_FREQUENCY_S),
    }),
    ...row(PING_RESULTS_ENTRY, index, {
      1: integer(() => COMPLETED),
      4: ms(() => run().minUs),
      5: ms(() => run().maxUs),
      6: ms(() => run().meanUs),
      7: gauge(() => run().received),
      8: gauge(() => run().sent),
    }),
  ];
}

function jitterOperation(
  { index, unit }: ReadingOf<'RTTMON'>,
  { path, isWhole }: PlacedMeasure,
  now: () => number,
): MibInstance[] {
  const run = () => path.runAt(now(), JITTER_PACKETS, isWhole());
  const time = (value: () => number | null): Append =>
    gauge(() => Math.round((value() ?? 0) / (unit === 'US' ? 1 : US_PER_MS)));
  const sense = integer(() => (run().received > 0 ? SENSE.ok : SENSE.timeout));
  return [
    ...row(RTT_MON_CTRL_ADMIN_ENTRY, index, { 4: integer(() => JITTER_TYPE) }),
    ...row(LATEST_RTT_OPER_ENTRY, index, { 1: time(() => run().meanUs), 2: sense }),
    ...row(LATEST_JITTER_OPER_ENTRY, index, {
      1: gauge(() => run().received),
      2: time(() => (run().meanUs ?? 0) * run().received),
      4: time(() => run().minUs),
      5: time(() => run().maxUs),
      26: gauge(() => 0),
      27: gauge(() => 0),
      29: gauge(() => run().sent - run().received),
      31: sense,
      46: time(() => run().jitterUs),
    }),
  ];
}
