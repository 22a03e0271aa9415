import type { TestRequest } from '@angular/common/http/testing';
import { RouterTestingHarness } from '@angular/router/testing';
import type { SlaSpecificationForm } from '@linewatch/shared';
import { idOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { TermsPage } from './terms-page';

const CONTRACT = {
  ...{ id: idOf(71), number: 'K-71', customerId: idOf(72), customerNameZh: '客户甲', customerNameEn: 'Customer A' },
  ...{ timeZone: 'Asia/Shanghai', hasTerms: false },
};

describe('the page of terms', () => {
  let bed: PageBed;
  let page: HTMLElement;

  beforeEach(async () => {
    bed = await openBed([{ path: 'terms', component: TermsPage }]);
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl('/terms');
    page = await eventually(() => harness.routeNativeElement);
    (await asked('/api/v1/sla/specifications')).flush({ items: [] });
    (await asked('/api/v1/sla/credit-tables')).flush({ items: [] });
    (await asked('/api/v1/sla/contracts')).flush({ items: [CONTRACT] });
  });

  const asked = (path: string): Promise<TestRequest> =>
    eventually(() => bed.http.match(({ url, method }) => url === path && method === 'GET')[0]);
  const sent = (path: string): Promise<TestRequest> =>
    eventually(() => bed.http.match(({ url, method }) => url === path && method === 'POST')[0]);
  async function press(words: string): Promise<void> {
    const button = await eventually(() =>
      [...page.querySelectorAll('button')].find(({ textContent }) => textContent.includes(words)),
    );
    button.click();
  }
  const field = (name: string): Promise<HTMLInputElement> =>
    eventually(() => page.querySelector<HTMLInputElement>(`[name=${name}]`));

  it('agrees on the first terms of a contract, and says at the field what is wrong', async () => {
    await press('约定');
    (await field('name')).value = 'Gold';
    (await field('LOSS')).value = '101';
    await press('保存');

    const request = await sent('/api/v1/sla/specifications');
    const wish = request.request.body as SlaSpecificationForm;
    expect([wish.contractId, wish.name, wish.hours, wish.version]).toEqual([CONTRACT.id, 'Gold', null, null]);
    expect(wish.objectives).toEqual([{ metric: 'LOSS', target: '101', circuitId: null }]);
    request.flush(
      {
        ...{ type: 'urn:linewatch:error:request.invalid', title: 'x', status: 400, code: 'request.invalid' },
        fields: [{ field: 'objectives.0.target', reason: 'too_big' }],
      },
      { status: 400, statusText: 'Bad Request' },
    );

    const wrong = await eventually(() => page.querySelector('lw-terms-editor label .wrong'));
    expect(wrong.closest('label')?.querySelector('input')?.name).toBe('LOSS');
    expect((await field('name')).value).toBe('Gold');
  });

  it('tells of a hole in a table of credits while it is typed, and does not send it', async () => {
    await press('新增赔付表');
    await press('增加一档');
    const numbers = await eventually(() => {
      const inputs = [...page.querySelectorAll<HTMLInputElement>('lw-credit-table-editor fieldset input')];
      return inputs.length === 6 ? inputs : undefined;
    });
    const type = (place: number, value: string): void => {
      const input = numbers[place];
      if (input === undefined) throw new Error('there is no such field');
      input.value = value;
      input.dispatchEvent(new Event('input'));
    };
    type(1, '10');
    type(3, '12');

    await eventually(() => page.querySelector('lw-credit-table-editor .wrong'));
    expect(page.querySelector<HTMLButtonElement>('lw-credit-table-editor button[type=submit]')?.disabled).toBeTrue();

    type(3, '10');
    await eventually(() => (page.querySelector('lw-credit-table-editor .wrong') === null ? page : undefined));
  });
});
