import type { TestRequest } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import type { AlarmPage, AlarmView } from '@linewatch/shared';
import { anAlarm, anAlarmPage } from '../../../testing/alarms';
import { aSession, idOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { AlarmsPage } from './alarms-page';

const PORT = anAlarm({ id: idOf(601) });
const DEVICE = anAlarm({
  ...{ id: idOf(602), code: 'DEVICE_UNREACHABLE', severity: 'major', childCount: 2, version: 4 },
  object: { type: 'DEVICE', id: idOf(1), name: 'Edge one' },
});

describe('the alarm console', () => {
  let bed: PageBed;
  let page: HTMLElement;

  const asked = (): Promise<TestRequest> => eventually(() => bed.http.match(({ url }) => url === '/api/v1/alarms')[0]);

  async function open(answer: AlarmPage, address = '/alarms'): Promise<void> {
    bed = await openBed([{ path: 'alarms', component: AlarmsPage }], aSession({ role: 'NOC_OPERATOR' }));
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl(address);
    page = await eventually(() => harness.routeNativeElement);
    (await asked()).flush(answer);
    await eventually(() => page.querySelector('.sheet'));
  }

  const rows = (): string[] => [...page.querySelectorAll('tbody tr')].map(({ textContent }) => textContent);
  const button = (word: string): HTMLButtonElement | undefined =>
    [...page.querySelectorAll('button')].find(({ textContent }) => textContent.includes(word));
  const press = (key: string, target: EventTarget = document.body): void => {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  };

  it('asks for root causes, as the address says', async () => {
    bed = await openBed([{ path: 'alarms', component: AlarmsPage }], aSession({ role: 'NOC_OPERATOR' }));
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl('/alarms?severity=major&assigned=me&state=none&show=nonsense');
    const { request } = await asked();
    expect(Object.fromEntries(request.params.keys().map((key) => [key, request.params.get(key)]))).toEqual({
      show: 'active',
      shelved: 'no',
      roots: 'yes',
      severity: 'major',
      operatorState: 'none',
      assigned: 'me',
      limit: '100',
    });
  });

  it('lets no row move under the reader: what is new waits behind a button', async () => {
    await open(anAlarmPage([PORT]));
    bed.feed.changeAlarms(DEVICE.id);
    (await asked()).flush(anAlarmPage([DEVICE, { ...PORT, operatorState: 'ack' }]));
    const pill = await eventually(() => button('1 条新告警'));
    expect(rows().length).toBe(1);
    expect(rows()[0]).toContain('已确认');

    pill.click();
    await eventually(() => rows().length === 2);
    expect(rows()[0]).toContain('设备无应答');
  });

  it('acts on the marked ones with the version that was seen, and tells how each ended', async () => {
    await open(anAlarmPage([PORT, DEVICE]));
    for (const box of page.querySelectorAll<HTMLInputElement>('tbody input[type=checkbox]')) box.click();
    (await eventually(() => button('确认'))).click();
    const act = await eventually(() => bed.http.match('/api/v1/alarms/acts')[0]);
    expect(act.request.body).toEqual({
      act: 'acknowledge',
      alarms: [
        { id: PORT.id, version: 1 },
        { id: DEVICE.id, version: 4 },
      ],
    });
    act.flush({
      items: [
        { id: PORT.id, outcome: 'done', version: 2 },
        { id: DEVICE.id, outcome: 'conflict', version: 5 },
      ],
    });
    await eventually(() => page.textContent.includes('1 条已完成'));
    expect(page.textContent).toContain('1 条刚被他人修改');
  });

  it('wants a reason before it shelves', async () => {
    await open(anAlarmPage([PORT]));
    page.querySelector<HTMLInputElement>('tbody input[type=checkbox]')?.click();
    (await eventually(() => button('搁置…'))).click();
    const text = await eventually(() => page.querySelector<HTMLInputElement>('form input[type=text]'));
    expect(text.required).toBeTrue();
    text.value = '光缆割接';
    page.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    const { request } = await eventually(() => bed.http.match('/api/v1/alarms/acts')[0]);
    expect(request.body).toEqual({
      act: 'shelve',
      reason: '光缆割接',
      untilMs: bed.now.ms() + 3_600_000,
      alarms: [{ id: PORT.id, version: 1 }],
    });
  });

  it('is worked by keys, but not while somebody types', async () => {
    await open(anAlarmPage([PORT, DEVICE]));
    press('j');
    press('j');
    await eventually(() => page.querySelectorAll('tr.is-current')[0]?.textContent.includes('设备无应答'));
    press('x');
    await eventually(() => page.textContent.includes('已选 1 条'));
    const box = page.querySelector('input[type=search]');
    if (box === null) throw new Error('There is a box to search in');
    press('x', box);
    await eventually(() => page.textContent.includes('已选 1 条'));

    press('e');
    const tree = await eventually(() => bed.http.match(`/api/v1/alarms/${DEVICE.id}`)[0]);
    const child: AlarmView = { ...PORT, id: idOf(610), object: { ...PORT.object, name: 'Tunnel9' } };
    const none = { history: [], parents: [], previousAlarmId: null, faultIds: [] };
    tree.flush({ ...DEVICE, ...none, children: [child] });
    await eventually(() => rows()[2]?.includes('Tunnel9'));
    expect(page.querySelectorAll('tr.is-child').length).toBe(1);
  });

  it('takes an alarm by a key, and asks by another why it is put aside', async () => {
    await open(anAlarmPage([PORT]));
    press('j');
    await eventually(() => page.querySelector('tr.is-current'));
    press('t');
    const { request } = await eventually(() => bed.http.match('/api/v1/alarms/acts')[0]);
    expect(request.body).toEqual(jasmine.objectContaining({ act: 'assign', alarms: [{ id: PORT.id, version: 1 }] }));
    press('s');
    const reason = await eventually(() => page.querySelector<HTMLInputElement>('form input[type=text]'));
    await eventually(() => document.activeElement === reason);
    expect(reason.required).toBeTrue();
  });

  it('keeps the filter in the address', async () => {
    await open(anAlarmPage([PORT]));
    button('紧急')?.click();
    const { request } = await asked();
    expect(request.params.get('severity')).toBe('critical');
    expect(TestBed.inject(Router).url).toContain('severity=critical');
  });
});
