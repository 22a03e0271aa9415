import { Logger } from '@nestjs/common';
import { eventually } from '../../testing/eventually.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { JobRepository, type Lease } from './job.repository.js';
import { Jobs, type JobWork } from './jobs.js';

const EVERY_MS = 10_000;
const LEASE_MS = 60_000;

describe('Jobs', () => {
  let test: TestDatabase;
  let repository: JobRepository;
  let clock: ManualClock;
  let instances: Jobs[];

  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  beforeEach(async () => {
    test = await openTestDatabase();
    repository = new JobRepository(test.database);
    clock = new ManualClock();
    instances = [];
  });

  afterEach(async () => {
    for (const jobs of instances) await jobs.onModuleDestroy();
    await test.close();
  });

  async function anInstance(work: JobWork): Promise<Jobs> {
    const jobs = new Jobs(repository, clock);
    jobs.every('spec.job', EVERY_MS, work);
    instances.push(jobs);
    await jobs.onApplicationBootstrap();
    return jobs;
  }

  const row = async (): Promise<Record<string, unknown>> =>
    (await test.database.read<Record<string, unknown>>('SELECT * FROM job'))[0] ?? {};

  it('do their work when it is due, and again after that', async () => {
    let runs = 0;
    await anInstance(() => Promise.resolve(void (runs += 1)));

    clock.advance(EVERY_MS);
    await eventually('the first run is written down', async () => (await row())['done_at'] !== null);
    expect(runs).toBe(1);

    clock.advance(EVERY_MS);
    await eventually('it runs again', () => runs === 2);
    expect((await row())['error']).toBeNull();
  });

  it('can begin at once in a house that never did them, and tell when they ended', async () => {
    let runs = 0;
    const jobs = new Jobs(repository, clock);
    jobs.every('spec.job', EVERY_MS, () => Promise.resolve(void (runs += 1)), 0);
    instances.push(jobs);
    expect(await jobs.endedAt('spec.job')).toBeNull();

    await jobs.onApplicationBootstrap();

    await eventually('the first run is written down', async () => (await jobs.endedAt('spec.job')) !== null);
    expect([runs, await jobs.endedAt('spec.job')]).toEqual([1, clock.now()]);
  });

  it('run on one of two instances at a time', async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    const work: JobWork = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      runs += 1;
    };
    await anInstance(work);
    await anInstance(work);

    for (let round = 1; round <= 3; round += 1) {
      clock.advance(EVERY_MS);
      await eventually('the round is done', () => runs === round);
    }

    expect([runs, most]).toEqual([3, 1]);
    await eventually('the job is given back', async () => (await row())['owner'] === null);
    expect(Number((await row())['fence'])).toBe(3);
  });

  it('go on after a failure, which is kept to be read', async () => {
    let runs = 0;
    await anInstance(() => {
      runs += 1;
      return runs === 1 ? Promise.reject(new Error('no disk')) : Promise.resolve();
    });

    clock.advance(EVERY_MS);
    await eventually('the failure is kept', async () => (await row())['error'] === 'no disk');
    clock.advance(EVERY_MS);
    await eventually('it went well', async () => runs === 2 && (await row())['error'] === null);
    expect(runs).toBe(2);
  });

  it('are taken over from an instance that died, whose end counts no more', async () => {
    await repository.enrol('spec.job', clock.now());
    const claim = (owner: string): Promise<Lease[]> =>
      repository.claim(['spec.job'], owner, clock.now(), clock.now() + LEASE_MS);
    const [dead] = await claim('dead');
    expect(await claim('alive')).toEqual([]);

    clock.advance(LEASE_MS + 1);
    const [alive] = await claim('alive');
    expect(alive?.fence).toBe(2);
    if (dead === undefined) throw new Error('the first claim failed');
    expect(await repository.extend(dead, clock.now() + LEASE_MS)).toBeFalse();
    await repository.finish([{ lease: dead, endedAt: clock.now(), dueAt: clock.now(), error: 'too late' }]);

    expect(await row()).toEqual(jasmine.objectContaining({ owner: 'alive', error: null }));
  });

  it('that are due together are taken once each by two instances, and given back one by one', async () => {
    const names = ['spec.third', 'spec.first', 'spec.second'];
    for (const name of names) await repository.enrol(name, clock.now());
    const claim = (owner: string, of: readonly string[]): Promise<Lease[]> =>
      repository.claim(of, owner, clock.now(), clock.now() + LEASE_MS);

    const taken = await Promise.all([claim('one', names), claim('other', names.toReversed())]);

    expect(taken.flatMap((leases) => leases.map(({ name }) => name)).toSorted()).toEqual(names.toSorted());
    const [first, second] = taken.flat().toSorted((one, other) => (one.name < other.name ? -1 : 1));
    if (first === undefined || second === undefined) throw new Error('the jobs were not taken');
    const ended = { endedAt: clock.now(), dueAt: clock.now() + EVERY_MS };
    await repository.finish([
      { lease: second, ...ended, error: 'no disk' },
      { lease: first, ...ended, error: null },
    ]);
    const rows = await test.database.read<Record<string, unknown>>('SELECT name, owner, error FROM job ORDER BY name');
    expect(rows.map(({ name, owner, error }) => [name, owner === null, error])).toEqual([
      ['spec.first', true, null],
      ['spec.second', true, 'no disk'],
      ['spec.third', false, null],
    ]);
  });

  it('wait for their work when the instance stops, and tell it to hurry', async () => {
    let isTold = false;
    let hasEnded = false;
    const jobs = await anInstance(async (signal) => {
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          resolve();
        });
      });
      isTold = true;
      await new Promise((resolve) => setImmediate(resolve));
      hasEnded = true;
    });
    clock.advance(EVERY_MS);
    await eventually('the work runs', async () => (await row())['owner'] !== null);

    await jobs.onModuleDestroy();

    expect([isTold, hasEnded]).toEqual([true, true]);
    expect((await row())['owner']).toBeNull();
  });
});
