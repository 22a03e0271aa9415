import { aTicketRow } from '../../../../testing/tickets';
import { byTimeLeft, keepPlaces } from './queue-order';

const due = (id: string, at: string | null) =>
  aTicketRow({
    id,
    number: id,
    nextDue: at === null ? null : { kind: 'RESTORE', dueAt: `2026-11-22T${at}:00.000Z`, isBreached: false },
  });

describe('the queue of tickets', () => {
  it('has what was passed on top, then what is due first, and what stands still last', () => {
    const rows = [due('c', null), due('b', '06:00'), due('a', '05:00')];
    expect(byTimeLeft(rows).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('leaves rows where they are, puts new ones behind them, and drops those that are over', () => {
    const rows = [due('new', '01:00'), due('b', '02:00'), due('a', '09:00')];
    expect(keepPlaces(rows, ['a', 'gone', 'b']).map(({ id }) => id)).toEqual(['a', 'b', 'new']);
  });
});
