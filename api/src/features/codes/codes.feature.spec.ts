import { CodeList, DEVICE_FAULTS, OPERATING_STATUSES, PORT_STATUSES } from '@linewatch/shared';
import { demoNetwork } from '@linewatch/shared/demo';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { CodeRepository } from './code.repository.js';
import { STANDARD_CODES } from './standard-codes.js';

const ANY_CUSTOMER = { role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER' } as const;

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

describe('the code tables over HTTP', () => {
  let api: TestApi;
  let client: TestClient;

  beforeAll(async () => {
    api = await startTestApi();
    client = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  async function list(): Promise<CodeList['items']> {
    return CodeList.parse((await client.get('/api/v1/codes')).body).items;
  }

  it('hold every standard code in Chinese and in English, also in an empty house (INV2)', async () => {
    const items = await list();

    expect(items.length).toBe(STANDARD_CODES.length);
    for (const { nameZh, nameEn } of items) {
      expect(nameZh).not.toBe('');
      expect(nameEn).toMatch(/^[\x20-\x7e]+$/);
    }
    expect(items.find(({ domain, code }) => domain === 'customerGrade' && code === 'GROUP')).toEqual(
      jasmine.objectContaining({ nameZh: '集团级', nameEn: 'Group grade' }),
    );
  });

  it('have a text for every code that the demo and the domain speak of', async () => {
    const known = new Set((await list()).map(({ domain, code }) => `${domain}/${code}`));
    const { circuits, contracts, customers } = demoNetwork();
    const spoken = [
      ...OPERATING_STATUSES.map((code) => `operatingStatus/${code}`),
      ...PORT_STATUSES.map((code) => `portStatus/${code}`),
      ...DEVICE_FAULTS.map((code) => `deviceFault/${code}`),
      ...customers.map(({ grade }) => `customerGrade/${grade}`),
      ...contracts.map(({ slaClass }) => `slaClass/${slaClass}`),
      ...circuits.flatMap(({ product, topology, protection, networkGrade, ends }) => [
        `product/${product}`,
        `topology/${topology}`,
        `protection/${protection}`,
        `networkGrade/${networkGrade}`,
        ...ends.map(({ accessType }) => `accessType/${accessType}`),
        ...ends.flatMap(({ portType }) => (portType === null ? [] : [`portType/${portType}`])),
      ]),
    ];

    expect([...new Set(spoken)].filter((code) => !known.has(code))).toEqual([]);
  });

  it('are not sent again to whoever has them', async () => {
    const first = await client.get('/api/v1/codes');
    const again = await client.get('/api/v1/codes', { 'If-None-Match': first.headers.get('etag') ?? '' });

    expect([again.status, again.body]).toEqual([304, '']);
  });

  it('change their tag when an operator changes a text, and keep the change over a start', async () => {
    const before = await client.get('/api/v1/codes');
    await api.database.transaction(async (tx) => {
      await tx.query("UPDATE code_value SET name_zh = ? WHERE domain = 'slaClass' AND code = 'GOLD'", ['黄金级']);
      await tx.query("UPDATE code_value SET valid = ? WHERE domain = 'product' AND code = 'ATM'", [0]);
      await tx.query("DELETE FROM code_value WHERE domain = 'product' AND code = 'FR'");
    });

    const added = await new CodeRepository(api.database).addMissing(STANDARD_CODES);

    expect(added).toBe(1);
    const items = await list();
    expect(items.find(({ code }) => code === 'GOLD')?.nameZh).toBe('黄金级');
    expect(items.find(({ code }) => code === 'ATM')?.isOffered).toBe(false);
    const after = await client.get('/api/v1/codes', { 'If-None-Match': before.headers.get('etag') ?? '' });
    expect(after.status).toBe(200);
    await api.database.transaction(async (tx) => {
      await tx.query("UPDATE code_value SET name_zh = ? WHERE domain = 'slaClass' AND code = 'GOLD'", ['金级']);
      await tx.query("UPDATE code_value SET valid = ? WHERE domain = 'product' AND code = 'ATM'", [1]);
    });
  });

  it('are for everybody who is signed in, and for nobody else', async () => {
    const viewer = await api.signedIn({ ...ANY_CUSTOMER, scopeId: '018f2f6e-0000-7000-8000-000000000001' });

    expect((await viewer.get('/api/v1/codes')).status).toBe(200);
    expect((await api.stranger().get('/api/v1/codes')).status).toBe(401);
    expect((await api.collector().get('/api/v1/codes')).status).toBe(403);
  });
});
