import {
  CIRCUIT_SORTS,
  type CircuitPage,
  CircuitPage as CircuitPageSchema,
  type CircuitRow,
  CircuitView,
  type Problem,
} from '@linewatch/shared';
import { demoNetwork, type DemoUser } from '@linewatch/shared/demo';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';

const network = demoNetwork();
const unknownId = '018f2f6e-0000-7000-8000-00000000dead';
const clock = new ManualClock();
/** Founding takes a second, and ten on a machine that is busy otherwise. */
const PATIENCE_MS = 180_000;

/** One of the demo's people, by the begin of the email address. */
function person(name: string): DemoUser {
  const user = network.users.find(({ email }) => email.startsWith(`${name}@`));
  if (user === undefined) throw new Error(`nobody is called ${name}`);
  return user;
}

function codesOf(customer: string): string[] {
  return network.circuits
    .filter((circuit) => circuit.customer === customer)
    .map(({ code }) => code)
    .sort();
}

describe('circuits over HTTP', () => {
  let api: TestApi;
  const signedIn = new Map<string, TestClient>();

  async function as(name: string): Promise<TestClient> {
    const known = signedIn.get(name) ?? api.stranger();
    if (!signedIn.has(name)) await known.signIn(person(name));
    signedIn.set(name, known);
    return known;
  }

  async function list(name: string, query: Record<string, string> = {}): Promise<CircuitPage> {
    const answer = await (await as(name)).get(`/api/v1/circuits?${new URLSearchParams(query).toString()}`);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return CircuitPageSchema.parse(answer.body);
  }

  async function refusal(name: string, query: string): Promise<Problem> {
    return (await (await as(name)).get<Problem>(`/api/v1/circuits?${query}`)).body;
  }

  async function circuitOf(name: string, code: string): Promise<CircuitRow> {
    const row = (await list(name, { limit: '500' })).items.find((item) => item.code === code);
    if (row === undefined) throw new Error(`${name} does not see ${code}`);
    return row;
  }

  beforeAll(async () => {
    api = await startTestApi({ clock, env: { DEMO: 'full', DEMO_HISTORY_DAYS: '0' } });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  it("shows the bank's engineer exactly the bank's circuits, each with its A and its Z end (INV1)", async () => {
    const page = await list('a-it', { limit: '500' });

    expect(page.items.map(({ code }) => code).sort()).toEqual(codesOf('XJB'));
    expect(page.total).toBe(codesOf('XJB').length);
    const sites = new Map(network.sites.map((site) => [site.code, site.nameZh]));
    for (const circuit of network.circuits.filter(({ customer }) => customer === 'XJB')) {
      const row = page.items.find(({ code }) => code === circuit.code);
      const [a, z] = (['A', 'Z'] as const).map((side) => circuit.ends.find((end) => end.side === side)?.site ?? null);
      expect(row?.aSiteZh).toBe(a === null ? '运营商节点' : sites.get(a ?? ''));
      expect(row?.zSiteZh).toBe(z === null ? '运营商节点' : sites.get(z ?? ''));
      expect(row?.contractedBps).toBe(circuit.contractedBps);
    }
  });

  it('shows a manager the assigned customers only, and the NOC all of them', async () => {
    expect((await list('am-wu', { limit: '500' })).items.map(({ code }) => code).sort()).toEqual(codesOf('CDL'));
    expect((await list('noc')).total).toBe(network.circuits.length);
  });

  it("answers the rival's question for a circuit as if it did not exist, whatever the id looks like", async () => {
    const { id } = await circuitOf('a-it', codesOf('XJB')[0] ?? '');
    const rival = await as('b-it');

    const answers = [];
    for (const asked of [id, unknownId, 'not-an-id', id.toUpperCase().slice(1), `${id}'--`]) {
      answers.push(await rival.get<Problem>(`/api/v1/circuits/${encodeURIComponent(asked)}`));
    }

    for (const { status, body } of answers) {
      expect(status).toBe(404);
      expect({ ...body, requestId: '' }).toEqual(jasmine.objectContaining({ ...answers[1]?.body, requestId: '' }));
    }
    expect((await (await as('a-it')).get(`/api/v1/circuits/${id}`)).status).toBe(200);
  });

  it('shows a branch its own circuits, with the far end of another branch masked', async () => {
    const sites = new Set(person('a-branch').sites);
    const expected = network.circuits.filter(({ ends }) => ends.some(({ site }) => site !== null && sites.has(site)));
    const between = expected.find(({ name }) => name.startsWith('岳阳分行—衡阳分行'));

    const page = await list('a-branch', { limit: '500' });

    // Of a code that tells the far place its last words are left; the serial is its own in the demo.
    const serialOf = ({ code }: { readonly code: string }): string => code.split(' ').at(-1) ?? '';
    expect(page.items.map(serialOf).sort()).toEqual(expected.map(serialOf).sort());
    expect(page.sites.map(({ nameEn }) => nameEn)).not.toContain('Hengyang branch');
    const row = await circuitOf('a-branch', between?.code.replace(/^\S+/, '…') ?? '');
    expect(row.name).toBe('岳阳分行 — …');
    expect([row.aSiteEn, row.zSiteZh, row.zSiteEn]).toEqual(['Yueyang branch', '其他分支机构', 'Other branch']);
    const view = CircuitView.parse((await (await as('a-branch')).get(`/api/v1/circuits/${row.id}`)).body);
    const [own, far] = view.endFacts;
    expect([far?.siteId, far?.address, far?.portName]).toEqual([null, null, null]);
    expect(own?.siteId).not.toBeNull();
    expect(own?.portName).not.toBeNull();
  });

  it('does not let a branch find out about the sites of another one by asking for them', async () => {
    const [hengyang] = (await list('a-it')).sites.filter(({ nameEn }) => nameEn === 'Hengyang branch');

    expect((await list('a-it', { q: 'Hengyang branch' })).total).toBeGreaterThan(0);
    expect((await list('a-branch', { q: 'Hengyang branch' })).total).toBe(0);
    expect((await list('a-it', { siteId: hengyang?.id ?? '' })).total).toBeGreaterThan(0);
    expect((await list('a-branch', { siteId: hengyang?.id ?? '' })).total).toBe(0);
  });

  it('names devices to the NOC and to nobody else', async () => {
    const { id } = await circuitOf('a-it', codesOf('XJB')[0] ?? '');

    const toNoc = CircuitView.parse((await (await as('noc')).get(`/api/v1/circuits/${id}`)).body);
    const ends = network.circuits.find(({ code }) => code === toNoc.code)?.ends ?? [];
    expect(toNoc.endFacts.map(({ device }) => device?.code ?? null)).toEqual(ends.map(({ device }) => device));
    expect(ends.some(({ device }) => device !== null)).toBeTrue();
    for (const name of ['a-it', 'a-admin', 'a-view', 'am-li']) {
      const text = JSON.stringify((await (await as(name)).get(`/api/v1/circuits/${id}`)).body);
      expect(text).not.toContain('MSTP-0');
      expect(text).not.toContain('127.0.0.1');
    }
  });

  it('shows the facts of a circuit as codes', async () => {
    const { id } = await circuitOf('a-it', codesOf('XJB')[0] ?? '');

    expect((await (await as('a-it')).get(`/api/v1/circuits/${id}`)).body).toEqual(
      jasmine.objectContaining({
        contractNumber: 'XJB-2025-001',
        grade: 'GROUP',
        slaClass: 'GOLD',
        topology: 'P2P',
        protection: 'NONE',
        networkGrade: 'B',
        state: 'active',
      }),
    );
  });

  describe('with readings', () => {
    beforeAll(async () => {
      // Something different to sort by, with ties, gaps and readings that are too old.
      const circuits = await api.database.read<{ id: string }>('SELECT id FROM circuit ORDER BY code');
      await api.database.transaction(async (tx) => {
        for (const [index, { id }] of circuits.entries()) {
          const status = (['running', 'failed', 'degraded', 'unknown', 'stopped'] as const)[index % 5];
          const sampleAt = index % 7 === 0 ? null : clock.now() - (index % 4) * 12_000;
          const rate = index % 3 === 0 ? null : (index % 6) * 1_234_567.891;
          await tx.query(
            `UPDATE circuit_state SET status = ?, status_rank = ?, since = ?, sample_at = ?, in_bps = ?, out_bps = ?,
               utilisation = ?, oldest_end_at = ?, newest_end_at = ? WHERE circuit_id = ?`,
            [
              status ?? '',
              ['failed', 'degraded', 'unknown', 'running', 'stopped'].indexOf(status ?? ''),
              clock.now() - (index % 9) * 60_000,
              sampleAt,
              rate,
              rate,
              rate === null ? null : (index % 6) * 3.1,
              sampleAt,
              sampleAt,
              id,
            ],
          );
          const ends = 'port_id IN (SELECT port_id FROM circuit_end WHERE circuit_id = ?)';
          await tx.query(`UPDATE port_state SET sample_at = ? WHERE ${ends}`, [sampleAt, id]);
        }
      });
    });

    for (const sort of CIRCUIT_SORTS) {
      for (const order of ['asc', 'desc']) {
        it(`walks every circuit once, page by page, by ${sort} ${order}`, async () => {
          const whole = (await list('noc', { sort, order, limit: '500' })).items.map(({ id }) => id);
          const walked: string[] = [];
          let cursor: string | null = '';
          while (cursor !== null) {
            const page: CircuitPage = await list('noc', { sort, order, limit: '7', ...(cursor !== '' && { cursor }) });
            walked.push(...page.items.map(({ id }) => id));
            cursor = page.nextCursor;
          }

          expect(walked).toEqual(whole);
          expect(new Set(walked).size).toBe(network.circuits.length);
        });
      }
    }

    it('puts the worst first, and what is not known last when sorting by a rate', async () => {
      const ranks = { failed: 0, degraded: 1, unknown: 2, running: 3, stopped: 4 };
      const worst = (await list('noc')).items.map(({ status }) => ranks[status]);
      expect(worst).toEqual(worst.toSorted((one, other) => one - other));
      expect(new Set(worst).size).toBe(5);

      for (const order of ['asc', 'desc']) {
        const rates = (await list('noc', { sort: 'in', order })).items.map(({ inBps }) => inBps);
        const known = rates.filter((rate) => rate !== null);
        const sorted = known.toSorted((one, other) => (order === 'asc' ? one - other : other - one));
        expect(rates).toEqual([...sorted, ...Array.from({ length: rates.length - known.length }, () => null)]);
      }
    });

    it('counts the statuses as the rows show them, and filters by them', async () => {
      const { items, counts, total } = await list('noc', { limit: '500' });
      for (const status of ['failed', 'degraded', 'unknown', 'running', 'stopped'] as const) {
        const shown = items.filter((row) => row.status === status);
        expect(counts[status]).toBe(shown.length);
        const filtered = await list('noc', { status, limit: '500' });
        expect(filtered.items.map(({ id }) => id).sort()).toEqual(shown.map(({ id }) => id).sort());
        expect(filtered.total).toBe(total);
      }
    });

    it('never shows a reading as of now that is older than 2.5 intervals', async () => {
      for (const row of (await list('noc', { limit: '500' })).items) {
        const age = row.sampleAt === null ? Number.POSITIVE_INFINITY : clock.now() - Date.parse(row.sampleAt);
        if (age <= 25_000) continue;
        expect(['unknown', 'stopped']).toContain(row.status);
        expect(row.inBps).toBeNull();
      }
    });
  });

  describe('searching', () => {
    it('finds by code, name, alias and the name of a site, in any case', async () => {
      for (const q of ['mstp10m 0001', '株洲支行 生产', '财务主线', 'ZHUZHOU SUB-BRANCH']) {
        expect((await list('a-it', { q })).total)
          .withContext(q)
          .toBeGreaterThan(0);
      }
    });

    for (const q of ['%', '_', '%%%', "'", '"', "' OR 1=1 --", '\\', '!', '😀', '字'.repeat(80)]) {
      it(`takes ${q.slice(0, 12)} for itself`, async () => {
        expect((await list('a-it', { q })).total).toBe(0);
      });
    }

    it('finds a plain text within a name that holds wildcards and emoji', async () => {
      const { id } = await circuitOf('a-it', codesOf('XJB')[3] ?? '');
      const rename = (alias: string | null): Promise<unknown> =>
        api.database.transaction((tx) => tx.query('UPDATE circuit SET alias = ? WHERE id = ?', [alias, id]));
      await rename('50%_😀');

      expect((await list('a-it', { q: '50%_😀' })).items.map((row) => row.id)).toEqual([id]);
      expect((await list('a-it', { q: '50%_😎' })).total).toBe(0);
      expect((await list('b-it', { q: '50%_😀' })).total).toBe(0);
      await rename(null);
    });

    it('keeps filters and pages together', async () => {
      const page = await list('a-it', { product: 'OTN', limit: '2', sort: 'code' });

      expect(page.total).toBe(3);
      expect(page.items.every(({ product }) => product === 'OTN')).toBeTrue();
      const rest = await list('a-it', { product: 'OTN', limit: '2', sort: 'code', cursor: page.nextCursor ?? '' });
      expect(rest.items.length).toBe(1);
      expect(rest.nextCursor).toBeNull();
    });
  });

  it('refuses a cursor of another list', async () => {
    const { nextCursor } = await list('noc', { limit: '2' });
    const forged = Buffer.from(JSON.stringify(['x', 1, 2, 'y'])).toString('base64url');

    for (const query of [`sort=code&cursor=${nextCursor ?? ''}`, 'cursor=@@@', 'cursor=', `cursor=${forged}`]) {
      expect((await refusal('noc', query)).code)
        .withContext(query)
        .toBe('list.cursor-invalid');
    }
  });

  it('says which value of a question is wrong', async () => {
    for (const [query, field] of [
      ['limit=0', 'limit'],
      ['limit=501', 'limit'],
      ['limit=many', 'limit'],
      ['sort=price', 'sort'],
      ['order=up', 'order'],
      ['status=broken', 'status'],
      ['siteId=7', 'siteId'],
      [`q=${'x'.repeat(81)}`, 'q'],
      ['q=a&q=b', 'q'],
    ] as const) {
      const problem = await refusal('a-it', query);
      expect(problem.status).withContext(query).toBe(400);
      expect(problem.fields?.map((wrong) => wrong.field))
        .withContext(query)
        .toEqual([field]);
    }
  });

  it('is closed to strangers', async () => {
    const answer = await api.stranger().get('/api/v1/circuits');

    expect(answer.status).toBe(401);
    expect(codeOf(answer)).toBe('session.missing');
  });

  it('tells how far the feeds of the customers in scope have come', async () => {
    const { feeds } = await list('a-it');
    const [{ id } = { id: '' }] = await api.database.read<{ id: string }>("SELECT id FROM customer WHERE code = 'XJB'");

    expect(feeds).toEqual({ [id]: 0 });
    expect(Object.keys((await list('noc')).feeds).length).toBe(2);
  });
});
