import { AUDITED_ACTS, type ActPlace, UNAUDITED_ROUTES } from '../../testing/audited-acts.js';
import { AUDITED_CUSTOMER_ACTS } from '../../testing/audited-customer-acts.js';
import { FAULT_ACTS } from '../../testing/audited-faults.js';
import { AUDITED_WORK_ACTS } from '../../testing/audited-work-acts.js';
import { AUDITED_REPORT_ACTS } from '../../testing/audited-report-acts.js';
import { AUDITED_DESK_ACTS } from '../../testing/audited-desk-acts.js';
import { AUDITED_SLA_ACTS } from '../../testing/audited-sla-acts.js';
import { AUDITED_NOTICE_ACTS } from '../../testing/audited-notice-acts.js';
import { AUDITED_TICKET_ACTS } from '../../testing/audited-ticket-acts.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { servedRoutes } from '../../testing/route-list.js';
import { startTestApi } from '../../testing/test-api.js';
import { aStoredCustomer } from '../../testing/test-site.builder.js';
import { AuditLog } from './audit-log.js';

const ACTS = {
  ...AUDITED_ACTS,
  ...AUDITED_CUSTOMER_ACTS,
  ...FAULT_ACTS,
  ...AUDITED_WORK_ACTS,
  ...AUDITED_REPORT_ACTS,
  ...AUDITED_DESK_ACTS,
  ...AUDITED_SLA_ACTS,
  ...AUDITED_NOTICE_ACTS,
  ...AUDITED_TICKET_ACTS,
};

/** Many passwords are hashed, slowly on purpose. */
const PATIENCE_MS = 180_000;
const WRITING = /^(POST|PUT|PATCH|DELETE) /;

describe('every route that writes', () => {
  let place: ActPlace;

  beforeAll(async () => {
    const clock = new ManualClock();
    const api = await startTestApi({ clock });
    place = { api, clock, customer: await aStoredCustomer(api.database) };
  }, PATIENCE_MS);

  afterAll(() => place.api.close());

  // Out of every waiting time that an act brought about.
  afterEach(() => {
    place.clock.advance(24 * 60 * 60_000);
  });

  const entries = async (): Promise<{ id: string; action: string; after_json: string | null }[]> => {
    await place.api.app.get(AuditLog).settled();
    return place.api.database.read('SELECT id, action, after_json FROM audit_entry');
  };

  it('is either written down or said not to be, with a reason', () => {
    const writing = servedRoutes(place.api.app).filter((route) => WRITING.test(route));
    const told = [...Object.keys(ACTS), ...Object.keys(UNAUDITED_ROUTES)];
    expect(told.sort()).toEqual(writing);
    expect(Object.values(UNAUDITED_ROUTES).filter((reason) => reason.length < 10)).toEqual([]);
  });

  for (const [route, { action, act, prepare }] of Object.entries(ACTS)) {
    it(
      `writes ${action} by ${route}`,
      async () => {
        await prepare?.(place);
        const before = new Set((await entries()).map(({ id }) => id));
        const { status, body } = await act(place);
        expect(status).withContext(JSON.stringify(body)).toBeLessThan(300);
        const written = (await entries()).filter(({ id }) => !before.has(id));
        expect(written.map((entry) => entry.action)).toContain(action);
        expect(JSON.stringify(written)).not.toMatch(
          /a community|a secret of the provider|quite long pass|horse battery/,
        );
      },
      PATIENCE_MS,
    );
  }
});
