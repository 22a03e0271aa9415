import {
  CreditList,
  CreditTableForm,
  ExclusionPage,
  type ExclusionView,
  type Saved,
  SlaLedger,
  SlaOverview,
  SlaRevisions,
  SlaSimulation,
  SlaYear,
} from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import {
  aContractedLine,
  aDoneWork,
  aSpecification,
  type ContractedLine,
  tellHistory,
} from '../../testing/test-sla.builder.js';
import { MinutesLeft, MonthClosing } from './index.js';
import { SlaWarnings } from './sla-warnings.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NEVER = new AbortController().signal;
/** November 2026 in Shanghai. */
const FROM = Date.parse('2026-11-01T00:00:00+08:00');
const TO = Date.parse('2026-12-01T00:00:00+08:00');
const NOW = Date.parse('2026-12-10T12:00:00+08:00');
const MONTH_S = 30 * 86_400;

describe('the SLA ledger', () => {
  const clock = new ManualClock(NOW);
  let api: TestApi;
  let admin: TestClient;
  let second: TestClient;
  let noc: TestClient;
  let line: ContractedLine;
  let engineer: TestClient;
  let rival: TestClient;
  let rivalId: string;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    clock.advance(NOW - clock.now());
    line = await aContractedLine(api.database);
    const other = await aContractedLine(api.database);
    rivalId = other.customerId;
    await signIn();
  });

  async function signIn(): Promise<void> {
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    second = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    rival = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: rivalId });
  }

  async function ok<Body>(answer: Promise<{ status: number; body: unknown }>): Promise<Body> {
    const { status, body } = await answer;
    expect(status).withContext(JSON.stringify(body)).toBeLessThan(300);
    return body as Body;
  }
  const path = (what = ''): string => `/api/v1/circuits/${line.circuitId}/sla${what}`;
  const ledger = async (query = 'month=2026-11', client = engineer): Promise<SlaLedger> =>
    SlaLedger.parse(await ok(client.get(path(`?${query}`))));
  const promised = (overrides = {}): Promise<Saved> =>
    ok<Saved>(admin.post('/api/v1/sla/specifications', aSpecification(line.contractId, overrides)));
  const close = () => api.app.get(MonthClosing, { strict: false }).close('2026-11', NEVER);
  const review = () => api.app.get(MonthClosing, { strict: false }).review('2026-11', NEVER);
  const down = (from: number, minutes: number) => ({ status: 'failed' as const, from, to: from + minutes * MINUTE });

  async function proposed(from: number, minutes: number): Promise<ExclusionView> {
    const times = { from: new Date(from).toISOString(), to: new Date(from + minutes * MINUTE).toISOString() };
    const form = { circuitId: line.circuitId, ...times, reason: 'CUSTOMER', comment: 'Power of the site was cut' };
    return ok<ExclusionView>(noc.post('/api/v1/sla/exclusions', form));
  }
  async function decided({ id, version }: ExclusionView, action: string, client = admin): Promise<ExclusionView> {
    const wish = { action, comment: 'As the protocol says', version };
    return ok<ExclusionView>(client.post(`/api/v1/sla/exclusions/${id}/decision`, wish));
  }

  it('loses exactly the minutes that the line was down (SLA1, SLA8)', async () => {
    await promised();
    await tellHistory(api, line, FROM - DAY, [
      down(FROM + DAY, 13),
      { status: 'unknown', from: FROM + 2 * DAY, to: FROM + 2 * DAY + HOUR },
    ]);

    const month = await ledger();

    expect(month.contractual).toEqual(jasmine.objectContaining({ downS: 780, unknownS: 3_600, totalS: MONTH_S }));
    const lost = month.pieces.filter(({ kind }) => kind === 'down').reduce((sum, { seconds }) => sum + seconds, 0);
    expect(lost).toBe(month.contractual.lostS);
    expect(month.pieces.map(({ kind, outageId }) => [kind, outageId !== null])).toEqual([
      ['down', true],
      ['unknown', false],
    ]);
    expect([month.isMet, month.revision, month.allowance?.leftS]).toEqual([
      true,
      0,
      Math.floor((MONTH_S - 3_600) / 1_000) - 780,
    ]);
  });

  it('counts its outages, how long one took and how long the line held between them (SLA4)', async () => {
    await promised();
    await tellHistory(api, line, FROM - DAY, [
      down(FROM + DAY, 10),
      down(FROM + 2 * DAY, 20),
      down(FROM + 3 * DAY, 30),
    ]);

    const { outages, longestOutageS, meanOutageS, meanBetweenS } = await ledger();

    expect([outages, longestOutageS, meanOutageS]).toEqual([3, 1_800, 1_200]);
    expect(meanBetweenS).toBe((MONTH_S - 3_600) / 3);
  });

  it('shows the line beside the contract when a work covers the outage, the work typed once (SLA3)', async () => {
    const work = await aDoneWork(api.database, line, FROM + DAY, FROM + DAY + HOUR);
    await tellHistory(api, line, FROM - DAY, [down(FROM + DAY + 10 * MINUTE, 40)]);

    const { operational, contractual, pieces } = await ledger();

    expect([operational.downS, contractual.downS, contractual.excludedS]).toEqual([2_400, 0, 3_600]);
    expect(pieces.map(({ ref, reason, line: was }) => [ref, reason, was])).toEqual([
      [work, 'WORK', 'up'],
      [work, 'WORK', 'down'],
      [work, 'WORK', 'up'],
    ]);
  });

  it('goes by the hours, holidays and extra workdays of the contract (SLA2)', async () => {
    const hours = { dayFrom: '09:00', dayTo: '17:00', workdays: [1, 2, 3, 4, 5] };
    await promised({ hours: { ...hours, holidays: ['2026-11-03'], extraWorkdays: ['2026-11-07'] } });
    const at = (text: string): number => Date.parse(`${text}+08:00`);
    await tellHistory(api, line, FROM - DAY, [
      down(at('2026-11-03T10:00'), 30),
      down(at('2026-11-04T03:00'), 30),
      down(at('2026-11-07T10:00'), 5),
    ]);

    expect((await ledger()).contractual).toEqual(jasmine.objectContaining({ downS: 300, totalS: 21 * 8 * 3_600 }));
  });

  it('is another customer’s not at all', async () => {
    await close();
    for (const what of ['?month=2026-11', '/revisions?month=2026-11', '/year?year=2026']) {
      const answer = await rival.get(path(what));
      expect([answer.status, codeOf(answer)]).toEqual([404, 'circuit.not-found']);
    }
    const { items } = SlaOverview.parse(await ok(rival.get('/api/v1/sla?month=2026-11')));
    expect(items.map(({ circuitId }) => circuitId)).not.toContain(line.circuitId);
    expect((await engineer.get('/api/v1/circuits/none/sla')).status).toBe(404);
    expect((await engineer.get(path('?month=2026-13'))).status).toBe(400);
  });

  it('is closed once, and what changes later makes a revision that leaves the first one as it was (SLA12)', async () => {
    await promised();
    await tellHistory(api, line, FROM - DAY, [down(FROM + DAY, 60)]);
    await close();
    const first = await ledger();
    expect([first.revision, first.isMet, first.contractual.downS]).toEqual([1, false, 3_600]);
    expect((await close()).closed).toBe(0);
    expect((await review()).revised).toBe(0);

    await decided(await proposed(FROM + DAY, 60), 'approve');

    const now = await ledger();
    expect([now.revision, now.changed, now.isMet, now.contractual.excludedS]).toEqual([
      2,
      'exclusion.approve',
      true,
      3_600,
    ]);
    expect(await ledger('month=2026-11&revision=1')).toEqual({ ...first, revisions: 2 });
    const { items } = SlaRevisions.parse(await ok(engineer.get(path('/revisions?month=2026-11'))));
    expect(items.map(({ revision, hash }) => [revision, hash])).toEqual([
      [2, now.hash],
      [1, first.hash],
    ]);
    expect((await engineer.get(path('?month=2026-11&revision=9'))).status).toBe(404);
  });

  it('is told anew by readings that come after the closing', async () => {
    await tellHistory(api, line, FROM - DAY, []);
    await close();
    await tellHistory(api, line, FROM - DAY, [down(FROM + DAY, 5)]);

    expect((await review()).revised).toBe(1);
    expect([(await ledger()).contractual.downS, (await ledger('month=2026-11&revision=1')).contractual.downS]).toEqual([
      300, 0,
    ]);
  });

  it('does not change for what happens after its month', async () => {
    await tellHistory(api, line, FROM - DAY, []);
    await close();
    await tellHistory(api, line, FROM - DAY, [down(TO + DAY, 5)]);
    clock.advance(DAY);

    expect((await review()).revised).toBe(0);
  });

  it('waits three days for what collectors still hold', async () => {
    clock.advance(TO + 2 * DAY - clock.now());
    await close();
    expect((await ledger()).revision).toBe(0);
  });

  it('takes time out only by two people, and the customer may object (SLA11)', async () => {
    await promised();
    await tellHistory(api, line, FROM - DAY, [down(FROM + DAY, 60)]);
    const form = {
      circuitId: line.circuitId,
      from: new Date(FROM).toISOString(),
      to: new Date(FROM + 1).toISOString(),
    };
    expect((await noc.post('/api/v1/sla/exclusions', { ...form, reason: 'CUSTOMER', comment: ' ' })).status).toBe(400);
    expect(
      (await noc.post('/api/v1/sla/exclusions', { ...form, to: form.from, reason: 'CUSTOMER', comment: 'x' })).status,
    ).toBe(400);

    const own = await ok<ExclusionView>(
      admin.post('/api/v1/sla/exclusions', { ...form, reason: 'OTHER', comment: 'Mine' }),
    );
    const wish = { action: 'approve', comment: 'Mine too', version: own.version };
    expect(codeOf(await admin.post(`/api/v1/sla/exclusions/${own.id}/decision`, wish))).toBe('exclusion.same-person');
    expect(own.actions).not.toContain('approve');

    const proposal = await proposed(FROM + DAY, 60);
    const list = async (client: TestClient) =>
      ExclusionPage.parse(await ok(client.get('/api/v1/sla/exclusions'))).items;
    expect(await list(engineer)).toEqual([]);
    expect((await ledger()).contractual.excludedS).toBe(0);

    const approved = await decided(proposal, 'approve', second);
    const [seen] = await list(engineer);
    expect(seen?.steps.map(({ action, by, comment }) => [action, by, comment])).toEqual([
      ['propose', null, 'Power of the site was cut'],
      ['approve', null, 'As the protocol says'],
    ]);
    expect(seen?.actions).toEqual(['object']);
    expect((await list(rival)).map(({ id }) => id)).not.toContain(approved.id);

    const word = { comment: 'The generator ran', version: approved.version };
    const objected = await ok<ExclusionView>(engineer.post(`/api/v1/sla/exclusions/${approved.id}/objection`, word));
    const disputed = await ledger();
    expect([disputed.contractual.downS, disputed.withoutDisputed?.downS]).toEqual([0, 3_600]);
    expect(codeOf(await engineer.post(`/api/v1/sla/exclusions/${approved.id}/objection`, word))).toBe(
      'exclusion.step-impossible',
    );

    await decided(objected, 'lift');
    const settled = await ledger();
    expect([settled.contractual.downS, settled.withoutDisputed]).toEqual([3_600, null]);
  });

  it('hears no objection after its days, and only one of two decisions', async () => {
    await promised({ objectionDays: 1 });
    const approved = await decided(await proposed(FROM, 5), 'approve');
    clock.advance(DAY + 1);
    await signIn();
    const word = { comment: 'Too late', version: approved.version };
    expect(codeOf(await engineer.post(`/api/v1/sla/exclusions/${approved.id}/objection`, word))).toBe(
      'exclusion.objection-late',
    );

    const proposal = await proposed(FROM, 5);
    const wish = { action: 'reject', comment: 'No', version: proposal.version };
    const answers = await Promise.all(
      [admin, second].map((each) => each.post(`/api/v1/sla/exclusions/${proposal.id}/decision`, wish)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await rival.post(`/api/v1/sla/exclusions/${approved.id}/objection`, word)).status).toBe(404);
  });

  it('keeps a credit table only without gap and overlap, and says where it is (P-CREDIT)', async () => {
    const table = (...tiers: [number, number | null, number][]) =>
      CreditTableForm.parse({
        ...{ name: `T ${line.contractId}`, basis: 'DOWN_SECONDS', capPercent: 100, version: null },
        tiers: tiers.map(([from, to, percent]) => ({ from, to, percent })),
      });
    const refused = async (form: object) =>
      (await admin.post<{ fields: unknown }>('/api/v1/sla/credit-tables', form)).body.fields;

    expect(await refused(table([0, 600, 0], [601, null, 5]))).toEqual([
      jasmine.objectContaining({ field: 'tiers.0', reason: 'tier_gap' }),
    ]);
    expect(await refused(table([0, 600, 0], [500, null, 5]))).toEqual([
      jasmine.objectContaining({ field: 'tiers.0', reason: 'tier_overlap' }),
    ]);
    const { id } = await ok<Saved>(admin.post('/api/v1/sla/credit-tables', table([0, 600, 0], [600, null, 5])));
    const taken = table([0, null, 5]);
    expect((await admin.post('/api/v1/sla/credit-tables', taken)).status).toBe(409);
    const changed = { ...taken, version: 1 };
    expect((await admin.post(`/api/v1/sla/credit-tables/${id}`, changed)).status).toBe(200);
    expect((await admin.post(`/api/v1/sla/credit-tables/${id}`, changed)).status).toBe(409);
  });

  it('proposes a credit by the table, which a person grants once (SLA6)', async () => {
    const form = { name: `C ${line.contractId}`, basis: 'DOWN_SECONDS', capPercent: 100, version: null };
    const tiers = [
      { from: 0, to: 600, percent: 0 },
      { from: 600, to: null, percent: 5 },
    ];
    const { id: creditTableId } = await ok<Saved>(admin.post('/api/v1/sla/credit-tables', { ...form, tiers }));
    await promised({ creditTableId });
    await ok(
      admin.post(`/api/v1/circuits/${line.circuitId}/charge`, {
        validFrom: '2026-01-01',
        amount: '2000.00',
        currency: 'CNY',
      }),
    );
    await tellHistory(api, line, FROM - DAY, [down(FROM + DAY, 11)]);
    await close();
    const credits = async () => CreditList.parse(await ok(engineer.get('/api/v1/sla/credits?month=2026-11'))).items;

    const [credit] = await credits();
    expect(credit).toEqual(
      jasmine.objectContaining({ percent: 5, amount: '100.00', currency: 'CNY', state: 'proposed' }),
    );
    const manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    const decision = { state: 'granted', comment: 'With the next bill', version: credit?.version ?? 0 };
    const way = `/api/v1/sla/credits/${credit?.id ?? ''}/decision`;
    expect((await engineer.post(way, decision)).status).toBe(403);
    const answers = await Promise.all([manager.post(way, decision), manager.post(way, decision)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);

    await decided(await proposed(FROM + DAY, 11), 'approve');
    expect((await credits()).map(({ state }) => state)).toEqual(['granted']);
  });

  it('promises by contract and circuit from a month on, and tells beforehand what that does', async () => {
    await promised();
    const other = await aContractedLine(api.database, { customerId: line.customerId, contractId: line.contractId });
    for (const each of [line, other]) await tellHistory(api, each, FROM - DAY, [down(FROM + DAY, 30)]);
    const strict = aSpecification(line.contractId, {
      validFrom: '2026-11',
      objectives: [
        { metric: 'AVAILABILITY', target: '99.99', circuitId: null },
        { metric: 'AVAILABILITY', target: '99', circuitId: other.circuitId },
        { metric: 'RESTORATION', target: '29.5', circuitId: null },
      ],
    });
    const { items } = SlaSimulation.parse(await ok(admin.post('/api/v1/sla/specifications/simulation', strict)));
    const verdicts = new Map(items.map(({ circuitId, wasMet, isMet }) => [circuitId, [wasMet, isMet]]));
    expect([verdicts.get(line.circuitId), verdicts.get(other.circuitId)]).toEqual([
      [true, false],
      [true, true],
    ]);
    expect((await ledger()).isMet).toBeTrue();

    await ok(admin.post('/api/v1/sla/specifications', strict));
    const { isMet, isRestorationMet } = await ledger();
    expect([isMet, isRestorationMet]).toEqual([false, false]);
    expect((await ledger('month=2026-10')).terms.objectives).toEqual([{ metric: 'AVAILABILITY', target: '99.9' }]);
    expect(codeOf(await admin.post('/api/v1/sla/specifications', strict))).toBe('edit.code-taken');
  });

  it('refuses terms that cannot be', async () => {
    const refused = async (overrides: object) => {
      const form = { ...aSpecification(line.contractId), ...overrides };
      const { status, body } = await admin.post<{ fields?: { field: string }[] }>('/api/v1/sla/specifications', form);
      return [status, body.fields?.[0]?.field];
    };
    const hours = { dayFrom: '17:00', dayTo: '09:00', workdays: [1], holidays: [], extraWorkdays: [] };
    expect(await refused({ timeZone: 'Mars/Olympus' })).toEqual([400, 'timeZone']);
    expect(await refused({ hours })).toEqual([400, 'hours.dayTo']);
    const target = { metric: 'AVAILABILITY', target: '100.1', circuitId: null };
    expect(await refused({ objectives: [target] })).toEqual([400, 'objectives.0.target']);
    const twice = { ...target, target: '99' };
    expect(await refused({ objectives: [twice, twice] })).toEqual([400, 'objectives.1.metric']);
    expect(await refused({ objectives: [{ ...twice, circuitId: line.contractId }] })).toEqual([
      400,
      'objectives.0.circuitId',
    ]);
    expect(await refused({ creditTableId: line.contractId })).toEqual([400, 'creditTableId']);
    expect(await refused({ contractId: line.circuitId })).toEqual([404, undefined]);
  });

  it('has no verdict without objectives, and no figure for a month that the circuit did not live', async () => {
    await promised({ objectives: [] });
    await tellHistory(api, line, FROM - DAY, [down(FROM + DAY, 300)]);
    const month = await ledger();
    expect([month.isMet, month.allowance, month.contractual.downS]).toEqual([null, null, 18_000]);
    const before = await ledger('month=2025-11');
    expect([before.contractual.percent, before.contractual.totalS]).toEqual([null, 0]);
  });

  it('warns once for each level, with what is left (SLA13)', async () => {
    const december = Date.parse('2026-12-02T00:00:00+08:00');
    await promised();
    const warnings = api.app.get(SlaWarnings, { strict: false });
    const told = async (): Promise<unknown[]> => {
      await warnings.look(NEVER);
      await warnings.look(NEVER);
      const rows = await api.database.read<{ kind: string; facts: string }>(
        'SELECT kind, facts FROM notice_event WHERE object_id = ? ORDER BY id',
        [line.circuitId],
      );
      return rows.map(({ kind, facts }) => [kind, (JSON.parse(facts) as { leftS: number }).leftS]);
    };
    const allowed = Math.floor((31 * 86_400) / 1_000);

    await tellHistory(api, line, FROM - DAY, [down(december, 10)]);
    expect(await told()).toEqual([]);
    await tellHistory(api, line, FROM - DAY, [down(december, 36)]);
    expect(await told()).toEqual([['sla.warning', allowed - 2_160]]);
    await tellHistory(api, line, FROM - DAY, [down(december, 45)]);
    expect((await told())[1]).toEqual(['sla.breached', allowed - 2_700]);
    const left = await api.app.get(MinutesLeft, { strict: false }).of(api.database, [line.circuitId], clock.now());
    expect(left.get(line.circuitId)?.leftS).toBe(allowed - 2_700);
  });

  it('tells the days of a year, which add up to its months', async () => {
    await promised();
    await tellHistory(api, line, FROM - DAY, [down(FROM + DAY - HOUR, 120)]);
    await close();

    const year = SlaYear.parse(await ok(engineer.get(path('/year?year=2026'))));

    const second = year.date.indexOf('2026-11-02');
    expect([year.downS[second - 1], year.downS[second], year.scheduledS[second]]).toEqual([3_600, 3_600, 86_400]);
    expect(year.months.find(({ month }) => month === '2026-11')).toEqual(jasmine.objectContaining({ revision: 1 }));
    expect(year.date.at(-1)).toBe('2026-12-10');
  });

  it('lists the circuits in parts, each once, closed ones from their snapshot', async () => {
    await promised();
    await aContractedLine(api.database, { customerId: line.customerId });
    await tellHistory(api, line, FROM - DAY, [down(FROM + DAY, 60)]);
    await close();
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const page = SlaOverview.parse(await ok(engineer.get(`/api/v1/sla?month=2026-11&limit=1${after}`)));
      seen.push(...page.items.map(({ circuitId }) => circuitId));
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect([seen.length, new Set(seen).size]).toEqual([2, 2]);
    const { items } = SlaOverview.parse(await ok(engineer.get('/api/v1/sla?month=2026-11')));
    expect(items.find(({ circuitId }) => circuitId === line.circuitId)).toEqual(
      jasmine.objectContaining({ revision: 1, isMet: false, outages: 1, target: '99.9' }),
    );
  });
});
