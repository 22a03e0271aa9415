import { RouterTestingHarness } from '@angular/router/testing';
import type { SessionView } from '@linewatch/shared';
import { aSession, idOf } from '../../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../../testing/page-bed';
import { aClock, aTicket } from '../../../../testing/tickets';
import { TicketPage } from './ticket-page';

const ID = idOf(300);
const URL = `/api/v1/tickets/${ID}`;
const MINUTE = 60_000;

describe('the page of a ticket', () => {
  let bed: PageBed;

  async function open(session?: SessionView): Promise<HTMLElement> {
    bed = await openBed([{ path: 'tickets/:id', component: TicketPage }], session ?? aSession());
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl(`/tickets/${ID}`);
    return eventually(() => harness.routeNativeElement);
  }

  const asked = (url: string) => eventually(() => bed.http.match((request) => request.url === url)[0]);
  const text = (page: HTMLElement, selector: string): string | undefined =>
    page.querySelector(selector)?.textContent.replace(/\s+/g, ' ').trim();
  const press = (page: HTMLElement, word: string): void => {
    [...page.querySelectorAll('button')].find((button) => button.textContent.trim() === word)?.click();
  };

  it('says whose turn it is and shows the clock going down', async () => {
    const page = await open();
    const start = bed.now.ms();
    const clock = aClock({ dueAt: new Date(start + 240 * MINUTE).toISOString() });
    (await asked(URL)).flush(aTicket({ clocks: [clock], now: new Date(start).toISOString() }));
    expect(await eventually(() => text(page, '.turn'))).toBe('轮到我们处理');
    expect(text(page, 'lw-ticket-clock .amount')).toContain('4 小时 00 分');
    bed.now.pass(190 * MINUTE);
    expect(await eventually(() => text(page, 'lw-ticket-clock .amount')?.includes('50 分 00 秒'))).toBeTrue();
    bed.now.pass(51 * MINUTE);
    expect(await eventually(() => text(page, 'lw-ticket-clock .amount')?.includes('已超时 1 分'))).toBeTrue();
  });

  it('shows pauses with their reason and length', async () => {
    const page = await open();
    const from = new Date(bed.now.ms() - 20 * MINUTE).toISOString();
    const pause = {
      id: idOf(1),
      reason: 'CUSTOMER_ACCESS',
      isCustomerCaused: true,
      from,
      to: null,
      note: '门卫不在',
    } as const;
    (await asked(URL)).flush(
      aTicket({ status: 'held', turn: 'CUSTOMER', pauses: [{ ...pause, by: null, disputedAt: null, dispute: null }] }),
    );
    const said = await eventually(() => text(page, 'lw-ticket-pauses'));
    expect(said).toContain('客户不便入场20 分已从时限中扣除进行中');
    expect(said).toContain('门卫不在');
  });

  it('keeps what was typed when somebody else was quicker, and shows the ticket as it is now', async () => {
    const page = await open();
    const actions = ['rejectResolution', 'confirm'] as const;
    (await asked(URL)).flush(aTicket({ status: 'resolved', turn: 'CUSTOMER', actions: [...actions] }));
    await eventually(() => page.querySelector('lw-ticket-acts'));
    press(page, '还没有恢复');
    const box = await eventually(() => page.querySelector<HTMLTextAreaElement>('#act-text'));
    box.value = '杭州侧仍然不通';
    box.closest('form')?.requestSubmit();
    const sent = await asked(`${URL}/acts`);
    expect(sent.request.body).toEqual({ action: 'rejectResolution', text: '杭州侧仍然不通', version: 1 });
    sent.flush(
      { type: 'x', title: 'x', status: 409, code: 'ticket.changed-meanwhile' },
      { status: 409, statusText: 'x' },
    );
    (await asked(URL)).flush(aTicket({ status: 'closed', turn: null, version: 2, actions: [...actions] }));
    await eventually(() => text(page, '[role=alert]')?.includes('已结束'));
    expect(page.querySelector<HTMLTextAreaElement>('#act-text')?.value).toBe('杭州侧仍然不通');
  });

  it('reads the ticket again when it is told to have changed', async () => {
    const page = await open();
    (await asked(URL)).flush(aTicket());
    await eventually(() => page.querySelector('h1'));
    bed.feed.pushRecords(1, { kind: 'ticket', id: ID });
    (await asked(URL)).flush(aTicket({ title: 'again' }));
    expect(await eventually(() => text(page, 'h1') === 'again')).toBeTrue();
  });

  it('marks what only the operator reads, and offers it to nobody else', async () => {
    const page = await open();
    (await asked(URL)).flush(aTicket());
    await eventually(() => page.querySelector('lw-ticket-talk form'));
    expect(page.querySelector('lw-ticket-talk .reader')).toBeNull();
  });

  it('says that a foreign ticket is not to be found', async () => {
    const page = await open();
    (await asked(URL)).flush(
      { type: 'x', title: 'x', status: 404, code: 'ticket.not-found' },
      { status: 404, statusText: 'x' },
    );
    expect(await eventually(() => text(page, 'h1') === '没有找到')).toBeTrue();
  });
});
