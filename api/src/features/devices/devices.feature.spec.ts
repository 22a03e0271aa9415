import { DevicePage, type Problem } from '@linewatch/shared';
import { demoNetwork } from '@linewatch/shared/demo';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';

const network = demoNetwork();
const clock = new ManualClock();
/** Founding takes a second, and ten on a machine that is busy otherwise. */
const PATIENCE_MS = 180_000;

describe('devices over HTTP', () => {
  let api: TestApi;
  let noc: TestClient;

  async function as(name: string): Promise<TestClient> {
    const client = api.stranger();
    const user = network.users.find(({ email }) => email.startsWith(`${name}@`));
    await client.signIn(user ?? { email: '', password: '' });
    return client;
  }

  async function list(query: Record<string, string> = {}): Promise<DevicePage> {
    const answer = await noc.get(`/api/v1/devices?${new URLSearchParams(query).toString()}`);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return DevicePage.parse(answer.body);
  }

  beforeAll(async () => {
    api = await startTestApi({ clock, env: { DEMO: 'full', DEMO_HISTORY_DAYS: '0' } });
    noc = await as('noc');
  }, PATIENCE_MS);

  afterAll(() => api.close());

  it('are listed for the NOC with how many circuits and customers each carries', async () => {
    const { items, total, nextCursor } = await list({ limit: '500' });

    expect(total).toBe(network.devices.length);
    expect(nextCursor).toBeNull();
    for (const { code } of network.devices) {
      const carried = network.circuits.filter(({ ends }) => ends.some(({ device }) => device === code));
      const device = items.find((item) => item.code === code);
      expect([device?.circuits, device?.customers])
        .withContext(code)
        .toEqual([carried.length, new Set(carried.map(({ customer }) => customer)).size]);
    }
    expect(items.some(({ customers }) => customers === 2)).toBeTrue();
  });

  it('are not for customers and not for their managers', async () => {
    for (const name of ['a-it', 'a-admin', 'a-branch', 'b-it', 'am-li']) {
      const answer = await (await as(name)).get('/api/v1/devices');
      expect([answer.status, codeOf(answer)])
        .withContext(name)
        .toEqual([403, 'session.forbidden']);
    }
    expect((await api.stranger().get('/api/v1/devices')).status).toBe(401);
    expect((await api.collector().get('/api/v1/devices')).status).toBe(403);
  });

  it('are only those that carry something of the customer, for an operator who serves one customer', async () => {
    const [customer] = await api.database.read<{ id: string }>("SELECT id FROM customer WHERE code = 'CDL'");
    const client = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'CUSTOMER', scopeId: customer?.id ?? '' });
    const carrying = network.circuits
      .filter((circuit) => circuit.customer === 'CDL')
      .flatMap(({ ends }) => ends.map(({ device }) => device))
      .filter((device) => device !== null);

    const page = DevicePage.parse((await client.get('/api/v1/devices?limit=500')).body);

    expect(page.items.map(({ code }) => code).sort()).toEqual([...new Set(carrying)].sort());
    expect(page.total).toBe(page.items.length);
    expect(page.items.every(({ customers }) => customers === 1)).toBeTrue();
  });

  it('never carry a secret', async () => {
    const text = JSON.stringify((await noc.get('/api/v1/devices')).body);

    for (const { access } of network.devices) {
      expect(text).not.toContain(access.version === 'V3' ? access.authKey : access.community);
    }
  });

  describe('after some were asked', () => {
    const codes = network.devices.map(({ code }) => code).sort();

    beforeAll(async () => {
      await api.database.transaction(async (tx) => {
        await tx.query("UPDATE device SET reachability = 'REACHABLE', last_seen_at = ?", [clock.now()]);
        const [silent, mute, late] = codes.slice(5, 8);
        const broken = "UPDATE device SET reachability = 'UNREACHABLE', fault = ?, failures = 4 WHERE code = ?";
        await tx.query(broken, ['WRONG_KEY', silent ?? '']);
        await tx.query(broken, ['NO_ANSWER', mute ?? '']);
        await tx.query('UPDATE device SET last_seen_at = ? WHERE code = ?', [clock.now() - 25_001, late ?? '']);
      });
    });

    it('come unreachable first, then those of which nothing is known any more', async () => {
      const { items } = await list();

      expect(items.slice(0, 4).map(({ code, reachability, fault }) => [code, reachability, fault])).toEqual([
        [codes[5] ?? '', 'UNREACHABLE', 'WRONG_KEY'],
        [codes[6] ?? '', 'UNREACHABLE', 'NO_ANSWER'],
        [codes[7] ?? '', 'UNKNOWN', null],
        [codes[0] ?? '', 'REACHABLE', null],
      ]);
    });

    it('are walked once each, page by page', async () => {
      const whole = (await list({ limit: '500' })).items.map(({ id }) => id);
      const walked: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: DevicePage = await list({ limit: '5', ...(cursor !== '' && { cursor }) });
        walked.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      }

      expect(walked).toEqual(whole);
    });

    it('are found by code, name, vendor and address', async () => {
      expect((await list({ q: 'cs-mstp' })).total).toBe(2);
      expect((await list({ q: 'zte' })).total).toBe(network.devices.filter(({ vendor }) => vendor === 'ZTE').length);
      expect((await list({ q: '127.0.0.1' })).total).toBe(network.devices.length);
      expect((await list({ q: '%' })).total).toBe(0);
    });

    it('refuse a cursor of another search', async () => {
      const { nextCursor } = await list({ limit: '2' });
      const answer = await noc.get<Problem>(`/api/v1/devices?q=zte&cursor=${nextCursor ?? ''}`);

      expect([answer.status, answer.body.code]).toEqual([400, 'list.cursor-invalid']);
    });
  });
});
