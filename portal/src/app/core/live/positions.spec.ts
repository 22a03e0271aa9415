import { advance, furthest, isBehind, sinceQuery, stepOf } from './positions';

const at = { bank: 10, hotel: 3 };

describe('the position on a feed', () => {
  it('takes the change that follows', () => {
    expect(stepOf(at, { feed: 'bank', seq: 11 })).toBe('next');
    expect(advance(at, { feed: 'bank', seq: 11 })).toEqual({ bank: 11, hotel: 3 });
  });

  it('skips a change that was applied before', () => {
    expect(stepOf(at, { feed: 'bank', seq: 10 })).toBe('known');
    expect(stepOf(at, { feed: 'bank', seq: 2 })).toBe('known');
  });

  it('notices that a change is missing, in that feed alone', () => {
    expect(stepOf(at, { feed: 'bank', seq: 12 })).toBe('gap');
    expect(stepOf(at, { feed: 'hotel', seq: 4 })).toBe('next');
  });

  it('starts with the first change of a feed it never heard of', () => {
    expect(stepOf(at, { feed: 'school', seq: 500 })).toBe('next');
  });

  it('is behind when the server has gone further in any feed', () => {
    expect(isBehind(at, { bank: 10, hotel: 3 })).toBeFalse();
    expect(isBehind(at, { bank: 9 })).toBeFalse();
    expect(isBehind(at, { hotel: 4 })).toBeTrue();
    expect(isBehind(at, { school: 0 })).toBeTrue();
  });

  it('asks for what was missed by feed and number, unless there is too much to name', () => {
    expect(sinceQuery(at)).toBe('bank:10,hotel:3');
    expect(sinceQuery({})).toBeUndefined();
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`feed-number-${String(index)}`, index]));
    expect(sinceQuery(many)).toBeUndefined();
  });

  it('joins two views of the server by the further one', () => {
    expect(furthest(at, { bank: 8, school: 1 })).toEqual({ bank: 10, hotel: 3, school: 1 });
  });
});
