import { CircuitPage, type FaultPage } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { pollLines } from '../../testing/polled-lines.js';
import { sentMails } from '../../testing/sent-mails.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { toldNow } from '../../testing/test-notice.builder.js';
import { aStoredUser } from '../../testing/test-user.builder.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const ALIAS = '财务主线';

describe("a customer's own name for a line (INV5)", () => {
  const clock = new ManualClock();
  let api: TestApi;
  let own: StoredLine;
  let other: StoredLine;
  let engineer: TestClient;
  let rival: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
    [own, other] = [await aStoredLine(api.database), await aStoredLine(api.database)];
    const role = 'CUSTOMER_ENGINEER';
    engineer = await api.signedIn({ role, scopeType: 'CUSTOMER', scopeId: own.customerId });
    rival = await api.signedIn({ role, scopeType: 'CUSTOMER', scopeId: other.customerId });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  it(
    'stands in searches, faults and mails of its people; the rival has what it had, and the operator its number',
    async () => {
      const people = await Promise.all(
        [own, other].map(({ customerId }) =>
          aStoredUser(api.database, [{ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: customerId }]),
        ),
      );
      const named = await engineer.post(`/api/v1/circuits/${own.circuitId}/alias`, { alias: ALIAS, version: 1 });
      expect(named.status).toBe(200);
      await pollLines(api, clock, [own, other], 2);
      await pollLines(api, clock, [own, other], 5, [own, other]);

      const found = async (client: TestClient): Promise<(string | null)[]> => {
        const { body } = await client.get(`/api/v1/circuits?q=${encodeURIComponent(ALIAS)}`);
        return CircuitPage.parse(body).items.map(({ alias }) => alias);
      };
      expect([await found(engineer), await found(rival)]).toEqual([[ALIAS], []]);
      const faults = async (client: TestClient): Promise<unknown[]> =>
        (await client.get<FaultPage>('/api/v1/faults')).body.items.map(({ circuit: { code, alias } }) => [code, alias]);
      expect(await faults(engineer)).toEqual([[own.circuitId, ALIAS]]);
      expect(await faults(rival)).toEqual([[other.circuitId, null]]);

      await toldNow(api, clock);
      const mails = await sentMails(api);
      const [mine = [], theirs = []] = people.map(({ email }) => mails.filter(({ to }) => to === email));
      expect(mine.map(({ subject }) => subject)).toContain(`Fault: ${ALIAS} (${own.circuitId})`);
      for (const { subject, text } of mine)
        expect([subject, text]).toEqual(Array(2).fill(jasmine.stringContaining(ALIAS)));
      expect(theirs.map(({ subject }) => subject)).toContain(`Fault: ${other.circuitId}`);
      expect(JSON.stringify(theirs)).not.toContain(ALIAS);
    },
    PATIENCE_MS,
  );
});
