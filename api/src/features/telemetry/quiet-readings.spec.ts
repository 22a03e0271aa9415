import { randomUUID } from 'node:crypto';
import type { Reading } from '@linewatch/shared';
import fc from 'fast-check';
import { ManualClock } from '../../testing/manual-clock.js';
import { openSamples, portsNow } from '../../testing/stored-samples.js';
import { aBatch, aPackedBatch, aReading, aReadingWithoutRate } from '../../testing/test-batch.builder.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { type StoredLine, storedLines } from '../../testing/test-line.builder.js';
import { historyOf, startTelemetry, type TestTelemetry } from '../../testing/test-telemetry.js';
import { FIELD, type PortNow, PortPage } from '../port-pages/index.js';
import type { QuietlyStored } from './quiet-readings.js';

const COLLECTOR = randomUUID();
const INTERVAL_S = 10;
const LINES = 2;
const TICKS_AN_INTERVAL = 100 * INTERVAL_S;
const IN_OCTETS = 100_000;
const OUT_OCTETS = 50_000;

/** What the next reading of a port says; `on`: what the one before said. */
const WORDS = [
  ...['on', 'down', 'spoilt', 'jump', 'no rate', 'faster', 'renumbered', 'changed'],
  ...['negative', 'absent', 'late', 'long note', 'unknown', 'overlap'],
] as const;
type Word = (typeof WORDS)[number];
const word: fc.Arbitrary<Word> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Word>('on') },
  { weight: 1, arbitrary: fc.constantFrom<Word>(...WORDS) },
);
/** A poll of all ports of the lines; mostly all say what they said before. */
const poll = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Word[]>(Array.from({ length: 2 * LINES }, () => 'on')) },
  { weight: 2, arbitrary: fc.array(word, { minLength: 2 * LINES, maxLength: 2 * LINES }) },
);

/** A port as its agent counts. */
interface Counter {
  ticks: number;
  inCount: number;
  outCount: number;
  slot: number;
}

