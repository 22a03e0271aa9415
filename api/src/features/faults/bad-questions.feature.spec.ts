import { randomUUID } from 'node:crypto';
import {
  type FaultDetail,
  type FaultPage,
  METRIC_RANGES,
  type Problem,
  THRESHOLD_METRICS,
  type ThresholdForm,
} from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aBatch, aDownReading, aReading } from '../../testing/test-batch.builder.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { IngestService } from '../telemetry/ingest.service.js';
import { AlarmEngine } from './alarm-engine.js';

const EVENTS = 100_000;
const EVENTS_A_STATEMENT = 10_000;
const SHOWN = 500;
/** A hundred thousand rows on a machine that may be busy otherwise. */
const PATIENCE_MS = 300_000;

describe('Faults that are asked too much of', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let line: StoredLine;
  let engineer: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  beforeEach(async () => {
    line = await aStoredLine(api.database);
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
  });

  afterAll(() => api.close());

  async function openFault(): Promise<string> {
    for (const isDown of [false, false, true, true, true, true, true]) {
      clock.advance(10_000);
      const takenAt = clock.now();
      const at = { slot: Math.floor(takenAt / 1_000), takenAt };
      const a = (isDown ? aDownReading : aReading)({ portId: line.portA, ...at });
      await api.app.get(IngestService).take(randomUUID(), aBatch([a, aReading({ portId: line.portZ, ...at })]));
      while ((await api.app.get(AlarmEngine).lookAtDue()) > 0);
    }
    return (await engineer.get<FaultPage>('/api/v1/faults')).body.items[0]?.id ?? '';
  }

  /** Lets a fault change so many times, a second apart. @returns when the last change was, ms */
  async function changedOften(faultId: string): Promise<number> {
    const begun = clock.now() - EVENTS * 1_000;
    await api.database.transaction(async (tx) => {
      for (let first = 0; first < EVENTS; first += EVENTS_A_STATEMENT) {
        await tx.insertMany(
          'fault_story',
          ['id', 'fault_id', 'kind', 'at', 'facts', 'is_internal'],
          ['id'],
          Array.from({ length: EVENTS_A_STATEMENT }, (_, place) => [
            ...[randomUUID(), faultId, 'CHANGED', begun + (first + place) * 1_000, '{}', false],
          ]),
        );
      }
    });
    return begun + (EVENTS - 1) * 1_000;
  }

  it(
    'show of a story of a hundred thousand lines the newest, in order, and how many there were before',
    async () => {
      const id = await openFault();
      const own = (await engineer.get<FaultDetail>(`/api/v1/faults/${id}`)).body;
      expect(own.earlierLines).toBe(0);
      const lastAt = await changedOften(id);

      const { story, earlierLines } = (await engineer.get<FaultDetail>(`/api/v1/faults/${id}`)).body;
      expect([story.length, earlierLines]).toEqual([SHOWN, EVENTS + own.story.length - SHOWN]);
      const times = story.map(({ at }) => Date.parse(at));
      expect(times).toEqual(times.toSorted((one, other) => one - other));
      expect(times.at(-1)).toBe(Math.max(lastAt, ...own.story.map(({ at }) => Date.parse(at))));
    },
    PATIENCE_MS,
  );

  it('give no page of more than can be read, and no range that ends before it begins', async () => {
    for (const query of ['limit=501', 'limit=100000', 'limit=0', 'limit=-1', 'limit=1e9', 'limit=x']) {
      expect(codeOf(await engineer.get<Problem>(`/api/v1/faults?${query}`)))
        .withContext(query)
        .toBe('request.invalid');
    }
    const tenYears = `show=all&from=0&to=${String(clock.now() + 10 * 365 * 86_400_000)}`;
    const { status, body } = await engineer.get<FaultPage>(`/api/v1/faults?${tenYears}`);
    expect([status, body.items.length <= 100]).toEqual([200, true]);
    expect((await engineer.get<FaultPage>('/api/v1/faults?show=all&from=5&to=4')).body.items).toEqual([]);
  });

  const aForm = (change: Partial<ThresholdForm>): ThresholdForm => ({
    ...{ circuitId: line.circuitId, metric: 'UTILISATION', side: null, level: 70, forS: 600 },
    ...{ severity: 'minor', isOn: true },
    ...change,
  });

  for (const metric of THRESHOLD_METRICS) {
    it(`take levels of ${metric} within what can be measured alone`, async () => {
      const { least, greatest } = METRIC_RANGES[metric];
      const levels = [least, greatest, least - 0.01, greatest + 0.01, -1e308, 1e308];
      const answers = [];
      for (const level of levels) {
        const answer = await engineer.post<Problem>('/api/v1/thresholds', aForm({ metric, level }));
        answers.push(answer.status === 201 ? 201 : codeOf(answer));
      }
      const refused = 'request.invalid';
      expect(answers).toEqual([201, 201, refused, refused, refused, refused]);
      for (const forS of [0, 59, 86_401, 60.5]) {
        expect(codeOf(await engineer.post<Problem>('/api/v1/thresholds', aForm({ metric, forS })))).toBe(refused);
      }
    });
  }

  it('watch no level of a circuit that ended', async () => {
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    const form = { action: 'terminate', reason: 'ordered', version: 1 };
    expect((await admin.post(`/api/v1/circuits/${line.circuitId}/steps`, form)).status).toBe(200);
    expect(codeOf(await engineer.post<Problem>('/api/v1/thresholds', aForm({})))).toBe('circuit.not-found');
  });
});
