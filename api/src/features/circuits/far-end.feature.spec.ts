import type { AuditPage, CircuitPage, CircuitRow, TicketPage } from '@linewatch/shared';
import { codeSeenBy, type EndPlace, nameSeenBy } from '../../platform/auth/far-ends.js';
import { makeScope } from '../../platform/auth/scope.js';
import { type MarkedHouse, startMarkedHouse } from '../../testing/marked-house.js';
import { AuditLog } from '../audit/audit-log.js';

const PATIENCE_MS = 180_000;

const end = (side: 'A' | 'Z', site: string): EndPlace => ({
  side,
  siteId: site === '' ? null : site,
  siteCode: site === '' ? null : site.toUpperCase(),
  siteNameZh: site === '' ? null : `${site} office`,
});
const branch = makeScope({ kind: 'sites', customerId: 'bank', siteIds: ['yy'] });

describe('how a circuit is called before somebody of a branch', () => {
  it('leaves the far place out of its code and its name', () => {
    const ends = [end('A', 'hq'), end('Z', 'yy')];

    expect(codeSeenBy(branch, 'HQ-YY MSTP100M 0002', ends)).toBe('… MSTP100M 0002');
    expect(nameSeenBy(branch, 'Head office to Yueyang', ends)).toBe('… — yy office');
  });

  it('leaves out each of several far places, and shows the near one beside them', () => {
    const ends = [end('A', 'hq'), end('A', 'dc'), end('Z', 'yy'), end('Z', 'cd')];

    expect(codeSeenBy(branch, 'HQ-DC-YY-CD 1 CD', ends)).toBe('… 1 …');
    expect(codeSeenBy(branch, 'HQ-YY-1', ends)).toBe('…-YY-1');
    expect(nameSeenBy(branch, 'All of them', ends)).toBe('… — yy office、…');
  });

  it('is as it is where nothing is far, and for everybody who sees the whole customer', () => {
    const ends = [end('A', 'yy'), end('Z', '')];
    const whole = makeScope({ kind: 'customer', customerId: 'bank' });

    expect([codeSeenBy(branch, 'YY-NE 1', ends), nameSeenBy(branch, 'Internet', ends)]).toEqual([
      'YY-NE 1',
      'Internet',
    ]);
    expect(nameSeenBy(whole, 'Head office to Yueyang', [end('A', 'hq'), end('Z', 'yy')])).toBe(
      'Head office to Yueyang',
    );
  });
});

describe('the far end of a circuit, for somebody of a branch', () => {
  let house: MarkedHouse;
  /** What of each kind the operator calls it. */
  let trunk: { readonly code: string; readonly name: string };
  let farWords: string[];

  beforeAll(async () => {
    house = await startMarkedHouse();
    await house.poll();
    await house.poll(2);
    const [row] = await house.api.database.read<typeof trunk>('SELECT code, name FROM circuit WHERE id = ?', [
      house.world.id('A.trunk'),
    ]);
    trunk = row ?? { code: '', name: '' };
    farWords = house.words.wordsOf('A.hq');
  }, PATIENCE_MS);

  afterAll(() => house.api.close());

  async function read<Body>(path: string): Promise<Body> {
    const headers = await house.people.credentials('admin of a branch of A');
    const { status, body } = await house.api.stranger().get<Body>(path, headers);
    expect(status).withContext(path).toBe(200);
    expect(farWords.filter((word) => JSON.stringify(body).includes(word)))
      .withContext(path)
      .toEqual([]);
    return body;
  }

  const idsOf = ({ items }: { readonly items: readonly { readonly id: string }[] }): string[] =>
    items.map(({ id }) => id);

  it('is in no list, page, trail or notice that names the circuit', async () => {
    expect(trunk.code).toContain(farWords.find((word) => trunk.code.includes(word)) ?? 'no far place');
    const id = house.world.id('A.trunk');
    const one = await read<CircuitRow>(`/api/v1/circuits/${id}`);
    const tickets = await read<TicketPage>('/api/v1/tickets');

    expect(one.code).toMatch(/^… [0-9a-f]{12}$/);
    expect(one.name).toMatch(/^… — [0-9a-f]{24}$/);
    expect(JSON.stringify(tickets)).toContain(one.code);
    for (const path of ['overview', 'outages', 'tickets', 'sla', 'works', 'notices', 'thresholds', 'audit']) {
      const headers = await house.people.credentials('admin of a branch of A');
      const { status, body } = await house.api.stranger().get(`/api/v1/${path}`, headers);
      // Which of them there are says the table of routes; here none of their answers names the place.
      expect([200, 400, 403, 404]).withContext(path).toContain(status);
      expect(farWords.filter((word) => JSON.stringify(body).includes(word)))
        .withContext(path)
        .toEqual([]);
    }
  });

  it('is not told by what the log says was changed on a line', async () => {
    const noted = async (circuit: 'A.trunk' | 'A.local', before: Record<string, unknown>): Promise<void> => {
      const name = circuit === 'A.trunk' ? trunk.code : 'LOCAL 1';
      const object = { type: 'circuit', id: house.world.id(circuit), name };
      const customerId = house.world.id('A');
      await house.api.database.transaction((tx) =>
        house.api.app.get(AuditLog).note(tx, { action: 'circuit.changed', customerId, object, before, after: {} }),
      );
    };
    const [place = ''] = farWords;
    await noted('A.trunk', { name: trunk.name, ends: [{ siteName: place }], reason: `to ${place}`, bandwidth: 10 });
    await noted('A.local', { name: 'Local' });

    const { items } = await read<AuditPage>('/api/v1/audit?action=circuit.changed');

    expect(items.map(({ before }) => before)).toEqual([
      { name: 'Local' },
      { name: '…', ends: '…', reason: '…', bandwidth: 10 },
    ]);
    const headers = await house.people.credentials('admin of A');
    const whole = await house.api.stranger().get<AuditPage>('/api/v1/audit?action=circuit.changed', headers);
    expect(JSON.stringify(whole.body)).toContain(`to ${place}`);
  });

  it('is not found out by searching, sorting or going on', async () => {
    const [far = ''] = farWords.filter((word) => trunk.code.includes(word));
    const number = trunk.code.split(' ').at(-1) ?? '';
    const found = (text: string): Promise<string[]> =>
      read<CircuitPage>(`/api/v1/circuits?q=${encodeURIComponent(text)}`).then(idsOf);

    expect(await found(number)).toEqual([house.world.id('A.trunk')]);
    expect(await found(far)).toEqual([]);
    expect(await found(trunk.code)).toEqual([]);
    expect(await found(trunk.name)).toEqual([]);
    const { nextCursor } = await read<CircuitPage>('/api/v1/circuits?sort=code&limit=1');
    const said = Buffer.from(nextCursor ?? '', 'base64url').toString();
    expect(said).not.toBe('');
    expect(farWords.filter((word) => said.includes(word))).toEqual([]);
  });
});
