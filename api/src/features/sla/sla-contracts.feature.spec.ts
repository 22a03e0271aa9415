import { SlaContractCircuits, SlaContractList } from '@linewatch/shared';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aContractedLine, aSpecification, type ContractedLine } from '../../testing/test-sla.builder.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

describe('the contracts that terms are agreed for', () => {
  let api: TestApi;
  let admin: TestClient;
  let line: ContractedLine;

  beforeAll(async () => {
    api = await startTestApi();
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    line = await aContractedLine(api.database);
  });

  const number = (): string => `K${line.contractId.slice(0, 8)}`;

  it('are found by number, and say whether something is agreed already', async () => {
    const found = async () => {
      const { body } = await admin.get(`/api/v1/sla/contracts?search=${number().toLowerCase()}`);
      return SlaContractList.parse(body).items.map(({ id, hasTerms }) => [id, hasTerms]);
    };
    expect(await found()).toEqual([[line.contractId, false]]);

    await admin.post('/api/v1/sla/specifications', aSpecification(line.contractId));

    expect(await found()).toEqual([[line.contractId, true]]);
  });

  it('take what is typed for itself, not for a pattern', async () => {
    const { body } = await admin.get('/api/v1/sla/contracts?search=%25_%7C');
    expect(SlaContractList.parse(body).items).toEqual([]);
  });

  it('name their circuits with what they cost now', async () => {
    const path = `/api/v1/sla/contracts/${line.contractId}/circuits`;
    const charge = { validFrom: '2026-01-01', amount: '1234.50', currency: 'CNY' };
    expect((await admin.post(`/api/v1/circuits/${line.circuitId}/charge`, charge)).status).toBe(204);

    const { items, more } = SlaContractCircuits.parse((await admin.get(path)).body);

    expect(more).toBe(0);
    expect(items.map(({ circuitId, charge: cost }) => [circuitId, cost])).toEqual([
      [line.circuitId, { amount: '1234.50', currency: 'CNY' }],
    ]);
  });

  it('are no business of customers, and unknown ones are not found', async () => {
    const customer = await api.signedIn({
      ...{ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: line.customerId },
    });
    expect((await customer.get('/api/v1/sla/contracts')).status).toBe(403);
    expect((await admin.get(`/api/v1/sla/contracts/${line.circuitId}/circuits`)).status).toBe(404);
    expect((await admin.get('/api/v1/sla/contracts/x/circuits')).status).toBe(404);
  });
});