describe('QuietReadings', () => {
  let test: TestDatabase;
  let clock: ManualClock;
  let telemetry: TestTelemetry;

  beforeEach(async () => {
    test = await openTestDatabase();
    clock = new ManualClock();
    telemetry = await startTelemetry(test.database, clock);
  });

  afterEach(() => test.close());

  /** The next reading of a port, and what its agent counts then. */
  function next(portId: number, counter: Counter, said: Word): Reading[] {
    const slot = Math.floor(clock.now() / 1_000 / INTERVAL_S) * INTERVAL_S;
    const from = { ...counter };
    counter.slot = slot;
    if (said === 'absent') return [];
    const intervals = (slot - from.slot) / INTERVAL_S;
    const inOctets = IN_OCTETS * intervals;
    const outOctets = OUT_OCTETS * intervals;
    counter.ticks += TICKS_AN_INTERVAL * intervals + (said === 'jump' ? 500 : 0);
    counter.inCount += inOctets;
    counter.outCount += outOctets;
    const counts = {
      fromTicks: from.ticks,
      toTicks: counter.ticks,
      inCount: counter.inCount,
      outCount: counter.outCount,
    };
    const dtMs = intervals * INTERVAL_S * 1_000;
    const reading = aReading({
      portId,
      slot,
      dtMs,
      inOctets,
      outOctets,
      ...counts,
      resume: `noted at ${String(slot)}`,
    });
    return [{ ...reading, ...changes(said, reading) }];
  }

  function changes(said: Word, reading: Reading): Partial<Reading> {
    const { portId, slot, takenAt, toTicks, inCount, outCount } = reading;
    switch (said) {
      case 'down':
        return { operStatus: 2 };
      case 'spoilt':
        return { inErrors: 50 };
      case 'jump':
        return { fromTicks: (reading.fromTicks ?? 0) + 500 };
      case 'overlap':
        return { fromTicks: (reading.fromTicks ?? 0) - 500, inOctets: 1.5 * IN_OCTETS, dtMs: 15_000 };
      case 'no rate':
        return { ...aReadingWithoutRate({ portId, slot, takenAt }), toTicks, inCount, outCount };
      case 'faster':
        return { speedBps: 10_000_000_000 };
      case 'renumbered':
        return { ifIndex: 7 };
      case 'changed':
        return { lastChangeAt: takenAt - 3_000 };
      case 'negative':
        return { inBps: -1 };
      case 'late':
        return { slot: slot - 5 * INTERVAL_S, takenAt: takenAt - 5_000 * INTERVAL_S };
      case 'long note':
        return { resume: 'x'.repeat(401) };
      case 'unknown':
        return { operStatus: 4 };
      default:
        return {};
    }
  }

  const portsOf = (lines: readonly StoredLine[]): number[] => lines.flatMap(({ portA, portZ }) => [portA, portZ]);

  /** All that is stored of some lines, without the names of their ports and circuits. */
  async function storedOf(lines: readonly StoredLine[]): Promise<unknown> {
    const ports = portsOf(lines);
    const now = await portsNow(test.database);
    const samples = (await openSamples(test.database)).filter(({ portId }) => ports.includes(portId));
    const rows = async (sql: string, ids: readonly (string | number)[]): Promise<unknown[]> =>
      Promise.all(ids.map(async (id) => (await test.database.read(sql, [id])).map((row) => ({ ...(row as object) }))));
    const circuits = lines.map(({ circuitId }) => circuitId);
    return {
      now: ports.map((portId) => ({ ...now.get(portId), portId: ports.indexOf(portId) })),
      samples: samples.map((sample) => ({ ...sample, portId: ports.indexOf(sample.portId) })),
      ports: await rows(
        'SELECT status, since, sample_at, slot, in_bps, out_bps, if_index, speed_bps FROM port_state WHERE port_id = ?',
        ports,
      ),
      circuits: await rows(
        'SELECT status, status_rank, since, sample_at, interval_s, in_bps, out_bps, utilisation FROM circuit_state WHERE circuit_id = ?',
        circuits,
      ),
      histories: await Promise.all(ports.map((portId) => historyOf(test.database, 'port', portId))),
      lines: await Promise.all(circuits.map((id) => historyOf(test.database, 'circuit', id))),
      joints: await joints(ports),
      breaks: await rows(
        'SELECT broke_at, earlier_at, later_at FROM short_break WHERE port_id = ? ORDER BY broke_at',
        ports,
      ),
      looks: await rows(
        "SELECT due_at FROM alarm_watch WHERE object_type = 'errors' AND object_id = ?",
        ports.map(String),
      ),
    };
  }

  /** How far the readings of some ports reach and where they end. */
  async function joints(ports: readonly number[]): Promise<unknown[]> {
    const rows = await test.database.read<{ block: number; ports: string; body: Uint8Array | null }>(
      'SELECT block, ports, body FROM port_block',
    );
    const pages = rows.map((row) => PortPage.open(row));
    return ports.map((portId) => {
      const page = pages.find((one) => one.cellsOf(portId) >= 0 && one.cellsOf(portId) < one.cells.length);
      return page === undefined ? null : [page.reach(portId), page.joint(portId)];
    });
  }

  it('can wait to be told, and a reading that says something new cannot', async () => {
    const heard: unknown[] = [];
    const stop = test.database.onNews((news) => heard.push(news.every(({ canWait }) => canWait === true)));
    await tell([[], [], [], [], ['down']]);
    stop();

    // Of each poll first the packed batch, then the same by the long way.
    expect(heard.slice(-4)).toEqual([true, false, false, false]);
  });

  /** Lets two sets of lines say the same, the one by the short way where that is possible. */
  async function tell(polls: readonly (readonly Word[])[]): Promise<void> {
    const [short, long] = [
      await storedLines(test.database, LINES, { intervalS: INTERVAL_S }),
      await storedLines(test.database, LINES, { intervalS: INTERVAL_S }),
    ];
    const start = Math.floor(clock.now() / 1_000 / INTERVAL_S) * INTERVAL_S;
    const counters = (): Counter[] =>
      Array.from({ length: 2 * LINES }, () => ({ ticks: 5_000, inCount: 1e9, outCount: 2e9, slot: start }));
    const [own, other] = [counters(), counters()];
    for (const said of polls) {
      clock.advance(INTERVAL_S * 1_000);
      const readings = (lines: readonly StoredLine[], all: readonly Counter[]): Reading[] =>
        portsOf(lines).flatMap((portId, at) => {
          const counter = all[at];
          return counter === undefined ? [] : next(portId, counter, said[at] ?? 'on');
        });
      const packed = await telemetry.ingest.take(COLLECTOR, aPackedBatch(readings(short, own)));
      const told = await telemetry.ingest.take(COLLECTOR, aBatch(readings(long, other)));

      expect(packed).toEqual(told);
      expect(await storedOf(short)).toEqual(await storedOf(long));
    }
  }

  for (const said of WORDS) {
    it(`stores a reading among quiet ones as the long way does: ${said}`, async () => {
      const absent = said === 'absent' ? [[said], [said], [said]] : [];

      await tell([[], [], [], [said], ...absent, [], [], ['on', said], []]);
    });
  }

  it('stores, by the short way, what the long way stores of the same readings', async () => {
    let quiet = 0;
    const take = telemetry.quiet.take.bind(telemetry.quiet);
    let parted = 0;
    spyOn(telemetry.quiet, 'take').and.callFake(async (...args): Promise<QuietlyStored> => {
      const taken = await take(...args);
      if (taken.rows.length > 0) quiet += 1;
      if (taken.rows.length > 0 && taken.left.length > 0) parted += 1;
      return taken;
    });
    await fc.assert(fc.asyncProperty(fc.array(poll, { minLength: 4, maxLength: 9 }), tell), { numRuns: 15 });

    expect(quiet).toBeGreaterThan(20);
    expect(parted).toBeGreaterThan(0);
  });

  it('reads a page again that another instance wrote meanwhile, and one whose transaction failed', async () => {
    const [line] = await storedLines(test.database, 1, { intervalS: INTERVAL_S });
    if (line === undefined) throw new Error('no line was stored');
    const elsewhere = await startTelemetry(test.database, clock);
    const counter = { ticks: 5_000, inCount: 1e9, outCount: 2e9, slot: clock.now() / 1_000 };
    const deliver = async (by: TestTelemetry): Promise<void> => {
      clock.advance(INTERVAL_S * 1_000);
      await by.ingest.take(COLLECTOR, aPackedBatch(next(line.portA, counter, 'on')));
    };
    for (const by of [telemetry, telemetry, telemetry, elsewhere, elsewhere, telemetry, elsewhere]) await deliver(by);
    telemetry.parts.join({ store: () => Promise.reject(new Error('the disk is full')) });
    await expectAsync(deliver(telemetry)).toBeRejectedWithError('the disk is full');
    const lost = counter.slot;
    await deliver(elsewhere);

    const samples = (await openSamples(test.database)).filter(({ portId }) => portId === line.portA);
    expect(samples.map(({ slot }) => slot)).not.toContain(lost);
    expect(samples.length).toBe(8);
    const page = (await portsNow(test.database)).get(line.portA);
    expect([page?.slot, page?.resume]).toEqual([counter.slot, `noted at ${String(counter.slot)}`]);
  });
});

