import fc from 'fast-check';
import { DomainError } from '@linewatch/shared';
import { after, orderBy, readCursor, type SortKey, writeCursor } from './keyset.js';

const KEYS: readonly SortKey[] = [
  { sql: 'rank', type: 'number', direction: 'desc' },
  { sql: 'code', type: 'text', direction: 'asc' },
];

describe('a keyset', () => {
  it('orders by its keys and goes on after a position', () => {
    expect(orderBy(KEYS)).toBe('rank DESC, code ASC');
    expect(after(KEYS, [3, 'x'])).toEqual({ sql: '((rank < ?) OR (rank = ? AND code > ?))', values: [3, 3, 'x'] });
  });

  it('reads back every position that it wrote', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), (rank, code) => {
        // JSON has one zero.
        const position = [rank === 0 ? 0 : rank, code];
        expect(readCursor({ q: 'a' }, KEYS, writeCursor({ q: 'a' }, position))).toEqual(position);
      }),
    );
  });

  it('has no position on the first page', () => {
    expect(readCursor({}, KEYS, undefined)).toBeUndefined();
  });

  it('refuses the cursor of another query', () => {
    const cursor = writeCursor({ q: 'a' }, [1, 'x']);

    expect(() => readCursor({ q: 'b' }, KEYS, cursor)).toThrowError(DomainError);
  });

  it('refuses whatever is not a cursor', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => readCursor({}, KEYS, text)).toThrowMatching(
          (error: DomainError) => error.code === 'list.cursor-invalid',
        );
      }),
    );
  });

  for (const position of [[1], [1, 'x', 2], ['1', 'x'], [1, 2], [null, 'x'], [{}, 'x']]) {
    it(`refuses a position that does not fit its keys: ${JSON.stringify(position)}`, () => {
      const cursor = writeCursor({}, position as never);

      expect(() => readCursor({}, KEYS, cursor)).toThrowError(DomainError);
    });
  }
});
