import { randomUUID } from 'node:crypto';
import {
  type FaultDetail,
  type FaultPage,
  type MaintenanceWindowAction,
  OutagePage,
  Saved,
  Timeline,
  WorkView,
} from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aBatch, aDownReading, aReading } from '../../testing/test-batch.builder.js';
import type { TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { AlarmEngine } from '../faults/alarm-engine.js';
import { IngestService } from '../telemetry/ingest.service.js';
import { WorkClock } from './work-clock.js';

const PATIENCE_MS = 180_000;
const MINUTE_MS = 60_000;
const NOTICE_MS = 200 * 60 * MINUTE_MS;
const WINDOW_MS = 30 * MINUTE_MS;
const INTERVAL_S = 30;
const WORKS = '/api/v1/works';

describe('Faults during planned works (MNT5)', () => {
  const clock = new ManualClock(1_795_248_000_000);
  let api: TestApi;
  let noc: TestClient;
  let admin: TestClient;
  let engineer: TestClient;
  let line: StoredLine;
  let workId: string;
  let windowStart: number;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    line = await aStoredLine(api.database, { intervalS: INTERVAL_S });
    await signIn();
    windowStart = clock.now() + NOTICE_MS;
    workId = await announced();
    clock.advance(NOTICE_MS - 5 * MINUTE_MS);
    await signIn();
    await polls(11, 'up');
    await step(noc, 'start');
  }, PATIENCE_MS);

  async function signIn(): Promise<void> {
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
  }

  async function step(client: TestClient, action: MaintenanceWindowAction): Promise<void> {
    const { version } = WorkView.parse((await noc.get(`${WORKS}/${workId}`)).body);
    const { status, body } = await client.post(`${WORKS}/${workId}/steps`, {
      action,
      reason: null,
      result: null,
      version,
    });
    expect(status).withContext(JSON.stringify(body)).toBeLessThan(300);
  }

  async function announced(): Promise<string> {
    const none = { shortNoticeReason: null, blackoutReason: null, diversityReason: null, version: null };
    const { body } = await noc.post(WORKS, {
      kind: 'planned',
      title: '更换核心板卡',
      impact: 'OUTAGE',
      impactText: '业务中断约 30 分钟',
      risk: null,
      fallbackPlan: '回退旧板卡',
      plannedStart: windowStart,
      plannedEnd: windowStart + WINDOW_MS,
      targets: [{ kind: 'device', id: line.deviceA }],
      ...none,
    });
    ({ id: workId } = Saved.parse(body));
    await step(noc, 'submit');
    await step(admin, 'approve');
    await api.app.get(WorkClock, { strict: false }).look();
    return workId;
  }

  /** Polls of both ends of the line, each with the engine's look. */
  async function polls(count: number, state: 'up' | 'down'): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      clock.advance(INTERVAL_S * 1_000);
      const takenAt = clock.now();
      const slot = Math.floor(takenAt / 1_000);
      const atA = { portId: line.portA, slot, takenAt };
      const readings = [
        state === 'down' ? aDownReading(atA) : aReading(atA),
        aReading({ portId: line.portZ, slot, takenAt }),
      ];
      await api.app.get(IngestService).take(randomUUID(), aBatch(readings));
      while ((await api.app.get(AlarmEngine).lookAtDue()) > 0);
      await api.app.get(AlarmEngine).lookAtConditions();
    }
  }

  const faults = async (): Promise<FaultPage> => (await engineer.get<FaultPage>('/api/v1/faults')).body;
  const instant = (ms: number): string => new Date(ms).toISOString();

  /** What people were told of the faults of this line. */
  async function told(): Promise<string[]> {
    const rows = await api.database.read<{ kind: string; circuit_ids: string }>(
      "SELECT kind, circuit_ids FROM notice_event WHERE kind LIKE 'fault.%' ORDER BY id",
    );
    return rows.filter((row) => row.circuit_ids.includes(line.circuitId)).map(({ kind }) => kind);
  }

  async function outages(): Promise<[string, string | null][]> {
    const { status, body } = await engineer.get(`/api/v1/circuits/${line.circuitId}/outages`);
    expect(status).withContext(JSON.stringify(body)).toBe(200);
    return OutagePage.parse(body).items.map(({ from, to }) => [from, to]);
  }

  it(
    'are none of a break that begins and ends inside the window, while its data and its outage are kept',
    async () => {
      const from = clock.now() + INTERVAL_S * 1_000;
      await polls(20, 'down');
      expect((await faults()).items).toEqual([]);
      await polls(10, 'up');
      const to = from + 20 * INTERVAL_S * 1_000;
      clock.advance(WINDOW_MS);
      await signIn();
      await polls(2, 'up');

      expect((await faults()).items).toEqual([]);
      expect((await engineer.get<FaultPage>('/api/v1/faults?show=past')).body.items).toEqual([]);
      expect(await told()).toEqual([]);
      expect(await outages()).toEqual([[instant(from), instant(to)]]);
      const query = `from=${String(from - MINUTE_MS)}&to=${String(to + MINUTE_MS)}`;
      const { body } = await engineer.get(`/api/v1/circuits/${line.circuitId}/timeline?${query}`);
      const excluded = Timeline.parse(body).items.filter(({ state }) => state === 'excluded');
      expect(excluded.some((piece) => piece.observed === 'down' && piece.from === from)).toBeTrue();
    },
    PATIENCE_MS,
  );

  it(
    'begin at the end of the window when the line is still down, and say so',
    async () => {
      const from = clock.now() + INTERVAL_S * 1_000;
      const left = Math.floor((windowStart + WINDOW_MS - clock.now()) / (INTERVAL_S * 1_000)) - 1;
      await polls(left, 'down');
      // Half an hour is longer than a session that nobody uses.
      await signIn();
      expect((await faults()).items).toEqual([]);
      expect(await told()).toEqual([]);

      await polls(2, 'down');
      const [fault, ...others] = (await faults()).items;
      expect(others).toEqual([]);
      expect([fault?.kind, fault?.afterWorkId, fault?.severity]).toEqual(['DOWN', workId, 'critical']);
      expect(Date.parse(fault?.since ?? '') - windowStart - WINDOW_MS).toBeLessThan(2 * INTERVAL_S * 1_000);
      expect(await told()).toEqual(['fault.raised']);
      const { story } = (await engineer.get<FaultDetail>(`/api/v1/faults/${fault?.id ?? ''}`)).body;
      expect(story.map(({ kind }) => kind)).toContain('WORK_ENDED');
      expect(await outages()).toEqual([[instant(from), null]]);

      await polls(4, 'up');
      expect((await faults()).items).toEqual([]);
      expect(await told()).toEqual(['fault.raised', 'fault.cleared']);
    },
    PATIENCE_MS,
  );

  it(
    'begin when a work is completed before its end and the line is down',
    async () => {
      await polls(10, 'down');
      expect((await faults()).items).toEqual([]);
      await step(noc, 'complete');
      await polls(1, 'down');

      expect((await faults()).items.map(({ kind, afterWorkId }) => [kind, afterWorkId])).toEqual([['DOWN', workId]]);
      expect(await told()).toEqual(['fault.raised']);
    },
    PATIENCE_MS,
  );
});
