import fc from 'fast-check';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { containsText, likePattern } from './text-search.js';

describe('searching for a text', () => {
  let store: TestDatabase;

  beforeAll(async () => {
    store = await openTestDatabase();
  });

  afterAll(() => store.close());

  async function finds(text: string, sought: string): Promise<boolean> {
    const { database } = store;
    const contains = containsText(database.dialect, 'name');
    const rows = await database.read(`SELECT 1 FROM (SELECT ? AS name) AS one WHERE ${contains}`, [
      text,
      likePattern(sought),
    ]);
    return rows.length === 1;
  }

  it('takes wildcards, quotes and the escape itself literally', async () => {
    const parts = fc.constantFrom('%', '_', '!', '!!', '\\', "'", '"', 'a', '专线', '😀', ' ');
    const texts = fc.array(parts, { minLength: 1, maxLength: 6 }).map((list) => list.join(''));
    await fc.assert(
      fc.asyncProperty(texts, texts, async (text, sought) => {
        expect(await finds(text, sought))
          .withContext(`${sought} in ${text}`)
          .toBe(text.includes(sought));
      }),
      { numRuns: 200 },
    );
  });

  it('does not tell capital letters from small ones', async () => {
    expect(await finds('CS/YL01-ZZ/TY02 MSTP10M 0001', 'mstp10m')).toBeTrue();
  });

  it('tells one emoji from another', async () => {
    expect(await finds('😀', '😎')).toBeFalse();
  });
});
