import { randomUUID } from 'node:crypto';
import { confirmMs, LINE_RULE, type LineState, type Reading } from '@linewatch/shared';
import { watchLine } from '@linewatch/shared/testing';
import fc from 'fast-check';
import { ManualClock } from '../../testing/manual-clock.js';
import { aBatch, aDownReading, aReading } from '../../testing/test-batch.builder.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { startFaults } from '../../testing/test-faults.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { historyOf, startTelemetry, type TestTelemetry } from '../../testing/test-telemetry.js';
import type { AlarmEngine } from './alarm-engine.js';

const INTERVAL_S = 10;
const BEGIN_MS = 1_800_000_000_000;
const PATIENCE_MS = 600_000;
const RUNS = 2;
/** Two readings further apart leave a silence, from one interval after the first. */
const SILENT_AFTER_S = 25;
/** News of longer ago raises nothing. */
const STALE_MS = 15 * 60_000;
const WELL_AFTER = 20;
const LETTERS: Readonly<Record<string, string>> = { UP: 'W', DOWN: 'D', UNKNOWN: 'U' };
const STATES: Readonly<Record<string, LineState>> = { W: 'WELL', D: 'DOWN', U: 'UNKNOWN' };

/** A poll of a line: what it was, or that it was not read; and how many polls later that arrived. */
interface Poll {
  readonly state: 'DOWN' | 'WELL' | 'MISSED';
  readonly late: number;
}

const WELL: Poll = { state: 'WELL', late: 0 };
/** Longer than any line is damped. */
const QUIET = Array.from({ length: 600 }, (): Poll => ({ state: 'MISSED', late: 0 }));

const stay = (lates: fc.Arbitrary<number>): fc.Arbitrary<Poll[]> =>
  fc
    .tuple(
      fc.constantFrom<Poll['state']>('DOWN', 'DOWN', 'WELL', 'WELL', 'WELL', 'MISSED'),
      fc.integer({ min: 1, max: 12 }),
      lates,
    )
    .map(([state, count, late]) => Array.from({ length: count }, () => ({ state, late })));
const histories = (lates: fc.Arbitrary<number>): fc.Arbitrary<Poll[][]> =>
  fc.array(
    fc.array(stay(lates), { minLength: 4, maxLength: 12 }).map((stays) => stays.flat()),
    { minLength: 4, maxLength: 8 },
  );

/** What an alarm went through; times in ms. */
interface Told {
  readonly code: string;
  readonly isRaise: boolean;
  readonly at: number;
  readonly recordedAt: number;
}

/** A line that was lived through: its polls from a moment on, and when the engine had seen its port before each look. */
interface Lived {
  readonly line: StoredLine;
  readonly beginMs: number;
  readonly polls: readonly Poll[];
  readonly seenBefore: ReadonlyMap<number, number>;
}

