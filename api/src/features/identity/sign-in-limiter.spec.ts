import { DomainError } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { AttemptRepository } from './attempt.repository.js';
import { SignInLimiter } from './sign-in-limiter.js';

describe('SignInLimiter', () => {
  let test: TestDatabase;
  let clock: ManualClock;
  let limiter: SignInLimiter;

  beforeEach(async () => {
    test = await openTestDatabase();
    clock = new ManualClock();
    limiter = new SignInLimiter(test.database, new AttemptRepository(), clock);
  });

  afterEach(() => test.close());

  /** @returns seconds to wait, or 0 when the attempt may go on */
  async function attempt(email: string, address: string): Promise<number> {
    try {
      await limiter.admit(email, address);
      return 0;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'session.too-many-attempts') {
        return Number(error.details['retryAfter']);
      }
      throw error;
    }
  }

  async function attempts(
    count: number,
    email: (n: number) => string,
    address: (n: number) => string,
  ): Promise<number[]> {
    const waits: number[] = [];
    for (let n = 0; n < count; n += 1) waits.push(await attempt(email(n), address(n)));
    return waits;
  }

  it('lets an account be tried five times a minute, from wherever', async () => {
    const waits = await attempts(
      6,
      () => 'ana@example.com',
      (n) => `192.0.2.${String(n)}`,
    );

    expect(waits).toEqual([0, 0, 0, 0, 0, 60]);
    expect(await attempt('bob@example.com', '192.0.2.1')).toBe(0);
  });

  it('doubles the wait of those who go on', async () => {
    const fiveMore = (): Promise<number[]> =>
      attempts(
        6,
        () => 'ana@example.com',
        (n) => `192.0.2.${String(n)}`,
      );
    await fiveMore();
    clock.advance(61_000);

    expect((await fiveMore()).at(-1)).toBe(120);
    clock.advance(60_000);
    expect(await attempt('ana@example.com', '192.0.2.99')).toBe(60);
    clock.advance(60_000);
    expect(await attempt('ana@example.com', '192.0.2.99')).toBe(0);
  });

  it('makes an address wait that tries one password on many accounts', async () => {
    const waits = await attempts(
      21,
      (n) => `user${String(n)}@example.com`,
      () => '192.0.2.1',
    );

    expect(waits).toEqual([...Array.from({ length: 20 }, () => 0), 60]);
    expect(await attempt('user99@example.com', '192.0.2.2')).toBe(0);
  });

  it('takes a network of one provider customer in IPv6 as one address, and IPv4 in IPv6 as IPv4', async () => {
    const spread = await attempts(
      21,
      (n) => `user${String(n)}@example.com`,
      (n) => `2001:db8:0:7::${n.toString(16)}`,
    );

    expect(spread.at(-1)).toBe(60);
    expect(await attempt('new@example.com', '2001:db8::7:0:0:0:1')).toBe(60);
    expect(await attempt('new@example.com', '2001:db8:0:8::1')).toBe(0);
    const mapped = await attempts(
      21,
      (n) => `other${String(n)}@example.com`,
      (n) => (n % 2 === 0 ? '::ffff:192.0.2.7' : '192.0.2.7'),
    );
    expect(mapped.at(-1)).toBe(60);
  });

  it('holds nothing against an office in which everybody knows their password', async () => {
    for (let n = 0; n < 50; n += 1) {
      const email = `user${String(n)}@example.com`;
      expect(await attempt(email, '192.0.2.1')).toBe(0);
      await limiter.forgive(email, '192.0.2.1');
    }
  });

  it('counts a hundred attempts at once as a hundred', async () => {
    const waits = await Promise.all(
      Array.from({ length: 30 }, (_, n) => attempt('ana@example.com', `192.0.2.${String(n)}`)),
    );

    expect(waits.filter((wait) => wait === 0).length).toBe(5);
  });

  it('keeps no address of anybody who tried to sign in', async () => {
    await attempt('ana@example.com', '192.0.2.1');

    expect(JSON.stringify(await test.database.read('SELECT * FROM sign_in_attempt'))).not.toContain('ana');
  });
});
