import { RouterTestingHarness } from '@angular/router/testing';
import { aSession, idOf } from '../../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../../testing/page-bed';
import { ProfilesPage } from './profiles-page';

const PATIENCE = { timeoutMs: 3_000, retries: 2, backoff: 1.5, maxRepetitions: 20, discoveryS: 86_400 };
const PROFILE = { id: idOf(2), name: '一分钟', intervalS: 60, ...PATIENCE, devices: 3 };
const AT_WILL = { statusS: 10, opticalS: null, countsAllPackets: false };

describe('the page of poll profiles', () => {
  let bed: PageBed;
  let page: HTMLElement;

  beforeEach(async () => {
    bed = await openBed(
      [{ path: 'devices/profiles', component: ProfilesPage }],
      aSession({ role: 'NOC_OPERATOR', customers: [], permissions: ['devices:read', 'devices:write'] }),
    );
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl('/devices/profiles');
    page = await eventually(() => harness.routeNativeElement);
    await list();
    await eventually(() => page.textContent.includes('一分钟'));
  });

  async function list(): Promise<void> {
    const asked = await eventually(() =>
      bed.http.match('/api/v1/poll-profiles').find(({ request }) => request.method === 'GET'),
    );
    asked.flush({ items: [{ ...PROFILE, ...AT_WILL }] });
  }

  function write(id: string, value: string): void {
    const field = page.querySelector<HTMLInputElement>(`#profile-${id}`);
    if (field === null) throw new Error(`there is no field ${id}`);
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }

  const send = (): unknown => page.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));

  async function change(): Promise<void> {
    page.querySelector<HTMLButtonElement>('lw-table button')?.click();
    await eventually(() => page.querySelector<HTMLInputElement>('#profile-statusS')?.value === '10');
  }

  it('says what is read how often', () => {
    expect(page.textContent).toContain('按测量点');
    expect(page.querySelectorAll('lw-table tbody tr').length).toBe(1);
  });

  it('changes one for all its devices, and reads the list again', async () => {
    await change();
    expect(page.textContent).toContain('3 台设备');
    write('statusS', '');
    write('opticalS', '900');
    send();
    const sent = await eventually(() => bed.http.match(`/api/v1/poll-profiles/${PROFILE.id}`)[0]);
    expect(sent.request.method).toBe('PATCH');
    expect(sent.request.body).toEqual({
      ...{ name: '一分钟', intervalS: 60, ...PATIENCE },
      ...{ statusS: null, opticalS: 900, countsAllPackets: false },
    });
    sent.flush(null, { status: 204, statusText: 'x' });
    await list();
    expect(await eventually(() => page.querySelector('[role=status]')?.textContent)).toContain('已保存');
  });

  it('makes one with what is usual', async () => {
    write('name', '五分钟');
    write('intervalS', '300');
    send();
    const sent = await eventually(() =>
      bed.http.match('/api/v1/poll-profiles').find(({ request }) => request.method === 'POST'),
    );
    expect(sent.request.body).toEqual({
      ...{ name: '五分钟', ...PATIENCE, intervalS: 300 },
      ...{ statusS: null, opticalS: null, countsAllPackets: false },
    });
    sent.flush({ id: idOf(3) });
    await list();
  });

  it('says of a field why the server did not take it', async () => {
    await change();
    send();
    const sent = await eventually(() => bed.http.match(`/api/v1/poll-profiles/${PROFILE.id}`)[0]);
    const fields = [{ field: 'statusS', reason: 'notShorter' }];
    const problem = { type: 'x', title: 'x', status: 400, code: 'request.invalid', fields };
    sent.flush(problem, { status: 400, statusText: 'x' });
    expect(await eventually(() => page.querySelector('[role=alert]')?.textContent)).toContain(
      '状态查看间隔（秒）: 应短于采集间隔',
    );
  });
});
