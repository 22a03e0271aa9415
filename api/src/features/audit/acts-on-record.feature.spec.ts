import { AuditPage, type AuditAction, type AuditEntryView, type NormList, type Role } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { servedRoutes } from '../../testing/route-list.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aStoredCustomer } from '../../testing/test-site.builder.js';
import { aContractedLine } from '../../testing/test-sla.builder.js';
import { aStoredUser } from '../../testing/test-user.builder.js';
import { AuditLog } from './audit-log.js';

const PATIENCE_MS = 180_000;
const HOUR_MS = 3_600_000;

describe('what has to be on record (SEC4)', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let customerId: string;
  let noc: TestClient;
  let admin: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
    customerId = await aStoredCustomer(api.database);
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(() => {
    clock.advance(1_000);
  });

  /** The newest entry of an act: of this moment, with who did it and what they were, as far as they had signed in. */
  async function recorded(action: AuditAction, by: Role | null): Promise<AuditEntryView> {
    await api.app.get(AuditLog).settled();
    const { body } = await admin.get(`/api/v1/audit?action=${action}&limit=1`);
    const [entry] = AuditPage.parse(body).items;
    if (entry === undefined) throw new Error(`there is no ${action}`);
    expect(entry.at).toBe(new Date(clock.now()).toISOString());
    expect([entry.actor, entry.actorName, entry.role]).toEqual(['USER', 'A user', by]);
    return entry;
  }

  it(
    'is a sign-in',
    async () => {
      const person = await aStoredUser(api.database, [
        { role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: customerId },
      ]);
      await api.stranger().signIn(person);
      expect((await recorded('session.begun', null)).customer?.id).toBe(customerId);
    },
    PATIENCE_MS,
  );

  it("is a customer's view that staff take, with its end", async () => {
    await noc.put('/api/v1/session/view-as', { customer: customerId });
    await noc.delete('/api/v1/session/view-as');
    const entry = await recorded('view-as.begun', 'NOC_OPERATOR');
    expect(entry.isStaff).toBeTrue();
    expect(entry.customer?.id).toBe(customerId);
    expect(Date.parse(String(entry.after?.['until']))).toBeGreaterThan(clock.now());
    await recorded('view-as.ended', 'NOC_OPERATOR');
  });

  it('is an export, with what went out', async () => {
    expect((await admin.post('/api/v1/exports', { kind: 'customers', format: 'csv' })).status).toBe(200);
    expect((await recorded('export.made', 'PLATFORM_ADMIN')).after).toEqual({
      kind: 'customers',
      format: 'csv',
      rows: 1,
    });
  });

  it('is time that is taken out of an SLA, from state to state', async () => {
    const { circuitId } = await aContractedLine(api.database, { customerId });
    const [from, to] = [new Date(clock.now() - HOUR_MS).toISOString(), new Date(clock.now()).toISOString()];
    const form = { circuitId, from, to, reason: 'CUSTOMER', comment: 'Power of the site was cut' };
    const { body } = await noc.post<{ id: string; version: number }>('/api/v1/sla/exclusions', form);
    const proposed = await recorded('exclusion.changed', 'NOC_OPERATOR');
    expect(proposed.after).toEqual(jasmine.objectContaining({ ...form, state: 'proposed' }));

    clock.advance(1_000);
    const decision = { action: 'approve', comment: 'As the protocol says', version: body.version };
    await admin.post(`/api/v1/sla/exclusions/${body.id}/decision`, decision);
    const approved = await recorded('exclusion.changed', 'PLATFORM_ADMIN');
    expect(approved.before).toEqual({ state: 'proposed' });
    expect(approved.after).toEqual(jasmine.objectContaining({ state: 'approved', comment: 'As the protocol says' }));
  });

  it('is a norm that was edited, figure by figure and no other', async () => {
    const [norm] = (await admin.get<NormList>('/api/v1/norms')).body.items;
    if (norm === undefined) throw new Error('there is no norm');
    const [limit, ...limits] = norm.rules.restore;
    const restore = [{ ...limit, minutes: 180 }, ...limits];
    const rules = { ...norm.rules, acceptMinutes: 20, restore };
    await admin.post('/api/v1/norms', { basedOn: norm.version, comment: 'Quicker', rules });

    const { before, after } = await recorded('norm.changed', 'PLATFORM_ADMIN');
    const { version, comment, validFrom } = norm;
    const was = norm.rules.restore.map(({ grade, minutes }) => `${grade ?? '-'} · - · - ${String(minutes)}`);
    expect(before).toEqual({ version, comment, validFrom, acceptMinutes: norm.rules.acceptMinutes, restore: was });
    expect(after).toEqual({
      version: version + 1,
      comment: 'Quicker',
      validFrom: new Date(clock.now()).toISOString(),
      acceptMinutes: 20,
      restore: [`${limit?.grade ?? '-'} · - · - 180`, ...was.slice(1)],
    });
  });

  it('is not edited by anybody: no route writes to it, and the database refuses it', async () => {
    const routes = servedRoutes(api.app).filter((route) => route.includes('/audit'));
    expect(routes).toEqual(['GET /api/v1/audit']);
    await admin.post('/api/v1/exports', { kind: 'sites', format: 'csv' });
    await recorded('export.made', 'PLATFORM_ADMIN');
    for (const statement of ["UPDATE audit_entry SET action = 'x'", 'DELETE FROM audit_entry']) {
      await expectAsync(api.database.transaction((tx) => tx.execute(statement))).toBeRejected();
    }
  });
});
