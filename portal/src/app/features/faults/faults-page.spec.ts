import type { TestRequest } from '@angular/common/http/testing';
import { RouterTestingHarness } from '@angular/router/testing';
import type { FaultPage as FaultList } from '@linewatch/shared';
import { aFault, aFaultDetail, aFaultPage } from '../../../testing/alarms';
import { idOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { FaultPage } from './fault-page';
import { FaultsPage } from './faults-page';

describe('the pages of faults', () => {
  let bed: PageBed;
  let harness: RouterTestingHarness;

  const asked = (url: string): Promise<TestRequest> =>
    eventually(() => bed.http.match((request) => request.url === url)[0]);

  async function go(address: string): Promise<HTMLElement> {
    bed = await openBed([
      { path: 'faults', component: FaultsPage },
      { path: 'faults/:id', component: FaultPage },
    ]);
    harness = await RouterTestingHarness.create();
    void harness.navigateByUrl(address);
    return eventually(() => harness.routeNativeElement);
  }

  async function list(answer: FaultList, address = '/faults'): Promise<HTMLElement> {
    const page = await go(address);
    (await asked('/api/v1/faults')).flush(answer);
    await eventually(() => page.querySelector('.sheet'));
    return page;
  }

  const squeezed = (element: Element | null): string => element?.textContent.replace(/\s+/g, '') ?? '';

  it('say what is wrong in words, and that it is part of something larger', async () => {
    const event = { id: idOf(9), circuits: 4, ofCircuits: 37 };
    const page = await list(aFaultPage([aFault({ networkEvent: event })]));
    const row = squeezed(page.querySelector('tbody tr'));
    expect(row).toContain('Z端端口中断，疑似客户侧原因');
    expect(row).toContain('您的37条电路中有4条受影响');
    expect(squeezed(page.querySelector('.sentence'))).toContain('中断1个未恢复');
  });

  it('ask for what the address says', async () => {
    await go(`/faults?show=past&kind=DOWN&circuit=${idOf(10)}&period=7d&cursor=behind`);
    const { request } = await asked('/api/v1/faults');
    expect(Object.fromEntries(request.params.keys().map((key) => [key, request.params.get(key)]))).toEqual({
      show: 'past',
      kind: 'DOWN',
      circuitId: idOf(10),
      from: String(bed.now.ms() - 7 * 86_400_000),
      limit: '100',
      cursor: 'behind',
    });
  });

  it('show a new fault without being asked', async () => {
    const page = await list(aFaultPage([]));
    expect(page.textContent).toContain('没有未恢复的故障');
    bed.feed.pushRecords(11, { kind: 'ticket', id: idOf(1) });
    bed.feed.pushRecords(12, { kind: 'fault', id: idOf(700) });
    (await asked('/api/v1/faults')).flush(aFaultPage([aFault()]));
    await eventually(() => page.querySelector('tbody tr'));
    expect(squeezed(page.querySelector('tbody'))).toContain('HB-MV-1001');
  });

  it('say of a long story how much of it lies before what is shown', async () => {
    const page = await go(`/faults/${idOf(1)}`);
    (await asked(`/api/v1/faults/${idOf(1)}`)).flush(aFaultDetail({ id: idOf(1), earlierLines: 99_500 }));
    await eventually(() => page.textContent.includes('更早的 99500 条未显示'));
    expect(page.querySelector('lw-fault-story')).not.toBeNull();
  });

  it('tell the story of one in the order of time, and show what both sides wrote as text', async () => {
    const page = await go(`/faults/${idOf(700)}`);
    const line = { side: null, evidence: null, severity: null, facts: {}, by: null, byName: null, text: null };
    (await asked(`/api/v1/faults/${idOf(700)}`)).flush(
      aFaultDetail({
        story: [
          { ...line, id: '1', kind: 'FIRST_READING', at: '2026-11-22T01:00:00.000Z', side: 'Z' },
          { ...line, id: '2', kind: 'CONFIRMED', at: '2026-11-22T01:00:30.000Z' },
          {
            ...{ ...line, id: '3', kind: 'NOTE', at: '2026-11-22T01:02:00.000Z' },
            ...{ by: 'OPERATOR', text: '<img src=x> 已派人\n前往' },
          },
        ],
      }),
    );
    await eventually(() => page.querySelector('lw-fault-story li'));
    const told = [...page.querySelectorAll('lw-fault-story strong')].map(({ textContent }) => textContent);
    expect(told).toEqual(['Z 端首次采集到异常', '故障确认', '留言']);
    expect(page.querySelector('.note')?.textContent).toBe('<img src=x> 已派人\n前往');
    const link = page.querySelector<HTMLAnchorElement>('a[href*="/circuits/"]');
    expect(link?.href).toContain('to=now');
  });

  it('send a note to both sides, and keep the words when it is refused', async () => {
    const page = await go(`/faults/${idOf(700)}`);
    (await asked(`/api/v1/faults/${idOf(700)}`)).flush(aFaultDetail());
    const box = await eventually(() => page.querySelector('textarea'));
    box.value = '机房已断电';
    box.dispatchEvent(new Event('input'));
    const send = (): void => {
      page.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    };
    send();
    const notes = `/api/v1/faults/${idOf(700)}/notes`;
    const refused = await asked(notes);
    expect(refused.request.body).toEqual({ text: '机房已断电', audience: 'BOTH' });
    refused.flush({ status: 503 }, { status: 503, statusText: 'x' });
    await eventually(() => page.querySelector('[role=alert]'));
    expect(box.value).toBe('机房已断电');
    send();
    (await asked(notes)).flush(null);
    (await asked(`/api/v1/faults/${idOf(700)}`)).flush(aFaultDetail());
    await eventually(() => box.value === '');
    expect(page.querySelector('[role=alert]')).toBeNull();
  });
});
