import { TestBed } from '@angular/core/testing';
import type { ThresholdView } from '@linewatch/shared';
import { idOf } from '../../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../../testing/page-bed';
import { ThresholdEditor } from './threshold-editor';

const KNOWN: ThresholdView = {
  ...{
    id: idOf(800),
    circuit: { id: idOf(10), code: 'HB-MV-1001', name: '专线' },
    metric: 'LOSS',
    unit: '%',
    side: null,
  },
  ...{ level: 2, forS: 600, severity: 'minor', isOn: true, state: 'WELL', observed: 0, since: null },
  ...{ madeAt: new Date().toISOString(), madeByName: null, version: 3 },
};

describe('the form of a threshold', () => {
  let bed: PageBed;
  let page: HTMLElement;

  async function open(threshold: ThresholdView | null): Promise<void> {
    bed = await openBed();
    const fixture = TestBed.createComponent(ThresholdEditor);
    fixture.componentRef.setInput('circuitId', idOf(10));
    fixture.componentRef.setInput('threshold', threshold);
    page = fixture.nativeElement as HTMLElement;
    // The fields are there before they are filled.
    await eventually(() => page.querySelector<HTMLInputElement>('#threshold-for')?.value === '10');
  }

  function type(id: string, value: string): void {
    const field = page.querySelector<HTMLInputElement>(`#${id}`);
    if (field === null) throw new Error(`There is no ${id}`);
    field.value = value;
    field.dispatchEvent(new Event('change'));
  }
  const save = (): void => {
    page.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  };

  it('says at the field that a level can never be crossed, and sends nothing', async () => {
    await open(null);
    for (const level of ['101', '0', '', 'many']) {
      type('threshold-level', level);
      save();
      await eventually(() => page.querySelector('#threshold-level[aria-invalid=true]'));
      expect(page.querySelector('#threshold-level-said')?.textContent).toContain('须在 1 与 100 % 之间');
    }
    bed.http.expectNone(() => true);
  });

  it('sets a level with its time in seconds', async () => {
    await open(null);
    type('threshold-level', '70');
    type('threshold-for', '10');
    save();
    const { request } = await eventually(() => bed.http.match('/api/v1/thresholds')[0]);
    expect(request.body).toEqual({
      ...{ circuitId: idOf(10), metric: 'UTILISATION', side: null, level: 70, forS: 600 },
      ...{ severity: 'warning', isOn: true },
    });
  });

  it('changes one that is there with the version that was seen, and shows at the field what the server refused', async () => {
    await open(KNOWN);
    type('threshold-level', '3');
    save();
    const change = await eventually(() => bed.http.match(`/api/v1/thresholds/${idOf(800)}`)[0]);
    expect([change.request.method, change.request.body]).toEqual([
      'PATCH',
      { level: 3, forS: 600, severity: 'minor', isOn: true, version: 3 },
    ]);
    const problem = { type: 'x', title: 'x', status: 400, code: 'request.invalid', requestId: 'r', details: {} };
    change.flush({ ...problem, fields: [{ field: 'level', reason: 'too_big' }] }, { status: 400, statusText: 'x' });
    await eventually(() => page.querySelector('#threshold-level[aria-invalid=true]'));
    expect(page.querySelector('#threshold-level-said')?.textContent).toContain('0.1');
  });
});
