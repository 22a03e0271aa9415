import { HttpClient } from '@angular/common/http';
import type { HttpTestingController, TestRequest } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom } from 'rxjs';
import { openBed } from '../../../testing/page-bed';

const URL = '/api/v1/circuits';

describe('a page that asks too much at once', () => {
  let http: HttpTestingController;
  let client: HttpClient;

  beforeEach(async () => {
    ({ http } = await openBed());
    client = TestBed.inject(HttpClient);
    jasmine.clock().install().mockDate();
  });

  afterEach(() => {
    jasmine.clock().uninstall();
    http.verify();
  });

  /** The API says when to come again, or does not. */
  function refuse(request: TestRequest, waitS?: string): void {
    const headers = waitS === undefined ? undefined : { 'Retry-After': waitS };
    const problem = { type: 'x', title: 'x', status: 429, code: 'request.too-many' };
    request.flush(problem, { status: 429, statusText: 'x', ...(headers !== undefined && { headers }) });
  }

  it('is given what it asked for after the wait that the API names', async () => {
    const answer = firstValueFrom(client.get(URL));
    refuse(http.expectOne(URL), '2');
    jasmine.clock().tick(1_999);
    http.expectNone(URL);
    jasmine.clock().tick(1);
    http.expectOne(URL).flush('circuits');

    expect((await answer) as unknown).toBe('circuits');
  });

  it('asks once more and not for ever', async () => {
    const answer = firstValueFrom(client.get(URL));
    refuse(http.expectOne(URL), '1');
    jasmine.clock().tick(1_000);
    refuse(http.expectOne(URL), '1');

    await expectAsync(answer).toBeRejectedWith(jasmine.objectContaining({ code: 'request.too-many', status: 429 }));
    jasmine.clock().tick(10_000);
  });

  for (const [what, waitS] of [
    ['for longer than anybody looks at an empty page', '6'],
    ['without being told for how long', undefined],
    ['until a time of the day, which the API never says', 'Sun, 22 Nov 2026 21:00:00 GMT'],
  ] as const) {
    it(`does not wait ${what}`, async () => {
      const answer = firstValueFrom(client.get(URL));
      refuse(http.expectOne(URL), waitS);
      await expectAsync(answer).toBeRejectedWith(jasmine.objectContaining({ code: 'request.too-many' }));
      jasmine.clock().tick(60_000);
    });
  }

  it('sends nothing twice that writes', async () => {
    const answer = firstValueFrom(client.post(URL, {}));
    refuse(http.expectOne(URL), '1');
    await expectAsync(answer).toBeRejectedWith(jasmine.objectContaining({ code: 'request.too-many' }));
    jasmine.clock().tick(60_000);
  });
});
