import { CustomerPage, CustomerView, Saved } from '@linewatch/shared';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { type Answer, codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredCustomer, aStoredSite } from '../../testing/test-site.builder.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

const CUSTOMER = {
  code: 'ACME',
  nameZh: '安可银行',
  nameEn: 'Acme Bank',
  grade: 'GROUP',
  timeZone: 'Asia/Shanghai',
  status: 'ACTIVE',
  version: null,
};
const CONTACT = {
  siteId: null,
  name: '王工',
  role: 'TECHNICAL',
  phone: '+86 731 8888 0000',
  email: 'wang@acme.example',
  language: 'zh-CN',
  version: null,
};

describe('master data of customers', () => {
  let api: TestApi;
  let admin: TestClient;

  beforeAll(async () => {
    api = await startTestApi();
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
  }, PATIENCE_MS);

  beforeEach(() =>
    api.database.transaction(async (tx) => {
      for (const table of ['contact', 'contract', 'site', 'customer']) await tx.execute(`DELETE FROM ${table}`);
    }),
  );

  afterAll(() => api.close());

  async function saved(answer: Promise<Answer<unknown>>): Promise<Saved> {
    const { status, body } = await answer;
    expect([200, 201]).withContext(JSON.stringify(body)).toContain(status);
    return Saved.parse(body);
  }

  async function view(id: string, client = admin): Promise<CustomerView> {
    return CustomerView.parse((await client.get(`/api/v1/customers/${id}`)).body);
  }

  it('are made and changed by staff, each change against the version that was seen', async () => {
    const TOLD = { ...CUSTOMER, code: 'TOLD' };
    const { id } = await saved(admin.post('/api/v1/customers', TOLD));
    const path = `/api/v1/customers/${id}`;
    expect((await saved(admin.post(path, { ...TOLD, grade: 'PROVINCE', version: 1 }))).version).toBe(2);
    const second = await admin.post<{ details: unknown }>(path, { ...TOLD, grade: 'LOCAL_A', version: 1 });
    expect([second.status, codeOf(second), second.body.details]).toEqual([409, 'edit.conflict', { version: 2 }]);
    expect((await view(id)).grade).toBe('PROVINCE');
    // What is so already is no change, also when it was sent twice.
    expect((await saved(admin.post(path, { ...TOLD, grade: 'PROVINCE', version: 1 }))).version).toBe(2);
    const audit = await admin.get<{ items: { objectName: string; before: unknown; after: unknown }[] }>(
      '/api/v1/audit?action=customer.changed',
    );
    const told = audit.body.items.filter(({ objectName }) => objectName === 'TOLD');
    expect(told[0]).toEqual(jasmine.objectContaining({ before: { grade: 'GROUP' }, after: { grade: 'PROVINCE' } }));
    expect(told.length).toBe(2);
  });

  it('name the field that is wrong', async () => {
    const wrong: readonly (readonly [object, string])[] = [
      [{ code: 'a b' }, 'code'],
      [{ nameZh: ' ' }, 'nameZh'],
      [{ nameEn: 'a\u202eb' }, 'nameEn'],
      [{ grade: 'BEST' }, 'grade'],
      [{ timeZone: 'Asia/Nowhere' }, 'timeZone'],
      [{ status: 'GONE' }, 'status'],
    ];
    for (const [change, field] of wrong) {
      const { status, body } = await admin.post<{ fields: { field: string }[] }>('/api/v1/customers', {
        ...CUSTOMER,
        ...change,
      });
      expect([status, body.fields.map((each) => each.field)]).toEqual([400, [field]]);
    }
    await saved(admin.post('/api/v1/customers', CUSTOMER));
    const taken = await admin.post('/api/v1/customers', { ...CUSTOMER, code: 'acme' });
    expect([taken.status, codeOf(taken)]).toEqual([409, 'edit.code-taken']);
  });

  it('let a customer keep its own contacts and the hours at which its sites are open (SLF3)', async () => {
    const customerId = await aStoredCustomer(api.database);
    const siteId = await aStoredSite(api.database, customerId);
    const own = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: customerId });
    const { id } = await saved(own.post(`/api/v1/customers/${customerId}/contacts`, { ...CONTACT, siteId }));
    await saved(own.post(`/api/v1/contacts/${id}`, { ...CONTACT, siteId, phone: null, version: 1 }));
    const hours = { accessHours: '周一至周五 9:00–17:00', accessNote: null, version: 1 };
    await saved(own.post(`/api/v1/sites/${siteId}/access`, hours));
    const { contacts, sites } = await view(customerId, own);
    expect(contacts).toEqual([jasmine.objectContaining({ id, name: '王工', phone: null, version: 2 })]);
    expect(sites).toEqual([jasmine.objectContaining({ accessHours: '周一至周五 9:00–17:00', version: 2 })]);
    expect((await own.post(`/api/v1/sites/${siteId}`, { ...CONTACT })).status).toBe(403);
    expect((await own.delete(`/api/v1/contacts/${id}`)).status).toBe(204);
    expect((await view(customerId, own)).contacts).toEqual([]);
  });

  it('are not reached by anybody else', async () => {
    const [mine, theirs] = [await aStoredCustomer(api.database), await aStoredCustomer(api.database)];
    const theirSite = await aStoredSite(api.database, theirs);
    const { id } = await saved(admin.post(`/api/v1/customers/${theirs}/contacts`, CONTACT));
    const rival = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: mine });
    expect((await rival.get(`/api/v1/customers/${theirs}`)).status).toBe(404);
    expect((await rival.post(`/api/v1/customers/${theirs}/contacts`, CONTACT)).status).toBe(404);
    expect((await rival.post(`/api/v1/contacts/${id}`, { ...CONTACT, version: 1 })).status).toBe(404);
    expect((await rival.delete(`/api/v1/contacts/${id}`)).status).toBe(404);
    const hours = { accessHours: 'x', accessNote: null, version: 1 };
    expect((await rival.post(`/api/v1/sites/${theirSite}/access`, hours)).status).toBe(404);
    const strange = await rival.post<{ fields: unknown }>(`/api/v1/customers/${mine}/contacts`, {
      ...CONTACT,
      siteId: theirSite,
    });
    expect([strange.status, strange.body.fields]).toEqual([
      400,
      [{ field: 'siteId', reason: 'unknown', pointer: '/siteId' }],
    ]);
    const { items } = CustomerPage.parse((await rival.get('/api/v1/customers')).body);
    expect(items.map((each) => each.id)).toEqual([mine]);
  });

  it('show a branch its own site, its contacts and no contract', async () => {
    const customerId = await aStoredCustomer(api.database);
    const [here, there] = [await aStoredSite(api.database, customerId), await aStoredSite(api.database, customerId)];
    for (const siteId of [here, there, null])
      await saved(admin.post(`/api/v1/customers/${customerId}/contacts`, { ...CONTACT, siteId }));
    const contract = { number: 'C-1', slaClass: 'GOLD', validFrom: '2026-01-01', validTo: null, version: null };
    await saved(admin.post(`/api/v1/customers/${customerId}/contracts`, contract));
    const branch = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'SITE', scopeId: here });
    const { sites, contacts, contracts } = await view(customerId, branch);
    expect([sites.map(({ id }) => id), contacts.map(({ siteId }) => siteId), contracts]).toEqual([[here], [here], []]);
    const forAll = await branch.post<{ fields: unknown }>(`/api/v1/customers/${customerId}/contacts`, CONTACT);
    expect([forAll.status, forAll.body.fields]).toEqual([
      400,
      [{ field: 'siteId', reason: 'required', pointer: '/siteId' }],
    ]);
    expect((await view(customerId)).contracts.length).toBe(1);
  });

  it('have contracts that say how early works are announced, and whether emergency works count', async () => {
    const customerId = await aStoredCustomer(api.database);
    const contract = { number: 'C-9', slaClass: 'GOLD', validFrom: null, validTo: null };
    const path = `/api/v1/customers/${customerId}/contracts`;
    const agreed = { ...contract, maintenanceNoticeHours: 120, emergencyExcluded: true, version: null };
    await saved(admin.post(path, agreed));
    const stored = async (): Promise<unknown[]> => {
      const { contracts } = await view(customerId);
      return contracts.map(({ maintenanceNoticeHours, emergencyExcluded }) => [
        maintenanceNoticeHours,
        emergencyExcluded,
      ]);
    };
    expect(await stored()).toEqual([[120, true]]);

    const [first] = (await view(customerId)).contracts;
    const change = (more: object): Promise<{ status: number }> =>
      admin.post(`/api/v1/contracts/${first?.id ?? ''}`, { ...contract, ...more });
    expect((await change({ validTo: '2027-01-01', version: 1 })).status).toBe(200);
    expect(await stored())
      .withContext('nothing was said of it')
      .toEqual([[120, true]]);
    for (const maintenanceNoticeHours of [0, -1, 1.5, 10_000, 'soon']) {
      expect((await change({ maintenanceNoticeHours, version: 2 })).status)
        .withContext(String(maintenanceNoticeHours))
        .toBe(400);
    }
    expect((await change({ maintenanceNoticeHours: null, emergencyExcluded: false, version: 2 })).status).toBe(200);
    expect(await stored()).toEqual([[null, false]]);
  });

  it('are listed page by page', async () => {
    for (const code of ['C', 'A', 'B']) await saved(admin.post('/api/v1/customers', { ...CUSTOMER, code }));
    const first = CustomerPage.parse((await admin.get('/api/v1/customers?limit=2')).body);
    const next = CustomerPage.parse(
      (await admin.get(`/api/v1/customers?limit=2&cursor=${String(first.nextCursor)}`)).body,
    );
    expect([...first.items, ...next.items].map(({ code }) => code)).toEqual(['A', 'B', 'C']);
    const found = CustomerPage.parse((await admin.get(`/api/v1/customers?q=${encodeURIComponent('安可')}`)).body);
    expect(found.items.length).toBe(3);
  });
});
