import { Logger } from '@nestjs/common';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { type Answer, codeOf } from '../../testing/test-client.js';
import { Metrics } from '../metrics/metrics.js';
import { POLICY_REPORTS_PATH } from './policy-reports.js';

const PATIENCE_MS = 180_000;
const DELIVERIES_AT_ONCE = 30;
const LINES_AT_ONCE = 20;

/** As Chromium sends it, with what is nobody's business in it. */
function aReport(body: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    age: 7,
    type: 'csp-violation',
    url: 'https://portal.example/invitations/the-secret-of-a-link',
    user_agent: 'a browser\nwith a line break',
    body: {
      blockedURL: 'inline',
      disposition: 'enforce',
      documentURL: 'https://portal.example/invitations/the-secret-of-a-link',
      effectiveDirective: 'script-src-elem',
      originalPolicy: "default-src 'none'",
      sample: 'alert("sample")',
      statusCode: 200,
      ...body,
    },
  };
}

describe('reports of what the content security policy kept out', () => {
  let api: TestApi;
  let clock: ManualClock;
  let logged: unknown[];

  beforeEach(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock });
    logged = [];
    spyOn(Logger.prototype, 'warn').and.callFake((line: unknown) => {
      if (JSON.stringify(line).includes('kept something out')) logged.push(line);
    });
  }, PATIENCE_MS);

  afterEach(() => api.close());

  const send = (text: string, type = 'application/reports+json'): Promise<Answer<unknown>> =>
    api.stranger().send('POST', POLICY_REPORTS_PATH, text, { 'Content-Type': type });

  async function counted(directive: string): Promise<number> {
    const text = await api.app.get(Metrics).text();
    const line = text
      .split('\n')
      .find((each) => each.startsWith(`linewatch_policy_reports_total{directive="${directive}"}`));
    return Number(line?.split(' ').at(-1));
  }

  it('are counted and logged as words of ours, and nothing of their text is', async () => {
    const reports = [
      aReport(),
      aReport({ effectiveDirective: 'img-src', blockedURL: 'https://elsewhere.example/?stolen=1' }),
      aReport({ effectiveDirective: 'made-up"}\n', blockedURL: 'whatever' }),
    ];

    expect((await send(JSON.stringify(reports))).status).toBe(204);

    expect([await counted('script-src-elem'), await counted('img-src'), await counted('other')]).toEqual([1, 1, 1]);
    expect(logged).toEqual([
      { msg: 'a browser kept something out', directive: 'script-src-elem', blocked: 'inline' },
      { msg: 'a browser kept something out', directive: 'img-src', blocked: 'https' },
      { msg: 'a browser kept something out', directive: 'other', blocked: 'other' },
    ]);
  });

  for (const [what, text, type, status] of [
    ['that are none', '{"type":"csp-violation"}', 'application/reports+json', 204],
    [
      'of another kind',
      '[null,1,{"type":"deprecation","body":{}},{"type":"csp-violation"}]',
      'application/reports+json',
      204,
    ],
    ['of another type of content', JSON.stringify([aReport()]), 'text/plain', 204],
    ['that are no JSON', '[{', 'application/reports+json', 400],
    ['that are too long', JSON.stringify([aReport({ sample: 'x'.repeat(65_536) })]), 'application/reports+json', 413],
  ] as const) {
    it(`leave nothing behind ${what}`, async () => {
      expect((await send(text, type)).status).toBe(status);
      expect([logged, await counted('script-src-elem'), await counted('other')]).toEqual([[], 0, 0]);
    });
  }

  it('are fifty of a delivery, however many are in it', async () => {
    const least = { type: 'csp-violation', body: { effectiveDirective: 'img-src' } };

    expect((await send(JSON.stringify(Array.from({ length: 60 }, () => least)))).status).toBe(204);
    expect(await counted('img-src')).toBe(50);
  });

  it('are bounded by address, and the log by the house', async () => {
    const many = JSON.stringify(Array.from({ length: 10 }, () => aReport()));
    for (let n = 0; n < DELIVERIES_AT_ONCE; n += 1) expect((await send(many)).status).toBe(204);

    const refused = await send(many);
    expect([refused.status, codeOf(refused), refused.headers.get('retry-after')]).toEqual([
      429,
      'request.too-many',
      '2',
    ]);
    expect([await counted('script-src-elem'), logged.length]).toEqual([DELIVERIES_AT_ONCE * 10, LINES_AT_ONCE]);

    clock.advance(2_000);
    expect((await send(many)).status).toBe(204);
  });

  it('are taken, and never given out', async () => {
    expect((await api.stranger().get(POLICY_REPORTS_PATH)).status).toBe(404);
  });
});
