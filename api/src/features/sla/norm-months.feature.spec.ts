import { SlaNorms, type SlaContractNorm } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aContractedLine, aSpecification, type ContractedLine } from '../../testing/test-sla.builder.js';
import { acted, aFiledTicket, aRestoration } from '../../testing/test-ticket.builder.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const MINUTE = 60_000;
const NOW = Date.parse('2026-12-10T12:00:00+08:00');

describe('the norm of tickets, contract by contract', () => {
  const clock = new ManualClock(NOW);
  let api: TestApi;
  let admin: TestClient;
  let noc: TestClient;
  let line: ContractedLine;
  let engineer: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    clock.advance(NOW - clock.now());
    line = await aContractedLine(api.database);
    await signIn();
  });

  /** Also after a while: nobody stays signed in without doing anything. */
  async function signIn(): Promise<void> {
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
  }

  async function norms(client: TestClient, month = '2026-12'): Promise<SlaContractNorm[]> {
    const { status, body } = await client.get(`/api/v1/sla/norms?month=${month}`);
    expect(status).withContext(JSON.stringify(body)).toBe(200);
    return SlaNorms.parse(body).items;
  }
  const ofContract = async (client: TestClient, month?: string): Promise<SlaContractNorm | undefined> =>
    (await norms(client, month)).find(({ contractId }) => contractId === line.contractId);

  /** @param acceptedAfterMs from filing to taking it up; a quarter of an hour is what the norm leaves */
  async function aRestoredTicket(acceptedAfterMs: number, circuitIds = [line.circuitId]): Promise<string> {
    const filed = await aFiledTicket(noc, circuitIds[0] ?? '', { circuitIds });
    const { id } = filed;
    clock.advance(acceptedAfterMs);
    await signIn();
    await acted(noc, id, 'accept');
    clock.advance(10 * MINUTE);
    await acted(noc, id, 'resolve', aRestoration(clock.now()));
    // Said at once, so that no clock runs on while the next ticket is told.
    const scope = { scopeType: 'CUSTOMER', scopeId: filed.customerId } as const;
    const engineerThere = await api.signedIn({ role: 'CUSTOMER_ENGINEER', ...scope });
    await acted(engineerThere, id, 'confirm');
    return id;
  }

  it('is counted whether a share was promised or not, and every number opens to its tickets (SLA7)', async () => {
    const second = await aContractedLine(api.database, line);
    const kept = await aRestoredTicket(5 * MINUTE);
    const late = await aRestoredTicket(45 * MINUTE, [second.circuitId]);

    const found = await ofContract(engineer);

    expect([found?.target, found?.isMet, found?.tickets, found?.kept, found?.value]).toEqual([
      ...[null, null, 2, 1, '50.000'],
    ]);
    expect(found?.timers.find(({ timer }) => timer === 'DISPATCH')).toEqual({ timer: 'DISPATCH', all: 2, kept: 1 });
    expect(found?.items.map(({ id }) => id)).toEqual([kept, late]);
    expect(found?.items[0]?.broken).toEqual([]);
    expect(found?.items[1]?.broken).toEqual(['DISPATCH']);
    const timers = found?.timers ?? [];
    for (const { timer, all, kept: own } of timers) {
      expect(found?.items.filter(({ broken }) => broken.includes(timer)).length)
        .withContext(timer)
        .toBe(all - own);
    }
  });

  it('is judged by what the contract promises', async () => {
    for (const [target, isMet] of [
      ['50', true],
      ['50.001', false],
    ] as const) {
      const own = await aContractedLine(api.database);
      const objectives = [{ metric: 'NORM', target, circuitId: null } as const];
      const agreed = await admin.post('/api/v1/sla/specifications', aSpecification(own.contractId, { objectives }));
      expect(agreed.status).toBe(201);
      const second = await aContractedLine(api.database, own);
      await aRestoredTicket(5 * MINUTE, [own.circuitId]);
      await aRestoredTicket(45 * MINUTE, [second.circuitId]);
      const found = (await norms(noc)).find(({ contractId }) => contractId === own.contractId);
      expect([found?.target, found?.isMet]).toEqual([target, isMet]);
    }
  });

  it('counts a ticket once a contract, however many of its circuits it is about', async () => {
    const second = await aContractedLine(api.database, line);
    const elsewhere = await aContractedLine(api.database, { customerId: line.customerId });
    await aRestoredTicket(5 * MINUTE, [line.circuitId, second.circuitId, elsewhere.circuitId]);

    const found = await norms(engineer);

    expect(found.map(({ tickets }) => tickets)).toEqual([1, 1]);
    expect(new Set(found.map(({ contractId }) => contractId))).toEqual(
      new Set([line.contractId, elsewhere.contractId]),
    );
  });

  it('puts a ticket into the month in which it was restored where the contract is', async () => {
    const form = aSpecification(line.contractId, { timeZone: 'Pacific/Auckland' });
    expect((await admin.post('/api/v1/sla/specifications', form)).status).toBe(201);
    // The last hours of December in Shanghai are January in Auckland.
    clock.advance(Date.parse('2026-12-31T20:00:00+08:00') - clock.now());
    await signIn();
    await aRestoredTicket(5 * MINUTE);

    expect(await ofContract(engineer, '2026-12')).toBeUndefined();
    expect((await ofContract(engineer, '2027-01'))?.tickets).toBe(1);
  });

  it('says of circuits under no contract that there is none', async () => {
    await api.database.transaction((tx) =>
      tx.execute('UPDATE circuit SET contract_id = NULL WHERE id = ?', [line.circuitId]),
    );
    await aRestoredTicket(5 * MINUTE);
    expect((await norms(engineer)).map(({ contractId, number, target }) => [contractId, number, target])).toEqual([
      [null, null, null],
    ]);
  });

  it('shows nobody tickets that they may not read', async () => {
    await aRestoredTicket(5 * MINUTE);
    const rival = await aContractedLine(api.database);
    const other = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: rival.customerId });
    const branch = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'SITE', scopeId: rival.siteA });
    const viewer = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: line.customerId });

    for (const client of [other, branch, viewer]) expect(await norms(client)).toEqual([]);
    const { status } = await engineer.get('/api/v1/sla/norms?month=2026-13');
    expect(status).toBe(400);
  });
});
