import { DomainError, TicketQuery } from '@linewatch/shared';
import { CustomerViewsRepository } from '../../features/customers/customer-views.repository.js';
import { SignInPolicyRepository } from '../../features/identity/users/sign-in-policy.repository.js';
import { TicketListRepository } from '../../features/tickets/ticket-list.repository.js';
import { type MarkedHouse, startMarkedHouse } from '../../testing/marked-house.js';
import { CIRCUITS } from '../../testing/marked-world.js';
import { SCOPED_QUESTIONS, type Things } from '../../testing/scoped-questions.js';
import { storedThings } from '../../testing/stored-things.js';
import { makeScope, type Scope } from './scope.js';

const PATIENCE_MS = 180_000;

/** What a question comes to: its answer, or the code of its refusal. */
async function outcomeOf(asked: () => Promise<unknown>): Promise<unknown> {
  try {
    return (await asked()) ?? null;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

describe('a question that is asked by a scope', () => {
  let house: MarkedHouse;
  let things: Things;
  let own: Scope;
  let rival: Scope;

  beforeAll(async () => {
    house = await startMarkedHouse();
    // Sums and measurements are of the five minutes that are over.
    for (let poll = 0; poll < 3; poll += 1) await house.poll();
    own = makeScope({ kind: 'customer', customerId: house.world.id('A') });
    rival = makeScope({ kind: 'customer', customerId: house.world.id('B') });
    things = await storedThings(house);
  }, PATIENCE_MS);

  afterAll(() => house.api.close());

  const answerTo = (ask: (typeof SCOPED_QUESTIONS)[string], scope: Scope): Promise<unknown> =>
    outcomeOf(() => ask(things, scope));

  for (const [what, ask] of Object.entries(SCOPED_QUESTIONS)) {
    it(`tells the rival nothing: ${what}`, async () => {
      const toRival = await answerTo(ask, rival);
      const toOwn = await answerTo(ask, own);

      // Nothing is done for them, either.
      expect(toRival).not.toBe(true);
      expect(toRival).not.toEqual(toOwn);
      const told = house.words.toldBy(JSON.stringify(toRival));
      expect(told.filter((fact) => fact.startsWith('A'))).toEqual([]);
    });
  }

  it('counts for a branch what is of the branch', async () => {
    const branch = makeScope({ kind: 'sites', customerId: house.world.id('A'), siteIds: [house.world.id('A.branch')] });
    const counts = async (scope: Scope): Promise<unknown[]> =>
      (await things.of(CustomerViewsRepository).findPage(scope, { limit: 10 }, undefined, 10)).map(
        ({ circuits, sites }) => [Number(circuits), Number(sites)],
      );
    expect(await counts(branch)).toEqual([[2, 1]]);
    expect(await counts(own)).toEqual([[CIRCUITS.filter((name) => name.startsWith('A')).length, 3]]);
  });

  it('does not tell a branch by a filter which other circuits a ticket is about', async () => {
    const { world, api } = house;
    const siteIds = [world.id('A.branch')];
    const scope = makeScope({ kind: 'sites', customerId: world.id('A'), siteIds });
    const row = [things.ticketId, world.id('A.spur'), world.id('A')];
    const columns = ['ticket_id', 'circuit_id', 'customer_id'];
    await api.database.transaction((tx) =>
      tx.insertMany('ticket_circuit', columns, ['ticket_id', 'circuit_id'], [row]),
    );
    const about = async (circuit: string): Promise<string[]> => {
      const reader = { scope, role: 'CUSTOMER_ENGINEER' } as const;
      const page = await things.of(TicketListRepository).page(reader, TicketQuery.parse({ circuit }), undefined);
      return page.map(({ row: { ticket } }) => ticket.id);
    };
    expect(await about(world.id('A.trunk'))).toEqual([things.ticketId]);
    expect(await about(world.id('A.spur'))).toEqual([]);
  });

  it('changes no policy of somebody else', async () => {
    const policies = things.of(SignInPolicyRepository);
    const change: unknown = Reflect.get(policies, 'change');
    if (typeof change !== 'function') throw new Error('policies are changed in another way');
    const wish = { requireTotp: true, idleMinutes: 30, absoluteHours: 12 };
    const isRequired = async (): Promise<unknown> =>
      house.api.database.read('SELECT require_totp AS isRequired FROM customer WHERE id = ?', [house.world.id('A')]);
    const before = await isRequired();
    await house.api.database.transaction(async (tx) => {
      await Reflect.apply(change, policies, [tx, rival, house.world.id('A'), wish]);
    });
    expect(await isRequired()).toEqual(before);
  });
});
