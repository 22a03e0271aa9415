import { randomUUID } from 'node:crypto';
import type { FaultPage, ThresholdList } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aBatch, aReading } from '../../testing/test-batch.builder.js';
import type { TestClient } from '../../testing/test-client.js';
import { aStoredLine, bundledPort, type StoredLine } from '../../testing/test-line.builder.js';
import { IngestService } from '../telemetry/ingest.service.js';
import { AlarmEngine } from './alarm-engine.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const INTERVAL_S = 10;

describe('Levels of a line with several ports at one end', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let line: StoredLine;
  let second: number;
  let engineer: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  beforeEach(async () => {
    // A line of 100 Mbit/s; a slot is the begin of its interval.
    clock.advance(3_600_000);
    clock.advance(INTERVAL_S * 1_000 - (clock.now() % (INTERVAL_S * 1_000)));
    line = await aStoredLine(api.database);
    second = await bundledPort(api.database, line);
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
  }, PATIENCE_MS);

  /** Nobody polls the line of the spec before any more: it is no business of the next one. */
  afterEach(async () => {
    await api.database.transaction(async (tx) => {
      for (const table of ['alarm', 'alarm_watch', 'fault', 'threshold', 'circuit_state']) {
        await tx.execute(`DELETE FROM ${table}`);
      }
    });
  });

  afterAll(() => api.close());

  /** Polls in which the ports of the A end carry so many Mbit/s each; null: that port is not read. */
  async function polls(count: number, ...mbps: readonly (number | null)[]): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      clock.advance(INTERVAL_S * 1_000);
      const slot = Math.floor(clock.now() / 1_000);
      const ends = [line.portA, second].flatMap((portId, port) => {
        const own = mbps[port] ?? null;
        // Each port is read at a moment of its own.
        return own === null ? [] : [aReading({ portId, slot, takenAt: clock.now() + port * 300, inBps: own * 1e6 })];
      });
      await api.app.get(IngestService).take(randomUUID(), aBatch([...ends, aReading({ portId: line.portZ, slot })]));
    }
    await api.app.get(AlarmEngine).lookAtConditions();
  }

  const open = async (): Promise<FaultPage['items']> => (await engineer.get<FaultPage>('/api/v1/faults')).body.items;
  const thresholds = async (): Promise<ThresholdList['items']> =>
    (await engineer.get<ThresholdList>('/api/v1/thresholds')).body.items;
  const watch = async (metric: string, level: number, side: 'A' | null = null): Promise<void> => {
    const form = { circuitId: line.circuitId, metric, side, level, forS: 60, severity: 'minor', isOn: true };
    expect((await engineer.post('/api/v1/thresholds', form)).status).toBe(201);
  };

  it('of the house are held against what all of them carry together', async () => {
    await polls(3, 45, 44);
    const [fault] = await open();
    expect([fault?.reason, fault?.severity, fault?.facts] as unknown[]).toEqual([
      ...['utilisationHigh', 'warning', { observed: 89, level: 80, unit: '%' }],
    ]);
    await polls(2, 45, 20);
    expect(await open()).toEqual([]);
  });

  for (const side of ['A', null] as const) {
    it(`of a customer are held against their sum${side === null ? '' : ', also where an end is named'} (FLT6)`, async () => {
      await watch('UTILISATION', 50, side);
      await polls(6, 30, 25);
      expect((await thresholds()).map(({ state }) => state)).toEqual(['WELL']);
      await polls(1, 30, 25);
      expect((await thresholds()).map(({ state, observed }) => [state, observed])).toEqual([['CROSSED', 55]]);
      await polls(2, 30, 10);
      expect((await thresholds()).map(({ state, observed }) => [state, observed])).toEqual([['WELL', 40]]);
    });
  }

  it('are neither reached nor left while one of them is not read: less was measured, not carried', async () => {
    await watch('UTILISATION', 50);
    await polls(7, 30, 25);
    await polls(4, 30, null);
    expect((await thresholds()).map(({ state, observed }) => [state, observed])).toEqual([['CROSSED', 55]]);
  });

  it('leave out a port that was never read', async () => {
    await polls(3, 85, null);
    expect((await open()).map(({ facts }) => facts)).toEqual([{ observed: 85, level: 80, unit: '%' }]);
  });

  it('are held against the errors of all of them', async () => {
    await polls(1, 10, 10);
    for (let index = 0; index < 2; index += 1) {
      clock.advance(INTERVAL_S * 1_000);
      const slot = Math.floor(clock.now() / 1_000);
      const well = { slot, inErrors: 0, inPackets: 5_000 };
      const readings = [
        ...[aReading({ portId: line.portA, ...well }), aReading({ portId: line.portZ, ...well })],
        aReading({ portId: second, ...well, inErrors: 10, inPackets: 4_990 }),
      ];
      await api.app.get(IngestService).take(randomUUID(), aBatch(readings));
    }
    await api.app.get(AlarmEngine).lookAtConditions();

    // 10 of 10,000, all of them at the second port.
    expect((await open()).map(({ facts }) => facts)).toEqual([{ observed: 0.1, level: 0.1, unit: '%', side: 'A' }]);
  });
});
