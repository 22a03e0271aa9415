import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type BerCase, readBerCases } from './ber-case.js';
import { BerRun, type BerResult } from './ber-run.js';

const FILE = new URL('../../../ber/cases.json', import.meta.url);
const LONG_MS = 120_000;
const TRAP_MUTANTS = 12_000;
const ANSWER_MUTANTS = 2_000;

function corpus(): readonly BerCase[] {
  const cases = readBerCases(JSON.parse(readFileSync(FILE, 'utf8')));
  if (typeof cases === 'string') throw new Error(cases);
  return cases;
}

describe('Malformed datagrams', () => {
  const cases = corpus();
  let run: BerRun;

  afterEach(() => run.close());

  async function resultsOf(some: readonly BerCase[]): Promise<BerResult[]> {
    const results: BerResult[] = [];
    for (const each of some) results.push(await run.run(each));
    return results;
  }

  const named = (name: string): BerCase => {
    const found = cases.find((each) => each.name.startsWith(name));
    if (!found) throw new Error(`There is no case ${name}`);
    return found;
  };

  it(
    'do no harm to the receiver and the session, and only what is valid is delivered',
    async () => {
      run = await BerRun.open();
      const results = await resultsOf(cases);
      const valid = new Set(cases.filter(({ expect }) => expect.startsWith('accept')).map(({ name }) => name));

      expect(results.length).toBeGreaterThanOrEqual(151);
      expect(results.filter(({ failure }) => failure !== null)).toEqual([]);
      expect(results.filter(({ name, isDelivered }) => valid.has(name) && !isDelivered)).toEqual([]);
      const answers = new Set(cases.filter(({ dir }) => dir === 'response').map(({ name }) => name));
      expect(results.filter(({ name, takers }) => valid.has(name) && answers.has(name) && takers.length < 2))
        .withContext('both readers take what is valid')
        .toEqual([]);
    },
    LONG_MS,
  );

  it(
    'do no harm in any mutation, and none that the guard lets through makes the library throw',
    async () => {
      run = await BerRun.open();
      const seed = randomInt(2 ** 31);
      const { delivered, unreadable, failures } = await run.runMutants(cases, seed, TRAP_MUTANTS, ANSWER_MUTANTS);

      expect(failures).withContext(`seed ${seed}`).toEqual([]);
      expect(unreadable).withContext(`seed ${seed}`).toBe(0);
      expect(delivered).withContext('some mutants are still valid').toBeGreaterThan(0);
    },
    LONG_MS,
  );

  it('fall when they are delivered against what they are marked', async () => {
    run = await BerRun.open();
    const [trap, answer] = [named('Z02-good'), named('R01-good')];
    const results = await resultsOf([trap, answer].map((good) => ({ ...good, expect: 'reject' })));

    expect(results.map(({ failure }) => failure)).toEqual(Array(2).fill('is marked reject and was delivered'));
  });

  it('end a receiver without a guard, which is noticed, named and started again', async () => {
    run = await BerRun.open('./bare-subject.js');
    const [discovery, good] = await resultsOf([named('I02'), { ...named('Z02-good'), expect: 'accept' }]);

    expect(discovery?.failure).toMatch(/^the process ended \(RangeError/);
    expect(good).toEqual(jasmine.objectContaining({ isDelivered: true, failure: null }));
  });
});

describe('A file of malformed datagrams', () => {
  const good = { name: 'one', hex: '3000', dir: 'trap', expect: 'reject', why: 'an empty message', bytes: 2 };

  it('is a list of named datagrams with their direction', () => {
    expect(readBerCases([good])).toEqual([jasmine.objectContaining({ name: 'one', hex: '3000', dir: 'trap' })]);
  });

  const unusable: readonly (readonly [string, unknown, RegExp])[] = [
    ['an object', { cases: [good] }, /holds no list/],
    ['an empty list', [], /is empty/],
    ['a case without octets', [good, { ...good, hex: undefined }], /position 2.*hex/],
    ['half an octet', [{ ...good, hex: '300' }], /hex: is not hexadecimal/],
    ['an unknown direction', [{ ...good, dir: 'up' }], /dir/],
  ];
  for (const [name, document, reason] of unusable) {
    it(`cannot be ${name}`, () => {
      expect(readBerCases(document)).toMatch(reason);
    });
  }
});
