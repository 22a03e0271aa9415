import type { TestRequest } from '@angular/common/http/testing';
import { RouterTestingHarness } from '@angular/router/testing';
import type { CircuitRow, OverviewFault, OverviewView } from '@linewatch/shared';
import { aRow, aSession, FEED, idOf, liveOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { OverviewPage } from './overview-page';

const FIRST = aRow({ id: idOf(11), name: '杭州专线' });
const SECOND = aRow({ id: idOf(12), name: '宁波专线' });

function anOverview(wrong: CircuitRow[], total: number, change: Partial<OverviewView> = {}): OverviewView {
  const counts = { failed: 0, degraded: 0, unknown: 0, running: total - wrong.length, stopped: 0 };
  for (const { status } of wrong) counts[status]++;
  const inWork = { failed: 0, degraded: 0, unknown: 0, running: 0, stopped: 0 };
  return {
    total,
    counts,
    inWork,
    wrong,
    faults: [],
    works: [],
    openFaults: 0,
    busiest: [],
    events: [],
    sites: [],
    feeds: { [FEED]: 10 },
    ...change,
  };
}

describe('the overview', () => {
  let bed: PageBed;

  const asked = (): Promise<TestRequest> => eventually(() => bed.http.match('/api/v1/overview')[0]);

  async function open(view: OverviewView): Promise<HTMLElement> {
    const session = aSession({ permissions: [...aSession().permissions, 'faults:read'] });
    bed = await openBed([{ path: 'overview', component: OverviewPage }], session);
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl('/overview');
    const page = await eventually(() => harness.routeNativeElement);
    (await asked()).flush(view);
    await eventually(() => page.querySelector('h2, lw-empty'));
    return page;
  }

  const sentence = (page: HTMLElement): string =>
    page.querySelector('.sentence')?.textContent.replace(/\s+/g, '') ?? '';

  it('says calmly that all is well, and only then', async () => {
    const page = await open(anOverview([], 48));
    expect(sentence(page)).toContain('全部48条电路正常');
    expect(page.querySelector('lw-wrong-now')?.textContent).toContain('现在没有异常');
  });

  it('says of open faults on lines that are up, and does not call that nothing', async () => {
    const page = await open(anOverview([], 48, { openFaults: 1 }));
    const wrong = page.querySelector('lw-wrong-now');
    expect(wrong?.textContent).not.toContain('现在没有异常');
    expect(wrong?.querySelector('a[href="/faults"]')?.textContent).toContain('1 个未恢复故障');
  });

  it('counts no unknown line as up', async () => {
    const page = await open(anOverview([{ ...FIRST, status: 'unknown' }], 3));
    expect(sentence(page)).toBe('3条电路中2条正常，1条未知');
  });

  it('calls a line that is down by plan what it is, and puts it last', async () => {
    const work = { id: idOf(70), number: 'GJ-1', until: new Date().toISOString() };
    const view = anOverview(
      [
        { ...FIRST, status: 'failed', work },
        { ...SECOND, status: 'failed' },
      ],
      3,
    );
    const page = await open({ ...view, inWork: { ...view.inWork, failed: 1 } });
    expect(sentence(page)).toBe('3条电路中1条正常，1条中断，1条维护中');
    const rows = [...page.querySelectorAll('lw-wrong-now li')].map(({ textContent }) => textContent);
    expect(rows[0]).toContain('宁波专线');
    expect(rows[1]).toContain('割接 GJ-1');
  });

  it('tells what is wrong in words, and what is being done about it', async () => {
    const fault: OverviewFault = {
      id: idOf(71),
      circuitId: FIRST.id,
      kind: 'DOWN',
      reason: 'portDown',
      side: 'Z',
      suspected: 'CUSTOMER',
      progress: 'IN_HAND',
    };
    const page = await open(anOverview([{ ...FIRST, status: 'failed' }], 2, { faults: [fault] }));
    const row = page.querySelector('lw-wrong-now li')?.textContent.replace(/\s+/g, '') ?? '';
    expect(row).toContain('Z端端口中断，疑似客户侧原因');
    expect(row).toContain('处理中');
  });

  it('tells since when a line is down, and the time goes on', async () => {
    const since = new Date(Date.now() - 120_000).toISOString();
    const page = await open(anOverview([{ ...FIRST, status: 'failed', since }], 2));
    const shown = (): string => page.querySelector('.since strong')?.textContent ?? '';
    const before = shown();
    bed.now.pass(60_000);
    await eventually(() => shown() !== before);
    expect(shown()).toContain('3 分');
  });

  it('reads everything again when a line that was fine goes down, and not when rates move', async () => {
    const page = await open(anOverview([], 2, { busiest: [SECOND] }));
    bed.feed.push(11, { ...liveOf(SECOND), utilisation: 77 });
    await eventually(() => page.querySelector('.busy')?.textContent.includes('77'));
    bed.http.expectNone('/api/v1/overview');

    bed.feed.push(12, { ...liveOf(FIRST), status: 'failed' });
    (await asked()).flush(anOverview([{ ...FIRST, status: 'failed' }], 2, { feeds: { [FEED]: 12 } }));
    await eventually(() => sentence(page) === '2条电路中1条正常，1条中断');
    expect(page.querySelectorAll('lw-wrong-now li').length).toBe(1);
  });

  it('shows the sites of a customer who has several', async () => {
    const counts = { failed: 1, degraded: 0, unknown: 0, running: 3, stopped: 0 };
    const sites = [
      { id: idOf(31), nameZh: '上海数据中心', nameEn: 'Shanghai DC', counts },
      { id: idOf(32), nameZh: '杭州支行', nameEn: 'Hangzhou branch', counts: { ...counts, failed: 0 } },
    ];
    const page = await open(anOverview([], 4, { sites }));
    const [first, second] = [...page.querySelectorAll<HTMLAnchorElement>('.site')];
    expect(first?.textContent).toContain('上海数据中心');
    expect(first?.classList).toContain('is-failed');
    expect(first?.href).toContain(`site=${idOf(31)}`);
    expect(second?.classList).not.toContain('is-failed');
  });
});
