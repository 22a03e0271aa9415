import { randomUUID } from 'node:crypto';
import type { MadeCalendarFeed } from '@linewatch/shared';
import ICAL from 'ical.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';

const PATIENCE_MS = 180_000;
const FEED = '/api/v1/calendar-feed';
const HOUR_MS = 3_600_000;

describe('the calendar of planned works', () => {
  const clock = new ManualClock(1_795_248_000_000);
  let api: TestApi;
  let line: StoredLine;
  let viewer: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock, env: { TOKEN_REQUESTS_BURST: '20' } });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    line = await aStoredLine(api.database);
    viewer = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: line.customerId });
  });

  async function announced(on: StoredLine, title: string): Promise<string> {
    const id = randomUUID();
    const row = {
      ...{ id, number: `CW${id.slice(0, 8)}`, kind: 'planned', title, impact: 'OUTAGE', state: 'scheduled' },
      ...{ planned_start: clock.now() + HOUR_MS, planned_end: clock.now() + 2 * HOUR_MS, revision: 1 },
      ...{ author_id: randomUUID(), noticed_at: clock.now(), created_at: clock.now() },
    };
    await api.database.transaction(async (tx) => {
      await tx.insertMany('maintenance_window', Object.keys(row), ['id'], [Object.values(row)]);
      await tx.insertMany(
        'maintenance_circuit',
        ['window_id', 'circuit_id', 'customer_id', 'grade', 'notice_hours', 'emergency_excluded'],
        ['window_id', 'circuit_id'],
        [[id, on.circuitId, on.customerId, 'GROUP', 72, false]],
      );
    });
    return id;
  }
  async function subscribed(client: TestClient): Promise<string> {
    const { body } = await client.post<MadeCalendarFeed>(FEED, { language: 'zh-CN' });
    return new URL(body.url).pathname;
  }
  interface Entry {
    readonly uid: string;
    readonly summary: string;
    readonly start: number;
    readonly sequence: unknown;
  }
  async function entries(path: string): Promise<Entry[]> {
    const { status, headers, body } = await api.stranger().get<string>(path);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    const calendar = new ICAL.Component(ICAL.parse(body) as unknown[]);
    return calendar.getAllSubcomponents('vevent').map((component) => {
      const event = new ICAL.Event(component);
      return {
        uid: event.uid,
        summary: event.summary,
        start: event.startDate.toJSDate().getTime(),
        sequence: event.sequence,
      };
    });
  }

  it('shows works on the own circuits, and moves them when they are moved (MNT4)', async () => {
    const id = await announced(line, '更换, 板卡; "A"');
    await announced(await aStoredLine(api.database), 'of somebody else');
    const path = await subscribed(viewer);
    const [first, ...others] = await entries(path);
    expect(others).toEqual([]);
    expect(first).toEqual(jasmine.objectContaining({ start: clock.now() + HOUR_MS, sequence: 1 }));
    expect(first?.summary).toContain('更换, 板卡; "A"');

    await api.database.transaction((tx) =>
      tx.execute('UPDATE maintenance_window SET planned_start = planned_start + ?, revision = 2 WHERE id = ?', [
        HOUR_MS / 2,
        id,
      ]),
    );
    const [moved] = await entries(path);
    expect([moved?.uid, moved?.start, moved?.sequence]).toEqual([first?.uid, clock.now() + 1.5 * HOUR_MS, 2]);
  });

  it('is over when it is revoked, made anew, or its owner may sign in no more', async () => {
    const revoked = await subscribed(viewer);
    await viewer.delete(FEED);
    expect(codeOf(await api.stranger().get(revoked))).toBe('calendar.not-found');
    const [old, present] = [await subscribed(viewer), await subscribed(viewer)];
    expect((await api.stranger().get(old)).status).toBe(404);
    expect((await api.stranger().get(present)).status).toBe(200);
    await api.database.transaction((tx) =>
      tx.execute('UPDATE role_grant SET suspended_at = 1 WHERE scope_id = ?', [line.customerId]),
    );
    expect((await api.stranger().get(present)).status).toBe(404);
  });

  it('is not read without end, and its secret is nowhere to be read', async () => {
    const path = await subscribed(viewer);
    const token = path.split('/').at(-1)?.replace('.ics', '') ?? '';
    const rows = await api.database.read('SELECT * FROM calendar_feed');
    expect(JSON.stringify(rows)).not.toContain(token);
    const statuses: number[] = [];
    for (let count = 0; count < 21; count += 1) statuses.push((await api.stranger().get(path)).status);
    expect(statuses.filter((status) => status === 429)).toEqual([429]);
  });
});