describe('Alarms over random histories', () => {
  let test: TestDatabase;
  let clock: ManualClock;
  let telemetry: TestTelemetry;
  let engine: AlarmEngine;

  beforeEach(async () => {
    test = await openTestDatabase();
    clock = new ManualClock(BEGIN_MS);
    telemetry = await startTelemetry(test.database, clock);
    engine = await startFaults(test.database, clock);
  });

  afterEach(() => test.close());

  it(
    'are raised once and cleared once, in order, as somebody tells them who watches each line',
    async () => {
      await fc.assert(
        fc.asyncProperty(histories(fc.constant(0)), async (random) => {
          for (const one of await live(random)) {
            const expected = watched(one);
            for (const id of [String(one.line.portA), one.line.circuitId]) {
              const told = (await toldOf(id)).map(({ code, isRaise, at }) => ({ code, isRaise, at }));
              assertSame(told, expected, one.polls);
            }
          }
        }),
        { numRuns: RUNS, endOnFailure: true },
      );
      expect().nothing();
    },
    PATIENCE_MS,
  );

  it(
    'raise nothing stale of readings that come late, and leave the history that these would have made in order',
    async () => {
      const lates = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 18 }));
      await fc.assert(
        fc.asyncProperty(histories(lates), async (random) => {
          for (const one of await live(random)) {
            const told = await toldOf(String(one.line.portA));
            assertSame(
              told.filter((event, index) => isStale(event, told[index + 1], one)),
              [],
              one.polls,
            );
            assertSame(outOfTurn(told), [], one.polls);
            assertSame(await storedSeconds(one), secondsOf(one.polls).join(''), one.polls);
          }
        }),
        { numRuns: RUNS, endOnFailure: true },
      );
      expect(await test.database.read('SELECT code FROM alarm WHERE active_key IS NOT NULL')).toEqual([]);
    },
    PATIENCE_MS,
  );

  /** Lives through random polls of as many lines at once, a quiet time in which nothing is read, and two polls more. */
  async function live(random: readonly (readonly Poll[])[]): Promise<Lived[]> {
    const longest = Math.max(...random.map(({ length }) => length));
    const beginMs = clock.now();
    const lived: (Lived & { readonly seenBefore: Map<number, number> })[] = [];
    for (const polls of random) {
      const line = await aStoredLine(test.database, { unmonitored: ['Z'] });
      const padding = Array.from({ length: longest - polls.length + WELL_AFTER }, () => WELL);
      lived.push({ line, beginMs, polls: [WELL, ...polls, ...padding, ...QUIET, WELL, WELL], seenBefore: new Map() });
    }
    const deliveries = new Map<number, Reading[]>();
    for (const { line, polls } of lived) {
      for (const [index, { state, late }] of polls.entries()) {
        if (state === 'MISSED') continue;
        const takenAt = beginMs + (index + 1) * INTERVAL_S * 1_000;
        const reading = { portId: line.portA, slot: Math.floor(takenAt / 1_000), takenAt };
        const arrivals = deliveries.get(index + late) ?? [];
        deliveries.set(index + late, [...arrivals, state === 'DOWN' ? aDownReading(reading) : aReading(reading)]);
      }
    }
    for (const [index, readings] of [...deliveries].sort(([one], [other]) => one - other)) {
      clock.advance(beginMs + (index + 1) * INTERVAL_S * 1_000 - clock.now());
      await telemetry.ingest.take(randomUUID(), aBatch(readings));
      await look(lived);
    }
    return lived;
  }

  async function look(lived: readonly (Lived & { readonly seenBefore: Map<number, number> })[]): Promise<void> {
    const seen = await test.database.read<{ id: string; at: number | string | null }>(
      `SELECT object_id AS id, judged_at AS at FROM alarm_watch WHERE object_type = 'port'`,
    );
    const byPort = new Map(seen.map(({ id, at }) => [id, Number(at ?? 0)]));
    for (const { line, seenBefore } of lived) seenBefore.set(clock.now(), byPort.get(String(line.portA)) ?? 0);
    while ((await engine.lookAtDue()) > 0);
    await engine.lookAtConditions();
  }

  async function toldOf(objectId: string): Promise<Told[]> {
    const rows = await test.database.read<{ code: string; kind: string; at: unknown; recordedAt: unknown }>(
      `SELECT a.code AS code, e.kind AS kind, e.at AS at, e.recorded_at AS recordedAt FROM alarm_event e
       JOIN alarm a ON a.id = e.alarm_id WHERE a.object_id = ? AND e.kind IN ('RAISED', 'RE_RAISED', 'CLEARED')
       ORDER BY e.id`,
      [objectId],
    );
    const told = rows.map(({ code, kind, at, recordedAt }) => ({
      code: code.replace(/^(PORT|CIRCUIT)_/, ''),
      isRaise: kind !== 'CLEARED',
      // The end of damping is reckoned to the millisecond.
      at: Math.ceil(Number(at) / 1_000) * 1_000,
      recordedAt: Number(recordedAt),
    }));
    return told.sort((one, other) => (one.code === other.code ? 0 : one.code < other.code ? -1 : 1));
  }

  /** The stored history of the port, a letter a second. */
  async function storedSeconds({ line, beginMs, polls }: Lived): Promise<string> {
    const seconds = Array.from({ length: (polls.length + 1) * INTERVAL_S }, () => 'U');
    const endMs = beginMs + seconds.length * 1_000;
    for (const { status, from, to } of await historyOf(test.database, 'port', line.portA)) {
      const [first, last] = [from, Math.min(to ?? endMs, endMs)].map((at) => (at - beginMs) / 1_000);
      seconds.fill(LETTERS[status] ?? '?', first, last);
    }
    return seconds.join('');
  }
});

