import { AlarmActResult, AlarmPage, type Severity, ShelfList } from '@linewatch/shared';
import { aStoredAlarm } from '../../testing/test-alarm.builder.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const DAY_MS = 86_400_000;

describe('The counts of the alarm console', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let line: StoredLine;
  let noc: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  beforeEach(async () => {
    line = await aStoredLine(api.database);
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
  });

  afterAll(() => api.close());

  async function page(client = noc, query = ''): Promise<AlarmPage> {
    const { status, body } = await client.get(`/api/v1/alarms${query}`);
    expect(status).withContext(JSON.stringify(body)).toBe(200);
    return AlarmPage.parse(body);
  }

  const of = ({ counts }: AlarmPage, severity: Severity): number =>
    counts.find((each) => each.severity === severity)?.notCleared ?? 0;
  const silent = (): object => ({ operatorState: 'shelved', shelvedUntil: clock.now() + DAY_MS });

  it('count what the console lists: no alarm of a customer by their own threshold, silent or not', async () => {
    const before = await page();
    const { customerId } = line;
    await aStoredAlarm(api.database, { severity: 'major' });
    await aStoredAlarm(api.database, { severity: 'major', customerId });
    await aStoredAlarm(api.database, { severity: 'major', ...silent() });
    await aStoredAlarm(api.database, { severity: 'major', customerId, ...silent() });

    const after = await page();

    expect(of(after, 'major') - of(before, 'major')).toBe(1);
    expect(after.shelved - before.shelved).toBe(1);
    expect(after.shelved).toBe((await page(noc, '?shelved=yes&roots=no')).total);
  });

  it('tell staff who see some customers only of no alarm at all: its device carries others', async () => {
    const alarm = await aStoredAlarm(api.database, { severity: 'critical', circuitId: line.circuitId });
    await aStoredAlarm(api.database, silent());
    const partly = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'CUSTOMER', scopeId: line.customerId });

    for (const query of ['', '?shelved=yes', '?show=all&shelved=both&roots=no', `?customerId=${line.customerId}`]) {
      const { items, total, counts, shelved } = await page(partly, query);
      expect([items, total, counts, shelved]).withContext(query).toEqual([[], 0, [], 0]);
    }
    const detail = await partly.get(`/api/v1/alarms/${alarm.id}`);
    expect([detail.status, codeOf(detail)]).toEqual([404, 'alarm.not-found']);
    expect(ShelfList.parse((await partly.get('/api/v1/alarm-shelves')).body).items).toEqual([]);
    const acted = await partly.post('/api/v1/alarms/acts', {
      act: 'acknowledge',
      alarms: [{ id: alarm.id, version: alarm.version }],
    });
    expect(AlarmActResult.parse(acted.body).items.map(({ outcome }) => outcome)).toEqual(['not-found']);
  });
});
