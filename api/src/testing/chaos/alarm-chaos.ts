import { fileURLToPath } from 'node:url';
import type { Reading } from '@linewatch/shared';
import { eventually } from '../eventually.js';
import { freeTcpPort } from '../free-tcp-port.js';
import { startTestApi, TEST_COLLECTOR_TOKEN } from '../test-api.js';
import { aBatch, aDownReading, aReading } from '../test-batch.builder.js';
import { openTestDatabase, type TestDatabase } from '../test-database.js';
import { aStoredLine, type StoredLine } from '../test-line.builder.js';
import { TestReceiver } from '../test-receiver.js';
import { checkAlarms, unfinished } from './alarm-check.js';
import type { Verdict } from './chaos-check.js';
import { databaseEnv } from './chaos-house.js';
import { ChaosProcess } from './chaos-process.js';
import { Seeded } from './seeded.js';

const API = fileURLToPath(new URL('./chaos-api.js', import.meta.url));
const INTERVAL_MS = 10_000;
/** Lines go down in groups, one after the other: when one begins, others are held, raised or cleared. */
const GROUPS = 5;
const POLLS_BETWEEN = 3;
/**
 * Beside the time that an alarm is held before it is raised (30 s) and before it is cleared (60 s), the job of an
 * instance that was killed is another's after a minute only, and that one may be killed as well.
 */
const POLLS_DOWN = 24;
const POLLS_WELL = 12;
const POLLS_FIRST = 2;
/** SQLite has one process that writes it. */
const INSTANCES = { sqlite: 1, mysql: 3 } as const;
const TAKEN_WITHIN_MS = 120_000;
const TOLD_WITHIN_POLLS = 60;
const CRASHES_WITHIN_MS = 60_000;
/** From one trouble to the next: from the middle of a start on, or after quite some work. */
const QUIET_MS = [500, 25_000] as const;

export interface AlarmChaosOptions {
  readonly seed: number;
  /** Lines, each of which fails once. */
  readonly cycles: number;
  readonly say: (line: string) => void;
}

export interface AlarmChaosReport extends Verdict {
  readonly happened: readonly string[];
  /** Instances that ended by themselves. */
  readonly wrong: readonly string[];
}

/**
 * Lets alarms of many lines be raised and cleared while the instances of the API that decide it are killed at random
 * (rule P23), and looks whether each was raised, cleared and told once.
 */
export async function runAlarmChaos({ seed, cycles, say }: AlarmChaosOptions): Promise<AlarmChaosReport> {
  const seeded = new Seeded(seed);
  const hook = await TestReceiver.listen();
  const test = await openTestDatabase({
    COLLECTOR_TOKEN: TEST_COLLECTOR_TOKEN,
    OUTBOUND_PRIVATE_HOSTS: hook.host,
  });
  const instances: Instance[] = [];
  try {
    const lines: StoredLine[] = [];
    for (let made = 0; made < cycles; made += 1)
      lines.push(await aStoredLine(test.database, { unmonitored: ['Z'], intervalS: INTERVAL_MS / 1_000 }));
    await hearEverything(test, hook);
    for (let each = 0; each < INSTANCES[test.env.DB_KIND]; each += 1)
      instances.push(await anInstance(test, hook, each));
    await Promise.all(instances.map(({ process }) => process.start()));
    const over = new AbortController();
    const trouble = makeTrouble(instances, seeded, over.signal, say);
    const isOver = async (): Promise<boolean> => {
      over.abort();
      await trouble;
      return (await unfinished(test.database)) === 0;
    };
    await pollThrough(lines, instances, isOver, say).finally(() => {
      over.abort();
    });
    const happened = await trouble;
    const verdict = await checkAlarms(test.database, lines, hook.received);
    return { ...verdict, happened, wrong: instances.flatMap(({ process }) => process.ownEnds) };
  } finally {
    for (const { process } of instances) await process.kill();
    await hook.close();
    await test.close();
  }
}

interface Instance {
  readonly process: ChaosProcess;
  readonly url: string;
}

