import { RouterTestingHarness } from '@angular/router/testing';
import { monthOf, shiftMonth } from '@linewatch/shared';
import { idOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { ComparePage } from './compare-page';

const REVISIONS = `/api/v1/circuits/${idOf(81)}/sla/revisions`;

describe('the comparison of revisions', () => {
  let bed: PageBed;

  beforeEach(async () => {
    bed = await openBed([{ path: 'circuits/:id/compare', component: ComparePage }]);
  });

  /** @returns the month that the page at this address asks for */
  async function askedAt(query: string): Promise<string | null> {
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl(`/circuits/${idOf(81)}/compare${query}`);
    const request = await eventually(() => bed.http.match(({ url }) => url === REVISIONS)[0]);
    return request.request.params.get('month');
  }

  it('asks for the month that the address names', async () => {
    expect(await askedAt('?month=2026-02')).toBe('2026-02');
  });

  it('asks for the last whole month where the address names none', async () => {
    const present = monthOf(bed.now.calm(), 'Asia/Shanghai');
    expect(await askedAt('')).toBe(shiftMonth(present, -1));
  });
});
