import type { TestRequest } from '@angular/common/http/testing';
import { RouterTestingHarness } from '@angular/router/testing';
import type { InventoryNoticeView } from '@linewatch/shared';
import { aSession, idOf } from '../../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../../testing/page-bed';
import { NoticesPage } from './notices-page';

function aNotice(change: Partial<InventoryNoticeView> = {}): InventoryNoticeView {
  return {
    id: idOf(800),
    kind: 'SPEED_MISMATCH',
    state: 'OPEN',
    deviceId: idOf(801),
    deviceCode: 'CS-PE-01',
    deviceName: '长沙核心一',
    circuitId: idOf(802),
    circuitCode: 'CS/1',
    circuitName: '总部专线',
    evidence: { ifName: 'ge-0/1', speedBps: 100_000_000, contractedBps: 1_000_000_000 },
    proposal: null,
    raisedAt: new Date().toISOString(),
    clearedAt: null,
    decidedAt: null,
    decidedBy: null,
    reason: null,
    ...change,
  };
}

describe('the page of contradictions', () => {
  let bed: PageBed;

  const asked = (show = 'open'): Promise<TestRequest> =>
    eventually(() => bed.http.match(`/api/v1/inventory-notices?limit=500&show=${show}`)[0]);
  const pageOf = (items: readonly InventoryNoticeView[]): object => ({ items, total: items.length, nextCursor: null });

  async function open(items: readonly InventoryNoticeView[]): Promise<HTMLElement> {
    bed = await openBed(
      [{ path: 'inventory-notices', component: NoticesPage }],
      aSession({ role: 'NOC_OPERATOR', customers: [], permissions: ['devices:read', 'devices:write'] }),
    );
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl('/inventory-notices');
    const page = await eventually(() => harness.routeNativeElement);
    (await asked()).flush(pageOf(items));
    await eventually(() => page.querySelector('.sheet'));
    return page;
  }

  function button(page: HTMLElement, word: string): HTMLButtonElement | undefined {
    return [...page.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === word);
  }

  it('says what differs in words, with the rates of both', async () => {
    const page = await open([aNotice()]);
    expect(page.querySelector('tbody')?.textContent).toContain('速率不符');
    const said = page.querySelector('.what')?.textContent.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ');
    expect(said).toContain('速率为 100 Mbit/s，合同带宽为 1 Gbit/s');
    expect(button(page, '接受')).toBeUndefined();
  });

  it('reads again as soon as it is told that something changed', async () => {
    const page = await open([]);
    expect(page.textContent).toContain('没有不一致的项目');
    bed.feed.changeNotices();
    (await asked()).flush(pageOf([aNotice()]));
    await eventually(() => page.querySelector('tbody')?.textContent.includes('速率不符'));
  });

  it('wants a reason before something is left as it is', async () => {
    const page = await open([aNotice()]);
    button(page, '忽略…')?.click();
    const box = await eventually(() => page.querySelector<HTMLInputElement>('.reason input'));
    const form = page.querySelector('form');
    form?.dispatchEvent(new Event('submit', { cancelable: true }));
    bed.http.expectNone(`/api/v1/inventory-notices/${idOf(800)}/ignore`);

    box.value = ' 升速工单已派 ';
    form?.dispatchEvent(new Event('submit', { cancelable: true }));
    const sent = await eventually(() => bed.http.match(`/api/v1/inventory-notices/${idOf(800)}/ignore`)[0]);
    expect(sent.request.body).toEqual({ reason: '升速工单已派' });
    sent.flush(null, { status: 204, statusText: 'x' });
    (await asked()).flush(pageOf([]));
    await eventually(() => page.textContent.includes('没有不一致的项目'));
  });

  it('offers every end that a circuit could be bound by, and says why it did not work', async () => {
    const ends = [
      { endId: idOf(810), side: 'A', siteZh: '总部', siteEn: 'HQ' },
      { endId: idOf(811), side: 'Z', siteZh: null, siteEn: null },
    ] as const;
    const proposal = { ifName: 'ge-0/4', ifIndex: 4, ends: [...ends] };
    const page = await open([
      aNotice({ kind: 'END_PROPOSED', evidence: { ifName: 'ge-0/4', ifAlias: 'CS/1' }, proposal }),
    ]);
    expect(button(page, '绑定到 A 端 (总部)')).toBeDefined();
    button(page, '绑定到 Z 端')?.click();
    const sent = await eventually(() => bed.http.match(`/api/v1/inventory-notices/${idOf(800)}/accept`)[0]);
    expect(sent.request.body).toEqual({ endId: idOf(811) });
    const problem = { type: 'x', title: 'x', status: 409, code: 'inventory.port-taken' };
    sent.flush(problem, { status: 409, statusText: 'x' });
    await eventually(() => page.querySelector('[role=alert]')?.textContent.includes('已用于其他电路'));
  });
});
