import { RatingOffer } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { sentMails } from '../../testing/sent-mails.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aStoredLine } from '../../testing/test-line.builder.js';
import { toldNow } from '../../testing/test-notice.builder.js';
import { acted, aFiledTicket, aRestoration } from '../../testing/test-ticket.builder.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const LINK = /\/rate#(\S+)/;

describe('the mail of a closed ticket', () => {
  const clock = new ManualClock();
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  it(
    'asks its customer how content they are, by a link that works without signing in (AMG3)',
    async () => {
      const line = await aStoredLine(api.database);
      const scope = { scopeType: 'CUSTOMER', scopeId: line.customerId } as const;
      const noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
      const engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', ...scope });
      await api.signedIn({ role: 'CUSTOMER_VIEWER', ...scope });
      const { id, number } = await aFiledTicket(engineer, line.circuitId);
      await acted(noc, id, 'accept');
      await acted(noc, id, 'resolve', aRestoration(clock.now()));
      await toldNow(api, clock);
      expect((await sentMails(api)).filter(({ text }) => LINK.test(text))).toEqual([]);

      await acted(engineer, id, 'confirm');
      await toldNow(api, clock);
      const asked = (await sentMails(api)).filter(({ text }) => LINK.test(text));
      expect(asked.length).toBe(1);
      const token = LINK.exec(asked[0]?.text ?? '')?.[1];
      const offer = await api.stranger().post('/api/v1/ticket-ratings/offer', { token });

      expect(RatingOffer.parse(offer.body).number).toBe(number);
    },
    PATIENCE_MS,
  );
});
