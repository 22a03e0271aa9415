import { randomBytes, randomUUID } from 'node:crypto';
import { CIRCUIT_SORTS, OPERATING_STATUSES } from '@linewatch/shared';
import { RANGE } from '../../testing/access-matrix.js';
import { eachForeign, disturb } from '../../testing/foreign-rows.js';
import { type MarkedHouse, startMarkedHouse } from '../../testing/marked-house.js';
import { IDENTITY_NAMES, type IdentityName, identityOf } from '../../testing/marked-people.js';
import { CIRCUITS } from '../../testing/marked-world.js';
import { comparable, RawClient } from '../../testing/raw-request.js';

const PATIENCE_MS = 180_000;
const RANGES = [RANGE, 'from=5&to=1', 'from=x&to=y', '', `${RANGE}&side=Q`, `${RANGE}&points=1`, `${RANGE}&side=Z`];

/** Everybody whose reach ends somewhere. */
const LIMITED = IDENTITY_NAMES.filter((name) => {
  const { kind, of } = identityOf(name);
  return of !== undefined && ['customer', 'operations'].includes(kind);
});

async function startPolledHouse(): Promise<MarkedHouse> {
  const house = await startMarkedHouse();
  await house.poll();
  await house.poll(2, 6);
  return house;
}

describe("what is somebody else's", () => {
  let house: MarkedHouse;
  let client: RawClient;

  beforeAll(async () => {
    house = await startPolledHouse();
    client = new RawClient(house.api.url);
  }, PATIENCE_MS);

  afterAll(async () => {
    client.close();
    await house.api.close();
  });

  async function answer(headers: Record<string, string>, path: string, from = client): Promise<unknown> {
    return comparable(await from.send({ method: 'GET', path: `/api/v1${path}`, headers }));
  }

  /** Asks the same of something foreign and of something that is nowhere, and wants the same answer. */
  async function expectSame(
    name: IdentityName,
    questions: (value: string) => string[],
    foreign: readonly string[],
    absent: string,
  ): Promise<void> {
    const headers = await house.people.credentials(name);
    const nothing: unknown[] = [];
    for (const question of questions(absent)) nothing.push(await answer(headers, question));
    for (const value of foreign) {
      for (const [index, question] of questions(value).entries()) {
        expect(JSON.stringify(await answer(headers, question)).replaceAll(value, absent))
          .withContext(`${name}: ${question}`)
          .toBe(JSON.stringify(nothing[index]));
      }
    }
  }

  it(
    'is found by no search and no filter, and counts nowhere',
    async () => {
      for (const name of LIMITED) {
        const words = eachForeign(name).flatMap((fact) => house.words.wordsOf(fact));
        expect(words.length).withContext(name).toBeGreaterThan(20);
        const searches = (word: string): string[] => [
          `/circuits?q=${word}`,
          `/circuits?product=${word}`,
          `/devices?q=${word}`,
          `/works?q=${word}`,
        ];
        await expectSame(
          name,
          searches,
          words.filter((word) => word.length === 24),
          randomBytes(12).toString('hex'),
        );
      }
    },
    PATIENCE_MS,
  );

  it(
    'has no id that a site, a feed or a circuit could be asked by',
    async () => {
      for (const name of LIMITED) {
        const ids = eachForeign(name)
          .flatMap((fact) => house.words.wordsOf(fact))
          .filter((word) => word.length === 36);
        const questions = (id: string): string[] => [
          `/circuits?siteId=${id}`,
          `/changes?since=${id}:0`,
          `/changes?since=${id}:999`,
          `/circuits/${id}`,
          `/works/${id}`,
          `/works?circuit=${id}`,
        ];
        await expectSame(name, questions, ids, randomUUID());
        const circuits = CIRCUITS.filter((circuit) => eachForeign(name).includes(circuit));
        const histories = (id: string): string[] => [
          `/circuits/${id}/measures`,
          ...RANGES.flatMap((range) => [
            `/circuits/${id}/samples?${range}`,
            `/circuits/${id}/states?${range}`,
            ...['latency', 'optical', 'line', 'x'].map(
              (kind) => `/circuits/${id}/measures/series?kind=${kind}&${range}`,
            ),
          ]),
        ];
        const asked = circuits.map((circuit) => house.world.id(circuit));
        await expectSame(name, histories, asked, randomUUID());
      }
    },
    PATIENCE_MS,
  );

  it(
    'is not reached by a cursor that somebody else was given',
    async () => {
      const cursors: [query: string, cursor: string][] = [];
      const noc = await house.people.credentials('noc');
      for (const query of CIRCUIT_SORTS.flatMap((sort) => [`sort=${sort}&order=asc`, `sort=${sort}&order=desc`])) {
        for (let cursor = ''; ;) {
          const path = `/api/v1/circuits?${query}&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`;
          const { text } = await client.send({ method: 'GET', path, headers: noc });
          const { nextCursor } = JSON.parse(text) as { nextCursor: string | null };
          if (nextCursor === null) break;
          cursors.push([query, (cursor = nextCursor)]);
        }
      }
      expect(cursors.length).toBe(CIRCUIT_SORTS.length * 2 * (CIRCUITS.length - 1));
      for (const name of LIMITED) {
        const headers = await house.people.credentials(name);
        for (const [query, cursor] of cursors) {
          const { status, text } = await client.send({
            method: 'GET',
            path: `/api/v1/circuits?${query}&limit=1&cursor=${cursor}`,
            headers,
          });
          expect(status).toBe(200);
          const { knows } = identityOf(name);
          expect(house.words.toldBy(text).filter((fact) => !knows.includes(fact)))
            .withContext(`${name}: ${query}`)
            .toEqual([]);
        }
      }
    },
    PATIENCE_MS,
  );

  /** What somebody can ask that is their own affair. */
  function ownQuestions(name: IdentityName, { world }: MarkedHouse): string[] {
    const circuits = identityOf(name)
      .knows.filter((fact) => CIRCUITS.includes(fact))
      .map((circuit) => world.id(circuit));
    const feed = world.id(identityOf(name).knows.includes('A') ? 'A' : 'B');
    return [
      ...CIRCUIT_SORTS.flatMap((sort) => [`/circuits?sort=${sort}`, `/circuits?sort=${sort}&order=desc&limit=1`]),
      ...OPERATING_STATUSES.map((status) => `/circuits?status=${status}`),
      ...['a', 'e', '0', '%25'].map((letter) => `/circuits?q=${letter}`),
      ...circuits.flatMap((id) => [
        `/circuits/${id}`,
        `/circuits/${id}/samples?${RANGE}`,
        `/circuits/${id}/samples?${RANGE}&side=Z`,
        `/circuits/${id}/states?${RANGE}`,
      ]),
      ...[0, 1, 2].map((seq) => `/changes?since=${feed}:${String(seq)}`),
      ...['A.trunk', 'B.haul']
        .filter((circuit) => identityOf(name).knows.includes(circuit))
        .map((circuit) => `/works/${world.id(`${circuit}.work`)}`),
      ...circuits.map((id) => `/works?circuit=${id}`),
      ...['/works', '/works?order=desc&limit=1', '/works?phase=upcoming', '/blackouts'],
      ...['/devices', '/devices?limit=1', '/codes', '/session'],
    ];
  }

  it(
    'may change as it will without any answer being another one',
    async () => {
      // A house of its own: the rows that change here are what the others look for.
      const own = await startPolledHouse();
      const asking = new RawClient(own.api.url);
      for (const name of LIMITED) {
        const headers = await own.people.credentials(name);
        const questions = ownQuestions(name, own);
        const before: unknown[] = [];
        for (const question of questions) before.push(await answer(headers, question, asking));

        await disturb(own, name);

        for (const [index, question] of questions.entries()) {
          expect(await answer(headers, question, asking))
            .withContext(`${name}: ${question}`)
            .toEqual(before[index]);
        }
      }
      asking.close();
      await own.api.close();
    },
    PATIENCE_MS,
  );
});
