import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { DomainError, type Role, TicketQuery, TROUBLE_TICKET_STATES } from '@linewatch/shared';
import { makeScope, type Scope } from '../../platform/auth/scope.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { acted, aFiledTicket, aRestoration, seenTicket } from '../../testing/test-ticket.builder.js';
import { allowedActions, allowsRating } from './allowed-actions.js';
import { TicketFiles } from './ticket-files.js';
import { TicketSharings } from './ticket-sharing.js';
import { TicketTalk } from './ticket-talk.js';
import { TicketViews } from './ticket-views.js';
import type { Ticket } from './ticket.rows.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

/** What an act comes to: its answer, or the code of its refusal. */
async function outcomeOf(asked: Promise<unknown>): Promise<unknown> {
  try {
    return (await asked) ?? 'done';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

describe('whoever only reads tickets', () => {
  let api: TestApi;
  let line: StoredLine;
  let noc: TestClient;
  let admin: TestClient;
  let engineer: TestClient;
  let viewer: TestClient;
  let whole: Scope;
  let branch: Scope;

  beforeAll(async () => {
    api = await startTestApi();
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    line = await aStoredLine(api.database);
    const { customerId, siteA } = line;
    const scope = { scopeType: 'CUSTOMER', scopeId: customerId } as const;
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    admin = await api.signedIn({ role: 'CUSTOMER_ADMIN', ...scope });
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', ...scope });
    viewer = await api.signedIn({ role: 'CUSTOMER_VIEWER', ...scope });
    whole = makeScope({ kind: 'customer', customerId });
    branch = makeScope({ kind: 'sites', customerId, siteIds: [siteA] });
  });

  it('has no button on a ticket, whatever its status', () => {
    for (const status of TROUBLE_TICKET_STATES) {
      const ticket = { status, ticketType: 'fault' } as unknown as Ticket;
      expect(allowedActions(ticket, 'CUSTOMER_VIEWER')).withContext(status).toEqual([]);
    }
    const open = { status: 'inProgress', ticketType: 'fault' } as unknown as Ticket;
    expect(allowedActions(open, 'CUSTOMER_ENGINEER')).toEqual(jasmine.arrayContaining(['urge', 'escalate']));
  });

  it('rates nothing', () => {
    expect(() => {
      allowsRating({ status: 'closed' } as Ticket, 'CUSTOMER_VIEWER');
    }).toThrowMatching((error) => error instanceof DomainError && error.code === 'session.forbidden');
    expect(() => {
      allowsRating({ status: 'closed' } as Ticket, 'CUSTOMER_ENGINEER');
    }).not.toThrow();
  });

  it(
    'is offered nothing by the page of a ticket that is shared with them',
    async () => {
      await admin.put('/api/v1/ticket-sharing', { viewers: 'ALL' });
      const { id } = await aFiledTicket(engineer, line.circuitId);
      const nothing = { note: false, noteInternally: false, pause: false, dispute: false, rate: false };
      const open = await seenTicket(viewer, id);
      expect([open.actions, open.may]).toEqual([[], nothing]);
      const { may } = await seenTicket(engineer, id);
      expect([may.note, may.dispute]).toEqual([true, true]);

      await acted(noc, id, 'accept');
      await acted(noc, id, 'resolve', aRestoration(Date.now()));
      await acted(engineer, id, 'confirm');
      const closed = await seenTicket(viewer, id);
      expect([closed.actions, closed.may]).toEqual([[], nothing]);
    },
    PATIENCE_MS,
  );

  it(
    'adds no file and disputes no pause, whatever let them come so far',
    async () => {
      await admin.put('/api/v1/ticket-sharing', { viewers: 'ALL' });
      const { id } = await aFiledTicket(engineer, line.circuitId);
      const as = (role: Role) =>
        [
          { scope: whole, role },
          { role, userId: randomUUID() },
        ] as const;
      const added = (role: Role): Promise<unknown> => {
        const upload = { name: 'log.txt', visibility: 'CUSTOMER' } as const;
        return outcomeOf(api.app.get(TicketFiles).add(...as(role), id, upload, Readable.from([Buffer.from('A log')])));
      };
      const disputed = (role: Role): Promise<unknown> =>
        outcomeOf(api.app.get(TicketTalk).dispute(...as(role), id, randomUUID(), { text: 'No' }));

      expect([await added('CUSTOMER_VIEWER'), await disputed('CUSTOMER_VIEWER')]).toEqual([
        'session.forbidden',
        'session.forbidden',
      ]);
      expect((await seenTicket(noc, id)).files).toEqual([]);
      expect([await added('CUSTOMER_ENGINEER'), await disputed('CUSTOMER_ENGINEER')]).toEqual([
        'done',
        'ticket.not-found',
      ]);
    },
    PATIENCE_MS,
  );

  it('is told how far tickets are shared with them', async () => {
    const sharing = async (scope: Scope): Promise<string> =>
      (await api.app.get(TicketViews).page({ scope, role: 'CUSTOMER_VIEWER' }, TicketQuery.parse({}))).sharing;
    await admin.put('/api/v1/ticket-sharing', { viewers: 'SITES' });
    expect([await sharing(whole), await sharing(branch)]).toEqual(['NONE', 'SITES']);
    await admin.put('/api/v1/ticket-sharing', { viewers: 'ALL' });
    expect([await sharing(whole), await sharing(branch)]).toEqual(['ALL', 'ALL']);
    expect(await sharing(makeScope({ kind: 'all' }))).toBe('NONE');
  });

  it('learns of a branch how its customer shares tickets, which a branch does not change', async () => {
    const sharings = api.app.get(TicketSharings);
    await admin.put('/api/v1/ticket-sharing', { viewers: 'SITES' });
    const shared = { customerId: line.customerId, viewers: 'SITES' };
    expect(await sharings.of(branch)).toEqual(jasmine.objectContaining(shared));
    const staff = [makeScope({ kind: 'all' }), makeScope({ kind: 'customers', customerIds: [line.customerId] })];
    for (const scope of staff) expect(await outcomeOf(sharings.of(scope))).toBe('customer.not-found');
    for (const scope of [branch, ...staff]) {
      expect(await outcomeOf(sharings.change(scope, 'ALL')))
        .withContext(scope.kind)
        .toBe('customer.not-found');
    }
    expect(await sharings.of(whole)).toEqual(jasmine.objectContaining(shared));
  });
});