/** What each poll makes of the seconds up to the next that is read. */
function secondsOf(polls: readonly Poll[]): string[] {
  const read = polls.flatMap(({ state }, index) =>
    state === 'MISSED' ? [] : [{ state, at: (index + 1) * INTERVAL_S }],
  );
  const seconds = Array.from({ length: (polls.length + 1) * INTERVAL_S }, () => 'U');
  for (const [index, { state, at }] of read.entries()) {
    const next = read[index + 1]?.at ?? seconds.length;
    seconds.fill(state === 'DOWN' ? 'D' : 'W', at, next - at > SILENT_AFTER_S ? at + INTERVAL_S : next);
  }
  return seconds;
}

/** What somebody tells who watched the line second by second. */
function watched({ polls, beginMs }: Lived): Omit<Told, 'recordedAt'>[] {
  const states = secondsOf(polls).map((letter): LineState => STATES[letter] ?? 'UNKNOWN');
  const troubles = watchLine(states, { ...LINE_RULE, confirmMs: confirmMs(INTERVAL_S * 1_000) });
  return troubles
    .sort((one, other) => (one.kind === other.kind ? one.from - other.from : one.kind < other.kind ? -1 : 1))
    .flatMap(({ kind, from, to }) =>
      [from, to].map((at, index) => ({ code: kind, isRaise: index === 0, at: beginMs + (at ?? 0) * 1_000 })),
    );
}

/**
 * Whether a raise tells of a trouble that the line was known to be well after when the engine looked before, or of one
 * that was seen last a quarter of an hour ago.
 *
 * @param next what the alarm went through then
 */
function isStale(raise: Told, next: Told | undefined, { polls, beginMs, seenBefore }: Lived): boolean {
  if (!raise.isRaise) return false;
  const read = polls
    .map(({ state, late }, index) => ({ state, takenAt: beginMs + (index + 1) * INTERVAL_S * 1_000, late }))
    .map((poll) => ({ ...poll, heardAt: poll.takenAt + poll.late * INTERVAL_S * 1_000 }))
    .filter(({ state, heardAt }) => state !== 'MISSED' && heardAt <= raise.recordedAt);
  const endAt = next?.recordedAt === raise.recordedAt ? next.at : Number.POSITIVE_INFINITY;
  const down = read.findLast(({ state, takenAt }) => state === 'DOWN' && takenAt < endAt);
  if (down === undefined || down.takenAt < raise.recordedAt - STALE_MS - SILENT_AFTER_S * 1_000) return true;
  const seenAt = seenBefore.get(raise.recordedAt) ?? 0;
  return read.some(({ state, takenAt, heardAt }) => state === 'WELL' && takenAt > down.takenAt && heardAt <= seenAt);
}

/** Raises without a clear before them, and clears without a raise. */
function outOfTurn(told: readonly Told[]): Told[] {
  return told.filter((event, index) => {
    const before = told[index - 1];
    return event.isRaise
      ? before?.code === event.code && before.isRaise
      : before?.code !== event.code || !before.isRaise;
  });
}

/** Fails with what happened to the line, so that a random history can be made a spec of its own. */
function assertSame(actual: unknown, expected: unknown, polls: readonly Poll[]): void {
  const [got, wanted] = [actual, expected].map((value) => JSON.stringify(value));
  if (got === wanted) return;
  const short = polls
    .slice(0, polls.length - QUIET.length)
    .map(({ state, late }) => `${state.slice(0, 1)}${String(late)}`);
  throw new Error(`${String(got)} instead of ${String(wanted)} after ${short.join(' ')}`);
}
