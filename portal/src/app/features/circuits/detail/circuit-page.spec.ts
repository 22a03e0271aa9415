import { RouterTestingHarness } from '@angular/router/testing';
import { aView, anEnd, FEED, idOf, liveOf } from '../../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../../testing/page-bed';
import { CircuitPage } from './circuit-page';

const ID = idOf(10);
const URL = `/api/v1/circuits/${ID}`;
const end = (side: 'A' | 'Z', id: number) => ({
  id: idOf(id),
  side,
  siteId: idOf(70),
  siteNameZh: side === 'A' ? '上海数据中心' : '杭州支行',
  siteNameEn: side === 'A' ? 'Shanghai DC' : 'Hangzhou branch',
  address: null,
  accessType: 'FIBRE',
  portType: null,
  portName: 'GE0/0/1',
  monitoring: 'SNMP',
  device: null,
});
const VIEW = aView({ id: ID, endFacts: [end('Z', 2), end('A', 1)] });

describe('the page of one circuit', () => {
  let bed: PageBed;

  async function open(address = `/circuits/${ID}`): Promise<HTMLElement> {
    bed = await openBed([{ path: 'circuits/:id', component: CircuitPage }]);
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl(address);
    return eventually(() => harness.routeNativeElement);
  }

  const asked = (url: string) => eventually(() => bed.http.match((request) => request.url === url)[0]);
  const story = (page: HTMLElement): string | undefined =>
    page.querySelector('.story')?.textContent.replace(/\s+/g, '');

  it('names the end that is down and says that the other is up', async () => {
    const page = await open();
    const ends = [anEnd(), anEnd({ side: 'Z', status: 'DOWN' })];
    (await asked(URL)).flush({ ...VIEW, status: 'failed', ends });
    expect(await eventually(() => story(page))).toBe('Z端端口中断，A端正常。');
    const cards = [...page.querySelectorAll('[role=group][aria-label="A 端"], [role=group][aria-label="Z 端"]')];
    expect(cards.map((card) => card.querySelector('lw-status')?.textContent.trim())).toEqual(['正常', '中断']);
  });

  it('follows a push while it is open', async () => {
    const page = await open();
    (await asked(URL)).flush(VIEW);
    expect(await eventually(() => story(page))).toBe('A端、Z端均正常。');
    bed.feed.push(1, { ...liveOf(VIEW), status: 'failed', ends: [anEnd({ status: 'DOWN' }), anEnd({ side: 'Z' })] });
    expect(await eventually(() => story(page)?.startsWith('A端端口中断'))).toBeTrue();
  });

  it('reads the circuit again when the socket tells of changes that it cannot place', async () => {
    const page = await open();
    (await asked(URL)).flush({ ...VIEW, alias: 'first' });
    await eventually(() => page.querySelector('h1')?.textContent === 'first');
    bed.feed.head(40);
    (await asked(URL)).flush({ ...VIEW, alias: 'second' });
    await eventually(() => page.querySelector('h1')?.textContent === 'second');
    bed.feed.head(40);
    bed.feed.head(41);
    const missed = await asked('/api/v1/changes');
    expect(missed.request.params.get('since')).toBe(`${FEED}:40`);
  });

  it('says that a foreign or unknown circuit is not to be found', async () => {
    const page = await open();
    (await asked(URL)).flush(
      { type: 'x', title: 'x', status: 404, code: 'circuit.not-found' },
      { status: 404, statusText: 'x' },
    );
    expect(await eventually(() => page.querySelector('h1')?.textContent === '没有找到')).toBeTrue();
    expect(page.querySelector('lw-line-chart')).toBeNull();
  });

  it('knows nothing about now when its readings are too old', async () => {
    const page = await open();
    (await asked(URL)).flush(VIEW);
    await eventually(() => story(page));
    bed.now.pass(80_000);
    expect(await eventually(() => story(page)?.includes('数据已过期'))).toBeTrue();
    expect(page.querySelector('.tone-up')).toBeNull();
  });

  it('asks for the traffic of the end and range that the address names', async () => {
    await open(`/circuits/${ID}?side=Z&from=1000000&to=4600000`);
    (await asked(URL)).flush(VIEW);
    const { params } = (await asked(`${URL}/samples`)).request;
    expect([params.get('side'), params.get('from'), params.get('to')]).toEqual(['Z', '1000000', '4600000']);
  });
});
