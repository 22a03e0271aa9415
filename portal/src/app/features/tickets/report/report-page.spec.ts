import { RouterTestingHarness } from '@angular/router/testing';
import type { CircuitView } from '@linewatch/shared';
import { aPage, aRow, aSession, aView, FEED, idOf } from '../../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../../testing/page-bed';
import { aTicket, aTicketRow } from '../../../../testing/tickets';
import { readReport } from './report-draft';
import { ReportPage } from './report-page';

const CIRCUIT = idOf(10);
const SITE = idOf(11);
const PAGE = { nextCursor: null, open: { operator: 0, customer: 0 }, sharing: 'ALL', now: '2026-11-22T00:00:00.000Z' };
const AN_END: CircuitView['endFacts'][number] = {
  ...{ id: idOf(12), side: 'A', siteId: SITE, siteNameZh: '浦东', siteNameEn: 'Pudong', address: null },
  ...{ accessType: 'FIBRE', portType: null, portName: null, monitoring: 'SNMP', device: null },
};

describe('reporting a fault', () => {
  let bed: PageBed;

  async function open(address: string): Promise<HTMLElement> {
    bed = await openBed([{ path: 'tickets/new', component: ReportPage }], aSession());
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl(address);
    return eventually(() => harness.routeNativeElement);
  }

  const asked = (url: string) => eventually(() => bed.http.match((request) => request.url === url)[0]);

  async function fromCircuit(items: readonly object[] = []): Promise<HTMLElement> {
    const page = await open(`/tickets/new?circuit=${CIRCUIT}`);
    (await asked(`/api/v1/circuits/${CIRCUIT}`)).flush(aView({ id: CIRCUIT, status: 'failed', endFacts: [AN_END] }));
    (await asked('/api/v1/tickets')).flush({ ...PAGE, items });
    (await asked(`/api/v1/customers/${FEED}`)).flush({
      id: FEED,
      code: 'HB',
      nameZh: '华彩银行',
      nameEn: 'Huacai Bank',
      grade: 'GROUP',
      timeZone: 'Asia/Shanghai',
      status: 'ACTIVE',
      version: 1,
      managers: [],
      sites: [
        {
          ...{ id: SITE, code: 'SH/PD01', nameZh: '浦东', nameEn: 'Pudong', address: '', accessNote: null, version: 1 },
          accessHours: '工作日 9:00–17:00',
        },
      ],
      contacts: [
        {
          id: idOf(1),
          siteId: null,
          name: '财务',
          role: 'BILLING',
          phone: '1',
          email: null,
          language: 'en',
          version: 1,
        },
        {
          id: idOf(2),
          siteId: null,
          name: '赵工',
          role: 'TECHNICAL',
          phone: '021-1',
          email: null,
          language: 'en',
          version: 1,
        },
      ],
      contracts: [],
    });
    return page;
  }

  it('takes a symptom and a press: line, contact and description are filled in', async () => {
    const page = await fromCircuit();
    await eventually(() => page.querySelector<HTMLInputElement>('#report-contact')?.value === '赵工');
    expect(page.querySelector<HTMLInputElement>('#report-access')?.value).toBe('工作日 9:00–17:00');
    page.querySelector<HTMLInputElement>('input[value=DOWN]')?.click();
    page.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    const sent = await asked('/api/v1/tickets');
    expect(sent.request.method).toBe('POST');
    expect(sent.request.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/);
    expect(sent.request.body).toEqual(
      jasmine.objectContaining({
        circuitIds: [CIRCUIT],
        symptom: 'DOWN',
        description: '线路完全不通',
        impact: 'high',
        // That business stands still is not for the page to say.
        urgency: 'medium',
        // The hours of the site are those of the day on which somebody comes, unless others were typed.
        contacts: [{ name: '赵工', phone: '021-1', siteId: SITE, accessHours: null }],
      }),
    );
    sent.flush(aTicket());
    await eventually(() => localStorage.length === 0 || localStorage.getItem('linewatch.report') === null);
  });

  it('says what is missing and sends nothing', async () => {
    const page = await open('/tickets/new');
    (await asked('/api/v1/circuits')).flush(aPage([aRow()]));
    page.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    const said = await eventually(() => page.querySelector('[role=alert]')?.textContent);
    expect(said).toContain('请选择至少一条电路');
    expect(said).toContain('请选择一个现象');
    bed.http.expectNone('/api/v1/tickets');
  });

  it('offers to follow a ticket that is open about the line already', async () => {
    const page = await fromCircuit([aTicketRow()]);
    const join = await eventually(() => page.querySelector<HTMLButtonElement>('.known button'));
    page.querySelector<HTMLInputElement>('input[value=SLOW]')?.click();
    join.click();
    const sent = await eventually(() => bed.http.match((request) => request.method === 'POST')[0]);
    expect(sent.request.body).toEqual(jasmine.objectContaining({ join: idOf(300) }));
  });

  it('keeps a draft that an older page wrote as far as it can be read', () => {
    const read = readReport({ symptom: 'SLOW', description: 7, impact: 'enormous', contactName: '赵工' });
    expect(read).toEqual(
      jasmine.objectContaining({
        symptom: 'SLOW',
        description: '',
        impact: 'medium',
        contactName: '赵工',
        contactPhone: null,
      }),
    );
    expect(readReport('nothing')).toBeUndefined();
  });
});
