import { aClock, aTicket } from '../../../../testing/tickets';
import { wayOf } from './ticket-way';

const AT = '2026-11-22T05:00:00.000Z';

describe('the way of a ticket', () => {
  it('waits at the first step that was not taken, and says which were late', () => {
    const ticket = aTicket({
      dispatchedAt: AT,
      clocks: [aClock({ kind: 'DISPATCH', stoppedAt: AT, breachedAt: AT }), aClock()],
    });
    expect(wayOf(ticket).map(({ name, state, isLate }) => [name, state, isLate])).toEqual([
      ['filed', 'done', false],
      ['dispatched', 'done', true],
      ['accepted', 'now', false],
      ['restored', 'ahead', false],
      ['closed', 'ahead', false],
    ]);
  });

  it('counts a step as taken that was passed over, when somebody accepts what nobody dispatched', () => {
    expect(wayOf(aTicket({ status: 'inProgress', acceptedAt: AT })).map(({ state }) => state)).toEqual([
      'done',
      'done',
      'done',
      'now',
      'ahead',
    ]);
  });

  it('goes back to the repair when the restoration was rejected', () => {
    const ticket = aTicket({ status: 'inProgress', dispatchedAt: AT, acceptedAt: AT, restoredAt: AT, resolvedAt: AT });
    expect(wayOf(ticket)[3]?.state).toBe('now');
  });

  it('ends where a ticket was cancelled', () => {
    const states = wayOf(aTicket({ status: 'cancelled', turn: null })).map(({ state }) => state);
    expect(states).toEqual(['done', 'ahead', 'ahead', 'ahead', 'ahead']);
  });
});
