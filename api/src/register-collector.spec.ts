import { CollectorRepository, tokenHash } from './features/identity/index.js';
import { readArguments, registerCollector } from './register-collector.js';
import { openTestDatabase, type TestDatabase } from './testing/test-database.js';

describe('the command that registers collectors', () => {
  it('takes a code and perhaps a region', () => {
    expect(readArguments(['add', 'cs-2'])).toEqual({ code: 'cs-2', region: null });
    expect(readArguments(['add', 'cs-2', '--region', '长沙'])).toEqual({ code: 'cs-2', region: '长沙' });
  });

  it('understands nothing else', () => {
    for (const args of [[], ['add'], ['remove', 'a'], ['add', 'a', 'b'], ['add', 'a b'], ['add', 'x'.repeat(33)]]) {
      expect(readArguments(args)).withContext(args.join(' ')).toBeUndefined();
    }
    for (const region of ['', ' ', 'x'.repeat(41)]) {
      expect(readArguments(['add', 'a', '--region', region])).toBeUndefined();
    }
    expect(readArguments(['add', 'a', '--token', 'b'])).toBeUndefined();
  });

  describe('on a database', () => {
    let store: TestDatabase;

    beforeEach(async () => {
      store = await openTestDatabase();
    });

    afterEach(() => store.close());

    it('makes a collector that is known by the token, which itself is not kept', async () => {
      const token = await registerCollector({ code: 'cs-2', region: 'south' }, store.database);
      const found = await new CollectorRepository(store.database).findByTokenHash(tokenHash(token ?? ''));

      expect([found?.code, found?.region, found?.lastSeenAt]).toEqual(['cs-2', 'south', null]);
      expect(JSON.stringify(await store.database.read('SELECT * FROM collector'))).not.toContain(token ?? '');
    });

    it('leaves a collector of that code as it is', async () => {
      await registerCollector({ code: 'cs-2', region: null }, store.database);
      const before = await store.database.read('SELECT * FROM collector');

      expect(await registerCollector({ code: 'cs-2', region: 'south' }, store.database)).toBeUndefined();
      expect(await store.database.read('SELECT * FROM collector')).toEqual(before);
    });
  });
});
