import { AuditPage } from '@linewatch/shared';
import { eventually } from '../../testing/eventually.js';
import { type MarkedHouse, startMarkedHouse } from '../../testing/marked-house.js';
import { type IdentityName, identityOf } from '../../testing/marked-people.js';
import { CIRCUITS } from '../../testing/marked-world.js';
import { TestClient } from '../../testing/test-client.js';
import { AuditLog } from './audit-log.js';

const PATIENCE_MS = 180_000;

describe('the audit log over HTTP', () => {
  let house: MarkedHouse;

  beforeEach(async () => {
    house = await startMarkedHouse();
    await house.poll();
  }, PATIENCE_MS);

  afterEach(() => house.api.close());

  async function as(name: IdentityName): Promise<TestClient> {
    return new TestClient(house.api.url, await house.people.credentials(name));
  }

  async function read(name: IdentityName, query = ''): Promise<AuditPage> {
    await house.api.app.get(AuditLog).settled();
    const { status, body } = await (await as(name)).get(`/api/v1/audit?${query}`);
    expect(status).toBe(200);
    return AuditPage.parse(body);
  }

  const actions = ({ items }: AuditPage): string[] => items.map(({ action }) => action);

  it('tells the customer that somebody of the operator looked at a line, by role and not by name', async () => {
    const id = house.world.id('A.spur');
    const noc = await as('noc');
    for (let times = 0; times < 3; times += 1) await noc.get(`/api/v1/circuits/${id}`);
    await (await as('engineer of A')).get(`/api/v1/circuits/${id}`);

    const { items } = await read('admin of A', 'by=staff');

    expect(items.length).toBe(1);
    expect(items[0]).toEqual(
      jasmine.objectContaining({
        action: 'circuit.viewed',
        role: 'NOC_OPERATOR',
        isStaff: true,
        actorName: null,
        address: null,
      }),
    );
    const [seen] = (await read('platform admin', 'action=circuit.viewed')).items;
    expect(house.words.toldBy(seen?.actorName ?? '')).toEqual(['noc']);
  });

  it('writes a look again after ten minutes', async () => {
    const noc = await as('noc');
    const look = async (): Promise<number> => {
      await noc.get(`/api/v1/circuits/${house.world.id('A.local')}`);
      const { items } = await read('platform admin', 'action=circuit.viewed');
      return items.filter(({ objectName }) => objectName === items[0]?.objectName).length;
    };
    const first = await look();
    house.clock.advance(9 * 60_000);
    expect(await look()).toBe(first);
    house.clock.advance(60_000);
    expect(await look()).toBe(first + 1);
  });

  it('tells of what somebody was denied', async () => {
    const client = await as('viewer of A');
    expect((await client.get('/api/v1/devices')).status).toBe(403);
    expect((await client.get('/api/v1/devices')).status).toBe(403);

    const { items } = await read('admin of A', 'action=access.denied');
    expect(items).toEqual([jasmine.objectContaining({ objectName: 'devices:read', isStaff: false })]);
    expect(house.words.toldBy(items[0]?.actorName ?? '')).toEqual(['viewer of A']);
    expect(actions(await read('rival of B', 'action=access.denied'))).toEqual([]);
  });

  it('shows nobody what is about others', async () => {
    const noc = await as('noc');
    for (const circuit of CIRCUITS) await noc.get(`/api/v1/circuits/${house.world.id(circuit)}`);
    await house.api.app.get(AuditLog).settled();
    for (const name of ['admin of A', 'admin of a branch of A', 'rival of B', 'operator of B'] as const) {
      const { status, text } = await rawAudit(name);
      expect(status).toBe(200);
      const known = new Set<string>([...identityOf(name).knows, ...peopleOf(name)]);
      expect(house.words.toldBy(text).filter((fact) => !known.has(fact)))
        .withContext(name)
        .toEqual([]);
    }
    const branch = await read('admin of a branch of A');
    expect(new Set(branch.items.map(({ objectType }) => objectType))).toEqual(new Set(['circuit']));
    expect(branch.items.length).toBeGreaterThan(1);
  });

  it('shows the NOC the acts about lines only', async () => {
    await house.api.database.transaction((tx) =>
      house.api.app.get(AuditLog).note(tx, { action: 'user.disabled', customerId: house.world.id('A') }),
    );
    expect(actions(await read('noc'))).not.toContain('user.disabled');
    expect(actions(await read('admin of A'))).toContain('user.disabled');
  });

  it('goes on page by page, newest first, without losing or repeating one', async () => {
    const noc = await as('noc');
    for (const circuit of CIRCUITS) await noc.get(`/api/v1/circuits/${house.world.id(circuit)}`);
    const all = await read('platform admin');
    const walked: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await read('platform admin', `limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      walked.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(walked).toEqual(all.items.map(({ id }) => id));
    expect(walked).toEqual([...walked].sort().reverse());
  });

  it('is chained by the running API itself', async () => {
    await (await as('noc')).get(`/api/v1/circuits/${house.world.id('A.trunk')}`);
    await house.api.app.get(AuditLog).settled();
    house.clock.advance(10_000);
    await eventually('everything is tied', async () => {
      const [row] = await house.api.database.read<{ loose: number | string }>(
        'SELECT COUNT(*) AS loose FROM audit_entry e LEFT JOIN audit_link l ON l.entry_id = e.id WHERE l.seq IS NULL',
      );
      return Number(row?.loose) === 0;
    });
    const [tied] = await house.api.database.read<{ links: number | string }>(
      'SELECT COUNT(*) AS links FROM audit_link',
    );
    expect(Number(tied?.links)).toBeGreaterThan(0);
  });

  async function rawAudit(name: IdentityName): Promise<{ status: number; text: string }> {
    const { status, body } = await (await as(name)).get('/api/v1/audit');
    return { status, text: JSON.stringify(body) };
  }

  /** Whose names somebody may read in the log: those of their own people, and among the operator's of one another. */
  function peopleOf(name: IdentityName): readonly IdentityName[] {
    if (name === 'operator of B') return ['noc'];
    return name === 'admin of A' ? ['viewer of A', 'engineer of A', name] : [name];
  }
});
