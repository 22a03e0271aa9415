import { NewMeasurePointRequest } from '@linewatch/shared';
import { RouterTestingHarness } from '@angular/router/testing';
import { aView, aSession, idOf } from '../../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../../testing/page-bed';
import { EMPTY_POINT, pointRequest, SOURCES } from './point-fields';
import { MeasurePointsPage } from './measure-points-page';

const PATH = `/api/v1/circuits/${idOf(1)}/measure-points`;
const POINT = { id: 7, side: 'Z', kind: 'LATENCY', intervalS: 60, region: null, deviceCode: null, source: 'STAMP' };

describe('the page of measure points', () => {
  let bed: PageBed;
  let page: HTMLElement;

  beforeEach(async () => {
    bed = await openBed(
      [{ path: 'circuits/:id/measure-points', component: MeasurePointsPage }],
      aSession({ role: 'NOC_OPERATOR', customers: [], permissions: ['circuits:read', 'devices:write'] }),
    );
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl(`/circuits/${idOf(1)}/measure-points`);
    page = await eventually(() => harness.routeNativeElement);
    (await eventually(() => bed.http.match(`/api/v1/circuits/${idOf(1)}`)[0])).flush(aView({ id: idOf(1) }));
    await list();
    await eventually(() => page.querySelectorAll('lw-table tbody tr').length === 1);
  });

  async function list(): Promise<void> {
    const asked = await eventually(() => bed.http.match(PATH).find(({ request }) => request.method === 'GET'));
    asked.flush({ items: [POINT] });
  }

  function write(id: string, value: string): void {
    const field = page.querySelector<HTMLInputElement | HTMLSelectElement>(`#point-${id}`);
    if (field === null) throw new Error(`there is no field ${id}`);
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }

  const send = (): unknown => page.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));

  async function posted(): Promise<ReturnType<PageBed['http']['match']>[number]> {
    return eventually(() => bed.http.match(PATH).find(({ request }) => request.method === 'POST'));
  }

  it('lays down what the collectors then measure, and reads the list again', async () => {
    write('target', '192.0.2.7');
    write('region', '长沙');
    send();
    const sent = await posted();
    expect(sent.request.body).toEqual({
      side: 'A',
      reading: { source: 'STAMP', target: '192.0.2.7', port: 862, count: 20, spacingMs: 50 },
      intervalS: 60,
      region: '长沙',
    });
    sent.flush({ id: 8 }, { status: 201, statusText: 'x' });
    await list();
    expect(page.querySelector<HTMLInputElement>('#point-target')?.value).toBe('');
  });

  it('asks for what each source needs, and for nothing else', async () => {
    expect(page.querySelector('#point-target')).not.toBeNull();
    write('source', 'SONET');
    await eventually(() => page.querySelector('#point-layer'));

    expect(page.querySelector('#point-target')).toBeNull();
    expect(page.querySelector('#point-region')).toBeNull();
    expect([...page.querySelectorAll('#point-layer option')].map(({ textContent }) => textContent.trim())).toEqual([
      ...['再生段', '复用段', '高阶通道', '低阶通道'],
    ]);
  });

  it('says of a field why the server did not take it', async () => {
    write('target', 'pe-1.example');
    send();
    const fields = [{ field: 'reading.target', reason: 'pattern' }];
    const problem = { type: 'x', title: 'x', status: 400, code: 'request.invalid', fields };
    (await posted()).flush(problem, { status: 400, statusText: 'x' });

    expect(await eventually(() => page.querySelector('[role=alert]')?.textContent)).toContain('目标地址: 格式不正确');
  });

  it('takes a point away once it was asked whether it should', async () => {
    const button = (): HTMLButtonElement | null => page.querySelector('lw-table button');
    button()?.click();
    await eventually(() => button()?.textContent.includes('确认删除'));
    expect(bed.http.match(`${PATH}/7`)).toEqual([]);
    button()?.click();
    const sent = await eventually(() => bed.http.match(`${PATH}/7`)[0]);
    expect(sent.request.method).toBe('DELETE');
    sent.flush(null, { status: 204, statusText: 'x' });
    await list();
  });

  it('can lay down every source that the contract knows', () => {
    for (const source of SOURCES) {
      const numbers = { index: '3', entPhysicalIndex: '4', rxPower: '5' };
      const texts = { target: '192.0.2.7', ifName: 'E1 0/1', owner: 'linewatch', testName: 'line 1' };
      const body = pointRequest({ ...EMPTY_POINT, ...numbers, ...texts, source });

      expect(NewMeasurePointRequest.safeParse(body).success).withContext(source).toBeTrue();
    }
  });
});