async function anInstance(test: TestDatabase, hook: TestReceiver, index: number): Promise<Instance> {
  const port = String(await freeTcpPort());
  const process = new ChaosProcess(`API ${String(index + 1)}`, API, {
    ...databaseEnv(test.env, null),
    ...{ DATA_DIR: test.env.DATA_DIR, PORT: port, DEMO: 'off', COLLECTOR_TOKEN: TEST_COLLECTOR_TOKEN },
    OUTBOUND_PRIVATE_HOSTS: hook.host,
  });
  return { process, url: `http://127.0.0.1:${port}` };
}

/** Makes a webhook of the house that is told of each fault. */
async function hearEverything(test: TestDatabase, hook: TestReceiver): Promise<void> {
  const kept = { ...test, close: () => Promise.resolve() };
  const api = await startTestApi({ open: () => Promise.resolve(kept) });
  try {
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    const answer = await admin.post('/api/v1/notice-rooms', {
      ...{ name: 'Everything', type: 'webhook', language: 'en', url: `http://${hook.host}/`, reach: { type: 'all' } },
      ...{ kinds: ['fault.raised', 'fault.cleared'], leastSeverity: 'warning' },
    });
    if (answer.status !== 201) throw new Error(`the webhook was refused: ${JSON.stringify(answer.body)}`);
  } finally {
    await api.close();
  }
}

/**
 * Polls all lines as a collector does, until each has been down and well again, and then on until all is over.
 *
 * @throws Error when that takes too long
 */
async function pollThrough(
  lines: readonly StoredLine[],
  instances: readonly Instance[],
  isOver: () => Promise<boolean>,
  say: AlarmChaosOptions['say'],
): Promise<void> {
  const polls = POLLS_FIRST + (GROUPS - 1) * POLLS_BETWEEN + POLLS_DOWN + POLLS_WELL;
  const began = Date.now();
  for (let poll = 0; poll < polls || !(await isOver()); poll += 1) {
    if (poll > polls + TOLD_WITHIN_POLLS) throw new Error('not all was cleared and told in time');
    await lasts(began + poll * INTERVAL_MS - Date.now());
    const takenAt = Date.now();
    const readings = lines.map(({ portA }, index): Reading => {
      const at = { portId: portA, slot: Math.floor(takenAt / 1_000), takenAt };
      return isDown(index % GROUPS, poll) ? aDownReading(at) : aReading(at);
    });
    await deliver(aBatch(readings), instances, poll);
    say(`poll ${String(poll + 1)} of ${String(polls)}`);
  }
}

function isDown(group: number, poll: number): boolean {
  const from = POLLS_FIRST + group * POLLS_BETWEEN;
  return poll >= from && poll < from + POLLS_DOWN;
}

/** Brings a batch to whichever instance takes it; one that died with it is asked no more. */
async function deliver(batch: object, instances: readonly Instance[], first: number): Promise<void> {
  let tries = first;
  await eventually(
    'an instance takes the batch',
    async () => {
      tries += 1;
      const url = instances[tries % instances.length]?.url ?? '';
      try {
        const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${TEST_COLLECTOR_TOKEN}` };
        const request = { method: 'POST', headers, body: JSON.stringify(batch), signal: AbortSignal.timeout(5_000) };
        return (await fetch(`${url}/api/v1/collector/batches`, request)).ok;
      } catch {
        // It is dead, stopped or on its way up: the next one is asked.
        await lasts(50);
        return false;
      }
    },
    TAKEN_WITHIN_MS,
  );
}

/** Kills, stops and crashes instances one after the other until it is told to end; all of them run then. */
async function makeTrouble(
  instances: readonly Instance[],
  seeded: Seeded,
  over: AbortSignal,
  say: AlarmChaosOptions['say'],
): Promise<string[]> {
  const happened: string[] = [];
  while (!over.aborted) {
    const { process } = seeded.one(instances);
    const what = seeded.one(['killed', 'killed', 'stopped', 'dies after-store'] as const);
    say(`${process.name} ${what}`);
    if (what === 'stopped') {
      process.signal('SIGSTOP');
      await lasts(seeded.between(500, 4_000));
      process.signal('SIGCONT');
    } else {
      if (what === 'killed') await process.kill();
      else await process.crashAt('after-store', CRASHES_WITHIN_MS).catch(() => process.kill());
      await lasts(seeded.between(0, 1_000));
      await process.start();
    }
    happened.push(`${process.name} ${what}`);
    await lasts(seeded.between(...QUIET_MS));
  }
  return happened;
}

function lasts(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
