import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { OutagePage, OutageView } from '@linewatch/shared';
import { aSession, idOf } from '../../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../../testing/page-bed';
import { CircuitTimes } from './circuit-times';
import { OutageList } from './outage-list';

const OUTAGE: OutageView = {
  ...{ id: idOf(700), circuitId: idOf(10), circuitCode: 'HB-MV-1001', circuitName: '专线', circuitAlias: null },
  ...{ customerId: idOf(1), customerNameZh: '银行', customerNameEn: 'Bank', sides: ['A'] },
  ...{ from: '2026-11-20T03:30:00.000Z', to: '2026-11-20T04:05:00.000Z', cause: 'UNKNOWN', responsibility: null },
  ...{ comment: null, judgedAt: null, revision: 0 },
  byTicket: {
    ...{ ticketId: idOf(701), number: 'GZ20261120000001', cause: 'THIRD_PARTY', found: '光缆被挖断' },
    ...{ at: '2026-11-20T04:10:00.000Z', role: 'NOC_OPERATOR', by: null },
  },
};

describe('the list of outages', () => {
  let bed: PageBed;
  let page: HTMLElement;

  async function open(outage: OutageView): Promise<void> {
    const outages = signal<OutagePage>({ items: [outage], nextCursor: null });
    const none = signal(undefined);
    const times = { outages, timeline: none, failure: none, isLoading: signal(false), retry: () => undefined };
    TestBed.configureTestingModule({ providers: [{ provide: CircuitTimes, useValue: times }] });
    bed = await openBed([], aSession({ permissions: ['circuits:read', 'outages:judge'] }));
    const fixture = TestBed.createComponent(OutageList);
    fixture.componentRef.setInput('subject', '专线');
    page = fixture.nativeElement as HTMLElement;
    await eventually(() => page.querySelector('[data-outage]'));
  }
  const row = (): string => page.querySelector('[data-outage]')?.textContent ?? '';

  it('tells the word of a ticket as the ticket’s while nobody judged, and begins the judgement with it', async () => {
    await open(OUTAGE);
    expect(row()).toMatch(/第三方原因\s+尚未认定，据工单\s+GZ20261120000001/);
    expect(page.querySelector('[data-outage] a')?.getAttribute('href')).toBe(`/tickets/${idOf(701)}`);

    page.querySelectorAll<HTMLButtonElement>('[data-outage] button')[1]?.click();
    const form = await eventually(() => page.querySelector('form'));
    form.dispatchEvent(new Event('submit', { cancelable: true }));
    const { request } = await eventually(() => bed.http.match(`/api/v1/outages/${idOf(700)}/judgement`)[0]);
    expect(request.body).toEqual({
      ...{ cause: 'THIRD_PARTY', responsibility: 'THIRD_PARTY', comment: '光缆被挖断', revision: 0 },
    });
  });

  it('says that a cause is not known where no ticket names one', async () => {
    await open({ ...OUTAGE, byTicket: null });
    expect(row()).not.toContain('据工单');
    expect(page.querySelector('[data-outage] a')).toBeNull();
  });
});
