import { DomainError } from '@linewatch/shared';
import { DataSource } from 'typeorm';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { describeError } from './describe-error.js';

const SECRET = 'ana@bank.example';

describe('an error in the log', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await openTestDatabase();
  });

  afterAll(() => test.close());

  async function failureOf(work: () => Promise<unknown>): Promise<unknown> {
    return work().then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  it('holds neither the statement nor its data when the database refuses it', async () => {
    const refusal = await failureOf(() => test.database.read('SELECT nothing FROM nowhere WHERE email = ?', [SECRET]));
    const record = describeError(refusal);

    expect(refusal).toBeInstanceOf(Error);
    expect(record.code).toMatch(/^(SQLITE_|ER_)/);
    expect(record.message).toBeUndefined();
    expect(JSON.stringify(record)).not.toMatch(/nowhere|ana@/);
  });

  it('holds not what was looked for when the mapper misses it', async () => {
    const missing = await failureOf(() =>
      test.database.reader.getRepository('user_account').findOneByOrFail({ email: SECRET }),
    );

    expect(String(missing)).toContain(SECRET);
    expect(JSON.stringify(describeError(missing))).not.toContain(SECRET);
  });

  it('holds no text of a driver that cannot sign in', async () => {
    const options = { type: 'mysql', host: '127.0.0.1', port: 1, username: SECRET, password: 'a-secret-word' } as const;
    const record = describeError(await failureOf(() => new DataSource(options).initialize()));

    expect([record.code, record.message]).toEqual(['ECONNREFUSED', undefined]);
    expect(JSON.stringify(record)).not.toContain('127.0.0.1');
  });

  it('keeps our own words', () => {
    const ours = new DomainError('ingest.overloaded', 'Too many batches are waiting');

    expect(describeError(ours)).toEqual(
      jasmine.objectContaining({ code: 'ingest.overloaded', message: 'Too many batches are waiting' }),
    );
    expect(describeError(new TypeError('x is undefined')).message).toBe('x is undefined');
    expect(describeError('text')).toEqual({ name: 'NotAnError', message: 'string' });
  });
});
