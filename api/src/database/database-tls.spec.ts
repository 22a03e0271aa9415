import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { type Env, readEnv } from '../config/env.js';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { dataSourceOptions } from './data-source-options.js';
import { Database } from './database.js';
import { explainRefusal } from './explain-refusal.js';

const MYSQL = { DB_KIND: 'mysql', DB_HOST: 'db.example', DB_NAME: 'linewatch', DB_USER: 'linewatch', DB_PASSWORD: 'x' };

describe('the way to a database server', () => {
  const sslOf = (change: Readonly<Record<string, string>>): unknown =>
    Reflect.get(dataSourceOptions(readEnv({ ...MYSQL, ...change })), 'ssl');

  it('is plain unless it is said otherwise, and then wants a certificate that stands up', () => {
    expect(sslOf({})).toBeUndefined();
    expect(sslOf({ DB_TLS: 'verify-ca' })).toEqual(
      jasmine.objectContaining({ rejectUnauthorized: true, verifyIdentity: false, minVersion: 'TLSv1.2' }),
    );
    expect(sslOf({ DB_TLS: 'verify-identity' })).toEqual(
      jasmine.objectContaining({ rejectUnauthorized: true, verifyIdentity: true }),
    );
  });

  it('is not believed to be safe by half a setting', () => {
    expect(() => readEnv({ ...MYSQL, DB_CA_FILE: '/ca.pem' })).toThrowError(/DB_CA_FILE is of no use without DB_TLS/);
    expect(() => readEnv({ ...MYSQL, DB_TLS: 'verify-identity', DB_HOST: '10.0.0.1' })).toThrowError(/DB_HOST/);
    expect(() => readEnv({ ...MYSQL, DB_TLS: 'on' })).toThrowError(/DB_TLS/);
  });
});

const caFile = process.env['TEST_MYSQL_CA_FILE'] ?? '';
if (process.env['DB_KIND'] === 'mysql' && caFile !== '') {
  describe('a database server with TLS', () => {
    let test: TestDatabase;

    beforeAll(async () => {
      test = await openTestDatabase();
    });

    afterAll(() => test.close());

    async function outcome(change: Readonly<Record<string, string>>): Promise<string> {
      const env = { ...test.env, DB_HOST: 'localhost', ...change } as Env;
      try {
        const database = await Database.open(env);
        const [row] = await database.read<{ Value: string }>("SHOW STATUS LIKE 'Ssl_cipher'");
        await database.close();
        return row?.Value === '' ? 'plain' : 'encrypted';
      } catch (error) {
        return explainRefusal(error, env);
      }
    }

    it('is spoken to encrypted by its own authority, and for its own name', async () => {
      expect(await outcome({ DB_TLS: 'off' })).toBe('plain');
      expect(await outcome({ DB_TLS: 'verify-ca', DB_CA_FILE: caFile })).toBe('encrypted');
      expect(await outcome({ DB_TLS: 'verify-identity', DB_CA_FILE: caFile })).toBe('encrypted');
    });

    it('is refused in words where another authority is trusted, or the file is not there', async () => {
      const wrong = join(test.env.DATA_DIR, 'wrong-ca.pem');
      await writeFile(wrong, rootCertificates[0] ?? '');

      for (const ca of [{ DB_CA_FILE: wrong }, {}]) {
        expect(await outcome({ DB_TLS: 'verify-ca', ...ca })).toMatch(/certificate .* does not stand up: see DB_TLS/);
      }
      expect(await outcome({ DB_TLS: 'verify-ca', DB_CA_FILE: `${wrong}.gone` })).toMatch(
        /DB_CA_FILE .* cannot be read/,
      );
    });
  });
}
