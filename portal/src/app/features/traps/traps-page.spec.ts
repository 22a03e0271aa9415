import type { TestRequest } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import type { TrapPage, TrapView } from '@linewatch/shared';
import { idOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { TrapsPage } from './traps-page';

function aTrap(change: Partial<TrapView> = {}): TrapView {
  return {
    id: idOf(800),
    device: { id: idOf(1), code: 'CS-PE-1', name: 'Edge one' },
    trapAt: '2026-11-22T01:00:00.000Z',
    source: '192.0.2.1:161',
    agentAddress: null,
    version: 'V2C',
    isInform: false,
    oid: '1.3.6.1.6.3.1.1.5.3',
    name: 'linkDown',
    sysUpTime: 1,
    ifIndex: 7,
    varbinds: [{ oid: '1.3.6.1.2.1.2.2.1.1.7', type: 'INTEGER', value: '7' }],
    leftOut: 0,
    reading: { at: '2026-11-22T01:00:01.000Z', fault: null, adminStatus: 1, operStatus: 2 },
    ...change,
  };
}

describe('the page of traps', () => {
  let bed: PageBed;

  const asked = (): Promise<TestRequest> =>
    eventually(() => bed.http.match((request) => request.url === '/api/v1/traps')[0]);

  async function open(page: Partial<TrapPage>, address = '/traps'): Promise<HTMLElement> {
    bed = await openBed([{ path: 'traps', component: TrapsPage }]);
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl(address);
    const element = await eventually(() => harness.routeNativeElement);
    (await asked()).flush({ items: [], dropped: 0, nextCursor: null, ...page });
    await eventually(() => element.querySelector('.sheet'));
    return element;
  }

  it('says what was told, and what the reading after it said', async () => {
    const page = await open({
      items: [
        aTrap(),
        aTrap({ id: idOf(801), name: null, oid: '1.3.6.1.4.1.9.9', reading: null }),
        aTrap({
          id: idOf(802),
          reading: { at: '2026-11-22T01:00:01.000Z', fault: 'NO_ANSWER', adminStatus: null, operStatus: null },
        }),
      ],
    });
    const rows = [...page.querySelectorAll('tbody tr')].map(({ textContent }) => textContent);

    expect(rows[0]).toContain('linkDown');
    expect(rows[0]).toContain('中断');
    expect(rows[1]).toContain('未知通知');
    expect(rows[1]).toContain('1.3.6.1.4.1.9.9');
    expect(rows[2]).toContain('无应答');
  });

  it('shows what a device wrote as text, whatever it looks like', async () => {
    const value = '<img src=x onerror="window.name=\'pwned\'"><script>1</script>{{ 1 + 1 }}';
    const page = await open({ items: [aTrap({ varbinds: [{ oid: '1.3', type: 'OCTET STRING', value }] })] });

    expect(page.querySelector('dd')?.textContent).toBe(`OCTET STRING: ${value}`);
    expect(page.querySelector('img, script')).toBeNull();
  });

  it('asks for a device, a notification and a time, and for the page behind this one', async () => {
    const page = await open({ items: [aTrap()], nextCursor: 'behind' }, '/traps?device=CS-PE-1&name=linkDown');
    [...page.querySelectorAll('button')].at(-1)?.click();
    const older = await asked();

    expect(older.request.params.get('device')).toBe('CS-PE-1');
    expect(older.request.params.get('name')).toBe('linkDown');
    expect(older.request.params.get('cursor')).toBe('behind');
    older.flush({ items: [aTrap({ id: idOf(803) })], dropped: 0, nextCursor: null });
    await eventually(() => page.textContent.includes('最新'));
    const period = page.querySelectorAll('select')[1];
    if (!period) throw new Error('There is a choice of times');
    period.value = '1h';
    period.dispatchEvent(new Event('change'));
    const recent = await asked();

    expect(recent.request.params.get('from')).toBe(String(bed.now.ms() - 3_600_000));
    expect(recent.request.params.has('cursor')).toBeFalse();
    expect(TestBed.inject(Router).url).toContain('period=1h');
  });

  it('reads the newest page again after ten seconds', async () => {
    const page = await open({ items: [aTrap()] });
    bed.now.pass(10_000);
    (await asked()).flush({ items: [aTrap({ name: 'linkUp' })], dropped: 3, nextCursor: null });

    await eventually(() => page.querySelector('tbody')?.textContent.includes('linkUp'));
    expect(page.querySelector('[role=status]')?.textContent).toContain('3');
  });
});
