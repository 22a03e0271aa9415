import { eventually } from '../../testing/eventually.js';
import { makeScope } from './scope.js';
import type { UserCaller } from './session-lookup.js';
import { SessionQuestion } from './session-question.js';

const callerOf = (userId: string): UserCaller => ({
  kind: 'user',
  userId,
  sessionId: `session of ${userId}`,
  role: 'CUSTOMER_VIEWER',
  scope: makeScope({ kind: 'customer', customerId: 'acme' }),
});

describe('The question whose the sockets are', () => {
  let asked: (readonly string[])[];
  let living: Set<string>;
  let question: SessionQuestion;

  beforeEach(() => {
    [asked, living] = [[], new Set(['li', 'wu'])];
    question = new SessionQuestion({
      findAll: (tokens) => {
        asked.push(tokens);
        const known = tokens.filter((token) => living.has(token));
        return Promise.resolve(new Map(known.map((token) => [token, callerOf(token)])));
      },
    });
  });

  it('is put once for all that knock in one turn, and answers each with their own', async () => {
    const found = await Promise.all(['li', 'gone', 'wu', 'li'].map((token) => question.find(token)));

    expect(asked).toEqual([['li', 'gone', 'wu']]);
    expect(found.map((caller) => caller?.userId)).toEqual(['li', undefined, 'wu', 'li']);
  });

  it('is put again for who knocks after it was put, so that nobody gets an older answer', async () => {
    const first = question.find('li');
    await eventually('it is put', () => asked.length === 1);
    living.delete('li');

    expect(await question.find('li')).toBeUndefined();
    expect((await first)?.userId).toBe('li');
  });

  it('is put in parts when there are many', async () => {
    const tokens = Array.from({ length: 450 }, (_, index) => `token ${String(index)}`);
    await Promise.all(tokens.map((token) => question.find(token)));

    expect(asked.map(({ length }) => length)).toEqual([200, 200, 50]);
  });

  it('tells all who asked when it fails', async () => {
    const away = new SessionQuestion({ findAll: () => Promise.reject(new Error('away')) });

    await expectAsync(Promise.all([away.find('li')])).toBeRejectedWithError('away');
    await expectAsync(away.find('wu')).toBeRejectedWithError('away');
  });
});
