import { RouterTestingHarness } from '@angular/router/testing';
import type { TicketRow } from '@linewatch/shared';
import { aSession, idOf } from '../../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../../testing/page-bed';
import { aTicket, aTicketRow } from '../../../../testing/tickets';
import { TicketQueuePage } from './ticket-queue-page';

const URL = '/api/v1/ticket-queue';
const row = (number: number, minutes: number, change: Partial<TicketRow> = {}): TicketRow =>
  aTicketRow({
    id: idOf(number),
    number: `GZ${String(number)}`,
    title: `t${String(number)}`,
    nextDue: { kind: 'RESTORE', dueAt: new Date(Date.now() + minutes * 60_000).toISOString(), isBreached: minutes < 0 },
    ...change,
  });
const queueOf = (items: readonly TicketRow[]) => ({
  items,
  truncated: false,
  breached: 1,
  now: new Date().toISOString(),
});

describe("the shift's queue", () => {
  let bed: PageBed;
  let page: HTMLElement;

  beforeEach(async () => {
    bed = await openBed(
      [{ path: 'ticket-queue', component: TicketQueuePage }],
      aSession({ role: 'NOC_OPERATOR', customers: [] }),
    );
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl('/ticket-queue');
    page = await eventually(() => harness.routeNativeElement);
    (await asked(URL)).flush(queueOf([row(1, 30), row(2, -5), row(3, 60)]));
    await eventually(() => titles().length === 3);
  });

  const asked = (url: string) => eventually(() => bed.http.match((request) => request.url === url)[0]);
  const titles = (): string[] => [...page.querySelectorAll('.row-link')].map((link) => link.textContent);
  const key = (name: string): void => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
  };

  it('has what is overdue on top', () => {
    expect(titles()).toEqual(['t2', 't1', 't3']);
  });

  it('moves no row under the hand; a pill sorts', async () => {
    page.querySelector('ol')?.dispatchEvent(new PointerEvent('pointerenter'));
    bed.feed.pushRecords(1, { kind: 'ticket', id: idOf(3) });
    (await asked(URL)).flush(queueOf([row(1, 30), row(2, -5), row(3, -90)]));
    const pill = await eventually(() => page.querySelector<HTMLButtonElement>('.pill'));
    expect(titles()).toEqual(['t2', 't1', 't3']);
    pill.click();
    expect(await eventually(() => titles().join() === 't3,t2,t1')).toBeTrue();
  });

  it('sorts by itself when nobody has a hand on it', async () => {
    bed.feed.pushRecords(1, { kind: 'ticket', id: idOf(3) });
    (await asked(URL)).flush(queueOf([row(1, 30), row(2, -5), row(3, -90)]));
    expect(await eventually(() => titles().join() === 't3,t2,t1')).toBeTrue();
  });

  it('is led by j, k and a, which accepts', async () => {
    key('j');
    key('j');
    key('k');
    expect(await eventually(() => document.activeElement?.textContent === 't2')).toBeTrue();
    key('a');
    const sent = await asked(`/api/v1/tickets/${idOf(2)}/acts`);
    expect(sent.request.body).toEqual({ action: 'accept', version: 1 });
    sent.flush(aTicket({ id: idOf(2), status: 'inProgress' }));
  });
});
