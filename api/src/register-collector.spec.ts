import { CollectorRepository, tokenHash } from './features/identity/index.js';
import { readArguments, registerCollector } from './register-collector.js';
import { openTestDatabase, type TestDatabase } from './testing/test-database.js';

describe('the command that registers collectors', () => {
  it('takes a code and perhaps a region', () => {
    expect(readArguments(['add', 'cs-2'])).toEqual({ code: 'cs-2', region: null, tags: [] });
    expect(readArguments(['add', 'cs-2', '--region', '长沙'])).toEqual({ code: 'cs-2', region: '长沙', tags: [] });
    const tagged = readArguments(['add', 'cs-2', '--tags', 'otn, 核心,otn']);
    expect(tagged).toEqual({ code: 'cs-2', region: null, tags: ['otn', '核心'] });
  });

  it('understands nothing else', () => {
    for (const args of [[], ['add'], ['remove', 'a'], ['add', 'a', 'b'], ['add', 'a b'], ['add', 'x'.repeat(33)]]) {
      expect(readArguments(args)).withContext(args.join(' ')).toBeUndefined();
    }
    for (const region of ['', ' ', 'x'.repeat(41)]) {
      expect(readArguments(['add', 'a', '--region', region])).toBeUndefined();
    }
    for (const tags of ['', 'a,,b', 'a b', 'x'.repeat(41)]) {
      expect(readArguments(['add', 'a', '--tags', tags])).toBeUndefined();
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
      const token = await registerCollector({ code: 'cs-2', region: 'south', tags: ['otn', 'core'] }, store.database);
      const collectors = new CollectorRepository(store.database);
      const id = await collectors.findIdByTokenHash(tokenHash(token ?? ''));
      const found = (await collectors.all()).find((collector) => collector.id === id);

      expect([found?.code, found?.region, found?.tags, found?.lastSeenAt]).toEqual(['cs-2', 'south', 'otn,core', null]);
      expect(JSON.stringify(await store.database.read('SELECT * FROM collector'))).not.toContain(token ?? '');
    });

    it('leaves a collector of that code as it is', async () => {
      await registerCollector({ code: 'cs-2', region: null, tags: [] }, store.database);
      const before = await store.database.read('SELECT * FROM collector');

      expect(await registerCollector({ code: 'cs-2', region: 'south', tags: [] }, store.database)).toBeUndefined();
      expect(await store.database.read('SELECT * FROM collector')).toEqual(before);
    });
  });
});
