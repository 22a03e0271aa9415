import type { TestRequest } from '@angular/common/http/testing';
import { RouterTestingHarness } from '@angular/router/testing';
import type { AuditEntryView } from '@linewatch/shared';
import { idOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { AuditLogPage } from './audit-page';

function anEntry(change: Partial<AuditEntryView> = {}): AuditEntryView {
  return {
    id: idOf(800),
    at: '2026-11-22T02:00:00.000Z',
    actor: 'USER',
    actorName: null,
    role: 'NOC_OPERATOR',
    isStaff: true,
    action: 'circuit.viewed',
    customer: null,
    objectType: 'circuit',
    objectName: 'CS-0731-0001',
    before: null,
    after: null,
    address: null,
    ...change,
  };
}

describe('the page of the audit log', () => {
  let bed: PageBed;

  const asked = (): Promise<TestRequest> => eventually(() => bed.http.match(({ url }) => url === '/api/v1/audit')[0]);

  async function open(
    path: string,
    items: readonly AuditEntryView[],
    nextCursor: string | null = null,
  ): Promise<HTMLElement> {
    bed = await openBed([{ path: 'audit', component: AuditLogPage }]);
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl(path);
    const page = await eventually(() => harness.routeNativeElement);
    (await asked()).flush({ items, nextCursor });
    await eventually(() => page.querySelector('.sheet'));
    return page;
  }

  it('says who did what to which line', async () => {
    const page = await open('/audit', [anEntry()]);

    const text = page.querySelector('tbody')?.textContent;
    expect(text).toContain('查看电路');
    expect(text).toContain('CS-0731-0001');
    expect(text).toContain('运营商人员');
    expect(text).toContain('网管值班员');
  });

  it('says field by field what changed', async () => {
    const page = await open('/audit', [
      anEntry({ action: 'circuit.alias-changed', before: { alias: null }, after: { alias: '财务主线' } }),
    ]);

    expect(page.querySelector('tbody')?.textContent).toContain('别名: — → 财务主线');
  });

  it('asks for the side that the address bar names', async () => {
    bed = await openBed([{ path: 'audit', component: AuditLogPage }]);
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl('/audit?by=staff');

    expect((await asked()).request.params.get('by')).toBe('staff');
  });

  it('reads on from where the page ended', async () => {
    const page = await open('/audit', [anEntry()], 'next-page');
    page.querySelector<HTMLButtonElement>(':scope > button')?.click();
    const request = await asked();
    expect(request.request.params.get('cursor')).toBe('next-page');
    request.flush({ items: [anEntry({ id: idOf(801), objectName: 'CS-0731-0002' })], nextCursor: null });

    await eventually(() => page.querySelectorAll('tbody tr').length === 2);
    expect(page.querySelector(':scope > button')).toBeNull();
  });
});
