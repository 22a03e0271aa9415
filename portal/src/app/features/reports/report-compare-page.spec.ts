import { TestBed } from '@angular/core/testing';
import { RouterTestingHarness } from '@angular/router/testing';
import type { ReportComparison, ReportDifference, ReportVersion } from '@linewatch/shared';
import en from '../../../i18n/en.json';
import zh from '../../../i18n/zh-CN.json';
import { idOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { Language } from '../../core/i18n/language';
import { ReportComparePage } from './report-compare-page';
import { exactMinutes } from './report-difference-rows';

const [FIRST, SECOND, OLDEST] = [idOf(71), idOf(72), idOf(70)];
const LINE = idOf(10);
const PATH = `/api/v1/reports/${SECOND}/compare`;

function aVersion(id: string, state: ReportVersion['state'], publishedAt: string | null): ReportVersion {
  return { id, state, publishedAt, madeAt: '2026-12-04T00:00:00.000Z', hash: id.replaceAll('-', '') };
}

const NEWEST = aVersion(SECOND, 'published', '2026-12-09T02:00:00.000Z');
const BEFORE = aVersion(FIRST, 'superseded', '2026-12-05T02:00:00.000Z');
const LONG_BEFORE = aVersion(OLDEST, 'superseded', '2026-12-04T02:00:00.000Z');

const CHANGED: ReportDifference = {
  ...{ earlier: BEFORE, later: NEWEST, isPreliminary: { earlier: true, later: false }, isSame: false },
  totals: [{ kind: 'count', figure: 'missed', earlier: 0, later: 1 }],
  circuits: [
    {
      ...{ circuitId: LINE, code: 'CQ-0001', name: 'Line one', alias: '财务主线', onlyIn: null },
      changes: [
        { kind: 'share', figure: 'percent', earlier: '99.969', later: '99.854' },
        { kind: 'verdict', figure: 'isMet', earlier: true, later: false },
        { kind: 'length', figure: 'downS', earlier: 780, later: 3_785 },
      ],
    },
    { circuitId: idOf(11), code: 'CQ-0002', name: 'Line two', alias: null, onlyIn: 'later', changes: [] },
  ],
};
const NOTHING: ReportDifference = { ...CHANGED, isSame: true, totals: [], circuits: [] };

function anAnswer(difference: ReportDifference | null): ReportComparison {
  const customer = { customerNameZh: '华彩银行', customerNameEn: 'Huacai Bank' };
  return {
    about: { ...customer, month: '2026-11', dates: null, part: null },
    report: NEWEST,
    versions: difference === null ? [] : [BEFORE, LONG_BEFORE],
    difference,
  };
}

describe('the comparison of versions of a report', () => {
  let bed: PageBed;
  let page: HTMLElement;

  async function open(query = ''): Promise<void> {
    bed = await openBed([{ path: 'reports/:id/compare', component: ReportComparePage }]);
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl(`/reports/${SECOND}/compare${query}`);
    page = await eventually(() => harness.routeNativeElement);
  }

  const asked = () => eventually(() => bed.http.match(({ url }) => url === PATH)[0]);
  const textOf = (element: Element): string => element.textContent.replace(/\s+/g, ' ').trim();
  const rows = (): string[][] =>
    [...page.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('td')].map(textOf));

  it('lists what differs, what all circuits come to first', async () => {
    await open();
    (await asked()).flush(anAnswer(CHANGED));
    await eventually(() => rows().length === 5);
    const { figure, all, isIn, isNotIn } = zh.reportCompare;
    expect(rows()).toEqual([
      [all, figure.missed, '0', '1'],
      ['财务主线CQ-0001', figure.percent, '99.969 %', '99.854 %'],
      ['财务主线CQ-0001', figure.isMet, zh.slaVerdict.met, zh.slaVerdict.missed],
      ['财务主线CQ-0001', figure.downS, '13', '63.08'],
      ['Line twoCQ-0002', figure.onlyIn, isNotIn, isIn],
    ]);
    expect(page.querySelector(`a[href="/sla/circuits/${LINE}?month=2026-11"]`)).not.toBeNull();
    await TestBed.inject(Language).choose('en');
    await eventually(() => rows()[0]?.[1] === en.reportCompare.figure.missed);
  });

  it('says that nothing differs, or that it is something that is not compared', async () => {
    await open();
    (await asked()).flush(anAnswer(NOTHING));
    await eventually(() => textOf(page).includes(zh.reportCompare.same));
    expect(rows()).toEqual([]);
  });

  it('does not call versions the same whose other numbers differ', async () => {
    await open();
    (await asked()).flush(anAnswer({ ...NOTHING, isSame: false }));
    await eventually(() => textOf(page).includes(zh.reportCompare.sameFiguresClosed));
    expect(textOf(page)).not.toContain(zh.reportCompare.same);
  });

  it('reads the version that is picked, and keeps what it shows until then', async () => {
    await open();
    (await asked()).flush(anAnswer(CHANGED));
    const choice = await eventually(() => page.querySelector('select'));
    expect(choice.value).toBe(FIRST);
    choice.value = OLDEST;
    choice.dispatchEvent(new Event('change'));
    const request = await asked();
    expect(request.request.params.get('other')).toBe(OLDEST);
    expect(page.querySelector('select')).toBe(choice);
    request.flush(anAnswer({ ...NOTHING, earlier: LONG_BEFORE }));
    await eventually(() => rows().length === 0);
    expect(choice.value).toBe(OLDEST);
  });

  it('offers also the version that the address names and the list does not', async () => {
    await open(`?other=${OLDEST}`);
    const request = await asked();
    expect(request.request.params.get('other')).toBe(OLDEST);
    request.flush({ ...anAnswer({ ...CHANGED, earlier: LONG_BEFORE }), versions: [BEFORE] });
    const choice = await eventually(() => page.querySelector('select'));
    expect([choice.options.length, choice.value]).toEqual([2, OLDEST]);
  });

  it('says that there is no other version', async () => {
    await open();
    (await asked()).flush(anAnswer(null));
    await eventually(() => textOf(page).includes(zh.reportCompare.few));
    expect(page.querySelector('select')).toBeNull();
  });

  it('tells of a report of somebody else what it tells of none', async () => {
    await open();
    const problem = { type: 'x', title: 'x', status: 404, code: 'report.not-found' };
    (await asked()).flush(problem, { status: 404, statusText: 'x' });
    await eventually(() => textOf(page).includes(zh.notFound.title));
    expect(page.querySelectorAll('h1').length).toBe(1);
  });

  it('tells lengths apart that differ by a second', () => {
    expect([exactMinutes(780), exactMinutes(781), exactMinutes(0), exactMinutes(90)]).toEqual([
      '13',
      '13.02',
      '0',
      '1.5',
    ]);
  });
});