describe('a page of ports', () => {
  const known: PortNow = {
    portId: 65,
    status: 'UP',
    since: 1_795_000_000_000,
    sampleAt: 1_795_000_020_031,
    slot: 1_795_000_020,
    inBps: 0.5,
    outBps: null,
    ifIndex: 3,
    speedBps: 1e9,
    resume: '甲 noted 😀',
  };

  it('comes back from its octets as it was', () => {
    const page = new PortPage(2);
    page.set(known);
    page.reached(66, 1_795_000_080);
    page.join(66, { ticks: 4_294_967_295, inCount: null, outCount: 2 ** 48 - 1 });
    const again = PortPage.open({ block: 2, ports: '', body: page.toOctets() });

    expect([...again.portIds]).toEqual([65]);
    expect(again.get(65)).toEqual(known);
    expect([again.reach(65), again.joint(65)]).toEqual([1_795_000_020, null]);
    expect([again.get(66), again.reach(66)]).toEqual([undefined, 1_795_000_080]);
    expect(again.joint(66)).toEqual({ ticks: 4_294_967_295, inCount: null, outCount: 2 ** 48 - 1 });
    expect(again.cells[again.cellsOf(67) + FIELD.reach]).toBeNaN();
  });

  it('is read from the text that earlier versions wrote', () => {
    const text = JSON.stringify([
      [65, 'UP', known.since, known.sampleAt, known.slot, 1_795_000_030, 0.5, null, 3, 1e9, known.resume, [7, null, 9]],
      [66, null, null, null, null, 1_795_000_080, null, null, null, null, null],
    ]);
    const page = PortPage.open({ block: 2, ports: text, body: null });

    expect([page.get(65), page.isChanged]).toEqual([known, false]);
    expect([page.reach(65), page.joint(65)]).toEqual([1_795_000_030, { ticks: 7, inCount: null, outCount: 9 }]);
    expect([page.get(66), page.reach(66), page.joint(66)]).toEqual([undefined, 1_795_000_080, null]);
  });
});
