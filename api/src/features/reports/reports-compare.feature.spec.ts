import { randomUUID } from 'node:crypto';
import { ReportComparison, type ReportDifference, ReportView } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aContractedLine, aSpecification, type ContractedLine, tellHistory } from '../../testing/test-sla.builder.js';
import { ReportMaker } from './index.js';

/** Several reports are made in four forms, on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NEVER = new AbortController().signal;
const MONTH = { month: '2026-11' };
const DATES = { dates: { from: '2026-11-02', to: '2026-11-03' } };
/** November 2026 in Shanghai. */
const FROM = Date.parse('2026-11-01T00:00:00+08:00');
const NOW = Date.parse('2026-12-10T12:00:00+08:00');

describe('versions of a service report, compared', () => {
  const clock = new ManualClock(NOW);
  let api: TestApi;
  let line: ContractedLine;
  let added: ContractedLine;
  let manager: TestClient;
  let viewer: TestClient;
  let rival: TestClient;
  let first: ReportView;
  let second: ReportView;
  let draft: ReportView;
  let ofDates: ReportView;
  let foreign: ReportView;

  beforeAll(async () => {
    api = await startTestApi({ clock });
    line = await aContractedLine(api.database);
    const other = await aContractedLine(api.database);
    const own = { scopeType: 'CUSTOMER', scopeId: line.customerId } as const;
    manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', ...own });
    viewer = await api.signedIn({ role: 'CUSTOMER_VIEWER', ...own });
    rival = await api.signedIn({ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId: other.customerId });
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    await ok(admin.post('/api/v1/sla/specifications', aSpecification(line.contractId)));
    await wasDown(13);
    first = await published(manager, line, MONTH);
    foreign = await published(rival, other, MONTH);
    ofDates = await published(manager, line, DATES);
    await wasDown(63);
    added = await aContractedLine(api.database, { customerId: line.customerId, contractId: line.contractId });
    await tellHistory(api, added, FROM - 40 * DAY, []);
    clock.advance(MINUTE);
    second = await published(manager, line, MONTH);
    draft = await made(manager, line, MONTH);
  }, PATIENCE_MS);

  afterAll(() => api.close(), PATIENCE_MS);

  async function ok<Body>(answer: Promise<{ status: number; body: unknown }>): Promise<Body> {
    const { status, body } = await answer;
    expect(status).withContext(JSON.stringify(body)).toBeLessThan(300);
    return body as Body;
  }

  /** The only outage of the month, as it is known now. */
  function wasDown(minutes: number): Promise<void> {
    const from = FROM + DAY;
    return tellHistory(api, line, FROM - 40 * DAY, [{ status: 'failed', from, to: from + minutes * MINUTE }]);
  }

  function asked(client: TestClient, { customerId }: ContractedLine, period: object): Promise<ReportView> {
    return ok<ReportView>(client.post('/api/v1/reports', { customerId, ...period }));
  }

  async function made(client: TestClient, of: ContractedLine, period: object): Promise<ReportView> {
    const { id } = await asked(client, of, period);
    await api.app.get(ReportMaker, { strict: false }).work(NEVER);
    return ReportView.parse(await ok(client.get(`/api/v1/reports/${id}`)));
  }

  async function published(client: TestClient, of: ContractedLine, period: object): Promise<ReportView> {
    const { id, version } = await made(client, of, period);
    return ok<ReportView>(client.post(`/api/v1/reports/${id}/publish`, { version }));
  }

  const compare = (client: TestClient, id: string, other?: string) =>
    client.get(`/api/v1/reports/${id}/compare${other === undefined ? '' : `?other=${other}`}`);
  const compared = async (client: TestClient, id: string, other?: string): Promise<ReportComparison> =>
    ReportComparison.parse(await ok(compare(client, id, other)));
  const between = async (client: TestClient, id: string, other?: string): Promise<ReportDifference> => {
    const { difference } = await compared(client, id, other);
    if (difference === null) throw new Error('nothing was compared');
    return difference;
  };

  it('say what became of an outage that was known anew, and which circuit was added', async () => {
    const { earlier, later, isSame, isPreliminary, circuits, totals } = await between(viewer, second.id, first.id);

    expect([earlier.id, later.id, isSame]).toEqual([first.id, second.id, false]);
    expect([earlier.state, later.state]).toEqual(['superseded', 'published']);
    expect([earlier.hash, later.hash]).toEqual([first.hash, second.hash]);
    expect(isPreliminary).toEqual({ earlier: true, later: true });
    expect(circuits.map(({ circuitId, onlyIn }) => [circuitId, onlyIn])).toEqual(
      jasmine.arrayWithExactContents([
        [line.circuitId, null],
        [added.circuitId, 'later'],
      ]),
    );
    expect(circuits.find(({ circuitId }) => circuitId === line.circuitId)?.changes).toEqual([
      { kind: 'share', figure: 'percent', earlier: '99.969', later: '99.854' },
      { kind: 'verdict', figure: 'isMet', earlier: true, later: false },
      { kind: 'length', figure: 'downS', earlier: 780, later: 3_780 },
    ]);
    expect(totals).toEqual([
      { kind: 'share', figure: 'percent', earlier: '99.969', later: '99.927' },
      { kind: 'length', figure: 'outageS', earlier: 780, later: 3_780 },
      { kind: 'count', figure: 'circuits', earlier: 1, later: 2 },
      { kind: 'count', figure: 'missed', earlier: 0, later: 1 },
    ]);
  });

  it('stand in order of their publication, whichever is looked at', async () => {
    const fromTheEarlier = await compared(viewer, first.id);
    const fromTheLater = await compared(viewer, second.id);

    expect(fromTheEarlier.difference).toEqual(fromTheLater.difference);
    expect(fromTheEarlier.difference?.earlier.id).toBe(first.id);
    expect(fromTheEarlier.versions.map(({ id }) => id)).toEqual([second.id]);
    expect(fromTheLater.versions.map(({ id }) => id)).toEqual([first.id]);
  });

  it('are reckoned from what was stored, whatever became known since', async () => {
    const told = await between(viewer, second.id, first.id);
    await wasDown(5);

    expect(await between(viewer, second.id, first.id)).toEqual(told);
  });

  it('differ in nothing from themselves', async () => {
    const { isSame, totals, circuits } = await between(viewer, second.id, second.id);

    expect([isSame, totals, circuits]).toEqual([true, [], []]);
  });

  it('are compared with what is made and not published yet by the house alone', async () => {
    const { earlier, later, isSame } = await between(manager, draft.id);

    expect([earlier.id, later.id, later.publishedAt, isSame]).toEqual([second.id, draft.id, null, true]);
    expect(codeOf(await compare(viewer, draft.id))).toBe('report.not-found');
    expect(codeOf(await compare(manager, second.id, draft.id))).toBe('report.not-found');
    expect((await compared(manager, second.id)).versions.map(({ id }) => id)).toEqual([first.id]);
  });

  it('are none of another period, and none where only one was published', async () => {
    const { about, versions, difference } = await compared(viewer, ofDates.id);
    expect([about.dates, about.part, versions, difference]).toEqual([DATES.dates, null, [], null]);
    expect(codeOf(await compare(viewer, second.id, ofDates.id))).toBe('report.not-found');
    const { id } = await asked(manager, line, { month: '2026-10' });
    expect(codeOf(await compare(manager, id))).toBe('report.unfinished');
  });

  it('are of the same lines, in whatever order those were chosen', async () => {
    const of = (...circuits: string[]) => published(manager, line, { ...MONTH, circuits });
    const one = await of(line.circuitId);
    const both = await of(line.circuitId, added.circuitId);
    const bothAgain = await of(added.circuitId, line.circuitId);

    const { about, versions } = await compared(viewer, bothAgain.id);
    expect([about.part?.circuits, versions.map(({ id }) => id)]).toEqual([2, [both.id]]);
    expect((await compared(viewer, one.id)).versions).toEqual([]);
    expect(codeOf(await compare(viewer, one.id, both.id))).toBe('report.not-found');
    expect(codeOf(await compare(viewer, second.id, one.id))).toBe('report.not-found');
  });

  it('are not there for another customer, nor for who sees only some sites, nor by a wrong name', async () => {
    const branch = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'SITE', scopeId: line.siteA });

    for (const client of [rival, branch]) {
      expect(codeOf(await compare(client, second.id))).toBe('report.not-found');
      expect(codeOf(await compare(client, second.id, first.id))).toBe('report.not-found');
    }
    expect(codeOf(await compare(rival, foreign.id, second.id))).toBe('report.not-found');
    expect((await compared(rival, foreign.id)).versions).toEqual([]);
    expect(codeOf(await compare(viewer, second.id, foreign.id))).toBe('report.not-found');
    expect(codeOf(await compare(viewer, randomUUID()))).toBe('report.not-found');
    expect(codeOf(await compare(viewer, `${second.id}%20`))).toBe('report.not-found');
    expect(codeOf(await compare(viewer, second.id, 'x'))).toBe('request.invalid');
  });
});
