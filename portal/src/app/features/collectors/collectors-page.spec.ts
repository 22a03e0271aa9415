import type { TestRequest } from '@angular/common/http/testing';
import { RouterTestingHarness } from '@angular/router/testing';
import type { CollectorView } from '@linewatch/shared';
import { idOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { CollectorsPage } from './collectors-page';

function aCollector(change: Partial<CollectorView> = {}): CollectorView {
  const lastSeenAt = new Date().toISOString();
  const facts = {
    id: idOf(700),
    code: 'cs-1',
    region: null,
    tags: ['otn', 'core'],
    state: 'LIVE',
    lastSeenAt,
    devices: 12,
  } as const;
  return { ...facts, tags: ['otn', 'core'], impairedSince: null, ...change };
}

describe('the page of collectors', () => {
  let bed: PageBed;

  const asked = (): Promise<TestRequest> => eventually(() => bed.http.match('/api/v1/collectors')[0]);

  async function open(items: readonly CollectorView[], unowned = 0): Promise<HTMLElement> {
    bed = await openBed([{ path: 'collectors', component: CollectorsPage }]);
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl('/collectors');
    const page = await eventually(() => harness.routeNativeElement);
    (await asked()).flush({ items, unowned });
    await eventually(() => page.querySelector('.sheet'));
    return page;
  }

  it('says who is live, who is silent, and how much each polls', async () => {
    const page = await open([aCollector(), aCollector({ id: idOf(701), code: 'cs-2', state: 'SILENT', devices: 3 })]);

    expect([...page.querySelectorAll('tbody lw-status')].map(({ textContent }) => textContent.trim())).toEqual([
      '在线',
      '失联',
    ]);
    expect(page.querySelector('header')?.textContent).toContain('2 个采集器，1 个失联');
    expect(page.querySelector('tbody')?.textContent).toContain('12');
    expect(page.querySelector('tbody')?.textContent).toContain('otn, core');
  });

  it('says that a collector doubts itself, and that devices are nobody’s', async () => {
    const page = await open([aCollector({ impairedSince: new Date().toISOString() })], 4);

    expect(page.querySelector('tbody')?.textContent).toContain('异常');
    expect(page.querySelector('[role=status]')?.textContent).toContain('4');
  });

  it('reads the list again after ten seconds', async () => {
    const page = await open([aCollector()]);
    bed.now.pass(10_000);
    (await asked()).flush({ items: [aCollector({ state: 'SILENT' })], unowned: 0 });

    await eventually(() => page.querySelector('tbody')?.textContent.includes('失联'));
    expect(page.querySelector('tbody')?.textContent).not.toContain('在线');
  });

  it('explains that there is none yet', async () => {
    expect((await open([])).textContent).toContain('还没有采集器');
  });
});
