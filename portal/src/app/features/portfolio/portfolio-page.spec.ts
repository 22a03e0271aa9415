import type { TestRequest } from '@angular/common/http/testing';
import { RouterTestingHarness } from '@angular/router/testing';
import type { PortfolioCustomer, PortfolioView } from '@linewatch/shared';
import { FEED, idOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { PortfolioPage } from './portfolio-page';

function aCustomer(number: number, change: Partial<PortfolioCustomer> = {}): PortfolioCustomer {
  return {
    id: idOf(number),
    code: `C-${String(number)}`,
    nameZh: `客户${String(number)}`,
    nameEn: `Customer ${String(number)}`,
    grade: 'GROUP',
    lines: { failed: 0, degraded: 0, unknown: 0, running: 3, stopped: 0 },
    openFaults: 0,
    openTickets: 0,
    breachedTickets: 0,
    nextDueAt: null,
    openCallBacks: 0,
    lateCallBacks: 0,
    tightest: null,
    missedLines: 0,
    satisfaction: { mean: null, count: 0 },
    contracts: [],
    needs: [],
    isAtRisk: false,
    ...change,
  };
}

const DOWN = aCustomer(902, {
  lines: { failed: 2, degraded: 0, unknown: 0, running: 1, stopped: 0 },
  needs: [
    { need: 'LINES_DOWN', value: 2 },
    { need: 'UNSATISFIED', value: 27 },
    { need: 'CONTRACT_ENDS', value: 0 },
  ],
  satisfaction: { mean: 27, count: 3 },
  isAtRisk: true,
});
const FINE = aCustomer(901);

function aPortfolio(...items: PortfolioCustomer[]): PortfolioView {
  const atRisk = items.filter(({ isAtRisk }) => isAtRisk).length;
  const at = new Date().toISOString();
  return { items, total: items.length, atRisk, minutesAt: at, at, feeds: { [FEED]: 10 } };
}

describe('the portfolio', () => {
  let bed: PageBed;

  const asked = (): Promise<TestRequest> => eventually(() => bed.http.match('/api/v1/portfolio')[0]);
  const plain = (element: Element | null | undefined): string => element?.textContent.replace(/\s+/g, '') ?? '';
  const names = (page: HTMLElement): string[] => [...page.querySelectorAll('h2')].map(plain);

  async function open(view: PortfolioView): Promise<HTMLElement> {
    bed = await openBed([{ path: 'portfolio', component: PortfolioPage }]);
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl('/portfolio');
    const page = await eventually(() => harness.routeNativeElement);
    (await asked()).flush(view);
    await eventually(() => page.querySelector('h2, lw-empty'));
    return page;
  }

  it('lists customers in the order of their need, each with the reasons in words', async () => {
    const page = await open(aPortfolio(DOWN, FINE));
    expect(plain(page.querySelector('[role=status]'))).toBe('共2家客户，1家有风险');
    expect(names(page)).toEqual(['客户902', '客户901']);
    const needs = [...page.querySelectorAll('.needs li')].map(plain);
    expect(needs).toEqual(['2条电路中断', '满意度2.7/5', '合同今天到期']);
    const cards = [...page.querySelectorAll('ol > li')];
    expect(cards.map((card) => card.classList.contains('at-risk'))).toEqual([true, false]);
    expect(plain(cards[1])).toContain('暂无需要关注的事项');
  });

  it('says that the minutes are not yet reckoned, and not that there are plenty', async () => {
    const page = await open({ ...aPortfolio(FINE), minutesAt: null });
    expect(plain(page)).toContain('本月余量尚未核算');
    expect(plain(page)).not.toContain('余量均过半');
  });

  it('shows customers at risk alone when that is asked for, and all again', async () => {
    const page = await open(aPortfolio(DOWN, FINE));
    const button = page.querySelector<HTMLButtonElement>('button[aria-pressed]');
    button?.click();
    await eventually(() => names(page).length === 1);
    expect(names(page)).toEqual(['客户902']);
    button?.click();
    expect(await eventually(() => names(page).length === 2)).toBeTrue();
  });

  it('is put in another order when that is asked for; who has no such figure comes last', async () => {
    const pleased = aCustomer(900, { satisfaction: { mean: 48, count: 2 }, openTickets: 1 });
    const page = await open(aPortfolio(FINE, pleased, DOWN));
    const select = page.querySelector('select');
    const inOrder = async (order: string, ...expected: string[]): Promise<void> => {
      if (select === null) throw new Error('there is no choice of an order');
      select.value = order;
      select.dispatchEvent(new Event('change'));
      await eventually(() => names(page).join() === expected.join());
      expect(names(page)).withContext(order).toEqual(expected);
    };
    await inOrder('SATISFACTION', '客户902', '客户900', '客户901');
    await inOrder('TICKETS', '客户900', '客户901', '客户902');
    await inOrder('NEED', '客户901', '客户900', '客户902');
    await inOrder('NAME', '客户900', '客户901', '客户902');
  });

  it('is read again when a ticket of a customer changes, and shows the new order', async () => {
    const page = await open(aPortfolio(DOWN, FINE));
    const late = aCustomer(901, { needs: [{ need: 'CLOCKS_BREACHED', value: 1 }], isAtRisk: true, breachedTickets: 1 });
    bed.feed.pushRecords(11, { kind: 'ticket', id: idOf(70) });
    (await asked()).flush(aPortfolio(late, aCustomer(902)));
    await eventually(() => names(page)[0] === '客户901');
    expect(names(page)).toEqual(['客户901', '客户902']);
  });

  it('says whom to ask when nobody is in charge of anything', async () => {
    const page = await open(aPortfolio());
    expect(plain(page.querySelector('lw-empty'))).toContain('您名下暂无客户');
  });
});
