import { randomUUID } from 'node:crypto';
import type { AlarmPage, FaultPage, LineLayer } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aBatch, aDevicePoll, aDownReading, aReading } from '../../testing/test-batch.builder.js';
import type { TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import {
  aLevel,
  aLine,
  aMeasureBatch,
  aPoint,
  aRun,
  type Measured,
  storePoints,
} from '../../testing/test-measures.builder.js';
import { IngestService } from '../telemetry/ingest.service.js';
import type { NewMeasurePoint } from '../inventory/index.js';
import { AlarmEngine } from './alarm-engine.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const INTERVAL_S = 30;
const LOS = 64 + 32;
const AIS = 8;
const RAI = 2;
const LOOPBACK = 128;

describe('Faults of what is measured beside the ports', () => {
  let api: TestApi;
  let clock: ManualClock;
  let line: StoredLine;
  let engineer: TestClient;
  let noc: TestClient;

  beforeAll(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock });
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
  }, PATIENCE_MS);

  beforeEach(async () => {
    line = await aStoredLine(api.database, { intervalS: INTERVAL_S });
    engineer = await api.signedIn({
      role: 'CUSTOMER_ENGINEER',
      scopeType: 'CUSTOMER',
      scopeId: line.customerId,
    });
  });

  afterAll(() => api.close());

  async function point(overrides: Partial<NewMeasurePoint>): Promise<number> {
    const { circuitId, customerId } = line;
    const made = aPoint({ circuitId, customerId, intervalS: INTERVAL_S, ...overrides });
    await storePoints(api.database, [made]);
    return made.id;
  }

  const e1 = (side: 'A' | 'Z'): Promise<number> =>
    point({ side, kind: 'LINE', settings: { source: 'DS1', ifName: 'Serial1' }, deviceId: line.deviceA });
  const sdh = (side: 'A' | 'Z', layer: Exclude<LineLayer, 'E1'>): Promise<number> =>
    point({ side, kind: 'LINE', settings: { source: 'SONET', ifName: 'Pos1', layer }, deviceId: line.deviceA });

  /** Some readings of what the spec says, then the engine's look. */
  async function measured(count: number, of: (slot: number) => Partial<Measured>): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      clock.advance(INTERVAL_S * 1_000);
      await api.app.get(IngestService).take(randomUUID(), aMeasureBatch(of(Math.floor(clock.now() / 1_000) - 1)));
    }
    await api.app.get(AlarmEngine).lookAtConditions();
  }

  async function shown(): Promise<(string | null)[][]> {
    const { items } = (await engineer.get<FaultPage>('/api/v1/faults')).body;
    return items.map(({ kind, reason, side, severity }) => [kind, reason, side, severity]);
  }

  /** Code, by which rule it lies under another one. */
  async function alarms(): Promise<(string | null)[][]> {
    const { items } = (await noc.get<AlarmPage>(`/api/v1/alarms?roots=no&circuitId=${line.circuitId}`)).body;
    return items.map(({ code, suppressedBy }) => [code, suppressedBy]).sort();
  }

  it('says that the signal is lost at an end after two readings, with what it explains below it, until it is back', async () => {
    const pointId = await e1('Z');
    const bits = (alarmBits: number) => (slot: number) => ({ line: [aLine({ pointId, slot, alarmBits })] });
    await measured(2, bits(1));
    await measured(1, bits(LOS + AIS));
    expect(await shown()).toEqual([]);

    await measured(1, bits(LOS + AIS));
    expect(await shown()).toEqual([['DEGRADED', 'signalLost', 'Z', 'critical']]);
    expect(await alarms()).toEqual([
      ['E1_AIS', 'LOWER_LAYER'],
      ['E1_LOF', 'LOWER_LAYER'],
      ['E1_LOS', null],
    ]);

    await measured(2, bits(1));
    expect((await alarms()).length).toBe(3);
    await measured(1, bits(1));
    expect(await alarms()).toEqual([]);
    expect(await shown()).toEqual([]);
  });

  it('puts an end that complains under the far end that lost its signal', async () => {
    const [a, z] = [await e1('A'), await e1('Z')];
    const both = (slot: number): Partial<Measured> => ({
      line: [aLine({ pointId: a, slot, alarmBits: RAI }), aLine({ pointId: z, slot, alarmBits: LOS })],
    });
    await measured(2, both);

    expect(await alarms()).toEqual([
      ['E1_LOF', 'LOWER_LAYER'],
      ['E1_LOS', null],
      ['E1_RAI', 'FAR_END'],
    ]);
    expect(await shown()).toEqual([['DEGRADED', 'signalLost', 'Z', 'critical']]);
  });

  it('says of an end that complains alone that it hears an alarm of the far end', async () => {
    const pointId = await e1('A');
    await measured(2, (slot) => ({ line: [aLine({ pointId, slot, alarmBits: RAI })] }));

    expect(await shown()).toEqual([['DEGRADED', 'farEndComplains', 'A', 'minor']]);
    expect(await alarms()).toEqual([['E1_RAI', null]]);
  });

  it('tells of a loopback, and of its end at once', async () => {
    const pointId = await e1('A');
    const bits = (alarmBits: number) => (slot: number) => ({ line: [aLine({ pointId, slot, alarmBits })] });
    await measured(2, bits(LOOPBACK));
    expect(await shown()).toEqual([['DEGRADED', 'loopback', 'A', 'major']]);
    await measured(1, bits(1));
    expect(await shown()).toEqual([]);
  });

  it('has the lowest layer of an SDH port explain those above it, and the port', async () => {
    const [section, path] = [await sdh('A', 'SECTION'), await sdh('A', 'PATH')];
    const { portA, portZ } = line;
    for (let index = 0; index < 6; index += 1) {
      await measured(1, (slot) => ({
        line: [aLine({ pointId: section, slot, alarmBits: 2 }), aLine({ pointId: path, slot, alarmBits: 4 })],
      }));
      const [slot, takenAt] = [Math.floor(clock.now() / 1_000), clock.now()];
      const readings = [aDownReading({ portId: portA, slot, takenAt }), aReading({ portId: portZ, slot, takenAt })];
      await api.app.get(IngestService).take(randomUUID(), aBatch(readings));
      while ((await api.app.get(AlarmEngine).lookAtDue()) > 0);
    }

    expect(await alarms()).toEqual([
      ['CIRCUIT_DOWN', 'LOWER_LAYER'],
      ['PORT_DOWN', 'LOWER_LAYER'],
      ['SDH_AIS', 'LOWER_LAYER'],
      ['SDH_LOS', null],
    ]);
    expect(await shown()).toEqual([['DOWN', 'signalLost', 'A', 'critical']]);
  });

  it('tells of light that is too weak by two levels, until it is a decibel above them', async () => {
    const settings = { rxPower: 1, txPower: 2, temperature: null, voltage: null, bias: null } as const;
    const pointId = await point({ side: 'Z', kind: 'OPTICAL', settings: { source: 'ENTITY_SENSOR', ...settings } });
    const light = (rxDbm: number) => (slot: number) => ({ optical: [aLevel({ pointId, slot, rxDbm })] });
    await measured(1, light(-25));
    expect(await shown()).toEqual([]);
    await measured(1, light(-25));
    expect(await shown()).toEqual([['DEGRADED', 'opticalPowerLow', 'Z', 'minor']]);
    await measured(2, light(-29));
    expect(await shown()).toEqual([['DEGRADED', 'opticalPowerLow', 'Z', 'major']]);
    await measured(2, light(-23.5));
    expect(await shown()).toEqual([['DEGRADED', 'opticalPowerLow', 'Z', 'minor']]);
    await measured(2, light(-20));
    expect(await shown()).toEqual([]);
  });

  it('tells of loss by three tests of five, and not of packets lost while the line is down', async () => {
    const pointId = await point({});
    const lost = (received: number) => (slot: number) => ({ latency: [aRun({ pointId, slot, received })] });
    await measured(2, lost(19));
    await measured(2, lost(20));
    expect(await shown()).toEqual([]);
    await measured(1, lost(19));
    expect(await shown()).toEqual([['DEGRADED', 'lossHigh', 'A', 'major']]);
    await measured(3, lost(20));
    expect(await shown()).toEqual([]);

    const takenAt = clock.now();
    const readings = [line.portA, line.portZ].map((portId) =>
      aDownReading({ portId, slot: Math.floor(takenAt / 1_000), takenAt }),
    );
    await api.app.get(IngestService).take(randomUUID(), aBatch(readings));
    await measured(4, lost(0));
    expect(await alarms()).toEqual([]);
  });

  it('tells of errors by two readings in a row, worse by a higher level, until there are half as many', async () => {
    const { portA, portZ } = line;
    const spoilt = async (count: number, inErrors: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) {
        clock.advance(INTERVAL_S * 1_000);
        const [slot, takenAt] = [Math.floor(clock.now() / 1_000), clock.now()];
        const readings = [
          aReading({ portId: portA, slot, takenAt }),
          aReading({ portId: portZ, slot, takenAt, inErrors, inPackets: 100_000 - inErrors }),
        ];
        await api.app.get(IngestService).take(randomUUID(), aBatch(readings));
        await api.app.get(AlarmEngine).lookAtConditions();
      }
    };
    await spoilt(1, 20);
    await spoilt(1, 0);
    await spoilt(1, 20);
    expect(await shown()).toEqual([]);
    await spoilt(1, 20);
    expect(await shown()).toEqual([['DEGRADED', 'errorRate', 'Z', 'minor']]);
    await spoilt(2, 200);
    expect(await shown()).toEqual([['DEGRADED', 'errorRate', 'Z', 'major']]);
    await spoilt(1, 1);
    expect((await alarms()).map(([code]) => code)).toEqual(['ERROR_RATE']);
    await spoilt(1, 1);
    expect(await shown()).toEqual([]);
  });

  it('notes for a day that a device began anew, and says nothing of it to customers', async () => {
    const restarts = async (): Promise<(string | null)[]> => {
      const query = `/api/v1/alarms?roots=no&deviceId=${line.deviceA}`;
      return (await noc.get<AlarmPage>(query)).body.items.map(({ code }) => code);
    };
    const answered = async (sysUpTime: number): Promise<void> => {
      clock.advance(INTERVAL_S * 1_000);
      const poll = aDevicePoll({ deviceId: line.deviceA, at: clock.now(), sysUpTime });
      await api.app.get(IngestService).take(randomUUID(), aBatch([], [poll]));
      await api.app.get(AlarmEngine).lookAtConditions();
    };
    await answered(800_000);
    await answered(803_000);
    expect(await restarts()).toEqual([]);
    await answered(1_200);
    expect(await restarts()).toEqual(['DEVICE_RESTART']);
    await answered(4_200);
    expect(await shown()).toEqual([]);
    const [row] = await api.database.read<{ at: unknown }>('SELECT restarted_at AS at FROM device WHERE id = ?', [
      line.deviceA,
    ]);
    expect(Number(row?.at)).toBe(clock.now() - 42_000);
  });

  it('raises nothing of measurements that come late', async () => {
    const pointId = await e1('A');
    const slot = Math.floor(clock.now() / 1_000) - 3_600;
    const late = Array.from({ length: 10 }, (_, index) =>
      aLine({ pointId, slot: slot + index * INTERVAL_S, alarmBits: LOS }),
    );
    await measured(1, () => ({ line: late }));
    expect(await alarms()).toEqual([]);
  });
});
